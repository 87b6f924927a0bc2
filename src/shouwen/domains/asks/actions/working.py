"""The department takes a request in hand and says how far it is."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from shouwen.domains.asks.actions.holding import follow
from shouwen.domains.asks.actions.locking import locked, moved, needed
from shouwen.domains.asks.choices import RequestState
from shouwen.domains.asks.events import RequestAccepted, RequestNoted
from shouwen.domains.asks.models import Request
from shouwen.domains.asks.queries.matching import properties
from shouwen.kernel.actor import Actor
from shouwen.platform.clocks import actions as clocks
from shouwen.platform.clocks import queries as clock_queries
from shouwen.platform.clocks.actions import Start
from shouwen.platform.clocks.choices import ClockKind
from shouwen.platform.journal.actions import Text, record
from shouwen.platform.org import queries as org


@transaction.atomic
def accept(request_id: int, *, by: Actor, at: datetime) -> Request:
    """签收: somebody of the department answers for it from now on; the clock has run since the asking."""
    request = locked(request_id, "accept")
    moved(request, "accept", person_id=by.staff, accepted_at=at)
    clocks.move(
        request.subject,
        unit=request.unit_id,
        person=request.person_id,
        reason=RequestState.IN_WORK.value,
        by=by,
        at=at,
    )
    record(
        RequestAccepted(
            subject=request.subject, unit_id=request.unit_id, staff_id=request.person_id
        ),
        by=by,
        at=at,
    )
    follow(request.case_id, by=by, at=at)
    return request


@transaction.atomic
def note(request_id: int, *, text: str, by: Actor, at: datetime) -> Request:
    """进展: words on the request. Those of the department break its silence (S003-19).

    Every note of the department ends one stretch of silence and begins the next, each with its own
    clock: so each silence alerts once.
    """
    request = locked(request_id, "note")
    body = needed(text)
    progress = _of_the_department(request, by)
    if progress:
        moved(request, "note", last_note_at=at)
        if not request.is_quick:
            _silence_begins_anew(request, by=by, at=at)
    record(
        RequestNoted(subject=request.subject, progress=progress),
        by=by,
        at=at,
        text=Text(body, purpose="note"),
    )
    return request


def _of_the_department(request: Request, by: Actor) -> bool:
    """Whether somebody speaks for the department: a post there, below, or above it."""
    if by.unit is None:
        return True
    node = org.tree().nodes.get(request.unit_id)
    return by.unit in org.below(request.unit_id) or (
        by.unit != request.asking_unit_id and node is not None and by.unit in node.path
    )


def _silence_begins_anew(request: Request, *, by: Actor, at: datetime) -> None:
    turns = [
        c.instance for c in clock_queries.clocks_of(request.subject) if c.kind == ClockKind.PROGRESS
    ]
    clocks.stop(request.subject, [ClockKind.PROGRESS], by=by, at=at)
    following = Start(
        kind=ClockKind.PROGRESS,
        match=properties(request),
        instance=max(turns, default=0) + 1,
    )
    clocks.start(request.subject, [following], by=by, at=at)
