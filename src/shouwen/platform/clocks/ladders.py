"""Ladders as the reckoning needs them, kept per process: a version never changes once it is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from shouwen.platform.clocks.choices import ChannelKind, Effect, StepWhen
from shouwen.platform.clocks.models import LadderStep, LadderVersion

DEFAULT = "default"
VERDICT = 0
"""The alarm at the due time where no step of the ladder stands: it writes the verdict and tells nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """A step of a ladder. ``amount``: per cent, seconds or working days, as ``when`` says.

    ``ack_within``: so long one may take to acknowledge it, on the clock's own calendar; then the
    next step comes sooner. Saving a ladder numbers its steps.
    """

    n: int = 0
    when: str
    amount: int
    to: tuple[str, ...] = ()
    channels: tuple[str, ...] = (ChannelKind.IN_APP,)
    effects: tuple[str, ...] = (Effect.NOTIFY,)
    reassign_to: str = ""
    ack_within: timedelta | None = None

    @property
    def needs_ack(self) -> bool:
        return self.ack_within is not None

    @property
    def is_due(self) -> bool:
        """Whether the step stands at the due time itself."""
        return self.when == StepWhen.SHARE and self.amount == 100


Rungs = tuple[Rung, ...]

BUILT_IN: Rungs = (
    Rung(n=1, when=StepWhen.SHARE, amount=80, to=("handler",)),
    Rung(n=2, when=StepWhen.SHARE, amount=100, to=("handler", "level:1")),
)
"""What every clock has whose limit names no ladder."""


@dataclass(frozen=True, slots=True)
class Fired:
    """When a step fired, and whether it still waits to be acknowledged or noted."""

    at: datetime
    open: bool = True


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a clock has climbed: whether it has a verdict, and which steps have fired."""

    judged: bool = False
    fired: Mapping[int, Fired] | None = None

    def has(self, step: int) -> bool:
        return self.fired is not None and step in self.fired


NOTHING_YET = Progress()
JUDGED = Progress(judged=True)


class Pins(NamedTuple):
    """What a clock pins at its start besides its limit: the version of the ladder it climbs."""

    version_id: int | None
    office_id: int | None


@dataclass(frozen=True)
class Climbs:
    """The newest versions, by ladder; limits that name none have the built-in one."""

    versions: Mapping[int, int] = field(default_factory=dict)
    office_id: int | None = None

    def pins(self, ladder_id: int | None) -> Pins:
        """What a clock of such a limit would pin now."""
        version = None if ladder_id is None else self.versions.get(ladder_id)
        if version is not None and counts_working_days(rungs(version)):
            return Pins(version, self.office_id)
        return Pins(version, None)


_rungs: dict[int, Rungs] = {}


def rungs(version_id: int | None) -> Rungs:
    """The steps of a version; the built-in ones for None."""
    if version_id is None:
        return BUILT_IN
    found = _rungs.get(version_id)
    if found is None:
        rows = LadderStep.objects.filter(version_id=version_id).order_by("n")
        found = _rungs[version_id] = tuple(map(_as_rung, rows))
    return found


def newest(office_id: int | None) -> Climbs:
    """The versions in force, and the revision of ``office`` that goes with them."""
    rows = LadderVersion.objects.order_by("ladder_id", "-n").distinct("ladder_id")
    return Climbs(dict(rows.values_list("ladder_id", "id")), office_id)


def counts_working_days(steps: Rungs) -> bool:
    """Whether a ladder needs the calendar ``office`` besides the clock's own."""
    return any(step.when == StepWhen.WORKING_DAYS for step in steps)


def _as_rung(row: LadderStep) -> Rung:
    within = row.ack_within_seconds
    return Rung(
        n=row.n,
        when=row.when,
        amount=row.amount,
        to=tuple(row.to),
        channels=tuple(row.channels),
        effects=tuple(row.effects),
        reassign_to=row.reassign_to,
        ack_within=None if within is None else timedelta(seconds=within),
    )
