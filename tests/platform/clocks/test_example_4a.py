"""The worked timeline over the 2025 National Day holiday, through limits, holds and clocks."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from shouwen.kernel.actor import Actor
from shouwen.kernel.subject import Subject
from shouwen.platform.clocks import actions, queries, sweeper
from shouwen.platform.clocks.actions import Start
from shouwen.platform.clocks.models import (
    Calendar,
    Clock,
    Fire,
    Hold,
    Ladder,
    Limit,
    Policy,
    Verdict,
)
from shouwen.platform.clocks.reckoning import Reckoner, stretches
from shouwen.platform.journal.models import Entry

pytestmark = pytest.mark.django_db
CHINA = ZoneInfo("Asia/Shanghai")
BY = Actor(account=7, staff=70, unit=1)
CASE = Subject("case", 1)


def at(month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2025, month, day, hour, minute, second, tzinfo=CHINA)


OPENED = at(9, 27, 16)


@pytest.fixture
def policy(presets: None) -> Policy:
    policy = Policy.objects.create(code="example")
    calendars = {c.code: c for c in Calendar.objects.all()}
    rows = [
        ("expert", 30, "minutes", "24x7", [], False),
        ("urban", 24, "hours", "24x7", [], False),
        ("urban_law", 48, "hours", "24x7", [], False),
        ("rural_law", 72, "hours", "24x7", [], False),
        ("one_day", 1, "working_days", "office", [], False),
        ("five_days", 5, "working_days", "office", [], False),
        ("seven_days", 7, "working_days", "office", [], False),
        ("fifteen_days", 15, "calendar_days", "office", [], False),
        ("fifteen_rolled", 15, "calendar_days", "office", [], True),
        ("rectification", 20, "hours", "office", ["customer"], False),
        ("rectification_law", 20, "hours", "office", [], False),
    ]
    for rank, (kind, amount, unit, calendar, pauses, roll) in enumerate(rows, 1):
        Limit.objects.create(
            policy=policy,
            rank=rank,
            kind=kind,
            amount=amount,
            unit=unit,
            calendar=calendars[calendar],
            pauses_for=pauses,
            roll_forward=roll,
            valid=DateRange(date(2020, 1, 1), None),
            source="example",
            grade="M",
        )
    return policy


def open_with(*kinds: str, opened: datetime = OPENED) -> dict[str, Clock]:
    starts = [Start(kind=k) for k in kinds]
    made = actions.open_matter(
        CASE, unit=1, person=70, owner_unit=1, reason="received", starts=starts, by=BY, at=opened
    )
    return {c.kind: c for c in made}


@pytest.mark.parametrize(
    ("kind", "due"),
    [
        ("urban", at(9, 28, 16)),
        ("urban_law", at(9, 29, 16)),
        ("rural_law", at(9, 30, 16)),
        ("one_day", at(9, 28, 17, 30)),
        ("five_days", at(10, 10, 17, 30)),
        ("seven_days", at(10, 13, 17, 30)),
        ("fifteen_days", at(10, 12, 23, 59, 59)),
        ("fifteen_rolled", at(10, 13, 23, 59, 59)),
        ("rectification", at(9, 30, 15)),
    ],
)
def test_each_limit_is_due_when_the_example_says(policy: Policy, kind: str, due: datetime) -> None:
    clock = open_with(kind)[kind]
    assert (clock.due_at, clock.provisional) == (due, False)


def test_the_expert_has_thirty_minutes_at_any_hour(policy: Policy) -> None:
    assert open_with("expert", opened=at(9, 27, 16, 10))["expert"].due_at == at(9, 27, 16, 40)


def wait_over_the_holiday() -> None:
    actions.wait(
        CASE,
        waiting_for="customer",
        reason="waiting",
        until=None,
        by=BY,
        at=at(9, 29, 10),
    )
    actions.resume(CASE, by=BY, at=at(10, 9, 10))


def ladder(kind: str) -> list[datetime | None]:
    parts = stretches(list(Hold.objects.order_by("seq")))
    reckoner = Reckoner(Clock.objects.get(kind=kind), parts)
    return [reckoner.share(p, 100) for p in (50, 80, 100)]


def test_the_paused_clock_moves_and_its_ladder_with_it(policy: Policy) -> None:
    open_with("rectification", "rectification_law")
    wait_over_the_holiday()
    assert ladder("rectification") == [at(10, 9, 11), at(10, 10, 9, 30), at(10, 10, 15)]
    assert ladder("rectification_law") == [at(9, 29, 11), at(9, 30, 9, 30), at(9, 30, 15)]
    assert Clock.objects.get(kind="rectification").due_at == at(10, 10, 15)


def test_the_paused_clock_is_an_hour_late_and_both_times_are_kept(policy: Policy) -> None:
    open_with("rectification", "rectification_law")
    wait_over_the_holiday()
    actions.stop(CASE, ["rectification", "rectification_law"], by=BY, at=at(10, 10, 16))
    stops = {e.clock.kind: e.facts for e in _stops()}
    assert stops["rectification"]["elapsed_s"] == 21 * 3600
    assert stops["rectification_law"]["elapsed_s"] == 36 * 3600
    verdicts = {v.clock.kind: v for v in Verdict.objects.select_related("clock")}
    late = verdicts["rectification"]
    assert (late.verdict, late.due_at, late.elapsed_s) == ("breached", at(10, 10, 15), 20 * 3600)
    assert at(10, 10, 16) - late.due_at == timedelta(hours=1)


def _stops():
    from shouwen.platform.clocks.models import ClockEvent

    return ClockEvent.objects.filter(kind="stop").select_related("clock")


def fired_at(kind: str) -> list[tuple[int, datetime]]:
    return list(
        Fire.objects.filter(clock__kind=kind).order_by("step").values_list("step", "fired_at")
    )


def test_the_ladder_fires_at_the_times_of_the_example_with_and_without_the_pause(
    policy: Policy,
) -> None:
    """班长, 部门, 分管领导 at 50, 80 and 100 %: the paused clock after the holiday, the other before it."""
    reply = Ladder.objects.get(code="internal_reply")
    Limit.objects.filter(kind__startswith="rectification").update(ladder=reply)
    open_with("rectification", "rectification_law")
    moment = timedelta(microseconds=1)
    law = [at(9, 29, 11), at(9, 30, 9, 30), at(9, 30, 15)]
    internal = [at(10, 9, 11), at(10, 10, 9, 30), at(10, 10, 15)]
    wait_over = at(10, 9, 10)
    actions.wait(
        CASE, waiting_for="customer", reason="waiting", until=None, by=BY, at=at(9, 29, 10)
    )
    for step in law:
        assert (sweeper.sweep(step), sweeper.sweep(step + moment)) == (0, 1)
    actions.resume(CASE, by=BY, at=wait_over)
    for step in internal:
        assert (sweeper.sweep(step), sweeper.sweep(step + moment)) == (0, 1)
    assert fired_at("rectification_law") == [(n, t + moment) for n, t in enumerate(law, 1)]
    assert fired_at("rectification") == [(n, t + moment) for n, t in enumerate(internal, 1)]
    told = Entry.objects.filter(kind="clocks.step.fired").order_by("id")
    assert [e.facts["targets"] for e in told] == [["level:1"], ["level:2"], ["level:3"]] * 2
    assert dict(Verdict.objects.values_list("clock__kind", "at")) == {
        "rectification_law": law[-1],
        "rectification": internal[-1],
    }
    assert queries.verify() == []


def test_the_expert_is_warned_at_16_25_and_16_35(policy: Policy) -> None:
    Limit.objects.filter(kind="expert").update(ladder=Ladder.objects.get(code="expert"))
    clock = open_with("expert", opened=at(9, 27, 16, 10))["expert"]
    plan = queries.ladder_plan(clock.pk, at=at(9, 27, 16, 10))
    assert [a.at for a in plan] == [at(9, 27, 16, 25), at(9, 27, 16, 35), at(9, 27, 16, 40)]
