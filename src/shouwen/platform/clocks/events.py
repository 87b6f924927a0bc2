"""What the ledgers themselves make known; everything else is recorded by the owner of the matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shouwen.platform.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class StepFired(Event):
    """预警/升级: a clock reached a step of its ladder. ``unit`` and ``person`` had the matter then.

    ``stood_at`` is when the step stood; ``late``: it was fired over a minute after that (down-time);
    ``due_passed``: the clock is overdue. What to do is said in full, so that no reaction guesses:
    ``targets`` are resolved by the roster when the reaction runs. Entries of version 1 know only the
    fields up to ``owner_unit``. ``by_hand``: a leader did not wait for its time.
    """

    kind = "clocks.step.fired"
    v = 2
    clock: int
    clock_kind: str
    basis: str
    step: int
    due_at: datetime | str | None
    late: bool
    unit: int
    person: int | None
    owner_unit: int
    stood_at: datetime | str | None = None
    due_passed: bool = False
    ladder_version: int | None = None
    targets: Sequence[str] = ()
    channels: Sequence[str] = ()
    effects: Sequence[str] = ()
    reassign_to: str = ""
    needs_ack: bool = False
    ack_within_seconds: int | None = None
    sooner: bool = False
    by_hand: bool = False


@dataclass(frozen=True, kw_only=True)
class StepAcknowledged(Event):
    """已确认: somebody has seen a step that fired; it no longer makes the next one come sooner."""

    kind = "clocks.step.acknowledged"
    clock: int
    clock_kind: str
    step: int
    person: int | None


@dataclass(frozen=True, kw_only=True)
class WaitExpired(Event):
    """A wait reached its until-time; the matter is back at the desk that had it."""

    kind = "clocks.wait.expired"
    waiting_for: str
    unit: int
    person: int | None


@dataclass(frozen=True, kw_only=True)
class PolicyAdopted(Event):
    """A policy was taken into use, for everybody or for a unit and what is below."""

    kind = "clocks.policy.adopted"
    policy_code: str
    unit: int | None
    limits: int


@dataclass(frozen=True, kw_only=True)
class PolicyEnded(Event):
    """A policy fits no new matter from this day on."""

    kind = "clocks.policy.ended"
    ends_on: str


@dataclass(frozen=True, kw_only=True)
class LimitSet(Event):
    """A rule of a policy got its next version."""

    kind = "clocks.limit.set"
    limit: int
    rank: int
    version: int
    since: str


@dataclass(frozen=True, kw_only=True)
class LimitEnded(Event):
    """A rule of a policy fits no new matter from this day on."""

    kind = "clocks.limit.ended"
    rank: int
    ends_on: str
