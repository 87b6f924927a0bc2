"""The verbs of the ledgers. The owner app calls them inside the transaction of its own verb."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction

from shouwen.kernel.actor import Actor
from shouwen.kernel.subject import Subject
from shouwen.platform.clocks import limits
from shouwen.platform.clocks.choices import (
    AmountUnit,
    Basis,
    EventKind,
    Reopening,
    VerdictKind,
    WaitingFor,
)
from shouwen.platform.clocks.errors import (
    ClockRunsAlready,
    MatterIsOpen,
    NoSuchClock,
    NotWaiting,
    WaitAlreadyOver,
    WaitTooLong,
)
from shouwen.platform.clocks.ledger import Matter, Running, insert_clocks, insert_holds
from shouwen.platform.clocks.models import Clock, Limit, Verdict
from shouwen.platform.clocks.reckoning import Reckoner
from shouwen.platform.org import queries as org


@dataclass(frozen=True, kw_only=True)
class Start:
    """A clock to start: its limit is the first that fits ``match`` (kind, category, channel, …)."""

    kind: str
    match: Mapping[str, object] = field(default_factory=dict)
    basis: str = Basis.INTERNAL
    instance: int = 1
    given_due_at: datetime | None = None
    carried_seconds: float = 0


@transaction.atomic(savepoint=False)
def open_matter(
    subject: Subject,
    *,
    root: Subject | None = None,
    unit: int,
    person: int | None,
    owner_unit: int,
    reason: str,
    starts: Sequence[Start],
    by: Actor,
    at: datetime,
    waiting_for: str = WaitingFor.NONE,
) -> list[Clock]:
    """受理: somebody has the matter from now on and its clocks run."""
    matter = Matter(subject, [], [], None)
    hold = matter.hold(at, unit, person, reason=reason, by=by, waiting_for=waiting_for)
    _start(matter, starts, at=at, root=root or subject, owner_unit=owner_unit)
    matter.recache()
    try:
        if matter.new_clocks:
            insert_clocks(matter.new_clocks, hold)
        else:
            insert_holds([hold])
    except IntegrityError as error:
        raise MatterIsOpen(subject=str(subject)) from error
    return matter.new_clocks


@transaction.atomic(savepoint=False)
def move(
    subject: Subject,
    *,
    unit: int,
    person: int | None,
    reason: str,
    by: Actor,
    at: datetime,
    owner_unit: int | None = None,
) -> None:
    """转派: the matter changes hands or stage; a wait ends at the same instant."""
    matter = Matter.live(subject, at=at)
    matter.hold(at, unit, person, reason=reason, by=by)
    if owner_unit is not None:
        for r in matter.open():
            r.clock.owner_unit_id = owner_unit
    matter.write()


@transaction.atomic(savepoint=False)
def wait(
    subject: Subject,
    *,
    waiting_for: str,
    reason: str,
    until: datetime | None,
    by: Actor,
    at: datetime,
) -> None:
    """挂起: the matter waits; it returns to the desk by itself at ``until`` (None: the maximum)."""
    longest = limits.rules().longest_wait
    if until is not None and until <= at:
        raise WaitAlreadyOver
    if until is not None and until > at + longest:
        raise WaitTooLong(days=longest.days)
    matter = Matter.live(subject, at=at)
    now = matter.now
    matter.hold(
        at,
        now.unit_id,
        now.person_id,
        reason=reason,
        by=by,
        waiting_for=WaitingFor(waiting_for),
        until=until or at + longest,
    )
    matter.write()


@transaction.atomic(savepoint=False)
def resume(subject: Subject, *, by: Actor, at: datetime) -> None:
    """恢复: the wait is over; the desk that had the matter before has it again."""
    matter = Matter.live(subject, at=at)
    if matter.now.waiting_for == WaitingFor.NONE:
        raise NotWaiting(subject=str(subject))
    back = next((h for h in reversed(matter.holds) if h.waiting_for == WaitingFor.NONE), matter.now)
    matter.hold(at, back.unit_id, back.person_id, reason=back.reason, by=by)
    matter.write()


@transaction.atomic(savepoint=False)
def start(subject: Subject, starts: Sequence[Start], *, by: Actor, at: datetime) -> list[Clock]:
    """Start further clocks on an open matter."""
    matter = Matter.live(subject, at=at)
    _start(matter, starts, at=at)
    matter.write()
    return matter.new_clocks


@transaction.atomic(savepoint=False)
def stop(subject: Subject, kinds: Iterable[str], *, by: Actor, at: datetime) -> list[Verdict]:
    """What these clocks measured is done; those without a verdict get their first one now."""
    matter = Matter.live(subject, at=at)
    _stop(matter, matter.open(kinds), by=by, at=at)
    matter.write()
    return matter.new_verdicts


@transaction.atomic(savepoint=False)
def retarget(
    subject: Subject,
    kind: str,
    *,
    due_at: datetime | None = None,
    limit: Limit | None = None,
    reason: str,
    approver: int | None,
    by: Actor,
    at: datetime,
    basis: str = Basis.INTERNAL,
) -> None:
    """改时限: another due time or another limit over the same holds; nothing waited is forgotten."""
    matter = Matter.live(subject, at=at)
    found = [r for r in matter.open([kind]) if r.clock.basis == basis]
    if not found:
        raise NoSuchClock(subject=str(subject), kind=kind)
    clock = found[0].clock
    facts: dict[str, object] = {
        "reason": reason,
        "approver": approver,
        "by": by.account,
        "was_due_at": _iso(clock.due_at),
        "was_limit": clock.limit_id,
    }
    if limit is not None:
        terms = limits.terms(limit.pk)
        clock.limit_id, clock.revision_id, clock.given_due_at = terms.id, terms.revision_id, None
        clock.zone = _zone(terms, matter.now.unit_id)
        facts |= {"limit": terms.id, "revision": terms.revision_id}
    if due_at is not None:
        clock.given_due_at = due_at
        facts["due_at"] = _iso(due_at)
    matter.note(found[0], at, EventKind.RETARGET, facts)
    matter.write()


@transaction.atomic(savepoint=False)
def void(
    subject: Subject, kinds: Iterable[str] | None, *, cause: str, by: Actor, at: datetime
) -> None:
    """作废: these clocks (None: all of the matter, ended ones too) no longer count, with a cause."""
    matter = Matter.live(subject, at=at, ended=True)
    wanted = matter.running if kinds is None else matter.open(kinds)
    for r in wanted:
        reckoner = Reckoner(r.clock, matter.parts)
        due, used = reckoner.due, reckoner.used(at).total_seconds()
        if r.is_open:
            r.clock.ended_at = at
        matter.note(r, at, EventKind.VOID, {"cause": cause, "by": by.account})
        matter.verdict(r, VerdictKind.VOID, at, due, used, holder=matter.now, cause=cause)
    matter.write()


@transaction.atomic(savepoint=False)
def end_matter(subject: Subject, *, reason: str, by: Actor, at: datetime) -> list[Verdict]:
    """结束: from now on nobody has the matter; what still runs is stopped."""
    matter = Matter.live(subject, at=at)
    _stop(matter, matter.open(), by=by, at=at)
    now = matter.now
    matter.hold(at, now.unit_id, now.person_id, reason=reason, by=by, ends=True)
    matter.write()
    return matter.new_verdicts


@transaction.atomic(savepoint=False)
def reopen_matter(
    subject: Subject,
    *,
    instance: int,
    unit: int,
    person: int | None,
    reason: str,
    starts: Sequence[Start],
    by: Actor,
    at: datetime,
) -> list[Clock]:
    """重开: always a new instance; the time since the end was nobody's, the first verdict stays."""
    matter = Matter.live(subject, at=at, ended=True)
    matter.hold(at, unit, person, reason=reason, by=by, instance=instance)
    _start(matter, starts, at=at, instance=instance)
    matter.write()
    return matter.new_clocks


