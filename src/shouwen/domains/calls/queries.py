"""Calls as the desk asks for them: who rings now, who was missed, what is known of one."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from shouwen.domains.calls.calling import Ringing
from shouwen.domains.calls.models import Call

FORGOTTEN = timedelta(hours=4)
"""A call whose end was never told counts as over."""
RECENT = timedelta(hours=24)


def now_on(*, at: datetime) -> QuerySet[Call]:
    """来电中: ringing or being spoken to."""
    running = Call.objects.filter(ended_at=None, rang_at__gt=at - FORGOTTEN, rang_at__lte=at)
    return running.select_related("agent", "case").order_by("-rang_at")


def missed(*, at: datetime) -> QuerySet[Call]:
    """未接来电 of a day: whoever got through later, or was called back, is not missed any more.

    Who withheld the number cannot be told from others who did: each such call stands by itself.
    """
    through = Call.objects.filter(number=OuterRef("number"), answered_at__gt=OuterRef("rang_at"))
    lost = Call.objects.filter(
        ended_at__isnull=False, answered_at=None, called_back_at=None, rang_at__gt=at - RECENT
    )
    lost = lost.filter(Q(number="", erased_at=None) | ~Q(number="") & ~Exists(through))
    return lost.order_by("-rang_at")


def ringing(call_id: str) -> Ringing:
    """What is known of a call by its id alone, so that an address need not carry the number."""
    known = Call.objects.filter(call_id=call_id).values_list("number", flat=True).first()
    return Ringing(known or "", call_id)
