"""在手里: what waits for a person, and what the own unit has that nobody took; against a plain count."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from shouwen.kernel.subject import Subject
from shouwen.platform.clocks import actions
from shouwen.platform.clocks.actions import ClockRow, HoldRow, MatterHistory
from shouwen.platform.clocks.models import Clock
from shouwen.platform.clocks.queries import Hands, Waiting, hands, in_hands, waiting

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 9, 1, tzinfo=UTC)
MATTERS = 300
KINDS = ("case", "request", "task")


@pytest.fixture
def matters(db: None) -> list[Clock]:
    """Open matters of three kinds, nine units and seven people, a third of them with nobody; some without a due time."""
    rng = random.Random(4)
    began = NOW - timedelta(days=3)
    histories = [
        MatterHistory(
            subject=Subject(rng.choice(KINDS), n),
            owner_unit=rng.randrange(9),
            holds=[HoldRow(at=began, unit=rng.randrange(9), person=rng.choice([None, *range(1, 4)] * 2 + [5]))],
            clocks=[
                ClockRow(
                    kind="resolution",
                    started_at=began,
                    given_due_at=NOW + timedelta(minutes=rng.randrange(-600, 600)) if n % 7 else None,
                )
            ],
        )
        for n in range(1, MATTERS + 1)
    ]  # fmt: skip
    actions.record_history(histories, as_of=began)
    return sorted(Clock.objects.front(), key=lambda c: (c.sort_at, c.pk))


def theirs(c: Clock, whose: Hands) -> bool:
    own = whose.person is not None and c.person_id == whose.person
    free = whose.unit is not None and c.person_id is None and c.unit_id == whose.unit
    return c.subject_kind in whose.kinds and (own or free)


WHOSE = {
    "a person of a unit": Hands(person=2, unit=3, kinds=KINDS),
    "a person without a unit": Hands(person=2, unit=None, kinds=KINDS),
    "a unit's terminal": Hands(person=None, unit=4, kinds=KINDS),
    "of requests only": Hands(person=1, unit=0, kinds=("request",)),
    "nobody": Hands(person=None, unit=None, kinds=KINDS),
    "of nothing": Hands(person=1, unit=1, kinds=()),
}


@pytest.mark.parametrize("name", WHOSE)
def test_all_that_is_in_somebodys_hands_is_listed_and_counted(
    matters: list[Clock], name: str
) -> None:
    whose = WHOSE[name]
    expected = [c for c in matters if theirs(c, whose)]
    assert in_hands(whose, n=MATTERS) == expected
    assert in_hands(whose, n=5) == expected[:5]
    counted = waiting(whose, at=NOW)
    for kind in KINDS:
        of_kind = [c for c in expected if c.subject_kind == kind]
        assert counted.get(kind, Waiting()) == Waiting(
            all=len(of_kind),
            own=sum(c.person_id is not None for c in of_kind),
            overdue=sum(c.sort_at < NOW for c in of_kind),
            soon=sum(NOW <= c.sort_at < NOW + timedelta(hours=2) for c in of_kind),
        )


def test_figures_stop_above_their_limit(
    matters: list[Clock], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hands, "MOST", 4)
    whose = Hands(person=2, unit=3, kinds=KINDS)
    assert sum(waiting(whose, at=NOW).values(), start=Waiting()).all == 8  # four of either half


def test_either_half_reads_its_own_index(matters: list[Clock]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"EXPLAIN {hands._EITHER}", WHOSE["a person of a unit"].params())
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "clocks_front_person" in plan and "clocks_front_unit" in plan


def test_the_sweeper_reads_only_what_may_fire(matters: list[Clock]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM clocks_clock WHERE next_fire_at < %s"
            " ORDER BY next_fire_at LIMIT 10 FOR UPDATE SKIP LOCKED",
            [NOW],
        )
        assert any("clocks_next_fire" in line for (line,) in cursor.fetchall())
