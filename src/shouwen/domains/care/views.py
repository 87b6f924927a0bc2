"""员工关怀: the list without words, the words of one note on demand, writing, following up."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shouwen.domains.care import actions, queries, rules
from shouwen.domains.care.forms import CareForm
from shouwen.kernel.errors import Refused
from shouwen.kernel.spelled import whole
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.org import queries as org
from shouwen.platform.ui import answers
from shouwen.platform.ui.components.lists import Tab, tabs_of

PAGE = 50
CHANGED: dict[str, object] = {"care-changed": {}}


@requires(rules.READ)
@require_GET
def care(request: StaffRequest) -> HttpResponse:
    """关怀记录: who, when, by whom, when to ask again; the words stay sealed until one is opened."""
    waiting = request.GET.get("tab", "") != "all"
    typed = request.GET.get("from", "")
    start = whole(typed, digits=6, otherwise=0)
    found = queries.notes(request.acting, waiting=waiting)
    rows = list(found[start : start + PAGE + 1])
    tab = "waiting" if waiting else "all"
    context = {
        "tabs": _tabs(request, tab),
        "rows": rows[:PAGE],
        "waiting": waiting,
        "today": timezone.now().astimezone(org.zone_of(request.acting.unit_id)).date(),
        "first": start + 1,
        "last": start + min(len(rows), PAGE),
        "prev": f"?tab={tab}&from={max(start - PAGE, 0)}" if start else "",
        "next": f"?tab={tab}&from={start + PAGE}" if len(rows) > PAGE else "",
        "may_write": request.acting.may(rules.WRITE),
        "everybody": request.acting.may(rules.EVERYBODY),
        "me": request.acting.staff_id,
    }
    return render(request, "care/list.html", context)


def _tabs(request: StaffRequest, current: str) -> list[Tab]:
    words = {"waiting": (_("To follow up"), ""), "all": (_("All notes"), "")}
    counts = {key: queries.notes(request.acting, waiting=key == "waiting").count() for key in words}
    return tabs_of(reverse("care:list"), words, counts, current=current)


@requires(rules.WRITE)
@require_http_methods(["GET", "POST"])
def write(request: StaffRequest) -> HttpResponse:
    """写关怀记录."""
    acting, now = request.acting, timezone.now()
    team = _team(request, now)
    form = CareForm(request.POST if request.method == "POST" else None, team=team)
    if request.method == "GET":
        return render(request, "care/_write.html", {"form": form})
    if not form.is_valid():
        return render(request, "care/_write.html", {"form": form}, status=422)
    said = form.cleaned_data
    try:
        actions.write(
            said["staff_id"],
            text=said["text"],
            follow_up=said["follow_up"],
            by=acting.actor(),
            at=now,
        )
    except Refused as refusal:
        context = {"form": form, "refusal": refusal}
        return render(request, "care/_write.html", context, status=409)
    return answers.done(
        request, _("Written and sealed"), page=reverse("care:list"), changed=CHANGED
    )


def _team(request: StaffRequest, now: datetime) -> list[tuple[int, str]]:
    """Whom the reader may write about, by number."""
    unit, person = request.acting.unit_id, request.acting.staff_id
    if unit is None or person is None:
        return []
    return list(queries.team(unit, person, at=now).values_list("pk", "name"))


@requires(rules.READ)
@require_POST
def read(request: StaffRequest, pk: int) -> HttpResponse:
    """打开: the words of one note; a GET opens none. For personnel also on behalf of the person."""
    note = get_object_or_404(queries.readable(request.acting), pk=pk)
    for_them = request.POST.get("for") == "person" and request.acting.may(rules.EVERYBODY)
    try:
        words = actions.read(
            note.pk, for_the_person=for_them, by=request.acting.actor(), at=timezone.now()
        )
    except Refused as refusal:
        return HttpResponse(str(refusal), status=409, content_type="text/plain; charset=utf-8")
    return render(request, "care/_words.html", {"note": note, "words": words})


@requires(rules.READ)
@require_POST
def followed(request: StaffRequest, pk: int) -> HttpResponse:
    """已跟进, by the writer or the line above."""
    note = get_object_or_404(queries.readable(request.acting), pk=pk)
    try:
        actions.follow_up(note.pk, by=request.acting.actor(), at=timezone.now())
    except Refused as refusal:
        return HttpResponse(str(refusal), status=409, content_type="text/plain; charset=utf-8")
    return answers.done(request, _("Followed up"), page=reverse("care:list"), changed=CHANGED)
