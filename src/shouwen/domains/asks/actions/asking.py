"""Ask another department: in writing about a case, or quickly while a customer waits."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from shouwen.domains.asks import queries
from shouwen.domains.asks.actions.holding import take_hold
from shouwen.domains.asks.actions.locking import needed
from shouwen.domains.asks.choices import MadeBy, RequestKind
from shouwen.domains.asks.errors import (
    AskedAlready,
    AskerUnknown,
    AsksItself,
    AsksOwnUnit,
    DepartmentNotActive,
)
from shouwen.domains.asks.events import RequestAsked
from shouwen.domains.asks.models import Request
from shouwen.domains.asks.queries.matching import properties
from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.models import Case
from shouwen.domains.duties import queries as duties
from shouwen.kernel.actor import Actor
from shouwen.platform.clocks import actions as clocks
from shouwen.platform.clocks.actions import Start
from shouwen.platform.clocks.choices import ClockKind
from shouwen.platform.journal.actions import Text, record
from shouwen.platform.numbering import actions as numbering
from shouwen.platform.org import queries as org

SERIES = "R"


@transaction.atomic
def ask(
    case_id: int,
    *,
    unit_id: int,
    text: str,
    blocking: bool,
    duty_id: int | None = None,
    by: Actor,
    at: datetime,
) -> Request:
    """问部门: a department has to answer a question about a case; its own clock starts.

    Under a duty the department has published, its time is that of the duty.

    ``blocking``: the case cannot go on without the answer, its hold names the department until
    then. Otherwise the answer is wanted beside the work and the case stays where it is.
    """
    body = needed(text)
    case = cases.hold_for_asking(case_id, blocking=blocking)
    asking_unit = by.unit or case.handler_unit_id
    if asking_unit is None:
        raise AskerUnknown
    if unit_id in {asking_unit, case.handler_unit_id}:
        raise AsksItself
    _may_be_asked(unit_id, case)
    duty = duties.offered_one(duty_id, unit_id, at=at)
    request = Request.objects.create(
        number=numbering.take(SERIES, at=at, zone=org.zone_of(unit_id)),
        topic=duty.topic if duty else "",
        duty=duty,
        case=case,
        asking_unit_id=asking_unit,
        asking_person_id=by.staff if by.unit else case.handler_id,
        unit_id=unit_id,
        blocking=blocking,
        asked_at=at,
    )
    _start_clocks(request, reason=request.state, by=by)
    _record(request, body, by=by, at=at)
    take_hold(request, by=by, at=at)
    return request


@transaction.atomic
def ask_quickly(
    *,
    unit_id: int,
    text: str,
    topic: str = "",
    staff_id: int | None = None,
    case_id: int | None = None,
    waiting: bool = False,
    duty_id: int | None = None,
    made_by: str = MadeBy.ELECTRONIC,
    by: Actor,
    at: datetime,
) -> Request:
    """快速求助: one question to one person of a department, with a clock in minutes.

    Under a duty of the department the topic and the time are those of the duty.

    It goes to ``staff_id`` if the person is there, else to contact A of the topic, B, or who is on
    duty; what nobody accepts is passed on by the ladder of its limit. ``waiting``: the customer
    stands by, so the limit is the shorter one. A case it is about stays where it is.
    """
    body = needed(text)
    if by.unit is None:
        raise AskerUnknown
    if unit_id == by.unit:
        raise AsksOwnUnit
    case = None if case_id is None else cases.hold_for_asking(case_id, blocking=False)
    _may_be_asked(unit_id, case)
    duty = duties.offered_one(duty_id, unit_id, at=at)
    topic = (duty.topic if duty else "") or topic
    to = queries.first(unit_id, topic=topic, wanted=staff_id, but=by.staff, at=at)
    request = Request.objects.create(
        number=numbering.take(SERIES, at=at, zone=org.zone_of(unit_id)),
        kind=RequestKind.QUICK,
        made_by=made_by,
        waiting=waiting,
        topic=topic,
        duty=duty,
        case=case,
        asking_unit_id=by.unit,
        asking_person_id=by.staff,
        unit_id=unit_id,
        person_id=to.staff_id if to else None,
        blocking=False,
        asked_at=at,
    )
    _start_clocks(request, reason=f"asked_{to.via}".lower() if to else request.state, by=by)
    _record(request, body, by=by, at=at)
    return request


def _may_be_asked(unit_id: int, case: Case | None) -> None:
    """An active unit, with no open question about this case (the case is locked)."""
    node = org.tree().nodes.get(unit_id)
    if node is None or not node.active:
        raise DepartmentNotActive
    if case is None:
        return
    first = Request.objects.open().filter(case_id=case.pk, unit_id=unit_id).first()
    if first is not None:
        raise AskedAlready(unit=node.name, number=first.number, id=first.pk)


def _start_clocks(request: Request, *, reason: str, by: Actor) -> None:
    """The reply is due; whoever asked in writing also hears from time to time how far it is."""
    match = properties(request)
    starts = [Start(kind=ClockKind.INTERNAL_REPLY, match=match)]
    if not request.is_quick:
        starts.append(Start(kind=ClockKind.PROGRESS, match=match))
    clocks.open_matter(
        request.subject,
        root=request.case.subject if request.case is not None else request.subject,
        unit=request.unit_id,
        person=request.person_id,
        owner_unit=request.asking_unit_id,
        reason=reason,
        starts=starts,
        by=by,
        at=request.asked_at,
    )


def _record(request: Request, body: str, *, by: Actor, at: datetime) -> None:
    asked = RequestAsked(
        subject=request.subject,
        case_id=request.case_id,
        from_unit_id=request.asking_unit_id,
        from_staff_id=request.asking_person_id,
        unit_id=request.unit_id,
        staff_id=request.person_id,
        blocking=request.blocking,
        quick=request.is_quick,
        waiting=request.waiting,
        by_phone=request.made_by == MadeBy.PHONE,
        duty_id=request.duty_id,
    )
    request.question_id = record(asked, by=by, at=at, text=Text(body, purpose="question"))
    request.save(update_fields=["question_id"])
