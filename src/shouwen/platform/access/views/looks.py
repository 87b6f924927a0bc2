"""查看记录: who looked at full personal data, when, at what and why; for those who audit."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from shouwen.kernel.spelled import whole
from shouwen.platform.access import queries, rules
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires

DAYS = (1, 7, 30, 180)


@requires(rules.VIEW_LOOKS)
@require_GET
def looks(request: StaffRequest) -> HttpResponse:
    """The looks of the last days, newest first; and who looked most often."""
    now = timezone.now()
    days = _days(request.GET.get("days", ""))
    after = _number(request.GET.get("after", ""))
    since: datetime = now - timedelta(days=days)
    rows, more = queries.looks(since=since, login=request.GET.get("login", "")[:64], after=after)
    context = {
        "rows": rows,
        "now": now,
        "days": days,
        "spans": DAYS,
        "login": request.GET.get("login", "")[:64],
        "often": queries.lookers(since=since),
        "next": rows[-1].pk if more else None,
    }
    return render(request, "access/looks.html", context)


def _days(typed: str) -> int:
    return int(typed) if typed in map(str, DAYS) else DAYS[1]


def _number(typed: str) -> int | None:
    return whole(typed)
