"""周排班: the week grid and what is done in it."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext, ngettext, pgettext
from django.views.decorators.http import require_GET, require_POST

from shouwen.kernel.errors import Refused
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.exports.actions import Mark
from shouwen.platform.exports.answering import as_file
from shouwen.platform.rosters import actions, planning, rules
from shouwen.platform.rosters.board import board_of, gap_words
from shouwen.platform.rosters.choices import AbsenceKind, WeekState
from shouwen.platform.rosters.models import Roster
from shouwen.platform.rosters.queries.reading import monday_of, turns, visible_rosters, week_of
from shouwen.platform.rosters.views.pages import (
    day_asked,
    monday_asked,
    now,
    number_asked,
    role_names,
    roster_or_404,
    tabs,
    toast,
)

Act = Callable[[Roster, date, datetime], object]
SHOWN_ROSTERS = 6
SUGGESTED = 5


@requires(rules.VIEW)
@require_GET
def home(request: StaffRequest) -> HttpResponse:
    """The nearest roster of one's own; somebody who plans nothing begins with his own duties."""
    found = list(visible_rosters(request.acting))
    if not found:
        context = {"tabs": tabs(request, "rosters:home"), "may_define": request.acting.may(rules.DEFINE)}  # fmt: skip
        return render(request, "rosters/none.html", context)
    own = request.acting.unit_id
    best = max(found, key=lambda r: (r.unit_id == own, len(r.unit.path) if _serves(r, own) else 0, -r.pk))  # fmt: skip
    return redirect("rosters:week", best.pk)


def _serves(roster: Roster, unit_id: int | None) -> bool:
    from shouwen.platform.rosters.queries.chain import path_of

    return unit_id is not None and roster.unit_id in path_of(unit_id)


@requires(rules.VIEW)
@require_GET
def week(request: StaffRequest, pk: int) -> HttpResponse:
    roster, at = roster_or_404(request, pk), now()
    return render(request, "rosters/week.html", _context(request, roster, monday_asked(request, roster, at), at))  # fmt: skip


def _context(request: StaffRequest, roster: Roster, monday: date, at: datetime) -> dict[str, Any]:
    may_plan = request.acting.may(rules.PLAN)
    board = board_of(week_of(roster, monday, at=at, drafts=may_plan), role_names())
    rosters = list(visible_rosters(request.acting))
    here = reverse("rosters:week", args=[roster.pk])
    stands = board.week.week
    return {
        "roster": roster,
        "board": board,
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "before": f"{here}?week={monday - timedelta(days=7)}",
        "after": f"{here}?week={monday + timedelta(days=7)}",
        "this_week": here,
        "rosters": rosters[:SHOWN_ROSTERS],
        "more_rosters": rosters[SHOWN_ROSTERS:],
        "tabs": tabs(request, "rosters:home"),
        "plans": board.week.plans,
        "codes": " ".join(p.code for p in board.week.plans),
        "may_plan": may_plan and board.days[-1].on >= localdate(at) - timedelta(days=1),
        "absence_kinds": AbsenceKind.choices,
        "may_override": request.acting.may(rules.OVERRIDE),
        "stands": stands,
        "state": WeekState(stands.state).label if stands else "",
        "is_published": stands is not None and stands.state == WeekState.PUBLISHED,
        "now": at,
    }


def _changed(request: StaffRequest, pk: int, act: Act, monday: date | None = None) -> HttpResponse:
    """Do it and show the week as it stands then, with a word about it."""
    roster, at = roster_or_404(request, pk), now()
    monday = monday or monday_asked(request, roster, at)
    said: tuple[object, str] = ("", "ok")
    try:
        said = (act(roster, monday, at) or "", "ok")
    except Refused as refusal:
        said = (refusal, "warn")
    response = render(request, "rosters/week.html#roster", _context(request, roster, monday, at))
    return toast(response, *said) if said[0] else response


@requires(rules.PLAN)
@require_POST
def set_duty(request: StaffRequest, pk: int) -> HttpResponse:
    """One cell, by key or by click."""
    on = day_asked(request.POST.get("on", ""))
    staff, shift = number_asked(request.POST.get("staff")), request.POST.get("shift", "")

    def act(roster: Roster, monday: date, at: datetime) -> None:
        actions.set_duty(roster.pk, staff, on, shift, by=request.acting.actor(), at=at)

    return _changed(request, pk, act, monday_of(on))


