"""来电事件: what the telephone system tells of calls, and who calls a missed caller back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from shouwen.domains.calls.calling import Ringing
from shouwen.domains.calls.errors import AlreadyCalledBack, NotMissed
from shouwen.domains.calls.models import Call
from shouwen.domains.customers.models import ServiceAccount
from shouwen.kernel.actor import Actor
from shouwen.platform.access.acting import Acting
from shouwen.platform.drafts import actions as drafts

NEW, ANSWER, HANG_UP = "new", "answer", "hangup"
TIMES = {ANSWER: "answered_at", HANG_UP: "ended_at"}


@transaction.atomic
def told(
    ringing: Ringing, event: str, *, line: str = "", agent_id: int | None = None, at: datetime
) -> Call:
    """An event of a call, once however often and in whatever order it is told: the first word counts."""
    made, _new = Call.objects.get_or_create(
        call_id=ringing.call_id,
        defaults={"draft": ringing.draft, "rang_at": at},
    )
    call = Call.objects.select_for_update().get(pk=made.pk)
    call.line = call.line or line
    call.agent_id = call.agent_id or agent_id
    if call.erased_at is None:
        call.number = call.number or ringing.number
        call.account_id = call.account_id or _account_of(call.number)
    call.rang_at = min(call.rang_at, at)
    column = TIMES.get(event)
    if column and getattr(call, column) is None:
        setattr(call, column, at)
    call.save()
    return call


def _account_of(number: str) -> int | None:
    """The account of the number, if it belongs to one only."""
    if not number:
        return None
    held = ServiceAccount.objects.filter(customer__phone=number, active=True)
    found = list(held.values_list("pk", flat=True)[:2])
    return found[0] if len(found) == 1 else None


def call_back(pk: int, *, by: Actor, at: datetime) -> Call:
    """回拨: one person takes it on; every missed call of the number is done with it.

    Of a caller who withheld the number only this call: others without one are other people's.
    """
    with transaction.atomic():
        call = Call.objects.select_for_update().get(pk=pk)
        if call.called_back_at is not None:
            raise AlreadyCalledBack
        if not call.missed:
            raise NotMissed
        same = Q(pk=call.pk) | (Q(number=call.number) & ~Q(number=""))
        lost = Call.objects.filter(same, answered_at=None, called_back_at=None)
        lost.filter(ended_at__isnull=False).update(called_back_at=at, called_back_by=by.staff)
    return call


def done_with(draft: str, case_id: int, *, by: Acting) -> None:
    """A form has led to this case: its draft goes, and its call, if there was one, knows the first case."""
    drafts.discard(by.account.pk, draft)
    Call.objects.filter(draft=draft, case=None).update(case_id=case_id)
