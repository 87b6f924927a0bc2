"""Replay, preview, moving open clocks, means: what other limits would do, and what they never touch."""

from __future__ import annotations

import hashlib
import io
import json
from argparse import ArgumentParser
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shouwen.domains.cases import actions as cases
from shouwen.kernel.actor import SYSTEM
from shouwen.kernel.worktime import instant
from shouwen.platform.access.scope import EVERYTHING, Scope
from shouwen.platform.clocks import actions as clocks
from shouwen.platform.clocks import limits, sweeper
from shouwen.platform.clocks.actions import draft_limit
from shouwen.platform.clocks.ladders import Rung
from shouwen.platform.clocks.models import Calendar, Clock, ClockEvent, Limit, Policy, Verdict
from shouwen.platform.clocks.reckoning import Reckoner, stretches
from shouwen.platform.policies import would
from shouwen.platform.policies.actions import Change, change_limit, install, move_open
from shouwen.platform.policies.commands import Clock as Word
from shouwen.platform.policies.queries.means import means
from shouwen.platform.policies.queries.previewing import effect_of
from shouwen.platform.policies.queries.replaying import changed, replay, rules_of_policy
from tests.factories.cases import MINUTE, T0, a_case
from tests.factories.policies import terms_of
from tests.world import World

pytestmark = pytest.mark.django_db
OCTOBER = (date(2025, 10, 1), date(2025, 10, 31))
HOUR = timedelta(hours=1)
LATER = T0 + timedelta(days=30)


@pytest.fixture
def faults(world: World) -> list[int]:
    """Three faults: settled after 10 h, after 30 h with a wait of 10 h, and one still open."""
    by = world.actor("0101")
    quick, slow, still = (a_case(by, at=T0 + n * HOUR).pk for n in range(3))
    for pk, start in ((quick, T0), (slow, T0 + HOUR), (still, T0 + 2 * HOUR)):
        cases.accept(pk, by=by, at=start + MINUTE)
    cases.answer(quick, text="已修复", by=by, at=T0 + 10 * HOUR)
    cases.wait(
        slow,
        waiting_for="customer",
        reason="not_reached",
        until=T0 + 40 * HOUR,
        by=by,
        at=T0 + 5 * HOUR,
    )
    cases.resume(slow, by=by, at=T0 + 15 * HOUR)
    cases.answer(slow, text="已修复", by=by, at=T0 + 31 * HOUR)
    return [quick, slow, still]


def town() -> Limit:
    return Limit.objects.get(
        policy__code="cable_cn",
        kind="resolution",
        basis="internal",
        statistic="max",
        match={"kind": "fault_report"},
    )


def resolution(pk: int) -> Clock:
    return Clock.objects.get(subject_id=pk, kind="resolution", basis="internal", instance=1)


def changed_to(amount: int, since: date) -> Limit:
    limit = town()
    change = Change(
        policy_id=limit.policy_id,
        rank=limit.rank,
        terms=replace(terms_of(limit), amount=amount),
        since=since,
    )
    return change_limit(change, by=SYSTEM, at=T0)


def test_the_policy_that_held_gives_what_came_out(world: World, faults: list[int]) -> None:
    found = replay(Policy.objects.get(), *OCTOBER, at=LATER)
    assert changed(found.cases) == []
    assert found.total.turned_late == found.total.turned_good == 0
    dues = {c.clock: c.would_due_at for c in found.cases}
    for clock in Clock.objects.filter(limit__isnull=False):
        assert dues[clock.pk] == clock.due_at, clock


def test_a_stricter_policy_turns_some_late_and_a_milder_one_none(
    world: World, faults: list[int]
) -> None:
    mild = install("telecom_cn", since=date(2025, 12, 1), by=SYSTEM, at=T0)
    found = replay(mild, *OCTOBER, at=T0 + 25 * HOUR)
    resolutions = [c for c in found.cases if (c.kind, c.basis) == ("resolution", "internal")]
    assert {c.would_late for c in resolutions} == {False, None}
    made = changed_to(12, date(2025, 12, 1))
    strict = replay(made.policy, *OCTOBER, at=LATER)
    late = {c.subject_id for c in changed(strict.cases) if c.would_late}
    assert late == {faults[1]}
    slow = resolution(faults[1])
    assert (strict.total.turned_late, strict.units[slow.unit_id].turned_late) == (1, 1)


