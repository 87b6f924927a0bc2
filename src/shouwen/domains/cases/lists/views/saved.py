"""Saved views of the case list: their tabs with counts, and what is done to them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shouwen.domains.cases import rules
from shouwen.domains.cases.lists.asking import VIEW_LABELS, Asked, asked
from shouwen.domains.cases.lists.queries import worklist
from shouwen.domains.cases.lists.queries.looking import Counted, counts_of
from shouwen.domains.cases.lists.views.pills import pills
from shouwen.kernel.errors import Refused
from shouwen.platform.access import queries as access
from shouwen.platform.access import saved
from shouwen.platform.access.choices import ViewKind
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.models import SavedView
from shouwen.platform.access.requires import requires
from shouwen.platform.access.scope import Scope
from shouwen.platform.ui.components.lists import Tab

AREA = "cases.list"


def saved_tabs(
    request: StaffRequest, wanted: Asked, *, at: datetime, zone: ZoneInfo
) -> tuple[dict[str, Any] | None, list[Tab]]:
    """The saved view that is open, if any, and a tab for each of the reader's; one count for all."""
    views = saved.views_of(AREA, acting=request.acting)
    lists = {view.pk: list_of(view, scope=request.acting.scope) for view in views}
    found, whole = counted(request, lists, at=at, zone=zone)
    tabs = [
        Tab(
            label=view.name,
            url=lists[view.pk].url(),
            count=_count(found[view.pk], whole) if view.pk in found else None,
            current=view.pk == wanted.saved,
            key=f"saved-{view.pk}",
        )
        for view in views
    ]
    current = next((view for view in views if view.pk == wanted.saved), None)
    if current is None:
        return None, tabs
    changed = sorted(lists[current.pk].pairs()) != sorted(wanted.pairs())
    may = saved.may_change(current, acting=request.acting)
    return {"view": current, "changed": changed, "may": may}, tabs


def counted(
    request: StaffRequest, lists: Mapping[int, Asked], *, at: datetime, zone: ZoneInfo
) -> tuple[dict[int, int], bool]:
    """How many open cases each of the lists holds, and whether all of them were looked at."""
    return counts_of(
        [
            Counted(
                key=pk,
                view=one.viewed(at=at, zone=zone),
                filters=one.filters(at=at, zone=zone),
                units=one.scope.units if one.unit else None,
            )
            for pk, one in lists.items()
        ],
        scope=request.acting.scope,
        person=request.acting.staff_id,
    )


def links(request: StaffRequest) -> list[Tab]:
    """The reader's views by name and address alone; nothing is counted."""
    return [
        Tab(
            label=view.name,
            url=list_of(view, scope=request.acting.scope).url(),
            key=f"saved-{view.pk}",
        )
        for view in saved.views_of(AREA, acting=request.acting)
    ]


def list_of(view: SavedView, *, scope: Scope) -> Asked:
    """The list a view remembers, within the reader's own scope."""
    query = QueryDict(view.query, mutable=True)
    query["v"] = str(view.pk)
    query["cols"] = ".".join(view.columns)
    query["order"] = view.order
    return asked(query, scope=scope)


def _count(n: int, whole: bool) -> int | str:
    if n > worklist.MOST:
        return f"{worklist.MOST - 1}+"
    return n if whole else f"{n}+"


def removed_lately(request: StaffRequest, *, at: datetime) -> SavedView | None:
    """The view just taken away, while it can be brought back."""
    pk = request.GET.get("removed", "")
    if not (pk.isascii() and pk.isdecimal() and len(pk) < 19):
        return None
    view = SavedView.objects.filter(pk=pk, removed_at__gt=at - saved.UNDO).first()
    return view if view and saved.may_change(view, acting=request.acting) else None


@requires(rules.VIEW)
@require_GET
def new_view(request: StaffRequest) -> HttpResponse:
    """存为视图: the dialog that asks for a name; the filters suggest one."""
    wanted = asked(request.GET, scope=request.acting.scope)
    words = [pill["value"] for pill in pills(wanted) if pill["value"]]
    context = {
        "name": "，".join([str(VIEW_LABELS[wanted.view]), *words])[:40],
        "query": urlencode(wanted.pairs(v="")),
        "kinds": [(kind.value, kind.label) for kind in saved.kinds_of(request.acting)],
        "roles": [(role.code, gettext(role.name)) for role in access.roles()],
        "role": request.acting.role_code,
    }
    return render(request, "cases/lists/_view.html", context)


@requires(rules.VIEW)
@require_GET
def view_settings(request: StaffRequest, pk: int) -> HttpResponse:
    """视图设置: rename, move, remember what is shown now, remove."""
    found = [v for v in saved.views_of(AREA, acting=request.acting) if v.pk == pk]
    if not found or not saved.may_change(found[0], acting=request.acting):
        return HttpResponse(status=404)
    wanted = asked(request.GET, scope=request.acting.scope)
    context = {"view": found[0], "name": found[0].name, "query": urlencode(wanted.pairs(v=""))}
    return render(request, "cases/lists/_view.html", context)


@requires(rules.VIEW)
@require_POST
def save_view(request: StaffRequest) -> HttpResponse:
    """The list as it stands becomes a tab of its own."""
    name = request.POST.get("name", "").strip()
    if not name:
        messages.error(request, _("Give the view a name."))
        return redirect("cases:list")
    kind = request.POST.get("kind", ViewKind.PERSONAL.value)
    role = request.POST.get("role", "") or request.acting.role_code
    try:
        view = saved.save_view(
            AREA,
            name=name,
            look=_look(request),
            kind=kind if role or kind != ViewKind.ROLE else ViewKind.PERSONAL.value,
            role_code=role if role in _roles() else request.acting.role_code,
            acting=request.acting,
            at=timezone.now(),
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("cases:list")
    messages.success(request, _("View “%(name)s” saved.") % {"name": view.name})
    return redirect(list_of(view, scope=request.acting.scope).url())


@requires(rules.VIEW)
@require_POST
def change_view(request: StaffRequest, pk: int) -> HttpResponse:
    """One of: save the name, remember the list, move left or right, remove, bring back."""
    acting, at = request.acting, timezone.now()
    if not SavedView.objects.filter(pk=pk, area=AREA).exists():
        return HttpResponse(status=404)
    act = request.POST.get("act", "name")
    try:
        if act == "remove":
            saved.remove_view(pk, acting=acting, at=at)
            return redirect(f"{reverse('cases:list')}?removed={pk}")
        if act in ("left", "right"):
            saved.move_view(pk, by=-1 if act == "left" else 1, acting=acting)
            view = SavedView.objects.get(pk=pk)
        elif act == "restore":
            view = saved.restore_view(pk, acting=acting, at=at)
        else:
            look = _look(request) if act == "remember" else None
            name = request.POST.get("name", "")
            view = saved.change_view(pk, name=name, look=look, acting=acting, at=at)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("cases:list")
    return redirect(list_of(view, scope=request.acting.scope).url())


def _look(request: StaffRequest) -> saved.Look:
    return look_of(request.POST.get("query", ""), scope=request.acting.scope)


def look_of(query: str, *, scope: Scope) -> saved.Look:
    """What a list shows, as its address says; read again, so that only known words are kept."""
    wanted = asked(QueryDict(query[:2000]), scope=scope)
    kept = urlencode(wanted.pairs(v="", cols="", order=""))
    return saved.Look(query=kept[:2000], columns=wanted.columns, order=wanted.order)


def _roles() -> list[str]:
    return access.role_codes()
