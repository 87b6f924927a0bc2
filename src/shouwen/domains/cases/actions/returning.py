"""The unit that has a case sends it back; who is to have it is ruled by the app above."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from shouwen.domains.cases.actions.locking import locked, moved, needed
from shouwen.domains.cases.events import CaseSentBack
from shouwen.domains.cases.models import Case
from shouwen.kernel.actor import Actor
from shouwen.platform.journal.actions import Text, record


@transaction.atomic
def send_back(
    case_id: int,
    *,
    reason: str,
    to_unit_id: int,
    text: str,
    again: bool = False,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Case:
    """退回: counted and told; the case stays, and its time is the handler's until somebody rules."""
    case = locked(case_id, "send_back", version=version)
    body = needed(text)
    moved(case, "send_back", returns=case.returns + 1)
    event = CaseSentBack(
        subject=case.subject,
        unit_id=case.handler_unit_id,
        staff_id=by.staff,
        reason=reason,
        to_unit_id=to_unit_id,
        again=again,
    )
    record(event, by=by, at=at, text=Text(body, purpose="reason"))
    return case
