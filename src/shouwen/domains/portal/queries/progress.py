"""What the customer's page says of a case. Nothing is shown that is not named here.

Never: internal notes, titles written for colleagues, units, priority, mood, limits as such, who asked
whom. Words that were written for the customer lose numbers, names and addresses on the way.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from shouwen.domains.cases import queries as cases
from shouwen.domains.cases.choices import IN_WORK, SETTLED, CaseState, WaitReason
from shouwen.domains.cases.models import Case, Rating
from shouwen.domains.cases.queries.judgements import of_instance
from shouwen.domains.customers import consents
from shouwen.domains.customers.choices import ConsentChannel, Purpose
from shouwen.domains.customers.models import Customer
from shouwen.domains.papers.queries import Needed, needed
from shouwen.domains.portal.choices import Stage
from shouwen.domains.portal.models import Appointment, Link
from shouwen.domains.portal.queries.appointing import (
    Window,
    appointment,
    changeable_until,
    windows,
)
from shouwen.domains.portal.queries.links import terms
from shouwen.domains.portal.queries.urging import again_at
from shouwen.platform.access.masking import mask_within
from shouwen.platform.clocks.choices import THE_WORK
from shouwen.platform.clocks.models import Clock
from shouwen.platform.clocks.queries import clocks_of
from shouwen.platform.journal.queries import TimelineEntry, timeline
from shouwen.platform.org import queries as org
from shouwen.platform.org.models import Staff

DONE = frozenset({CaseState.CLOSED, CaseState.ARCHIVED})


@dataclass(frozen=True, slots=True)
class Step:
    """One step in plain words: behind us, under way (``now``), or ahead."""

    word: str
    at: datetime | None = None
    done: bool = False
    now: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """Words meant for the customer."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Urging:
    """催一催: whether it is offered, when it was done, seen, and counts again."""

    offered: bool
    last_at: datetime | None
    seen_at: datetime | None
    again_at: datetime | None


@dataclass(frozen=True, slots=True)
class Evaluating:
    """请您评价: whether it is open, what was said, until when."""

    open: bool
    given: Rating | None
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Progress:
    """The whole page, ready to be shown."""

    number: str
    kind: str
    tail: str
    company: str
    headline: str
    steps: tuple[Step, ...]
    due_at: datetime | None
    late: bool
    waits: str
    waits_until: datetime | None
    notes: tuple[Said, ...]
    papers: tuple[Needed, ...]
    appointment: Appointment | None
    offered: bool
    changeable_until: datetime | None
    windows: tuple[Window, ...]
    telephone: str
    urging: Urging
    evaluating: Evaluating
    messages: tuple[consents.Stand, ...]
    expires_at: datetime


def progress(link: Link, *, at: datetime) -> Progress:
    """办理进度 of the link's case, as its customer may see it."""
    case = Case.objects.select_related("handler").get(pk=link.case_id)
    entries = _of_this_instance(timeline(case.subject))
    clock = _promise(case)
    waiting = _waiting(case, entries, clock)
    held = appointment(case) if case.state in IN_WORK else None
    held = held if held is not None and held.ends_at > at else None
    until = changeable_until(held, at=at) if held is not None else None
    due = clock.due_at if clock is not None and case.state in IN_WORK else None
    return Progress(
        number=case.number,
        kind=str(case.get_kind_display()),
        tail=link.tail,
        company=_company(case),
        headline=_headline(case, waiting),
        steps=_steps(case, entries),
        due_at=due,
        late=due is not None and due < at,
        waits=waiting.reason if waiting else "",
        waits_until=waiting.until if waiting else None,
        notes=_notes(case, entries),
        papers=tuple(needed(case)) if case.state in IN_WORK else (),
        appointment=held,
        offered=held is not None and held.stage == Stage.OFFERED,
        changeable_until=until if until is not None and at < until else None,
        windows=tuple(windows(case, at=at)) if held else (),
        telephone=terms(at=at).telephone,
        urging=_urging(case, entries, at=at),
        evaluating=_evaluating(case, at=at),
        messages=_messages(case),
        expires_at=link.expires_at,
    )


def _of_this_instance(entries: list[TimelineEntry]) -> list[TimelineEntry]:
    """What happened since the matter was opened, or opened again."""
    begins = [n for n, e in enumerate(entries) if e.kind == "cases.case.reopened"]
    return entries[begins[-1] :] if begins else entries


def _promise(case: Case) -> Clock | None:
    running = [
        c
        for c in clocks_of(case.subject)
        if c.kind in THE_WORK and c.instance == case.instance and c.basis == "internal"
    ]
    return running[0] if running else None


@dataclass(frozen=True, slots=True)
class _Wait:
    party: str
    reason: str
    until: datetime | None


def _waiting(case: Case, entries: list[TimelineEntry], clock: Clock | None) -> _Wait | None:
    """Whom the matter waits for now; for the customer with what is needed."""
    if clock is None or clock.waiting_for == "none" or case.state not in IN_WORK:
        return None
    last = next((e for e in reversed(entries) if e.kind == "cases.case.waits"), None)
    if last is None or clock.waiting_for != "customer":
        return _Wait(clock.waiting_for, "", None)
    words = {
        WaitReason.CUSTOMER_DOCUMENTS: _("We need papers from you before we can go on."),
        WaitReason.CUSTOMER_ABSENT: _("We could not reach you. Please call us."),
        WaitReason.CUSTOMER_APPOINTMENT: _("We come at the time agreed with you."),
    }
    until = datetime.fromisoformat(last.facts["until"])
    reason = words.get(
        last.facts.get("reason", ""), _("We need something from you. Please call us.")
    )
    return _Wait("customer", reason, until)


