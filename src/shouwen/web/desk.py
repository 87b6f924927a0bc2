"""My desk: the first page of everybody who handles matters; joins cases, figures and notices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shouwen.domains.cases import rules as case_rules
from shouwen.domains.cases.lists.queries import desk as cases
from shouwen.domains.kpi import definitions, queries, reach
from shouwen.domains.kpi.reach import Question
from shouwen.domains.kpi.targets import aims
from shouwen.kernel import periods
from shouwen.kernel.periods import Grain
from shouwen.kernel.ratios import Ratio
from shouwen.platform.access.acting import Acting
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires, signed_in
from shouwen.platform.clocks.queries import Waiting
from shouwen.platform.notify import queries as notices
from shouwen.platform.org import queries as org
from shouwen.platform.ui.navigation import registry
from shouwen.web import worklist
from shouwen.web.context import address
from shouwen.web.demo.models import Branch

NOTICES = 6
ON_TIME = "on_time_rate"


@signed_in
@require_GET
def desk(request: StaffRequest) -> HttpResponse:
    """我的工作台; posts that handle no matters go to the first page they may use."""
    acting, now = request.acting, timezone.now()
    if not acting.may(case_rules.VIEW):
        return _elsewhere(request)
    zone = _zone(acting)
    today = periods.at(now, Grain.DAY, zone).start(zone)
    context = {
        "now": now,
        "greeting": _greeting(now.astimezone(zone).hour),
        "due": _due(acting, request.GET.get("kind", ""), now),
        "done": cases.done(person=acting.staff_id, since=today, before=today - timedelta(days=1)),
        "notices": notices.by_matter(acting.staff_id, n=NOTICES) if acting.staff_id else [],
        "unread": notices.unread_count(acting.staff_id),
        "demo": Branch.objects.filter(ready_at__isnull=True, removed_at__isnull=True).first(),
    }
    return render(request, "web/desk.html", context)


@requires(case_rules.VIEW)
@require_GET
def on_time(request: StaffRequest) -> HttpResponse:
    """按时率 of the desk, asked for once the page stands: it is reckoned from the matters, every time."""
    acting, now = request.acting, timezone.now()
    return render(request, "web/desk.html#on_time", {"on_time": _on_time(acting, now)})


def _zone(acting: Acting) -> ZoneInfo:
    return ZoneInfo(acting.unit_zone) if acting.unit_zone else org.zone_of(acting.unit_id)


@dataclass(frozen=True, slots=True)
class Due:
    """现在到期: what waits for the reader, or what lies in the units of whoever has nothing and leads."""

    mine: bool
    waiting: Waiting
    units: cases.Units
    rows: list[worklist.Row]
    picks: list[tuple[str, str, int]]
    picked: str


def _due(acting: Acting, kind: str, now: datetime) -> Due:
    """``kind`` narrows the rows to one kind of matters; the figures stay those of all."""
    hands = worklist.hands_of(acting)
    kinds = worklist.waiting(hands, acting, at=now)
    units = cases.units(scope=acting.scope, at=now)
    total = sum(kinds.values(), start=Waiting())
    mine = total.own > 0 or (total.all > 0 and not acting.may(case_rules.LEAD))
    if not mine:
        kinds = {worklist.CASE: Waiting(units.open)} | {
            k: n for k, n in kinds.items() if k != worklist.CASE
        }
    picked = kind if kind in kinds else ""
    lines = None if mine else cases.first(worklist.LENGTH, scope=acting.scope, at=now)
    words = worklist.words()
    return Due(
        mine=mine,
        waiting=total,
        units=units,
        rows=worklist.rows(hands, acting, cases=lines, only=picked),
        picks=[(k, words[k], n.all) for k, n in kinds.items() if n.all],
        picked=picked,
    )


def _elsewhere(request: StaffRequest) -> HttpResponse:
    """The first page of the rail to work on: not everybody's, nothing to look up; else the own settings."""
    for item in registry:
        if item.group == "knowledge" or item.permission is None:
            continue
        if request.acting.may(item.permission):
            url = address(item.url_name)
            if url and url != "/":
                return HttpResponseRedirect(url)
    return render(request, "web/desk.html", {"now": timezone.now(), "nothing": True})


def _greeting(hour: int) -> str:
    if hour < 11:
        return _("good morning")
    if hour < 13:
        return _("good day")
    return _("good afternoon") if hour < 18 else _("good evening")


@dataclass(frozen=True, slots=True)
class OnTime:
    """按时率 of the unit in the running ten days, with its target in words."""

    ratio: Ratio
    state: str
    target: str
    compared: str


def _on_time(acting: Acting, now: datetime) -> OnTime | None:
    """K14 of the own unit and all below it; None without a unit."""
    definition = definitions.find(ON_TIME)
    if acting.unit_id is None or definition is None:
        return None
    period = periods.at(now, Grain.XUN, _zone(acting))
    question = Question(
        reach=reach.whole(acting.unit_id, acting.scope), span=reach.over(period, as_of=now)
    )
    ratio = queries.measure(definition, question)[0].ratio
    aim = aims(acting.unit_id, on=period.first).get(definition.id)
    state = {"missed": "late", "near": "warn"}.get(aim.judge(ratio), "") if aim else ""
    compared = _("%(n)s due") % {"n": ratio.denominator}
    target = _("target %(aim)s") % {"aim": aim.text} if aim else ""
    return OnTime(ratio, state, target, compared)
