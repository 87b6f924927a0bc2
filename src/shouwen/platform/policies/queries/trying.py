"""试算: every alarm of a limit, with the people it would reach; nothing fires."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from shouwen.kernel.subject import Subject
from shouwen.platform.clocks import alarms, limits
from shouwen.platform.clocks import queries as clocks
from shouwen.platform.clocks.ladders import Rung
from shouwen.platform.clocks.models import Clock, Limit
from shouwen.platform.clocks.reckoning import Reckoner, pauses_of, stretches
from shouwen.platform.org import queries as org
from shouwen.platform.rosters import queries as rosters


@dataclass(frozen=True, slots=True)
class Reached:
    """One person a step reaches; ``off_shift``: outside their duty, and told all the same."""

    name: str
    via: str
    off_shift: bool


@dataclass(frozen=True, slots=True)
class Alarm:
    """A step of the ladder with its instant (None: it never comes) and whom it would reach."""

    rung: Rung
    at: datetime | None
    people: list[Reached] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Trial:
    """How a clock of this limit runs: its start, its alarms, its due time, and how it came out."""

    started_at: datetime
    ended_at: datetime | None
    due_at: datetime | None
    was_due_at: datetime | None
    alarms: list[Alarm]
    late_seconds: float | None
    was_late_seconds: float | None

    @property
    def due_is_step(self) -> bool:
        """Whether a step of the ladder stands at the due time itself."""
        return any(alarm.rung.is_due for alarm in self.alarms)


def try_limit(limit: Limit, *, start: datetime, unit: int | None = None, at: datetime) -> Trial:
    """A clock that starts at ``start`` under this version, stored or not."""
    clock = _clock(limit)
    clock.started_at, clock.unit_id = start, unit or 0
    reckoner = _reckoner(limit, clock, [])
    return _trial(reckoner, None, unit=unit, person=None, owner=None, at=at)


def try_on(subject: Subject, limit: Limit, *, at: datetime) -> Trial | None:
    """The matter's own clock of this kind under this version; None if it has none."""
    mine = [c for c in clocks.clocks_of(subject) if (c.kind, c.basis) == (limit.kind, limit.basis)]
    if not mine:
        return None
    real = mine[-1]
    clock = _clock(limit)
    for name in ("zone", "given_due_at", "started_at", "ended_at", "instance", "unit_id"):
        setattr(clock, name, getattr(real, name))
    clock.carried_seconds = real.carried_seconds
    reckoner = _reckoner(limit, clock, stretches(clocks.holds_of(subject)))
    return _trial(reckoner, real, unit=real.unit_id, person=real.person_id, owner=None, at=at)


def _clock(limit: Limit) -> Clock:
    revision = limits.latest_revisions()[limit.calendar_id]
    pins = limits.rules().climbs.pins(limit.ladder_id)
    return Clock(
        kind=limit.kind,
        basis=limit.basis,
        instance=1,
        revision_id=revision,
        zone="",
        ladder_version_id=pins.version_id,
        office_id=pins.office_id,
        carried_seconds=0,
    )


def _reckoner(limit: Limit, clock: Clock, parts: Sequence[object]) -> Reckoner:
    """A reckoner of terms that may not be stored yet."""
    found = Reckoner(clock, parts)  # type: ignore[arg-type]
    assert clock.revision_id is not None
    found.terms = limits.as_terms(limit, clock.revision_id)
    found.pauses = pauses_of(clock, found.terms, parts)  # type: ignore[arg-type]
    return found


def _trial(
    reckoner: Reckoner,
    real: Clock | None,
    *,
    unit: int | None,
    person: int | None,
    owner: int | None,
    at: datetime,
) -> Trial:
    instants = alarms.instants(reckoner)
    told = [
        _alarm(rung, instants.get(rung.n), unit=unit, person=person, owner=owner)
        for rung in reckoner.rungs
    ]
    ended = reckoner.clock.ended_at
    end = ended or at
    return Trial(
        reckoner.clock.started_at,
        ended,
        reckoner.due,
        real.due_at if real else None,
        sorted(told, key=lambda a: (a.at is None, a.at, a.rung.n)),
        _late(reckoner.due, end) if real else None,
        _late(real.due_at, end) if real else None,
    )


def _late(due: datetime | None, end: datetime) -> float | None:
    return None if due is None else (end - due).total_seconds()


def _alarm(
    rung: Rung, at: datetime | None, *, unit: int | None, person: int | None, owner: int | None
) -> Alarm:
    if at is None or not unit:
        return Alarm(rung, at)
    people, said = [], []
    for target in rung.to:
        found = rosters.resolve(target, unit=unit, person=person, owner=owner, at=at)
        people += found.people
        said += found.said
    names = org.staff_names([p.staff_id for p in people])
    seen: dict[int, Reached] = {}
    for each in people:
        name = names.get(each.staff_id, "")
        seen.setdefault(each.staff_id, Reached(name, str(each.via), each.off_shift))
    return Alarm(rung, at, list(seen.values()), list(dict.fromkeys(said)))