@requires(rules.PLAN)
@require_POST
def copy(request: StaffRequest, pk: int) -> HttpResponse:
    def act(roster: Roster, monday: date, at: datetime) -> str:
        n = actions.copy_last_week(roster.pk, monday, by=request.acting.actor(), at=at)
        return ngettext("%(n)d duty copied from last week", "%(n)d duties copied from last week", n) % {"n": n}  # fmt: skip

    return _changed(request, pk, act)


@requires(rules.PLAN)
@require_POST
def fill(request: StaffRequest, pk: int) -> HttpResponse:
    def act(roster: Roster, monday: date, at: datetime) -> str:
        n = actions.fill_by_rule(roster.pk, monday, by=request.acting.actor(), at=at)
        return ngettext("%(n)d place filled by rule", "%(n)d places filled by rule", n) % {"n": n}

    return _changed(request, pk, act)


@requires(rules.PLAN)
@require_POST
def discard(request: StaffRequest, pk: int) -> HttpResponse:
    def act(roster: Roster, monday: date, at: datetime) -> str:
        actions.discard_draft(roster.pk, monday, by=request.acting.actor(), at=at)
        return gettext("The draft is gone")

    return _changed(request, pk, act)


@requires(rules.PLAN)
@require_POST
def publish(request: StaffRequest, pk: int) -> HttpResponse:
    """In force from now on; in spite of problems only with a reason, by whoever may."""
    despite = request.POST.get("despite", "").strip()
    if despite and not request.acting.may(rules.OVERRIDE):
        raise PermissionDenied(rules.OVERRIDE.code)

    def act(roster: Roster, monday: date, at: datetime) -> str:
        actions.publish(roster.pk, monday, despite=despite, by=request.acting.actor(), at=at)
        return gettext("Published; those concerned are told")

    return _changed(request, pk, act)


@requires(rules.PLAN)
@require_GET
def remedy(request: StaffRequest, pk: int) -> HttpResponse:
    """推荐顶班人: for every gap, who could take it, fairest first."""
    roster, at = roster_or_404(request, pk), now()
    monday = monday_asked(request, roster, at)
    board = week_of(roster, monday, at=at)
    served = turns(roster, monday)
    for p in board.placed:
        served.take(p.staff, p.code, p.on)
    everything = [*board.placed, *board.others]
    offers = []
    for gap in board.gaps[:10]:
        best = planning.candidates(gap.plan, gap.on, board.people, everything, served, zone=board.zone)  # fmt: skip
        offers.append({"gap": gap, "words": gap_words(gap), "best": best[:SUGGESTED]})
    context = {"roster": roster, "monday": monday, "offers": offers, "more": len(board.gaps) - len(offers)}  # fmt: skip
    return render(request, "rosters/_remedy.html", context)


@requires(rules.VIEW)
@require_GET
def export(request: StaffRequest, pk: int) -> HttpResponse:
    """The week as CSV, with a byte order mark so that spreadsheets read Chinese."""
    roster, at = roster_or_404(request, pk), now()
    monday = monday_asked(request, roster, at)
    drafts = request.acting.may(rules.PLAN)
    board = board_of(week_of(roster, monday, at=at, drafts=drafts), role_names())
    return as_file(
        request,
        "rosters.week",
        "csv",
        name=f"roster-{roster.pk}-{monday}.csv",
        rows=sum(len(team.rows) for team in board.teams),
        scope=f"{roster.name} · {monday}",
        at=at,
        write=lambda mark: _written(board, mark),
    )


def _written(board: Any, mark: Mark) -> bytes:
    out = StringIO()
    out.write("\ufeff")
    rows = csv.writer(out)
    head = [gettext("Team"), gettext("Staff number"), gettext("Full name")]
    rows.writerow([*head, *(d.on.isoformat() for d in board.days), pgettext("roster", "Hours"), gettext("Nights")])  # fmt: skip
    for team in board.teams:
        for row in team.rows:
            cells = [safe(cell.words) for cell in row.cells]
            rows.writerow([safe(team.title), safe(row.person.number), safe(row.person.name), *cells, row.hours, row.nights])  # fmt: skip
    rows.writerow([str(mark)])
    return out.getvalue().encode()


def safe(text: str) -> str:
    """A cell that a spreadsheet does not take for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" and text != "—" else text
