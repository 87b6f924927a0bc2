"""What intake adds to the page of a case: the answers to what its type asked."""

from __future__ import annotations

from datetime import datetime

from django.template.loader import render_to_string

from shouwen.domains.cases.models import Case
from shouwen.domains.mattertypes import queries as mattertypes
from shouwen.platform.access.http import StaffRequest


def answers_of_case(request: StaffRequest, case: Case, now: datetime) -> str:
    """受理要素: labels and answers by the version of the type that was asked."""
    rows = mattertypes.answers(case.kind, case.category, case.extra)
    settled = bool(case.extra.get("settled_at_counter"))
    if not rows and not settled:
        return ""
    context = {"rows": rows, "settled": settled, "version": case.extra.get("type_version")}
    return render_to_string("intake/_answers.html", context, request)
