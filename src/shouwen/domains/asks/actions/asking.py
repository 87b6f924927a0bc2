"""Ask another department about a case."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from shouwen.domains.asks.actions.holding import take_hold
from shouwen.domains.asks.actions.locking import needed
from shouwen.domains.asks.errors import AskerUnknown, AsksItself, DepartmentNotActive
from shouwen.domains.asks.events import RequestAsked
from shouwen.domains.asks.models import Request
from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.models import Case
from shouwen.kernel.actor import Actor
from shouwen.platform.clocks import actions as clocks
from shouwen.platform.clocks.actions import Start
from shouwen.platform.clocks.choices import ClockKind
from shouwen.platform.journal.actions import Text, record
from shouwen.platform.numbering import actions as numbering
from shouwen.platform.org import queries as org

SERIES = "R"


def matching(case: Case, unit_id: int) -> dict[str, object]:
    """What the limit rules look at when they choose a request's limits."""
    return {
        "subject": "request",
        "kind": case.kind,
        "category": case.category,
        "channel": case.channel,
        "unit": unit_id,
    }


@transaction.atomic
def ask(
    case_id: int, *, unit_id: int, text: str, blocking: bool, by: Actor, at: datetime
) -> Request:
    """问部门: a department has to answer a question about a case; its own clock starts.

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
    node = org.tree().nodes.get(unit_id)
    if node is None or not node.active:
        raise DepartmentNotActive
    request = Request.objects.create(
        number=numbering.take(SERIES, at=at, zone=org.zone_of(unit_id)),
        case=case,
        asking_unit_id=asking_unit,
        asking_person_id=by.staff if by.unit else case.handler_id,
        unit_id=unit_id,
        blocking=blocking,
        asked_at=at,
    )
    _start_clocks(request, case, by=by)
    _record(request, body, by=by, at=at)
    take_hold(request, by=by, at=at)
    return request


def _start_clocks(request: Request, case: Case, *, by: Actor) -> None:
    match = matching(case, request.unit_id)
    clocks.open_matter(
        request.subject,
        root=case.subject,
        unit=request.unit_id,
        person=None,
        owner_unit=request.asking_unit_id,
        reason=request.state,
        starts=[
            Start(kind=ClockKind.INTERNAL_REPLY, match=match),
            Start(kind=ClockKind.PROGRESS, match=match),
        ],
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
        blocking=request.blocking,
    )
    request.question_id = record(asked, by=by, at=at, text=Text(body, purpose="question"))
    request.save(update_fields=["question_id"])
