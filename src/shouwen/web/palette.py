"""命令面板 (Ctrl+K): what the server knows for it: the reader's saved views, and cases by what was typed.

The pages of the rail and the controls of the page itself are on the page already: the browser adds them.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from shouwen.domains.cases import rules as case_rules
from shouwen.domains.cases.lists.views.saved import links
from shouwen.domains.cases.queries.rows import Line, lines
from shouwen.domains.cases.queries.search import search
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import signed_in

MOST = 8
"""So many cases are offered; Enter on the last entry opens the whole search."""


@signed_in
@require_GET
def palette(request: StaffRequest) -> HttpResponse:
    """Without words the saved views; with words the newest cases of the reader's scope that contain them."""
    typed = request.GET.get("q", "").strip()[:60]
    may = request.acting.may(case_rules.VIEW)
    context = {
        "views": links(request) if may and not typed else [],
        "cases": _found(request, typed) if may and typed else [],
        "typed": typed,
        "may": may,
    }
    return render(request, "web/palette.html", context)


def _found(request: StaffRequest, typed: str) -> list[Line]:
    return lines(search(typed, scope=request.acting.scope, n=MOST))
