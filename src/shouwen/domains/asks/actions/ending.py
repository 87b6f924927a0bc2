"""A request comes to its end: answered, sent back, given up or withdrawn."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from shouwen.domains.asks import queries
from shouwen.domains.asks.actions.holding import follow
from shouwen.domains.asks.actions.locking import locked, moved, needed
from shouwen.domains.asks.choices import MadeBy, Outcome
from shouwen.domains.asks.events import (
    RequestAnswered,
    RequestGivenUp,
    RequestReturned,
    RequestWithdrawn,
)
from shouwen.domains.asks.models import Request
from shouwen.kernel.actor import Actor
from shouwen.platform.clocks import actions as clocks
from shouwen.platform.clocks.choices import ClockKind
from shouwen.platform.journal.actions import Text, record


@transaction.atomic
def answer(request_id: int, *, text: str, by: Actor, at: datetime) -> Request:
    """答复: the department has answered; the case goes on with the next open question or its desk."""
    request = locked(request_id, "answer")
    body = needed(text)
    if request.made_by != MadeBy.PHONE and (request.person_id is None or request.is_quick):
        request.person_id = by.staff
    late = queries.overdue(request, at=at)
    _ended(request, "answer", Outcome.ANSWERED, by=by, at=at, answered_at=at)
    answered = RequestAnswered(
        subject=request.subject,
        case_id=request.case_id,
        unit_id=request.unit_id,
        staff_id=request.person_id if request.made_by == MadeBy.PHONE else by.staff,
        late=late,
    )
    record(answered, by=by, at=at, text=Text(body, purpose="answer"))
    follow(request.case_id, by=by, at=at)
    return request


@transaction.atomic
def send_back(request_id: int, *, text: str, by: Actor, at: datetime) -> Request:
    """退回: not this department's matter, with the reason; whoever asked decides whom to ask next."""
    request = locked(request_id, "send_back")
    body = needed(text)
    _ended(request, "send_back", Outcome.RETURNED, by=by, at=at)
    returned = RequestReturned(
        subject=request.subject,
        case_id=request.case_id,
        unit_id=request.unit_id,
        staff_id=by.staff,
    )
    record(returned, by=by, at=at, text=Text(body, purpose="reason"))
    follow(request.case_id, by=by, at=at)
    return request


@transaction.atomic
def give_up(request_id: int, *, outcome: str, text: str = "", by: Actor, at: datetime) -> Request:
    """无人应答 or 答复不明确 (S003-23): the asker waits no longer; it counts against the department.

    An unanswered clock is not met: it is void, unless it was overdue already.
    """
    request = locked(request_id, "give_up")
    wanted = Outcome(outcome)
    if wanted not in {Outcome.NOT_REACHED, Outcome.UNCLEAR}:
        raise ValueError(outcome)
    _void_the_unanswered(request, wanted, by=by, at=at)
    _ended(request, "give_up", wanted, by=by, at=at)
    given_up = RequestGivenUp(
        subject=request.subject,
        case_id=request.case_id,
        unit_id=request.unit_id,
        outcome=wanted.value,
    )
    record(given_up, by=by, at=at, text=_words(text))
    follow(request.case_id, by=by, at=at)
    return request


@transaction.atomic
def withdraw(
    request_id: int, *, text: str = "", because: str | None = None, by: Actor, at: datetime
) -> Request:
    """撤回: the answer is no longer needed; outside every figure of the department."""
    request = locked(request_id, "withdraw")
    clocks.void(request.subject, None, cause=Outcome.WITHDRAWN.value, by=by, at=at)
    _ended(request, "withdraw", Outcome.WITHDRAWN, by=by, at=at)
    withdrawn = RequestWithdrawn(
        subject=request.subject,
        case_id=request.case_id,
        unit_id=request.unit_id,
        because=because,
    )
    record(withdrawn, by=by, at=at, text=_words(text))
    follow(request.case_id, by=by, at=at)
    return request


def _words(text: str) -> Text | None:
    return Text(text.strip(), purpose="reason") if text.strip() else None


def _ended(
    request: Request, verb: str, outcome: Outcome, *, by: Actor, at: datetime, **fields: Any
) -> None:
    moved(request, verb, outcome=outcome, ended_at=at, person_id=request.person_id, **fields)
    clocks.end_matter(request.subject, reason=outcome.value, by=by, at=at)


def _void_the_unanswered(request: Request, outcome: Outcome, *, by: Actor, at: datetime) -> None:
    if not queries.overdue(request, at=at):
        clocks.void(request.subject, [ClockKind.INTERNAL_REPLY], cause=outcome.value, by=by, at=at)