def test_replaying_writes_nothing(world: World, faults: list[int]) -> None:
    with CaptureQueriesContext(connection) as asked:
        replay(Policy.objects.get(), *OCTOBER, at=LATER)
    assert {q["sql"].lstrip().split()[0] for q in asked} == {"SELECT"}
    assert len(asked) <= 9


def test_only_the_clocks_of_the_scope_are_replayed(world: World, faults: list[int]) -> None:
    policy = Policy.objects.get()
    elsewhere = Scope(units=frozenset({world.units["XS"]}))
    assert replay(policy, *OCTOBER, at=LATER, scope=elsewhere).cases == []
    assert replay(policy, *OCTOBER, at=LATER, scope=EVERYTHING).cases


def test_the_bulk_path_says_what_the_reckoner_says(world: World, faults: list[int]) -> None:
    """Each of the shipped tables over the same matters: due times equal to the microsecond."""
    for code in ("telecom_cn", "power_sgcc", "gov_hotline_cn"):
        policy = install(code, since=date(2025, 12, 1), by=SYSTEM, at=T0)
        rows, waits = would.read("true", [])
        found = would.reckon(rows, waits, rules_of_policy(policy), on=date(2025, 12, 2))
        for row in rows:
            terms = found.terms[row.id]
            if terms is None or row.given_us != would.NEVER:
                continue
            clock = Clock.objects.get(pk=row.id)
            clock.limit_id, clock.revision_id, clock.carried_seconds = (
                terms.id,
                terms.revision_id,
                0,
            )
            clock.zone = ""
            due = Reckoner(clock, stretches(list(_holds(clock)))).due
            assert instant(found.due[row.id]) == due, (code, clock)


def _holds(clock: Clock) -> Any:
    from shouwen.platform.clocks.queries import holds_of

    return holds_of(clock.subject)


def test_a_preview_counts_open_clocks_and_last_month(world: World, faults: list[int]) -> None:
    limit = town()
    now = T0 + timedelta(days=22)  # the first of November
    draft = draft_limit(
        limit.policy, limit.rank, replace(terms_of(limit), amount=8), since=date(2025, 11, 3)
    )
    effect = effect_of(draft, replaces=limit.rank, at=now)
    assert (effect.open_clocks, effect.turn_red) == (1, 0)  # it is red already
    sooner = effect_of(draft, replaces=limit.rank, at=T0 + 12 * HOUR)
    assert (sooner.open_clocks, sooner.turn_red) == (1, 1)
    month = effect.last_month
    assert (effect.month, month.clocks, month.on_time, month.would_on_time) == (
        date(2025, 10, 1),
        3,
        2,
        0,
    )
    assert Limit.objects.filter(rank=limit.rank).count() == 1


def test_open_clocks_move_only_by_the_job_and_say_so(world: World, faults: list[int]) -> None:
    still = resolution(faults[2])
    made = changed_to(48, date(2025, 10, 11))
    still.refresh_from_db()
    assert still.limit_id != made.pk
    at = T0 + 20 * HOUR
    on = date(2025, 10, 11)
    ahead = move_open(made, on=on, by=SYSTEM, at=at, preview=True)
    assert (ahead.clocks, ahead.turned_red) == (1, 0)
    assert not ClockEvent.objects.filter(kind="retarget").exists()
    done = move_open(made, on=on, by=SYSTEM, at=at)
    assert (done.clocks, done.refused) == (1, 0)
    still.refresh_from_db()
    assert (still.limit_id, still.due_at) == (made.pk, T0 + 2 * HOUR + 48 * HOUR)
    event = ClockEvent.objects.get(kind="retarget")
    assert event.facts["reason"] == "limit_changed"
    assert event.facts["was_due_at"] is not None
    assert move_open(made, on=on, by=SYSTEM, at=at).clocks == 0