_HEADLINES = {
    CaseState.RECEIVED: lambda: _("We have your matter"),
    CaseState.ACCEPTED: lambda: _("Somebody is seeing to it"),
    CaseState.DISPATCHED: lambda: _("It has been passed to whoever settles it"),
    CaseState.IN_PROGRESS: lambda: _("We are working on it"),
    CaseState.ANSWERED: lambda: _("It has been answered"),
    CaseState.AWAITING_EVALUATION: lambda: _("It has been answered"),
    CaseState.CLOSED: lambda: _("It is settled"),
    CaseState.ARCHIVED: lambda: _("It is settled"),
    CaseState.MERGED: lambda: _("It goes on together with your earlier matter"),
    CaseState.WITHDRAWN: lambda: _("You have taken it back"),
    CaseState.VOID: lambda: _("It is not pursued further"),
}


def _headline(case: Case, waiting: _Wait | None) -> str:
    if waiting is not None and waiting.party == "customer":
        return _("We are waiting for you")
    return _HEADLINES[CaseState(case.state)]()


def _steps(case: Case, entries: list[TimelineEntry]) -> tuple[Step, ...]:
    """Taken in, passed on, in work, answered, evaluated."""
    order = [CaseState.RECEIVED, CaseState.ACCEPTED, CaseState.IN_PROGRESS, CaseState.ANSWERED]
    place = {
        CaseState.DISPATCHED: 1,
        CaseState.AWAITING_EVALUATION: 3,
        CaseState.CLOSED: 4,
        CaseState.ARCHIVED: 4,
        **{state: n for n, state in enumerate(order)},
    }.get(CaseState(case.state))
    if place is None:
        return (Step(_("Received by us"), case.opened_at, done=True),)
    last = {e.kind.rpartition(".")[2]: e.at for e in entries}
    judged = of_instance(case)
    words = (
        (_("Received by us"), last.get("reopened") or case.opened_at),
        (_somebody(case.handler) or _("Passed on"), last.get("dispatched") or last.get("accepted")),
        (_("Work on it"), last.get("started")),
        (_("Answered"), case.answered_at),
        (_("Your evaluation"), judged[-1].at if judged else None),
    )
    closing = place == 4
    return tuple(
        Step(
            word,
            when if n <= place else None,
            done=n < place or n == 0 or (n == 3 and place == 3) or (closing and bool(judged)),
            now=n == place and 0 < n < 3,
        )
        for n, (word, when) in enumerate(words)
        if not (closing and n == 4 and not judged)
    )


def _somebody(handler: Staff | None) -> str:
    """师傅姓氏与工号: the surname or first word, and the staff number; never the whole name."""
    if handler is None:
        return ""
    name = handler.name.split()[0] if handler.name.isascii() else handler.name[:1]
    return _("With %(name)s (No. %(number)s)") % {"name": name, "number": handler.number}


def _notes(case: Case, entries: list[TimelineEntry]) -> tuple[Said, ...]:
    """Answers, and notes marked as visible to the customer; the newest first."""
    customer = Customer.objects.filter(pk=case.customer_id or 0).first()
    hidden = {
        "names": [customer.name] if customer else [],
        "addresses": [customer.address] if customer else [],
    }
    return tuple(
        Said(e.at, mask_within(e.body, **hidden))
        for e in reversed(entries)
        if e.body
        and (
            e.kind == "cases.case.answered"
            or (e.kind == "cases.case.noted" and e.facts.get("visibility") == "customer")
        )
    )


def _urging(case: Case, entries: list[TimelineEntry], *, at: datetime) -> Urging:
    free = again_at(case, at=at)
    urged = [e for e in entries if e.kind == "cases.case.urged" and e.facts.get("counted")]
    last = urged[-1] if urged else None
    seen = next(
        (
            e.at
            for e in entries
            if last is not None
            and e.seq > last.seq
            and e.kind == "notify.notice.acknowledged"
            and e.facts.get("notice_kind") == "cases.case.urged"
        ),
        None,
    )
    return Urging(
        offered=case.state in IN_WORK,
        last_at=last.at if last else None,
        seen_at=seen,
        again_at=free if free is not None and at < free else None,
    )


def _evaluating(case: Case, *, at: datetime) -> Evaluating:
    given = of_instance(case)
    answered = case.answered_at or case.closed_at
    if case.state not in SETTLED | DONE or answered is None:
        return Evaluating(open=False, given=None, until=None)
    terms = cases.terms(at=at)
    until = (
        given[0].at + timedelta(hours=terms.evaluation_change_hours)
        if given
        else answered + timedelta(days=terms.evaluation_days)
    )
    return Evaluating(open=at < until, given=given[-1] if given else None, until=until)


def _messages(case: Case) -> tuple[consents.Stand, ...]:
    """What the customer can say no to: text messages, by purpose."""
    if case.customer_id is None:
        return ()
    return tuple(
        stand
        for stand in consents.stands(case.customer_id)
        if stand.channel == ConsentChannel.SMS
        and (stand.purpose != Purpose.MARKETING or stand.row is not None)
    )


def _company(case: Case) -> str:
    """The company over the unit that answers for the matter."""
    nodes = org.tree().nodes
    here = nodes.get(case.owner_unit_id)
    return nodes[here.path[0]].name if here else ""
