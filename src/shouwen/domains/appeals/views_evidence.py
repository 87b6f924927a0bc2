"""举证材料: presented by whoever appeals, opened by whoever may read the appeal."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from shouwen.domains.appeals import actions, queries, rules
from shouwen.domains.appeals.actions.appealing import appeals_it
from shouwen.domains.appeals.models import Appeal
from shouwen.domains.appeals.reach import presented, seen
from shouwen.domains.cases.veiling import veil_of
from shouwen.domains.customers.queries import Veil
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.files import downloads, kinds, uploads


def shown(request: StaffRequest, row: Appeal) -> dict[str, Any]:
    """What the card of an appeal's evidence needs."""
    acting, found = request.acting, queries.evidence(row)
    veil = _veil(request, row) if found else str
    return {
        "evidence": [
            (
                one,
                veil(one.file.name),
                bool(one.file.content and one.file.content.media in kinds.SHOWN),
            )
            for one in found
        ],
        "may_present": row.ended is None
        and acting.may(rules.APPEAL)
        and appeals_it(row, acting.actor()),
        "accept": kinds.ACCEPT,
    }


@requires(rules.APPEAL)
@require_POST
def present(request: StaffRequest, pk: int) -> HttpResponse:
    """举证: each file by itself; what cannot be taken is named, the others stay."""
    row, by, at = seen(request, pk), request.acting.actor(), timezone.now()
    uploads.take(request, lambda file: actions.present(row.pk, file, by=by, at=at))
    return HttpResponseRedirect(f"{reverse('appeals:appeal', args=[row.pk])}#evidence")


@requires(rules.VIEW)
@require_GET
def download(request: StaffRequest, pk: int, file_id: int) -> StreamingHttpResponse:
    """The file to be saved; ``?show`` draws a picture."""
    row = seen(request, pk)
    file = presented(row, file_id)
    name = _veil(request, row)(file.name)
    return downloads.answer(file, name=name, shown="show" in request.GET)


def _veil(request: StaffRequest, row: Appeal) -> Veil:
    """A reason given on the case shows the names of the files here, too."""
    return veil_of(row.case, account=request.acting.account.pk, at=timezone.now())
