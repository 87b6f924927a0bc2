"""The telephone system tells of calls: new, answered, ended. The same event told twice changes nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from django.utils import timezone
from ninja import Router, Schema
from pydantic import StringConstraints

from shouwen.domains.calls import actions, rules
from shouwen.domains.calls.calling import Ringing, local
from shouwen.domains.calls.models import Call
from shouwen.platform.access.api_types import REFUSALS, Instant
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.org.models import Staff

router = Router(tags=["calls"])
CallId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:-]{1,64}$")]
Short = Annotated[str, StringConstraints(max_length=30, pattern=r"^[^\x00]*$")]


class CallEventIn(Schema):
    """One event. ``number``: who calls; ``agent``: staff number; ``at``: when, if not now."""

    call_id: CallId
    event: Literal["new", "answer", "hangup"]
    number: Short = ""
    line: Short = ""
    agent: Short = ""
    at: Instant | None = None


class CallOut(Schema):
    """The call as it stands. ``pop``: the address to open for the agent, without the number."""

    call_id: str
    rang_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    missed: bool
    case: int | None
    pop: str


@router.post("", response={200: CallOut, **REFUSALS}, operation_id="tell_of_call")
@requires(rules.CALLS)
def tell_of_call(request: StaffRequest, payload: CallEventIn) -> CallOut:
    """Tell of a call; in any order, as often as need be: the first word about each time counts.

    An agent that is not known here is left out, and so is a number that is withheld.
    """
    call = actions.told(
        Ringing(local(payload.number), payload.call_id),
        payload.event,
        line=payload.line,
        agent_id=_agent(payload.agent),
        at=payload.at or timezone.now(),
    )
    return _told(call)


def _agent(number: str) -> int | None:
    found = Staff.objects.filter(number=number) if number else Staff.objects.none()
    return found.values_list("pk", flat=True).first()


def _told(call: Call) -> CallOut:
    return CallOut(
        call_id=call.call_id,
        rang_at=call.rang_at,
        answered_at=call.answered_at,
        ended_at=call.ended_at,
        missed=call.missed,
        case=call.case_id,
        pop=f"/pop?call_id={call.call_id}",
    )