def checksum() -> str:
    rows = Verdict.objects.order_by("clock_id", "n").values_list()
    return hashlib.sha256(repr(list(rows)).encode()).hexdigest()


def test_editing_calendar_limit_or_ladder_never_changes_a_written_verdict(
    world: World, faults: list[int]
) -> None:
    sweeper.sweep(T0 + 3 * 24 * HOUR)
    before = checksum()
    assert Verdict.objects.count() > 5
    now = T0 + 4 * 24 * HOUR
    made = changed_to(8, date(2025, 10, 12))
    office = Calendar.objects.get(code="24x7")
    spec = office.revisions.order_by("-n")[0].spec
    spec["overrides"] = {"2025-10-10": "off"}
    clocks.revise_calendar(office, spec, by=SYSTEM, at=now)
    steps = [Rung(n=1, when="share", amount=50, to=("handler",))]
    clocks.save_ladder("repair", steps, by=SYSTEM, at=now)
    move_open(made, on=date(2025, 10, 14), by=SYSTEM, at=now)
    install("telecom_cn", since=date(2025, 10, 15), by=SYSTEM, at=now)
    assert checksum() == before


def test_a_mean_is_judged_per_unit_and_period(world: World, faults: list[int]) -> None:
    limit = Limit.objects.get(statistic="mean", match={"kind": "fault_report"})
    found = means(limit, *OCTOBER, at=LATER)
    whole = found[0]
    assert (whole.unit, whole.matters, whole.target) == (None, 2, 24)
    assert whole.mean == pytest.approx((10 + 30) / 2)  # this mean pauses for nothing
    assert whole.met and whole.small
    assert sum(m.matters for m in found[1:]) == whole.matters
    assert means(limit, date(2025, 11, 1), date(2025, 11, 30), at=LATER) == []


def told(*typed: str, now: datetime = LATER) -> dict[str, Any]:
    command, parser, out = Word(), ArgumentParser(), io.StringIO()
    command.arguments(parser)
    args = parser.parse_args([*typed, "--json"])
    args.now = now
    assert command.run(args, out) == 0
    text = out.getvalue()
    assert text.count("\n") == 1
    found: dict[str, Any] = json.loads(text)
    return found


def test_the_command_explains_every_clock_of_a_case(world: World, faults: list[int]) -> None:
    from shouwen.domains.cases.models import Case

    number = Case.objects.get(pk=faults[1]).number
    found = told("explain", f"case:{number}")
    assert (found["subject"], found["number"]) == (f"case:{faults[1]}", number)
    mine = next(c for c in found["clocks"] if (c["kind"], c["basis"]) == ("resolution", "internal"))
    assert (mine["used_seconds"], mine["verdict"]) == (20 * 3600, "met")
    assert [s["cause"] for s in mine["segments"] if s["waiting_for"]] == ["paused"]
    assert mine["limit"]["amount"] == 24
    assert mine["segments"][0]["unit"]


def test_the_command_replays_per_unit_and_per_case(world: World, faults: list[int]) -> None:
    changed_to(12, date(2025, 12, 1))
    typed = ("replay", "--policy", "cable_cn", "--from", "2025-10-01", "--to", "2025-10-31")
    found = told(*typed)
    assert found["total"]["turned_late"] == 1
    assert found["units"][0]["turned_late"] == 1
    (case,) = found["cases"]
    assert (case["subject"], case["late"], case["would_late"]) == (f"case:{faults[1]}", False, True)
    assert len(told(*typed, "--all")["cases"]) > 5


def test_limits_that_are_only_tried_leave_the_rules_as_they_are(world: World) -> None:
    before = limits.rules()
    limit = town()
    draft = draft_limit(limit.policy, limit.rank, terms_of(limit), since=date(2025, 12, 1))
    effect_of(draft, replaces=limit.rank, at=T0)
    assert limits.rules() is before
