"""Limits, ladders and matters for the tests of time, each through the actions there are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from django.db.backends.postgresql.psycopg_any import DateRange

from shouwen.kernel.actor import Actor
from shouwen.kernel.subject import Subject
from shouwen.platform.clocks import actions
from shouwen.platform.clocks.actions import Start
from shouwen.platform.clocks.choices import StepWhen
from shouwen.platform.clocks.ladders import Rung
from shouwen.platform.clocks.models import (
    Calendar,
    Clock,
    Fire,
    Ladder,
    LadderVersion,
    Limit,
    Policy,
)
from shouwen.platform.journal.models import Entry

BY = Actor(account=7, staff=70, unit=1)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def share(amount: int, *, ack_within: timedelta | None = None, to: Sequence[str] = ()) -> Rung:
    return Rung(
        when=StepWhen.SHARE, amount=amount, to=tuple(to) or ("handler",), ack_within=ack_within
    )


def before(minutes: int) -> Rung:
    return Rung(when=StepWhen.BEFORE, amount=minutes * 60, to=("handler",))


def after(minutes: int) -> Rung:
    return Rung(when=StepWhen.AFTER, amount=minutes * 60, to=("level:1",))


def working_days(n: int) -> Rung:
    return Rung(when=StepWhen.WORKING_DAYS, amount=n, to=("level:1",))


def a_ladder(code: str, *steps: Rung) -> LadderVersion:
    return actions.save_ladder(code, steps, by=BY, at=LONG_AGO)


def a_limit(
    kind: str,
    amount: int,
    unit: str = "hours",
    *,
    calendar: str = "24x7",
    pauses_for: Sequence[str] = ("customer",),
    ladder: str | None = None,
    reopen: str = "restart",
) -> Limit:
    """A limit for clocks of a kind of their own, whatever the matter."""
    policy, _ = Policy.objects.get_or_create(code="of_the_test")
    last = policy.limits.order_by("-rank").values_list("rank", flat=True).first() or 0
    return Limit.objects.create(
        policy=policy,
        rank=last + 1,
        kind=kind,
        amount=amount,
        unit=unit,
        calendar=Calendar.objects.get(code=calendar),
        pauses_for=list(pauses_for),
        reopen=reopen,
        valid=DateRange(date(2020, 1, 1), None),
        source="test",
        grade="M",
        ladder=Ladder.objects.get(code=ladder) if ladder else None,
    )


def a_matter(*kinds: str, at: datetime, number: int = 1, person: int | None = 70) -> list[Clock]:
    """A matter opened with clocks of these kinds; the clocks."""
    return actions.open_matter(
        Subject("case", number),
        unit=1,
        person=person,
        owner_unit=1,
        reason="received",
        starts=[Start(kind=kind) for kind in kinds],
        by=BY,
        at=at,
    )


def fires(clock: Clock) -> list[tuple[int, datetime, bool]]:
    """Step, when it fired, and whether late; in the order it happened."""
    rows = Fire.objects.filter(clock=clock).order_by("fired_at", "step")
    return list(rows.values_list("step", "fired_at", "late"))


def told(clock: Clock) -> list[int]:
    """The steps that were made known, in order."""
    entries = Entry.objects.filter(kind="clocks.step.fired", facts__clock=clock.pk).order_by("id")
    return [entry.facts["step"] for entry in entries]
