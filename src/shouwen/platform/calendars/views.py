"""年日历: twelve months at a glance, a day or a week changed, a notice imported, open clocks moved.

Every change is first shown with its effect (the form again, with what it would do), then saved.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext, ngettext

from shouwen.kernel.errors import Refused
from shouwen.kernel.spelled import whole
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.calendars import actions, notices, queries, rostered, specs
from shouwen.platform.calendars.forms import (
    CalendarForm,
    DayForm,
    NoticeForm,
    RosterForm,
    WeekForm,
    spelled,
)
from shouwen.platform.clocks import rules
from shouwen.platform.clocks.models import Revision
from shouwen.platform.org.tree import tree

YEARS = range(2000, 2100)
NEXT = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The words of one form page."""

    title: str
    about: str
    back: str
    submit: str
    note: str = ""


@requires(rules.VIEW)
def calendars(request: StaffRequest) -> HttpResponse:
    """The calendar most clocks of an office run on; the others are one click away."""
    known = queries.calendars()
    if not known:
        return render(request, "calendars/none.html", _common(request))
    offices = [c.code for c in known if c.code == "office"]
    return redirect("calendars:calendar", code=(offices or [known[0].code])[0])


@requires(rules.VIEW)
def calendar(request: StaffRequest, code: str) -> HttpResponse:
    """One year of one calendar."""
    revision = _revision(code)
    today = _today(revision)
    year = _year(request, today)
    running, provisional = queries.open_clocks(code)
    context = {
        "calendars": queries.calendars(),
        "code": code,
        "title": queries.title(code),
        "revision": revision,
        "year": queries.year(revision, year),
        "months": list(MONTHS.values()),
        "week_days": list(WEEKDAYS_ABBR.values()),
        "today": today,
        "before": year - 1 if year - 1 in YEARS else None,
        "after": year + 1 if year + 1 in YEARS else None,
        "usual": queries.week_words(revision.spec, today),
        "usual_seconds": specs.seconds_of(specs.usual_spans(revision.spec, today)),
        "missing": queries.missing_years(at=timezone.now()).get(code),
        "source": revision.spec.get("sources", {}).get(str(year), ""),
        "keeps_holidays": specs.keeps_holidays(revision.spec),
        "roster": revision.spec.get("roster"),
        "running": running,
        "provisional": provisional,
        "behind": queries.behind(code),
    }
    return render(request, "calendars/calendar.html", _common(request) | context)


@requires(rules.VIEW)
def next_days(request: StaffRequest, code: str) -> HttpResponse:
    """The next fortnight, day by day with its hours: what the clocks will count."""
    revision = _revision(code)
    today = _today(revision)
    context = {
        "code": code,
        "title": queries.title(code),
        "revision": revision,
        "days": [
            (d, WEEKDAYS[d.on.weekday()])
            for d in queries.days(revision, today, today + timedelta(days=NEXT - 1))
        ],
        "today": today,
    }
    return render(request, "calendars/next_days.html", _common(request) | context)


@requires(rules.VIEW)
def versions(request: StaffRequest, code: str) -> HttpResponse:
    """Who saved which state when."""
    revision = _revision(code)
    context = {
        "code": code,
        "title": queries.title(code),
        "revision": revision,
        "versions": queries.versions(code),
    }
    return render(request, "calendars/versions.html", _common(request) | context)


@requires(rules.CONFIGURE)
def change_day(request: StaffRequest, code: str) -> HttpResponse:
    """改一天."""
    revision = _revision(code)
    on = _date(request.GET.get("on", ""))
    form = DayForm(request.POST or None, initial={"on": on})
    page = Page(
        title=gettext("Change one day"),
        about=queries.title(code),
        back=resolve_url("calendars:calendar", code=code),
        submit=gettext("Save the day"),
    )

    def spec() -> specs.Spec:
        return specs.with_day(revision.spec, form.cleaned_data["on"], form.spans)

    def save(based_on: int) -> None:
        actions.change_day(
            code,
            form.cleaned_data["on"],
            form.spans,
            reason=form.cleaned_data["reason"],
            based_on=based_on,
            by=request.acting.actor(),
            at=timezone.now(),
        )

    return _changed(request, code, revision, form, page, spec, save)


@requires(rules.CONFIGURE)
def change_week(request: StaffRequest, code: str) -> HttpResponse:
    """改作息."""
    revision = _revision(code)
    now = specs.weekly_on(revision.spec, _today(revision))
    form = WeekForm(request.POST or None, initial={f"day{n}": spelled(now[n]) for n in range(7)})
    page = Page(
        title=gettext("Change the week"),
        about=queries.title(code),
        back=resolve_url("calendars:calendar", code=code),
        submit=gettext("Save the week"),
        note=gettext(
            "Summer hours are a pattern of their own: save one from its first day, and one from the day it ends."
        ),
    )

    def spec() -> specs.Spec:
        return specs.with_week(revision.spec, form.cleaned_data["since"], form.weekly)

    def save(based_on: int) -> None:
        actions.change_week(
            code,
            form.cleaned_data["since"],
            form.weekly,
            reason=form.cleaned_data["reason"],
            based_on=based_on,
            by=request.acting.actor(),
            at=timezone.now(),
        )

    return _changed(request, code, revision, form, page, spec, save)


