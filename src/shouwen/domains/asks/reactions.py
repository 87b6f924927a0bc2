"""What internal requests do when something happens to their case, their people or their clocks.

Each is safe to run twice.
"""

from __future__ import annotations

from contextlib import suppress

from django.utils.timezone import now

from shouwen.domains.asks import actions, queries
from shouwen.domains.asks.choices import MadeBy, RequestKind, RequestState
from shouwen.domains.asks.errors import NotPossibleNow
from shouwen.domains.asks.events import (
    RequestAnswered,
    RequestAsked,
    RequestPassedOn,
    RequestReturned,
)
from shouwen.domains.asks.models import KIND, Request
from shouwen.domains.cases.events import CaseClosed, CaseMerged, CaseVoided, CaseWithdrawn
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.clocks.choices import ClockKind
from shouwen.platform.clocks.events import StepFired
from shouwen.platform.journal.actions import on
from shouwen.platform.notify.actions import tell
from shouwen.platform.org.events import StaffLeft

SILENT = "asks.request.silent"
MOST_PASSED = 2
"""A quick ask goes on at the first two steps of its ladder; later ones only tell."""


@on(RequestAsked, name="asks.tell_the_department")
def tell_the_department(event: RequestAsked) -> None:
    """问询提醒: whom a quick ask went to, else contact A of the department, else its leaders hear of it."""
    if event.by_phone:
        return
    at = now()
    people = {event.staff_id} if event.staff_id else queries.contacts(event.unit_id, at=at)
    people = people or queries.heads(event.unit_id, at=at)
    key = f"asked:{event.subject.id}"
    tell(event.subject, RequestAsked.kind, people, key=key, by=SYSTEM, at=at)


def _is_unaccepted(event: StepFired) -> bool:
    """A step of a reply clock before its due time: a quick ask goes on to the next person then."""
    return event.clock_kind == ClockKind.INTERNAL_REPLY and event.step <= MOST_PASSED


@on(StepFired, name="asks.pass_on", concerns=_is_unaccepted)
def pass_on_what_nobody_accepted(event: StepFired) -> None:
    """转 B 角、转值班 (S003-18, -22): once for each step, until somebody accepts."""
    if not _is_unaccepted(event) or event.subject.kind != KIND:
        return
    request = Request.objects.filter(pk=event.subject.id, kind=RequestKind.QUICK).first()
    if request is None or request.state != RequestState.ASKED:
        return
    # accepted in this very moment: there is nothing to pass on any more
    with suppress(NotPossibleNow):
        actions.pass_on(request.pk, step=event.step, by=SYSTEM, at=now())


@on(RequestPassedOn, name="asks.tell_the_next")
def tell_the_next(event: RequestPassedOn) -> None:
    """Whoever has it now hears of it."""
    key = f"passed:{event.subject.id}:{event.step}"
    tell(event.subject, RequestAsked.kind, {event.staff_id}, key=key, by=SYSTEM, at=now())


@on(RequestAnswered, name="asks.tell_the_asker_of_the_answer")
def tell_the_asker_of_the_answer(event: RequestAnswered) -> None:
    """Whoever asked hears that there is an answer."""
    _tell_the_asker(event.subject.id, RequestAnswered.kind)


@on(RequestReturned, name="asks.tell_the_asker_of_the_return")
def tell_the_asker_of_the_return(event: RequestReturned) -> None:
    """Whoever asked hears that the department sent it back."""
    _tell_the_asker(event.subject.id, RequestReturned.kind)


def _tell_the_asker(request_id: int, kind: str) -> None:
    request = Request.objects.get(pk=request_id)
    if request.asking_person_id is not None and request.made_by != MadeBy.PHONE:
        told = [request.asking_person_id]
        tell(request.subject, kind, told, key=f"{kind}:{request.pk}", by=SYSTEM, at=now())


def _is_silence(event: StepFired) -> bool:
    """Nothing was heard in time; a ladder of the limit's own says itself who hears of it."""
    return (
        event.clock_kind == ClockKind.PROGRESS
        and bool(event.due_passed)
        and event.ladder_version is None
    )


@on(StepFired, name="asks.silence", concerns=_is_silence)
def alarm_of_silence(event: StepFired) -> None:
    """沉默告警 (S003-19): n working hours without a word; asker, contact A and head hear of it.

    Each note begins a new clock, so each silence alerts once.
    """
    if not _is_silence(event):
        return
    request = Request.objects.filter(pk=event.subject.id).first()
    if request is None or not request.is_open:
        return
    told = queries.hears_of_silence(request, at=now())
    tell(request.subject, SILENT, told, key=f"silence:{event.clock}", by=SYSTEM, at=now())


@on(CaseClosed, name="asks.withdraw_of_closed")
def withdraw_what_a_closed_case_asked(event: CaseClosed) -> None:
    """The case is closed: nobody waits for the open answers any more."""
    actions.withdraw_all(event.subject.id, because="closed", by=SYSTEM, at=now())


@on(CaseWithdrawn, name="asks.withdraw_of_withdrawn")
def withdraw_what_a_withdrawn_case_asked(event: CaseWithdrawn) -> None:
    """The customer wants nothing more, so nothing is asked any more."""
    actions.withdraw_all(event.subject.id, because="withdrawn", by=SYSTEM, at=now())


@on(CaseVoided, name="asks.withdraw_of_void")
def withdraw_what_a_void_case_asked(event: CaseVoided) -> None:
    """A case entered by mistake asks nothing."""
    actions.withdraw_all(event.subject.id, because="void", by=SYSTEM, at=now())


@on(CaseMerged, name="asks.follow_merged")
def follow_the_merged_case(event: CaseMerged) -> None:
    """并单: open requests go on under the surviving case."""
    actions.follow_merged(event.subject.id, by=SYSTEM, at=now())


@on(StaffLeft, name="asks.hand_over_of_leaver")
def hand_over_what_the_leaver_had(event: StaffLeft) -> None:
    """离职移交: the named successor answers and asks from now on."""
    if event.successor_id is not None:
        actions.hand_over_all(
            from_staff_id=event.staff_id, to_staff_id=event.successor_id, by=SYSTEM, at=now()
        )
