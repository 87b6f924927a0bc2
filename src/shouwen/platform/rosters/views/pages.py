"""What the pages share: the tabs, the rosters in sight, and how a refusal is told."""

from __future__ import annotations

import json
from datetime import date, datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext

from shouwen.kernel.errors import Refused
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.models import Role
from shouwen.platform.org.queries import zone_of
from shouwen.platform.rosters import rules
from shouwen.platform.rosters.models import Roster
from shouwen.platform.rosters.queries.reading import monday_of, now_utc_day, visible_rosters
from shouwen.platform.ui.components.lists import Tab


def tabs(request: StaffRequest, current: str) -> list[Tab]:
    """The pages of the area; the calendar is another app's, where it is installed."""
    pages = [
        ("rosters:home", gettext("Week roster")),
        ("calendars:calendars", gettext("Year calendar")),
        ("rosters:mine", gettext("My duties")),
        ("rosters:swaps", gettext("Swaps")),
        ("rosters:contacts", gettext("A/B contacts")),
        ("rosters:setup", gettext("Shifts")),
    ]
    return [
        Tab(label=label, url=url, current=name == current)
        for name, label in pages
        if (url := _address(name)) and (name != "rosters:setup" or request.acting.may(rules.DEFINE))
    ]


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def roster_or_404(request: StaffRequest, pk: int) -> Roster:
    return get_object_or_404(visible_rosters(request.acting), pk=pk)


def monday_asked(request: StaffRequest, roster: Roster, at: datetime) -> date:
    """The week of the address or form; without one, this week where the roster is kept."""
    text = request.POST.get("week") or request.GET.get("week") or ""
    if not text:
        return monday_of(now_utc_day(at, zone_of(roster.unit_id)))
    return monday_of(day_asked(text))


def day_asked(text: str) -> date:
    """A day as the pages write it; nonsense is an address that does not exist."""
    try:
        day = date.fromisoformat(text)
    except ValueError as wrong:
        raise Http404 from wrong
    if not 2000 <= day.year <= 2100:
        raise Http404
    return day


def number_asked(text: str | None) -> int:
    if not text or not text.isdecimal() or len(text) > 18:
        raise Http404
    return int(text)


def role_names() -> dict[str, str]:
    return dict(Role.objects.order_by("pk").values_list("code", "name"))


def toast(response: HttpResponse, text: object, tone: str = "ok") -> HttpResponse:
    """Say the result beside the page that htmx swaps in."""
    said = json.dumps({"toast": {"text": str(text), "tone": tone}}, ensure_ascii=True)
    response.headers["HX-Trigger"] = said
    return response


def told(request: StaffRequest, target: str, done: object, refusal: Refused | None) -> HttpResponse:
    """After a plain form: back to the page, with what came of it."""
    if refusal is not None:
        messages.error(request, str(refusal))
    elif done:
        messages.success(request, str(done))
    return redirect(target)


def now() -> datetime:
    return timezone.now()
