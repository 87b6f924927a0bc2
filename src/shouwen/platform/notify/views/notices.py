"""提醒: the bell of every page and the list behind it."""

from __future__ import annotations

import hashlib

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from shouwen.kernel.spelled import whole
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import signed_in
from shouwen.platform.notify import actions, queries
from shouwen.platform.ui.components.lists import Tab


@signed_in
@require_GET
def notices(request: StaffRequest) -> HttpResponse:
    """My notices, those not acknowledged first; fifty a page."""
    staff, everything = request.acting.staff_id, request.GET.get("all") == "1"
    before = request.GET.get("before", "")
    lines = (
        queries.newest(
            staff,
            unread_only=not everything,
            before=whole(before),
        )
        if staff is not None
        else []
    )
    waiting = queries.unread_count(staff)
    context = {
        "lines": lines[: queries.PAGE],
        "before": lines[queries.PAGE - 1].id if len(lines) > queries.PAGE else None,
        "newest": lines[0].id if lines and not before else None,
        "everything": everything,
        "tabs": [
            Tab(label=gettext("To acknowledge"), url="?", count=waiting, current=not everything),
            Tab(label=gettext("All"), url="?all=1", current=everything),
        ],
        "now": timezone.now(),
    }
    return render(request, "notify/notices.html", context)


@signed_in
@require_GET
@never_cache
def opened(request: StaffRequest, token: str) -> HttpResponse:
    """Where a message leads: one notice, for the one it was sent to. Opening it acknowledges nothing."""
    staff = request.acting.staff_id
    line = queries.by_token(staff, token) if staff is not None else None
    if line is None:
        raise Http404
    return render(request, "notify/notice.html", {"line": line, "now": timezone.now()})


@signed_in
@require_POST
def acknowledge(request: StaffRequest, pk: int) -> HttpResponse:
    """One notice; somebody else's is left alone without a word."""
    acting = request.acting
    if acting.staff_id is not None:
        actions.acknowledge(acting.staff_id, [pk], by=acting.actor(), at=timezone.now())
    return redirect("notify:notices")


@signed_in
@require_POST
def acknowledge_all(request: StaffRequest) -> HttpResponse:
    """Everything the page showed; what came in since stays."""
    acting, until = request.acting, request.POST.get("until", "")
    if acting.staff_id is not None and until.isdecimal() and len(until) < 19:
        done = actions.acknowledge_all(
            acting.staff_id, until=int(until), by=acting.actor(), at=timezone.now()
        )
        said = ngettext("%(n)d notice acknowledged.", "%(n)d notices acknowledged.", done)
        messages.success(request, said % {"n": done})
    return redirect("notify:notices")


@signed_in
@require_GET
def bell(request: StaffRequest) -> HttpResponse:
    """The number in the top bar, fetched again by every open page; 304 while it is the same."""
    count = queries.unread_count(request.acting.staff_id)
    etag = f'"{hashlib.sha256(f"{request.acting.staff_id}:{count}".encode()).hexdigest()[:16]}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified(headers={"ETag": etag})
    response = render(request, "notify/_bell.html", {"count": count})
    response.headers["ETag"] = etag
    return response