def _start(
    matter: Matter,
    starts: Sequence[Start],
    *,
    at: datetime,
    root: Subject | None = None,
    owner_unit: int | None = None,
    instance: int | None = None,
) -> None:
    """Draft the clocks; a legal one without a legal limit is none."""
    rules = limits.rules()
    known = {(r.clock.kind, r.clock.basis, r.clock.instance) for r in matter.running}
    like = matter.running[0].clock if matter.running else None
    subject, now = matter.subject, matter.now
    top = root or (like.root if like else subject)
    for wanted in starts:
        kind, basis = str(wanted.kind), str(wanted.basis)
        terms = rules.choose(kind, basis, wanted.match, at)
        if terms is None and basis == Basis.LEGAL and wanted.given_due_at is None:
            continue
        number = instance or wanted.instance
        if (kind, basis, number) in known:
            raise ClockRunsAlready(subject=str(subject), kind=kind)
        known.add((kind, basis, number))
        clock = Clock(
            subject_kind=subject.kind,
            subject_id=subject.id,
            root_kind=top.kind,
            root_id=top.id,
            kind=kind,
            basis=basis,
            instance=number,
            limit_id=terms.id if terms else None,
            revision_id=terms.revision_id if terms else None,
            zone=_zone(terms, now.unit_id),
            given_due_at=wanted.given_due_at,
            carried_seconds=wanted.carried_seconds or _carried(matter, terms, kind, basis, number),
            started_at=at,
            unit_id=now.unit_id,
            owner_unit_id=owner_unit or (like.owner_unit_id if like else now.unit_id),
        )
        matter.new_clocks.append(clock)


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


def _stop(matter: Matter, running: Sequence[Running], *, by: Actor, at: datetime) -> None:
    for r in running:
        r.clock.ended_at = at
        reckoner = Reckoner(r.clock, matter.parts)
        facts = {
            "elapsed_s": reckoner.used(at).total_seconds(),
            "calendar_s": (at - r.clock.started_at).total_seconds(),
            "by": by.account,
        }
        matter.note(r, at, EventKind.STOP, facts)
        matter.judge(r, at)


def _zone(terms: limits.Terms | None, unit: int) -> str:
    """Calendar days end in the zone of the unit that has the matter at the start."""
    if terms is None or terms.unit != AmountUnit.CALENDAR_DAYS:
        return ""
    return str(org.zone_of(unit))


def _iso(t: datetime | None) -> str | None:
    return None if t is None else t.isoformat()
