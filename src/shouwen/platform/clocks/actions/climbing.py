"""Ladders are saved as versions that never change; whoever has seen a step says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from shouwen.kernel.actor import Actor
from shouwen.platform.access import queries as access
from shouwen.platform.clocks import errors, firing
from shouwen.platform.clocks.choices import TARGETS, ChannelKind, Effect, StepWhen
from shouwen.platform.clocks.events import StepAcknowledged
from shouwen.platform.clocks.ladders import Fired, Rung, rungs
from shouwen.platform.clocks.ledger import Matter
from shouwen.platform.clocks.models import (
    Acknowledgement,
    Clock,
    Fire,
    Ladder,
    LadderStep,
    LadderVersion,
)
from shouwen.platform.clocks.queries.climbing import TO_COME, ladder_plan
from shouwen.platform.journal.actions import Text, record

_TARGET = re.compile(TARGETS)


@transaction.atomic
def save_ladder(
    code: str, steps: Sequence[Rung], *, name: str = "", by: Actor, at: datetime
) -> LadderVersion:
    """保存升级梯: the ladder's next version. Clocks that run keep theirs, written verdicts stay.

    Steps are numbered in the order given; saving what is in force already changes nothing.
    """
    _check([replace(step, n=n) for n, step in enumerate(steps, start=1)])
    wanted = tuple(_numbered(step, n) for n, step in enumerate(steps, start=1))
    ladder, _ = Ladder.objects.select_for_update().get_or_create(
        code=code, defaults={"name": name or code}
    )
    if name and ladder.name != name:
        ladder.name = name
        ladder.save(update_fields=["name"])
    last = ladder.versions.order_by("-n").first()
    if last is not None and rungs(last.pk) == wanted:
        return last
    version = LadderVersion.objects.create(
        ladder=ladder, n=last.n + 1 if last else 1, made_at=at, by_id=by.account
    )
    LadderStep.objects.bulk_create(_row(version, step) for step in wanted)
    return version


@transaction.atomic
def acknowledge(clock_id: int, step: int, *, by: Actor, at: datetime) -> Acknowledgement:
    """已确认: somebody has seen this step; the next one comes at its own time. Once, the first counts."""
    clock = Clock.objects.get(pk=clock_id)
    matter = Matter.read(clock.subject)
    known = Acknowledgement.objects.filter(clock_id=clock_id, step=step).first()
    if known is not None:
        return known
    if not Fire.objects.filter(clock_id=clock_id, step=step).exists():
        raise errors.StepNotFired(step=step)
    seen = Acknowledgement.objects.create(
        clock_id=clock_id, step=step, at=at, by_id=by.account, person_id=by.staff
    )
    for r in matter.running:
        if r.clock.pk == clock_id and step in r.fired:
            r.fired[step] = Fired(r.fired[step].at, open=False)
    matter.write()
    event = StepAcknowledged(
        subject=clock.subject, clock=clock_id, clock_kind=clock.kind, step=step, person=by.staff
    )
    record(event, by=by, at=at)
    return seen


@transaction.atomic
def fire_now(clock_id: int, step: int, *, reason: str, by: Actor, at: datetime) -> None:
    """人工升级: the next step of the ladder comes now, not at its time, for the reason given.

    It counts as any other: those it names are told, it waits to be acknowledged, and does not come
    again. Of two who call for the same step the second is refused.
    """
    clock = Clock.objects.get(pk=clock_id)
    matter = Matter.live(clock.subject, at=at)
    coming = next((a for a in ladder_plan(clock_id, at=at) if a.state in TO_COME), None)
    if coming is None:
        raise errors.NoStepLeft
    if coming.step != step:
        raise errors.StepNotNext(step=step)
    called = next(r for r in matter.running if r.clock.pk == clock_id)
    Fire.objects.create(clock_id=clock_id, step=step, fired_at=at)
    called.fired[step] = Fired(at)
    matter.write()
    rung = next(r for r in rungs(clock.ladder_version_id) if r.n == step)
    event = firing.step_fired(called.clock, rung, stood_at=at, now=at, by_hand=True)
    record(event, by=by, at=at, text=Text(reason, purpose="escalation"))


def _numbered(step: Rung, n: int) -> Rung:
    """Only who is notified needs a channel."""
    return replace(step, n=n, channels=step.channels if Effect.NOTIFY in step.effects else ())


def _row(version: LadderVersion, step: Rung) -> LadderStep:
    within = step.ack_within
    return LadderStep(
        version=version,
        n=step.n,
        when=str(step.when),
        amount=step.amount,
        to=list(step.to),
        channels=list(map(str, step.channels)),
        effects=list(map(str, step.effects)),
        reassign_to=step.reassign_to,
        needs_ack=step.needs_ack,
        ack_within_seconds=None if within is None else int(within.total_seconds()),
    )


def _check(steps: Sequence[Rung]) -> None:
    """Refuse what could not be climbed, naming the step and what is wrong with it."""
    if not steps:
        raise errors.LadderIsEmpty
    roles = set(access.roles().values_list("code", flat=True))
    for step in steps:
        for problem in _problems(step, roles):
            raise problem
    for n, step in enumerate(steps):
        if any(_follows(earlier, step) is False for earlier in steps[:n]):
            raise errors.StepOutOfOrder(step=step.n)


def _problems(step: Rung, roles: set[str]) -> Iterator[errors.LadderRefused]:
    n = step.n
    if step.when not in StepWhen.values or step.amount <= 0:
        yield errors.StepTimeWrong(step=n)
    for target in (*step.to, *filter(None, [step.reassign_to])):
        code = target.partition(":")[2]
        if not _TARGET.fullmatch(target) or (target.startswith("role:") and code not in roles):
            yield errors.TargetUnknown(step=n, target=target)
    for channel in step.channels:
        if channel not in ChannelKind.values:
            yield errors.ChannelUnknown(step=n, channel=channel)
    for effect in step.effects:
        if effect not in Effect.values:
            yield errors.EffectUnknown(step=n, effect=effect)
    if not step.effects or (Effect.NOTIFY in step.effects and not (step.to and step.channels)):
        yield errors.StepReachesNobody(step=n)
    if (Effect.REASSIGN in step.effects) != bool(step.reassign_to):
        yield errors.ReassignmentIncomplete(step=n)
    if step.ack_within is not None and step.ack_within.total_seconds() < 1:
        yield errors.AcknowledgementTimeWrong(step=n)


def _follows(one: Rung, other: Rung) -> bool | None:
    """Whether the other step comes later; None where only the matter itself can tell."""
    first, second = _stage(one), _stage(other)
    if first != second:
        return first < second
    if one.when != other.when:
        return None
    if one.when == StepWhen.BEFORE:
        return one.amount > other.amount
    return one.amount < other.amount


def _stage(step: Rung) -> int:
    """Until the due time, at it, or after it."""
    if step.is_due:
        return 1
    if step.when == StepWhen.BEFORE or (step.when == StepWhen.SHARE and step.amount < 100):
        return 0
    return 2
