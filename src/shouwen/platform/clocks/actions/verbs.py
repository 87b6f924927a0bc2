"""The verbs of the ledgers. The owner app calls them inside the transaction of its own verb."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from shouwen.kernel.actor import Actor
from shouwen.kernel.subject import Subject
from shouwen.platform.clocks import limits
from shouwen.platform.clocks.actions.drafting import Start, begin, draft, zone_for
from shouwen.platform.clocks.choices import (
    Basis,
    ClockKind,
    EventKind,
    VerdictKind,
    WaitingFor,
)
from shouwen.platform.clocks.errors import (
    MatterIsOpen,
    NoSuchClock,
    NotWaiting,
    WaitAlreadyOver,
    WaitTooLong,
)
from shouwen.platform.clocks.ledger import Matter, Running
from shouwen.platform.clocks.models import Clock, Limit, Verdict
from shouwen.platform.clocks.reckoning import Reckoner
from shouwen.platform.clocks.storing import insert_clocks, insert_holds


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
    draft(matter, starts, at=at, root=root or subject, owner_unit=owner_unit)
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
    verb: str = "",
    match: limits.Match | None = None,
) -> None:
    """转派: the matter changes hands or stage; a wait ends at the same instant.

    Clocks whose limit stops with ``verb`` are stopped while the former holder still has the matter;
    those whose limit begins with it start for the new one, chosen by ``match``.
    """
    matter = Matter.live(subject, at=at)
    _stop(matter, _ended_by(matter, (), [verb] if verb else ()), by=by, at=at)
    matter.hold(at, unit, person, reason=reason, by=by)
    if owner_unit is not None:
        for r in matter.open():
            r.clock.owner_unit_id = owner_unit
    if verb and match is not None:
        _begin(matter, verb, match, by=by, at=at)
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
    unit: int | None = None,
    person: int | None = None,
) -> None:
    """挂起: the matter waits; it returns to the desk by itself at ``until`` (None: the maximum).

    ``unit`` names whom it waits for in our own house; the time is theirs. Else the desk keeps it.
    """
    if until is not None and until <= at:
        raise WaitAlreadyOver
    matter = Matter.live(subject, at=at)
    longest = _longest_wait(matter, waiting_for)
    if until is not None and until > at + longest:
        raise WaitTooLong(days=f"{longest / timedelta(days=1):g}")
    now = matter.now
    matter.hold(
        at,
        now.unit_id if unit is None else unit,
        now.person_id if unit is None else person,
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
    draft(matter, starts, at=at)
    matter.write()
    return matter.new_clocks


@transaction.atomic(savepoint=False)
def stop(
    subject: Subject, kinds: Iterable[str], *, verbs: Collection[str] = (), by: Actor, at: datetime
) -> list[Verdict]:
    """What these clocks measured is done; those without a verdict get their first one now.

    With ``verbs`` (what the owner app does just now) a limit that names its own end has its way:
    its clock stops with that verb and no other.
    """
    matter = Matter.live(subject, at=at)
    _stop(matter, _ended_by(matter, kinds, verbs), by=by, at=at)
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
        clock.zone = zone_for(terms, matter.now.unit_id)
        facts |= {"limit": terms.id, "revision": terms.revision_id}
        if not found[0].fired:
            clock.ladder_version_id, clock.office_id = limits.rules().climbs.pins(terms.ladder_id)
            facts["ladder"] = clock.ladder_version_id
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
    draft(matter, starts, at=at, instance=instance)
    matter.write()
    return matter.new_clocks


def _begin(matter: Matter, verb: str, match: limits.Match, *, by: Actor, at: datetime) -> None:
    """Start the clocks that waited for this verb; what kept the matter on the desk is done then."""
    if begin(matter, verb, match, at=at):
        _stop(matter, matter.open([ClockKind.PENDING]), by=by, at=at)


def _ended_by(matter: Matter, kinds: Iterable[str], verbs: Collection[str]) -> list[Running]:
    """The running clocks these verbs stop: by their limit's word, else by their kind."""
    usual = frozenset(map(str, kinds))

    def stops(clock: Clock) -> bool:
        own = limits.terms(clock.limit_id).stops_on if verbs and clock.limit_id is not None else ""
        return own in verbs if own else clock.kind in usual

    return [r for r in matter.open() if stops(r.clock)]


def _longest_wait(matter: Matter, waiting_for: str) -> timedelta:
    """One wait lasts as long as the limits it stops allow; where it stops none, as the policy does."""
    running = [
        limits.terms(r.clock.limit_id) for r in matter.open() if r.clock.limit_id is not None
    ]
    paused = [terms.longest_wait for terms in running if waiting_for in terms.pauses_for]
    return min(paused, default=None) or limits.rules().longest_wait


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


def _iso(t: datetime | None) -> str | None:
    return None if t is None else t.isoformat()
