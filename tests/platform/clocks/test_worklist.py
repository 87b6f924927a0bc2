from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from shouwen.kernel.subject import Subject
from shouwen.platform.access.scope import EVERYTHING, NOTHING, Scope
from shouwen.platform.clocks import actions, queries
from shouwen.platform.clocks.actions import ClockRow, HoldRow, MatterHistory
from shouwen.platform.clocks.models import Clock
from shouwen.platform.clocks.queries import Wanted, worklist

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 9, 1, tzinfo=UTC)
MATTERS = 400


@pytest.fixture
def matters(db: None) -> list[Clock]:
    """Open matters of 120 units; every tenth waits, some have no due time, some share one."""
    rng = random.Random(4)
    histories = []
    for n in range(1, MATTERS + 1):
        due = NOW + timedelta(hours=rng.randrange(-30, 30)) if n % 7 else None
        waiting = "customer" if n % 10 == 0 else "none"
        unit, owner = rng.randrange(120), rng.randrange(120)
        began = NOW - timedelta(days=3)
        histories.append(
            MatterHistory(
                subject=Subject("case", n),
                owner_unit=owner,
                holds=[HoldRow(at=began, unit=unit, person=n % 5, waiting_for=waiting)],
                clocks=[
                    ClockRow(kind="resolution", started_at=began, given_due_at=due),
                    ClockRow(kind="contact", started_at=began),
                ],
            )
        )
    actions.record_history(histories, as_of=began)
    return sorted(Clock.objects.front(), key=lambda c: (c.sort_at, c.pk))


def pages(scope: Scope, wanted: Wanted = queries.ALL, n: int = 37) -> list[int]:
    found: list[int] = []
    after = None
    while rows := queries.page(scope, after=after, n=n, wanted=wanted):
        found += [c.pk for c in rows]
        after = (rows[-1].sort_at, rows[-1].pk)
    return found


SOON = timedelta(hours=2)
SCOPES = {
    "one": Scope(units=frozenset({3})),
    "few": Scope(units=frozenset(range(40))),
    "many": Scope(units=frozenset(range(90))),
    "rare": Scope(units=frozenset(range(100, 1000))),
    "all": EVERYTHING,
}
FILTERS = {
    "all": (queries.ALL, lambda c: True),
    "late": (Wanted(overdue_at=NOW), lambda c: c.sort_at < NOW),
    "soon": (
        Wanted(due_from=NOW, due_until=NOW + SOON),
        lambda c: NOW <= c.sort_at <= NOW + SOON,
    ),
    "waiting": (queries.WAITING, lambda c: c.waiting_for != "none"),
    "mine": (Wanted(person=3), lambda c: c.person_id == 3),
    "handled": (Wanted(handled_only=True), None),
}


@pytest.mark.parametrize("whose", SCOPES)
@pytest.mark.parametrize("filtered", FILTERS)
def test_paging_gives_every_row_in_scope_once_and_in_order(
    matters: list[Clock], whose: str, filtered: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worklist, "LONGEST_WALK", 150)
    scope, (wanted, keeps) = SCOPES[whose], FILTERS[filtered]

    def mine(c: Clock) -> bool:
        owned = scope.covers(c.owner_unit_id) and not wanted.handled_only
        return (scope.covers(c.unit_id) or owned) and (keeps is None or keeps(c))

    expected = [c.pk for c in matters if mine(c)]
    assert pages(scope, wanted) == expected
    assert queries.count(scope, wanted=wanted) == len(expected)


def test_figures_of_all_tabs_come_in_one_statement(
    matters: list[Clock], django_assert_num_queries
) -> None:
    tabs = {name: wanted for name, (wanted, _) in FILTERS.items()}
    with django_assert_num_queries(1):
        found = queries.counts(SCOPES["few"], tabs)
    assert found == {name: queries.count(SCOPES["few"], wanted=w) for name, w in tabs.items()}


def test_figures_stop_at_their_cap(matters: list[Clock]) -> None:
    assert queries.count(EVERYTHING, most=20) == 21
    assert queries.counts(EVERYTHING, {"all": queries.ALL}, most=20) == {"all": 21}


def test_whoever_sees_nothing_gets_nothing(matters: list[Clock]) -> None:
    assert queries.page(NOTHING) == []
    assert queries.counts(NOTHING, {"all": queries.ALL}) == {"all": 0}


@pytest.mark.parametrize(
    ("whose", "wanted", "indexes"),
    [
        ("few", queries.ALL, ("clocks_front_unit", "clocks_front_owner")),
        ("many", queries.ALL, ("clocks_front_due",)),
        ("all", queries.ALL, ("clocks_front_due",)),
        ("all", queries.WAITING, ("clocks_front_waiting",)),
        ("all", Wanted(person=3), ("clocks_front_person",)),
    ],
)
def test_the_plans_read_the_partial_indexes(
    matters: list[Clock], whose: str, wanted: Wanted, indexes: tuple[str, ...]
) -> None:
    found = worklist._rows(SCOPES[whose], None, 51, wanted, "*")
    assert found is not None
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute("EXPLAIN " + found[0], found[1])
        plan = "\n".join(line for (line,) in cursor.fetchall())
    for index in indexes:
        assert f"Scan using {index}" in plan, plan


def test_the_sweeper_reads_only_what_may_fire(matters: list[Clock]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM clocks_clock WHERE next_fire_at < %s"
            " ORDER BY next_fire_at LIMIT 10 FOR UPDATE SKIP LOCKED",
            [NOW],
        )
        assert any("clocks_next_fire" in line for (line,) in cursor.fetchall())
