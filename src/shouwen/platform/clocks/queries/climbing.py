"""The ladder of one clock: what was said, who has seen it, and what is still to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from shouwen.platform.clocks import alarms
from shouwen.platform.clocks.ladders import Fired, Progress, Rung
from shouwen.platform.clocks.models import Acknowledgement, Clock, Fire, Hold, Ladder
from shouwen.platform.clocks.queries.reading import holds_of
from shouwen.platform.clocks.reckoning import Reckoner, stretches

TO_COME = frozenset({"next", "to_come", "paused"})
"""The states of steps that may still come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """A step of a clock's ladder. ``at``: when it came, or comes if nothing changes (None: never).

    ``state``: acknowledged, fired, suppressed, next, to_come, paused (the clock waits; ``at`` takes
    the wait to last as long as it may) or never (the clock has ended). ``sooner``: the step before
    was not acknowledged. ``provisional``: the calendar does not know the days until then.
    """

    step: int
    state: str
    at: datetime | None
    when: str
    amount: int
    to: tuple[str, ...]
    channels: tuple[str, ...]
    effects: tuple[str, ...]
    reassign_to: str
    needs_ack: bool
    ack_within_seconds: int | None
    fired_at: datetime | None = None
    late: bool = False
    acknowledged_at: datetime | None = None
    acknowledged_by: int | None = None
    suppressed: str = ""
    sooner: bool = False
    provisional: bool = False


def ladder_plan(
    clock: Clock | int, *, at: datetime, holds: Sequence[Hold] | None = None
) -> list[Alarm]:
    """升级计划: every step of the clock's ladder in order of time, as things stand at ``at``.

    A matter whose wait is over by then is taken to have returned to its desk already. ``holds`` are
    those of its matter, where they have been read already.
    """
    if isinstance(clock, int):
        clock = Clock.objects.get(pk=clock)
    reckoner = Reckoner(clock, stretches(holds_of(clock.subject) if holds is None else holds))
    fires = {f.step: f for f in Fire.objects.filter(clock_id=clock.pk)}
    seen = {a.step: a for a in Acknowledgement.objects.filter(clock_id=clock.pk)} if fires else {}
    fired = {n: Fired(f.fired_at, not f.suppressed and n not in seen) for n, f in fires.items()}
    progress = Progress(fired=fired)
    own = alarms.instants(reckoner)
    wakes = {} if clock.silent else {w.step: w.at for w in reckoner.reckon(progress).wakes}
    if any(part.expired and part.since <= at and part.to is None for part in reckoner.parts):
        wakes = {w.step: w.at for w in alarms.pending(reckoner, own, progress)}
    over = clock.ended_at is not None or clock.silent
    found = []
    for rung in reckoner.rungs:
        stands = own.get(rung.n)
        if rung.n in fires:
            found.append(_past(_alarm(rung, stands), fires[rung.n], seen.get(rung.n)))
            continue
        comes = wakes.get(rung.n)
        alarm = _alarm(rung, None if over else comes or stands)
        state = "never" if over or stands is None else "to_come" if comes else "paused"
        unsure = alarm.at is not None and reckoner.unsure(rung.n, alarm.at)
        sooner = comes is not None and stands is not None and comes < stands
        found.append(replace(alarm, state=state, sooner=sooner, provisional=unsure))
    return _next_marked(sorted(found, key=_order))


def ladders() -> list[Ladder]:
    """All ladders, by code."""
    return list(Ladder.objects.order_by("code"))


def _alarm(rung: Rung, at: datetime | None) -> Alarm:
    within = rung.ack_within
    return Alarm(
        step=rung.n,
        state="to_come",
        at=at,
        when=rung.when,
        amount=rung.amount,
        to=rung.to,
        channels=rung.channels,
        effects=rung.effects,
        reassign_to=rung.reassign_to,
        needs_ack=rung.needs_ack,
        ack_within_seconds=None if within is None else int(within.total_seconds()),
    )


def _past(alarm: Alarm, fire: Fire, seen: Acknowledgement | None) -> Alarm:
    state = "suppressed" if fire.suppressed else "acknowledged" if seen else "fired"
    stood = fire.fired_at if alarm.at is None else min(alarm.at, fire.fired_at)
    return replace(
        alarm,
        state=state,
        at=stood,
        fired_at=fire.fired_at,
        late=fire.late,
        acknowledged_at=seen.at if seen else None,
        acknowledged_by=seen.person_id if seen else None,
        suppressed=fire.suppressed,
    )


def _order(alarm: Alarm) -> tuple[bool, float, int]:
    return (alarm.at is None, alarm.at.timestamp() if alarm.at else 0.0, alarm.step)


def _next_marked(plan: list[Alarm]) -> list[Alarm]:
    coming = next((a for a in plan if a.state == "to_come"), None)
    return [replace(a, state="next") if a is coming else a for a in plan]
