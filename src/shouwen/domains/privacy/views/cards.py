"""What the page of a case shows of personal data: the request, a hold, and the way to begin one."""

from __future__ import annotations

from datetime import datetime

from django.template.loader import render_to_string

from shouwen.domains.cases.choices import CaseKind
from shouwen.domains.cases.models import Case
from shouwen.domains.cases.veiling import veil_of
from shouwen.domains.privacy import rules
from shouwen.domains.privacy.choices import ARTICLE, SOURCE, RefusalGround, Wish
from shouwen.domains.privacy.models import DataRequest, LegalHold
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.permissions import Permission


def card_of_case(request: StaffRequest, case: Case, now: datetime) -> str:
    """个人信息权利请求 and holds on the page of a case."""
    asked = DataRequest.objects.filter(case_id=case.pk).select_related("done_by")
    holds = LegalHold.objects.filter(subject_kind="case", subject_id=case.pk, lifted_at=None)
    ours = case.kind == CaseKind.DATA_REQUEST
    if not ours and not asked.values("pk").union(holds.values("pk")).exists():
        return ""  # of most cases, in one statement
    rows, held = list(asked.order_by("-instance")), holds.first()
    row = rows[0] if rows else None
    context = {
        "case": case,
        "rows": rows,
        "due": _to_register(case, row),
        "held": held,
        "why": veil_of(case, account=request.acting.account.pk, at=now)(held.reason)
        if held
        else "",
        "articles": [(r, ARTICLE[Wish(r.wish)], _source(r)) for r in rows],
        "may_handle": request.acting.may(rules.HANDLE)
        and request.acting.scope.covers(case.owner_unit_id),
        "may_hold": request.acting.may(rules.HOLD),
        "may_copy": row is not None and row.copy_due,
    }
    return render_to_string("privacy/_of_case.html", context, request)


def _to_register(case: Case, row: DataRequest | None) -> bool:
    """待登记: a case of the kind, still open, of which nobody has said yet what is wanted."""
    if case.kind != CaseKind.DATA_REQUEST or not case.is_open:
        return False
    return row is None or row.instance != case.instance


def _source(row: DataRequest) -> str:
    return SOURCE[RefusalGround(row.ground)] if row.ground else ""


def item_of_case(request: StaffRequest, case: Case, now: datetime) -> str:
    """登记个人信息权利请求 and 法律保留, for whoever may."""
    may = _may(request, case, rules.HANDLE) and case.customer_id is not None
    holds = _may(request, case, rules.HOLD)
    if not (may or holds):
        return ""
    context = {"case": case, "may_ask": may, "may_hold": holds}
    return render_to_string("privacy/_button.html", context, request)


def _may(request: StaffRequest, case: Case, verb: Permission) -> bool:
    covers = request.acting.scope.covers
    return request.acting.may(verb) and (covers(case.owner_unit_id) or covers(case.handler_unit_id))
