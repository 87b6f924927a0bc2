"""关注: the button on a case, who watches it, the list of what one watches, and names after ``@``."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from shouwen.domains.cases import rules as cases
from shouwen.domains.cases.models import Case
from shouwen.domains.watching import actions, queries
from shouwen.domains.watching.choices import How
from shouwen.domains.watching.errors import NoPerson
from shouwen.kernel.spelled import whole
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.access.scope import EVERYTHING
from shouwen.platform.org import queries as org
from shouwen.platform.ui import answers
from shouwen.platform.ui.components.lists import Tab

OFFERED = 8


def corner(request: StaffRequest, case: Case, newest: int) -> str:
    """关注 or 已关注, who else watches, and the element that offers names after ``@`` in notes."""
    watches, staff = queries.watches_of(case.pk), request.acting.staff_id
    context = {
        "case": case,
        "held": any(w.staff_id == staff for w in watches),
        "others": [w.staff.name for w in watches if w.staff_id != staff],
        "hows": How.choices,
        "person": staff,
    }
    return render_to_string("watching/_corner.html", context, request)


@requires(cases.VIEW)
@require_POST
def watch(request: StaffRequest, pk: int) -> HttpResponse:
    """关注."""
    case = _reachable(request, pk)
    how = request.POST.get("how", How.SOON)
    if how not in How.values:
        how = How.SOON
    try:
        actions.watch(case.pk, how=how, by=request.acting.actor(), at=timezone.now())
    except NoPerson as refusal:
        return HttpResponse(str(refusal), status=409, content_type="text/plain; charset=utf-8")
    said = _("You will hear once a day") if how == How.DAILY else _("You will hear within minutes")
    return _done(request, said, case.pk)


@requires(cases.VIEW)
@require_POST
def unwatch(request: StaffRequest, pk: int) -> HttpResponse:
    """取消关注; also of a case that has gone out of sight."""
    actions.unwatch(pk, by=request.acting.actor(), at=timezone.now())
    return _done(request, _("Watched no longer"), pk)


def _reachable(request: StaffRequest, pk: int) -> Case:
    return get_object_or_404(Case.objects.reachable_by(request.acting.scope), pk=pk)


def _done(request: StaffRequest, text: object, case_id: int) -> HttpResponse:
    page = reverse("watching:list")
    return answers.done(request, text, page=page, changed={"case-changed": {"id": case_id}})


@requires(cases.VIEW)
@require_GET
def watched(request: StaffRequest) -> HttpResponse:
    """我的关注: what changed since one looked stands first."""
    acting, now = request.acting, timezone.now()
    staff, ended = acting.staff_id or 0, request.GET.get("tab") == "ended"
    typed = request.GET.get("from", "")
    start = whole(typed, digits=6, otherwise=0)
    rows = queries.mine(staff, scope=acting.scope, ended=ended, start=start, at=now)
    shown, tab = rows[: queries.PAGE], "ended" if ended else "open"
    context = {
        "tabs": _tabs(ended, queries.counts(staff, scope=acting.scope)),
        "rows": shown,
        "ended": ended,
        "first": start + 1,
        "last": start + len(shown),
        "next": f"?tab={tab}&from={start + queries.PAGE}" if len(rows) > queries.PAGE else "",
        "prev": f"?tab={tab}&from={max(start - queries.PAGE, 0)}" if start else "",
        "hows": How.choices,
        "now": now,
    }
    return render(request, "watching/list.html", context)


def _tabs(ended: bool, counts: tuple[int, int]) -> list[Tab]:
    in_work, over = counts
    return [
        Tab(label=pgettext("watching", "In work"), url="?", count=in_work, current=not ended),
        Tab(label=pgettext("watching", "Ended"), url="?tab=ended", count=over, current=ended),
    ]


@requires(cases.VIEW)
@require_GET
def people(request: StaffRequest) -> JsonResponse:
    """Colleagues by part of the name, number or initials; the whole house, as on its contact board."""
    text = request.GET.get("q", "").strip()[:20]
    found = list(org.people(scope=EVERYTHING, text=text)[:OFFERED]) if text else []
    units = {
        held.staff_id: held.post.unit.name
        for held in org.main_posts([p.pk for p in found], at=timezone.now())
    }
    return JsonResponse(
        {
            "people": [
                {"name": p.name, "number": p.number, "unit": units.get(p.pk, "")} for p in found
            ]
        },
        json_dumps_params={"ensure_ascii": False},
    )