@requires(rules.CONFIGURE)
def create(request: StaffRequest) -> HttpResponse:
    """新建日历."""
    office = {f"day{n}": "08:30-12:00 13:30-17:30" for n in range(5)}
    form = CalendarForm(request.POST or None, initial=office)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_calendar(
                form.cleaned_data["code"],
                form.cleaned_data["zone"],
                form.weekly,
                holidays_like="office" if form.cleaned_data["holidays"] else None,
                by=request.acting.actor(),
                at=timezone.now(),
            )
        except Refused as refusal:
            form.add_error("code", str(refusal))
        else:
            messages.success(request, gettext("The calendar is there; limits can name it now."))
            return redirect("calendars:calendar", code=made.code)
    page = Page(
        title=gettext("New calendar"),
        about=gettext("Working hours of their own for some limits"),
        back=resolve_url("calendars:calendars"),
        submit=gettext("Create the calendar"),
    )
    return _form(request, form, page)


@requires(rules.CONFIGURE)
def follow_roster(request: StaffRequest) -> HttpResponse:
    """按排班: a calendar that is open while somebody of a unit is on duty."""
    offered = [
        (node.id, node.name)
        for node in tree().walk()
        if node.active and request.acting.scope.covers(node.id)
    ]
    form = RosterForm(offered, request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = rostered.follow_roster(
            form.cleaned_data["unit_id"], by=request.acting.actor(), at=timezone.now()
        )
        messages.success(request, gettext("The calendar follows the roster from now on."))
        return redirect("calendars:calendar", code=made.calendar.code)
    page = Page(
        title=gettext("Follow a roster"),
        about=gettext("A calendar that is open while somebody is on duty"),
        back=resolve_url("calendars:calendars"),
        submit=gettext("Make the calendar"),
    )
    return _form(request, form, page)


@requires(rules.CONFIGURE)
def notice(request: StaffRequest) -> HttpResponse:
    """导入节假日: the file is read at once; what it did is said calendar by calendar."""
    form = NoticeForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            found = notices.read(file.read(), name=file.name)
            done = actions.import_notice(found, by=request.acting.actor(), at=timezone.now())
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            for each in done:
                messages.success(request, _said(each, found.year))
            if not done:
                return redirect("calendars:calendars")
            first = resolve_url("calendars:calendar", code=done[0].calendar)
            return redirect(f"{first}?year={found.year}")
    page = Page(
        title=gettext("Import public holidays"),
        about=gettext("The State Council's notice of a year's holidays and make-up days"),
        back=resolve_url("calendars:calendars"),
        submit=gettext("Import"),
        note=gettext(
            "Provisional due times are reckoned anew and keep the old one in their history; all other open clocks stay until you move them."
        ),
    )
    return _form(request, form, page)


@requires(rules.CONFIGURE)
def move_clocks(request: StaffRequest, code: str) -> HttpResponse:
    """在办时钟改用新历: shown with its effect, done by a second click."""
    revision = _revision(code)
    at = timezone.now()
    if request.method == "POST":
        moved = actions.move_clocks(code, by=request.acting.actor(), at=at)
        said = ngettext("%(n)d clock moved.", "%(n)d clocks moved.", moved.clocks)
        messages.success(request, said % {"n": moved.clocks})
        return redirect("calendars:calendar", code=code)
    context = {
        "code": code,
        "title": queries.title(code),
        "revision": revision,
        "effect": actions.foresee(code, revision.spec, at=at),
        "behind": queries.behind(code),
    }
    return render(request, "calendars/move.html", _common(request) | context)


def _changed(
    request: StaffRequest,
    code: str,
    revision: Revision,
    form: forms.Form,
    page: Page,
    spec: Callable[[], specs.Spec],
    save: Callable[[int], None],
) -> HttpResponse:
    """The form; then the form with its effect; then saved, if the state is still the one looked at."""
    effect: Any = None
    if request.method == "POST" and form.is_valid():
        try:
            if "save" in request.POST:
                based_on = request.POST.get("based_on", "")
                save(whole(based_on, digits=8, otherwise=0))
                messages.success(
                    request, gettext("Saved as a new version; open clocks keep theirs.")
                )
                return redirect("calendars:calendar", code=code)
            effect = actions.foresee(code, spec(), at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return _form(request, form, page, revision=revision, effect=effect, previews=True)


def _form(request: StaffRequest, form: forms.Form, page: Page, **more: Any) -> HttpResponse:
    context = _common(request) | {"form": form, "page": page} | more
    wrong = form.is_bound and bool(form.errors)
    return render(request, "calendars/form.html", context, status=422 if wrong else 200)


def _common(request: StaffRequest) -> dict[str, Any]:
    return {"now": timezone.now(), "may_change": request.acting.may(rules.CONFIGURE)}


def _revision(code: str) -> Revision:
    try:
        return queries.newest(code)
    except Refused as unknown:
        raise Http404 from unknown


def _today(revision: Revision) -> date:
    return timezone.now().astimezone(ZoneInfo(revision.calendar.zone)).date()


def _year(request: StaffRequest, today: date) -> int:
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else today.year
    return year if year in YEARS else today.year


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _said(done: actions.Imported, year: int) -> str:
    title = queries.title(done.calendar)
    if done.n is None:
        said = gettext("%(calendar)s knew all days of %(year)s already.")
        return said % {"calendar": title, "year": year}
    said = gettext(
        "%(calendar)s: %(days)s days of %(year)s, version %(n)s; %(clocks)s provisional clocks reckoned anew."
    )
    return said % {
        "calendar": title,
        "days": done.days,
        "year": year,
        "n": done.n,
        "clocks": done.recomputed.clocks if done.recomputed else 0,
    }
