"""Following up in JSON: the same verb, the same refusals as on the pages."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema

from shouwen.domains.cases import rules as of_cases
from shouwen.domains.cases.models import Case
from shouwen.domains.reopening import actions
from shouwen.platform.access.api_types import REFUSALS, Words, once
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires

router = Router(tags=["reopening"])


class FollowUpIn(Schema):
    """What the customer says this time; kind, type, title, customer and account are those of the old case."""

    text: Words = ""


class FollowUpOut(Schema):
    """The new case, and the one it takes up."""

    case: int
    number: str
    follows: int


@router.post(
    "/cases/{int:pk}/follow_up",
    response={201: FollowUpOut, **REFUSALS},
    operation_id="follow_up_case",
)
@requires(of_cases.OPEN)
def follow_up(request: StaffRequest, pk: int, payload: FollowUpIn) -> HttpResponse:
    """Open a linked case where the old one can no longer be reopened (``too_late_to_reopen``)."""
    old = get_object_or_404(Case.objects.visible_to(request.acting.scope), pk=pk)

    def write() -> FollowUpOut:
        by = request.acting.actor("api")
        made = actions.follow_up(old.pk, text=payload.text, by=by, at=timezone.now())
        return FollowUpOut(case=made.pk, number=made.number, follows=old.pk)

    return once(request, FollowUpOut, write, status=201)
