"""全选: every case of the list as it is narrowed, on whatever page, for what is done to ticked rows."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from shouwen.domains.cases import rules
from shouwen.domains.cases.lists.asking import Asked, asked
from shouwen.domains.cases.lists.queries import worklist
from shouwen.domains.cases.lists.views.listing import TICKED, zone_of
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires


@requires(rules.VIEW)
@require_GET
def matching(request: StaffRequest) -> HttpResponse:
    """The ids of the list in its order; none while something of its address cannot be read."""
    wanted = asked(request.GET, scope=request.acting.scope)
    if wanted.wrong:  # the list shows more than was asked for: nothing wider is done to
        return HttpResponse(status=422)
    page = _all(request, wanted)
    found = {"ids": [row.case_id for row in page.rows], "more": page.more}
    return render(request, "cases/lists/_matching.html", found)


def _all(request: StaffRequest, wanted: Asked) -> worklist.Page:
    at, zone = timezone.now(), zone_of(request)
    return worklist.page(
        wanted.viewed(at=at, zone=zone),
        scope=wanted.scope,
        filters=wanted.filters(at=at, zone=zone),
        person=request.acting.staff_id,
        n=TICKED,
    )
