"""What only a quick ask knows: answered by phone, passed on, made a case."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from shouwen.domains.asks import queries
from shouwen.domains.asks.actions.asking import ask_quickly
from shouwen.domains.asks.actions.ending import answer, give_up
from shouwen.domains.asks.actions.locking import locked, moved, needed
from shouwen.domains.asks.choices import MadeBy, Outcome
from shouwen.domains.asks.errors import HasCase
from shouwen.domains.asks.events import RequestBecameCase, RequestPassedOn
from shouwen.domains.asks.models import Request
from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.choices import Channel
from shouwen.kernel.actor import Actor
from shouwen.platform.clocks import actions as clocks
from shouwen.platform.journal.actions import record


@transaction.atomic
def record_call(
    *,
    unit_id: int,
    text: str,
    outcome: str,
    reply: str = "",
    topic: str = "",
    staff_id: int | None = None,
    case_id: int | None = None,
    waiting: bool = False,
    duty_id: int | None = None,
    by: Actor,
    at: datetime,
) -> Request:
    """电话求助补记: asked and answered by phone or chat, written down afterwards with its outcome.

    It counts among all requests to the back office (K54); nobody reached and no clear answer count
    against the department (S003-23).
    """
    if outcome == Outcome.ANSWERED:
        needed(reply)
    request = ask_quickly(
        unit_id=unit_id,
        text=text,
        topic=topic,
        staff_id=staff_id,
        case_id=case_id,
        waiting=waiting,
        duty_id=duty_id,
        made_by=MadeBy.PHONE,
        by=by,
        at=at,
    )
    if outcome == Outcome.ANSWERED:
        return answer(request.pk, text=reply, by=by, at=at)
    return give_up(request.pk, outcome=outcome, text=reply, by=by, at=at)


@transaction.atomic
def pass_on(request_id: int, *, step: int, by: Actor, at: datetime) -> Request:
    """转 B 角、转值班: nobody accepted it by this step of its ladder; the next person has it now.

    Once per step, however often this runs. Where nobody else can be found it stays where it is.
    """
    request = locked(request_id, "pass_on")
    if not request.is_quick or request.passed >= step:
        return request
    former, to = request.person_id, queries.following(request, at=at)
    if to is None:
        return moved(request, "pass_on", passed=step)
    moved(request, "pass_on", passed=step, person_id=to.staff_id)
    clocks.move(
        request.subject,
        unit=request.unit_id,
        person=to.staff_id,
        reason=f"asked_{to.via}".lower(),
        by=by,
        at=at,
    )
    passed = RequestPassedOn(
        subject=request.subject,
        unit_id=request.unit_id,
        from_staff_id=former,
        staff_id=to.staff_id,
        step=step,
        why=to.via,
    )
    record(passed, by=by, at=at)
    return request


@transaction.atomic
def to_case(request_id: int, *, kind: str, title: str, by: Actor, at: datetime) -> Request:
    """转工单: what was asked quickly is the customer's matter and becomes a case of the asking unit.

    The request keeps its clocks and its answer, and belongs to the case from now on.
    """
    request = locked(request_id, "to_case")
    if request.case_id is not None:
        raise HasCase
    case = cases.open_case(
        kind=kind,
        channel=Channel.STAFF,
        title=needed(title),
        text=queries.question_of(request),
        by=by,
        at=at,
    )
    moved(request, "to_case", case_id=case.pk)
    clocks.reroot(request.subject, root=case.subject)
    became = RequestBecameCase(subject=request.subject, case_id=case.pk)
    record(became, by=by, at=at)
    return request
