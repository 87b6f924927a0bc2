"""通讯录: who answers for each unit, who stands in, whether they are there, and by which number."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from shouwen.kernel.spelled import whole
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.org.queries import names
from shouwen.platform.org.tree import tree
from shouwen.platform.rosters import contacting, queries, rules
from shouwen.platform.rosters.contacting import callable_by
from shouwen.platform.rosters.views.pages import now, tabs


@requires(rules.VIEW)
@require_GET
def board(request: StaffRequest) -> HttpResponse:
    """Who is called for what: a county sees its own and the departments, the head office everybody."""
    at, acting = now(), request.acting
    text, on_duty = request.GET.get("q", "").strip()[:60], "on" in request.GET
    start = whole(request.GET.get("from"), digits=6, otherwise=0)
    shown = contacting.board(callable_by(acting), text=text, on_duty=on_duty, start=start, at=at)
    last = start + len(shown.entries)
    unit = acting.unit_id
    context = {
        "tabs": tabs(request, "rosters:contacts"),
        "entries": shown.entries,
        "manager": contacting.callee(queries.duty_manager(unit, at=at) if unit else None),
        "issuer": names([tree().nodes[unit].path[0]]).get(tree().nodes[unit].path[0], "") if unit else "",
        "q": text,
        "on_duty": on_duty,
        "issued": at,
        "start": start + 1,
        "end": last,
        "total": shown.total,
        "prev": _page(request, max(start - contacting.PAGE, 0)) if start else "",
        "next": _page(request, last) if last < shown.total else "",
        "may_org": acting.may("org.edit_units"),
    }  # fmt: skip
    return render(request, "rosters/contacts.html", context)


def _page(request: StaffRequest, start: int) -> str:
    """The same board from another place on."""
    asked = request.GET.copy()
    asked["from"] = str(start)
    return f"?{asked.urlencode()}"
