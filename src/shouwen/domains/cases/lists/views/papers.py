"""The list as a file: to print, to open in a spreadsheet, to lie beside the telephone when the power fails."""

from __future__ import annotations

from io import BytesIO, StringIO

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shouwen.domains.cases import rules
from shouwen.domains.cases.lists import paper
from shouwen.domains.cases.lists.asking import VIEW_LABELS, Asked, asked
from shouwen.domains.cases.lists.views.listing import zone_of
from shouwen.domains.cases.lists.views.pills import pills
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.exports.actions import Mark
from shouwen.platform.exports.answering import as_file


@requires(rules.LEAD)
@require_GET
def list_file(request: StaffRequest, form: str) -> HttpResponse:
    """导出名单: the list as it is filtered and ordered, masked, at most 5,000 rows."""
    if form not in paper.FORMATS:
        return HttpResponse(status=404)
    at, zone = timezone.now(), zone_of(request)
    wanted = asked(request.GET, scope=request.acting.scope)
    if wanted.wrong:  # the list says what is wrong; a file would hold more than was asked for
        return redirect(f"{reverse('cases:list')}?{request.GET.urlencode()}")
    found = paper.listed(
        wanted.viewed(at=at, zone=zone),
        scope=wanted.scope,
        filters=wanted.filters(at=at, zone=zone),
        person=request.acting.staff_id,
        words=_words(request, wanted),
        zone=zone,
        at=at,
    )
    return as_file(
        request,
        "cases.list",
        form,
        name=f"cases-{at.astimezone(zone):%Y%m%d-%H%M}.{form}",
        rows=len(found.rows),
        scope=" · ".join(_words(request, wanted)),
        at=at,
        write=lambda mark: _written(paper.marked(found, mark), form, mark),
    )


def _written(found: paper.Paper, form: str, mark: Mark) -> bytes:
    if form == "html":
        return paper.as_html(found).encode()
    if form == "csv":
        text = StringIO()
        paper.write_csv(text, found)
        return text.getvalue().encode()
    body = BytesIO()
    paper.write_xlsx(body, found, mark.properties)
    return body.getvalue()


def _words(request: StaffRequest, wanted: Asked) -> list[str]:
    """Whose cases, which tab, which filter: as the screen says it."""
    set_ones = [f"{p['label']}：{p['value']}" for p in pills(wanted) if p["value"]]
    unit = request.acting.unit_name or _("All units")
    return [unit, str(VIEW_LABELS[wanted.view]), *set_ones]
