"""Which case and which appeal somebody may act on; everything else does not exist."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from shouwen.domains.appeals import queries, rules
from shouwen.domains.appeals.models import Appeal
from shouwen.domains.cases.models import Case
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.files.models import Attachment


def contested(request: StaffRequest, pk: int) -> tuple[Case, list[queries.Contestable]]:
    """A case in sight, or one whose charge is in sight though the case has gone elsewhere since."""
    case = get_object_or_404(Case, pk=pk)
    found, scope = queries.contestable(case.pk), request.acting.scope
    seen = Case.objects.visible_to(scope).filter(pk=pk).exists()
    if not seen and not any(scope.covers(one.unit) for one in found):
        raise Http404
    return case, found


def seen(request: StaffRequest, pk: int) -> Appeal:
    """An appeal of the reader's units or about a case of theirs."""
    found = Appeal.objects.visible_to(request.acting.scope).select_related("case", "decision")
    return get_object_or_404(found, pk=pk)


def deciding(request: StaffRequest, pk: int) -> Appeal:
    """An appeal in sight; about the service desk itself only for whoever stands above it."""
    row = seen(request, pk)
    if row.desk and not request.acting.may(rules.DECIDE_DESK):
        raise PermissionDenied
    return row


def presented(row: Appeal, file_id: int) -> Attachment:
    """A file of this very appeal that is still there."""
    for file in queries.there(queries.evidence(row)):
        if file.pk == file_id:
            return file
    raise Http404
