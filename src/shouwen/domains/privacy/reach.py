"""What a page and the API share: whose requests are in sight, and the copy that is handed over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypedDict

from django.http import Http404
from django.shortcuts import get_object_or_404

from shouwen.domains.cases.choices import CaseKind
from shouwen.domains.cases.models import Case
from shouwen.domains.privacy import actions
from shouwen.domains.privacy.models import DataRequest
from shouwen.domains.privacy.queries.package import assembled, packed, rows_of
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.exports.actions import Mark


class Copy(TypedDict):
    """The file as the rules of exports want it told."""

    what: str
    form: str
    name: str
    rows: int
    scope: str
    at: datetime
    write: Callable[[Mark], bytes]


def case_in_sight(request: StaffRequest, pk: int) -> Case:
    return get_object_or_404(Case.objects.visible_to(request.acting.scope), pk=pk)


def request_in_sight(request: StaffRequest, pk: int) -> DataRequest:
    """The request of a case in sight, else as if there were none."""
    found = DataRequest.objects.filter(
        pk=pk, case__in=Case.objects.visible_to(request.acting.scope)
    ).select_related("case")
    return get_object_or_404(found)


def way_to_ask(case: Case) -> Callable[..., DataRequest]:
    """登记请求 on a case of the kind; said on another case, it gets a case of its own."""
    ours = case.kind == CaseKind.DATA_REQUEST
    return actions.ask if ours else actions.ask_beside


def copy_of(row: DataRequest, *, at: datetime) -> Copy:
    """个人信息副本: for a verified person who asked for it; counted as an export, its number kept."""
    if not row.copy_due:
        raise Http404
    data = assembled(row.customer_id)

    def write(mark: Mark) -> bytes:
        actions.hand_over(row.pk, export_number=mark.number)
        return packed(data, mark)

    return Copy(
        what="privacy.package",
        form="zip",
        name=f"personal-data-{row.case.number}.zip",
        rows=rows_of(data),
        scope=f"{row.case.number} · {row.get_wish_display()}",
        at=at,
        write=write,
    )
