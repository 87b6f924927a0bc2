"""Escalate a case by hand: whom the next step of its ladder reaches, and letting it come now."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Router, Schema

from shouwen.domains.cases import actions, rules
from shouwen.domains.cases.api.cases import CaseOut
from shouwen.domains.cases.models import Case
from shouwen.domains.cases.queries import climbing
from shouwen.platform.access.api_types import REFUSALS, BigId, Given, once
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires

router = Router(tags=["cases"])


class NextStepOut(Schema):
    """``at``: when the step comes by itself; ``people``: whom it reaches as things stand."""

    clock: int
    clock_kind: str
    step: int
    at: datetime | None
    people: list[str]


class EscalateIn(Schema):
    """The step as ``get_next_step`` told it; another one is refused."""

    clock: BigId
    step: Annotated[int, Field(strict=True, ge=1, le=32767)]
    text: Given


@router.get(
    "/{int:pk}/escalate", response={200: NextStepOut, **REFUSALS}, operation_id="get_next_step"
)
@requires(rules.LEAD)
def get_next_step(request: StaffRequest, pk: int) -> climbing.NextStep:
    """The next step of the ladder; 404 where there is none left."""
    case = get_object_or_404(Case.objects.visible_to(request.acting.scope), pk=pk)
    coming = climbing.next_step(case, at=timezone.now())
    if coming is None:
        raise Http404
    return coming


@router.post(
    "/{int:pk}/escalate", response={200: CaseOut, **REFUSALS}, operation_id="escalate_case"
)
@requires(rules.LEAD)
def escalate_case(request: StaffRequest, pk: int, payload: EscalateIn) -> HttpResponse:
    """人工升级: the step comes now, with a written reason."""
    case = get_object_or_404(Case.objects.visible_to(request.acting.scope), pk=pk)

    def write() -> Case:
        return actions.escalate_now(
            case.pk, by=request.acting.actor("api"), at=timezone.now(), **payload.model_dump()
        )

    return once(request, CaseOut, write)
