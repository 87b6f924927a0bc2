"""The page of a department: its people, its figures, its work by state, most urgent first."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from shouwen.domains.asks import rules as ask_rules
from shouwen.domains.asks.queries import figures
from shouwen.domains.cases import rules as case_rules
from shouwen.domains.kpi.pages import STATES
from shouwen.domains.kpi.targets import aims
from shouwen.domains.teamwork import rules as task_rules
from shouwen.kernel import periods
from shouwen.kernel.periods import Grain
from shouwen.kernel.spelled import whole
from shouwen.platform.access.acting import Acting
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.org import queries as org
from shouwen.platform.org.tree import tree
from shouwen.platform.rosters import queries as rosters
from shouwen.platform.rosters.words import standing_words
from shouwen.platform.ui.components.lists import Tab
from shouwen.platform.ui.polling import polled
from shouwen.web.inbox.matters import PAGE, TABS, Reach, Sum, page, total
from shouwen.web.inbox.rows import rows


@requires(ask_rules.VIEW)
@require_GET
@polled
def inbox(request: StaffRequest) -> HttpResponse:
    """One page for a department: its people, its figures, its work by state, most urgent first."""
    acting, now = request.acting, timezone.now()
    unit = _unit(request)
    tab, start = request.GET.get("tab", ""), _start(request)
    tab = tab if tab in TABS else TABS[0]
    reach = _reach(org.below(unit), acting)
    zone = org.zone_of(unit)
    found = total(reach, at=now, tomorrow=periods.at(now, Grain.DAY, zone).end(zone))
    keys = page(reach, tab=tab, start=start)
    shown = rows(keys[:PAGE], units=reach.units, acting=acting, now=now)
    context = {
        "unit": tree().nodes[unit].name,
        "people": _contacts(unit, now),
        "tabs": _tabs(tab, unit, found),
        "tab": tab,
        "rows": shown,
        "waited": found.waited,
        "to_accept": found.least(found.tabs["to_accept"]),
        "in_work": found.least(found.tabs["in_work"]),
        "late": found.overdue > 0,
        "overdue": found.least(found.overdue),
        "today": found.least(found.today),
        "held": found.held,
        "start": start + 1,
        "end": start + len(shown),
        "total": None if found.many else found.tabs[tab],
        "prev": _address(unit, tab, max(start - PAGE, 0)) if start else "",
        "next": _address(unit, tab, start + PAGE) if len(keys) > PAGE else "",
        "here": request.get_full_path(),
        "now": now,
        **_figures(unit, reach.units, zone, now),
    }
    fragment = "#list" if request.headers.get("X-Poll") else ""
    return render(request, f"web/inbox.html{fragment}", context)


def _unit(request: StaffRequest) -> int:
    """The unit asked for, if it is in the reader's scope; else the own one."""
    asked = request.GET.get("unit", "")
    known = tree().nodes
    if asked:
        unit = whole(asked, otherwise=0)
        if unit not in known or not request.acting.scope.covers(unit):
            raise Http404
        return unit
    own = request.acting.unit_id
    if own is None:
        own = next((n.id for n in tree().walk() if n.active), None)
    if own is None or own not in known:
        raise Http404
    return own


def _reach(units: Collection[int], acting: Acting) -> Reach:
    """Requests are for every reader; cases and sub-tasks for those who may see such."""
    return Reach(units=units, cases=acting.may(case_rules.VIEW), tasks=acting.may(task_rules.DO))


def _start(request: StaffRequest) -> int:
    text = request.GET.get("from", "")
    return whole(text, digits=6, otherwise=0)


def _address(unit: int, tab: str, start: int = 0) -> str:
    place = f"&from={start}" if start else ""
    return f"{reverse('inbox')}?unit={unit}&tab={tab}{place}"


def _contacts(unit: int, now: datetime) -> list[dict[str, Any]]:
    """A 角、B 角 of the department, and whether they are there."""
    named = {c.role: c for c in reversed(org.contacts_at(unit, at=now))}
    standing = rosters.standings({c.staff_id for c in named.values()}, at=now)
    return [
        {
            "name": named[role].staff.name,
            "role": role,
            "word": standing_words(standing[named[role].staff_id])[0],
            "tone": standing_words(standing[named[role].staff_id])[1],
        }
        for role in ("A", "B")
        if role in named and named[role].staff_id in standing
    ]


def _figures(unit: int, below: Collection[int], zone: ZoneInfo, now: datetime) -> dict[str, Any]:
    """Of the running ten days: replies on time (K52) against the target, and how the front line rates."""
    period = periods.at(now, Grain.XUN, zone)
    bounds = {"since": period.start(zone), "until": period.end(zone), "at": now}
    units = sorted(below)
    replies = figures.replied_on_time(units, **bounds)
    aim = aims(unit, on=now.astimezone(zone).date()).get("K52")
    return {
        "replies": replies,
        "aim": aim,
        "state": STATES.get(aim.judge(replies), "") if aim else "",
        "rated": figures.rated(units, **bounds),
    }


def _tabs(current: str, unit: int, found: Sum) -> list[Tab]:
    words = {
        "all": (_("All"), ""),
        "to_accept": (_("To accept"), "warn"),
        "in_work": (_("In work"), ""),
        "waiting": (pgettext("inbox", "Waiting"), ""),
        "to_rectify": (_("To rectify"), "late"),
    }
    own = [
        Tab(
            label=label,
            url=_address(unit, key),
            count=found.least(found.tabs[key]),
            tone=tone,
            current=key == current,
            key=key,
        )
        for key, (label, tone) in words.items()
    ]
    asked = Tab(label=_("Requests and what we wait for"), url=reverse("asks:inbox"), key="asked")
    return [*own, asked]
