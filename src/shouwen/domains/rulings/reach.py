"""Which case and which return somebody may act on; everything else does not exist."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from shouwen.domains.cases.models import Case
from shouwen.domains.rulings.models import Return
from shouwen.platform.access.http import StaffRequest


def handled_here(request: StaffRequest, pk: int) -> Case:
    """A case that a unit of the reader has; 404 for what is out of sight, 403 for what is elsewhere."""
    case = get_object_or_404(Case.objects.visible_to(request.acting.scope), pk=pk)
    if not request.acting.scope.covers(case.handler_unit_id):
        raise PermissionDenied
    return case


def decidable(request: StaffRequest, pk: int) -> Return:
    """A return whose case was first asked of a unit of the reader: the desk that dispatched it."""
    found = Return.objects.visible_to(request.acting.scope).select_related("case")
    row = get_object_or_404(found, pk=pk)
    if not request.acting.scope.covers(row.case.owner_unit_id):
        raise PermissionDenied
    return row
