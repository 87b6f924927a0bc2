"""When a clock wakes: the instants of its ladder's steps, in order, and the due time for the verdict. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from shouwen.kernel.worktime import Pause, WorkTime
from shouwen.platform.clocks.choices import StepWhen
from shouwen.platform.clocks.ladders import VERDICT, Progress, Rung, Rungs


class Wake(NamedTuple):
    """The instant at which a step (0: the verdict alone) comes."""

    at: datetime
    step: int


class Measured(Protocol):
    """What the instants of a ladder follow from: a clock with its limit, calendar and waits."""

    @property
    def rungs(self) -> Rungs: ...
    @property
    def due(self) -> datetime | None: ...
    @property
    def start(self) -> datetime: ...
    @property
    def office(self) -> WorkTime: ...
    def measure(self) -> WorkTime: ...
    def share(self, part: int, whole: int) -> datetime | None: ...
    def counted_pauses(self) -> Sequence[Pause]: ...


def instant_of(rung: Rung, clock: Measured) -> datetime | None:
    """When a step comes by itself; None if it never does.

    A share below 100 never comes after the due time and one above never before it: with limits in
    days a wait may move the one and not the other.
    """
    due = clock.due
    if rung.when == StepWhen.SHARE:
        if rung.amount == 100:
            return due
        found = clock.share(rung.amount, 100)
        if found is None or due is None:
            return found
        return min(found, due) if rung.amount < 100 else max(found, due)
    if due is None:
        return None
    if rung.when == StepWhen.WORKING_DAYS:
        return clock.office.due_working_days(due, rung.amount, clock.counted_pauses())
    amount, pauses = timedelta(seconds=rung.amount), clock.counted_pauses()
    if rung.when == StepWhen.AFTER:
        return clock.measure().due(due, amount, pauses)
    whole = clock.measure().elapsed(clock.start, due, pauses)
    return clock.measure().due(clock.start, whole - amount, pauses)


def instants(clock: Measured) -> dict[int, datetime]:
    """The instants of all steps that come, by step."""
    found = {}
    for rung in clock.rungs:
        at = instant_of(rung, clock)
        if at is not None:
            found[rung.n] = at
    return found


def pending(clock: Measured, own: dict[int, datetime], progress: Progress) -> list[Wake]:
    """What is still to come, in order of time. A step that was not acknowledged hurries the next one."""
    due = clock.due
    wakes = sorted(Wake(at, step) for step, at in own.items() if not progress.has(step))
    wakes = hurried(wakes, pulled(clock, own, progress))
    return with_verdict(wakes, None if progress.judged else due)


def pulled(clock: Measured, own: dict[int, datetime], progress: Progress) -> datetime | None:
    """When the step that fired last makes the next one come, if nobody acknowledges it before."""
    if not progress.fired or not any(rung.ack_within for rung in clock.rungs):
        return None
    fired = progress.fired
    last = max(fired, key=lambda n: (fired[n].at, own.get(n, fired[n].at), n))
    within = next((rung.ack_within for rung in clock.rungs if rung.n == last), None)
    if within is None or not fired[last].open:
        return None
    return clock.measure().due(fired[last].at, within, clock.counted_pauses())


def hurried(wakes: Sequence[Wake], at: datetime | None) -> list[Wake]:
    """The same with the next step at this instant, if that is sooner than its own."""
    following = next((w for w in wakes if w.step != VERDICT), None)
    if following is None or at is None or at >= following.at:
        return list(wakes)
    return sorted([Wake(at, following.step), *(w for w in wakes if w is not following)])


def with_verdict(wakes: Iterable[Wake], due: datetime | None) -> list[Wake]:
    """The due time is woken for even where no step stands there (``due`` None: nothing to judge)."""
    found = [w for w in wakes if w.step != VERDICT]
    if due is not None and all(w.at != due for w in found):
        found = sorted([*found, Wake(due, VERDICT)])
    return found
