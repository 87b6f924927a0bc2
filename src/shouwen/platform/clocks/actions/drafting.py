"""Clocks drafted for a matter: which limit each gets, and whether it begins now or with a later verb."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from shouwen.kernel.subject import Subject
from shouwen.platform.clocks import limits
from shouwen.platform.clocks.choices import AmountUnit, Basis, ClockKind, Reopening
from shouwen.platform.clocks.errors import ClockRunsAlready
from shouwen.platform.clocks.ledger import Matter
from shouwen.platform.clocks.models import Clock
from shouwen.platform.clocks.reckoning import Reckoner
from shouwen.platform.org import queries as org


@dataclass(frozen=True, kw_only=True)
class Start:
    """A clock to start: its limit is the first that fits ``match`` (kind, category, channel, …).

    With ``verb`` (what the owner app does just now) it waits if its limit begins with another verb.
    """

    kind: str
    match: Mapping[str, object] = field(default_factory=dict)
    basis: str = Basis.INTERNAL
    instance: int = 1
    given_due_at: datetime | None = None
    carried_seconds: float = 0
    verb: str = ""


def draft(
    matter: Matter,
    starts: Sequence[Start],
    *,
    at: datetime,
    root: Subject | None = None,
    owner_unit: int | None = None,
    instance: int | None = None,
    begun: bool = False,
) -> None:
    """Add the clocks to the matter; a legal one without a legal limit is none.

    A clock whose limit begins with a later verb waits for it; until then one without a due time
    keeps the matter on the desk. ``begun``: only those that waited for this very verb.
    """
    if not starts:
        return
    rules = limits.rules()
    like = matter.running[0].clock if matter.running else None
    home = owner_unit or (like.owner_unit_id if like else matter.now.unit_id)
    known = {(r.clock.kind, r.clock.basis, r.clock.instance) for r in matter.running}
    for wanted in starts:
        kind, basis = str(wanted.kind), str(wanted.basis)
        number = instance or wanted.instance
        match = wanted.match
        if limits.UNIT not in match:
            match = {**match, limits.UNIT: home}
        terms = rules.choose(kind, basis, match, at)
        optional = begun or basis == Basis.LEGAL
        if wanted.given_due_at is None:
            if terms is None and optional:
                continue
            if terms is not None and _waits(terms, wanted.verb, begun):
                if optional or (ClockKind.PENDING, basis, number) in known:
                    continue
                kind, terms = ClockKind.PENDING.value, None
        if (kind, basis, number) in known:
            raise ClockRunsAlready(subject=str(matter.subject), kind=kind)
        known.add((kind, basis, number))
        clock = _clock(matter, kind, basis, number, wanted, terms)
        ladder = terms.ladder_id if terms else None
        clock.ladder_version_id, clock.office_id = rules.climbs.pins(ladder)
        clock.started_at, clock.owner_unit_id = at, home
        top = root or (like.root if like else matter.subject)
        clock.root_kind, clock.root_id = top
        matter.new_clocks.append(clock)


def begin(matter: Matter, verb: str, match: limits.Match, *, at: datetime) -> bool:
    """Add the clocks that waited for this verb; whether there were any."""
    here = matter.instance
    ran = {(r.clock.kind, r.clock.basis) for r in matter.running if r.clock.instance == here}
    starts = [
        Start(kind=kind, basis=basis, match=match, instance=here, verb=verb)
        for kind, basis in limits.rules().begun_by.get(verb, ())
        if (kind, basis) not in ran
    ]
    draft(matter, starts, at=at, begun=True)
    return bool(matter.new_clocks)


def _clock(
    matter: Matter,
    kind: str,
    basis: str,
    instance: int,
    wanted: Start,
    terms: limits.Terms | None,
) -> Clock:
    return Clock(
        subject_kind=matter.subject.kind,
        subject_id=matter.subject.id,
        kind=kind,
        basis=basis,
        instance=instance,
        limit_id=terms.id if terms else None,
        revision_id=terms.revision_id if terms else None,
        zone=zone_for(terms, matter.now.unit_id),
        given_due_at=wanted.given_due_at,
        carried_seconds=wanted.carried_seconds or _carried(matter, terms, kind, basis, instance),
        unit_id=matter.now.unit_id,
    )


def _waits(terms: limits.Terms, verb: str, begun: bool) -> bool:
    """Whether the limit begins with another verb than this one; blank: with its kind's own."""
    if not verb:
        return False
    return terms.starts_on != verb if terms.starts_on else begun


def _carried(
    matter: Matter, terms: limits.Terms | None, kind: str, basis: str, instance: int
) -> float:
    """What a clock that continues starts with: what the instance before has used."""
    if terms is None or terms.reopen != Reopening.CONTINUE:
        return 0.0
    earlier = [
        r.clock
        for r in matter.running
        if r.clock.kind == kind and r.clock.basis == basis and r.clock.instance < instance
    ]
    if not earlier:
        return 0.0
    return Reckoner(max(earlier, key=lambda c: c.instance), matter.parts).to_carry()


def zone_for(terms: limits.Terms | None, unit: int) -> str:
    """Calendar days end in the zone of the unit that has the matter at the start."""
    if terms is None or terms.unit != AmountUnit.CALENDAR_DAYS:
        return ""
    return str(org.zone_of(unit))
