"""责任部门收件箱: whatever a department has to accept, works on or has to put right; cases and requests."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
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
from shouwen.domains.asks.choices import RequestState
from shouwen.domains.asks.models import Request
from shouwen.domains.asks.queries import figures
from shouwen.domains.asks.queries.lines import Line as RequestLine
from shouwen.domains.asks.queries.lines import lines as request_lines
from shouwen.domains.asks.verbs import allowed as allowed_on_request
from shouwen.domains.cases import rules as case_rules
from shouwen.domains.cases.choices import IN_WORK, CaseState
from shouwen.domains.cases.models import Case
from shouwen.domains.cases.queries.rows import Line as CaseLine
from shouwen.domains.cases.queries.rows import lines as case_lines
from shouwen.domains.cases.verbs import allowed as allowed_on_case
from shouwen.domains.rulings import rules as ruling_rules
from shouwen.kernel import periods
from shouwen.kernel.periods import Grain
from shouwen.platform.access.acting import Acting
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.clocks.models import NEVER, Clock, Hold
from shouwen.platform.org import queries as org
from shouwen.platform.org.tree import tree
from shouwen.platform.rosters import queries as rosters
from shouwen.platform.rosters.words import standing_words
from shouwen.platform.ui.components.lists import Tab
from shouwen.platform.ui.polling import polled

MOST = 200
"""So many of each kind are shown, the most urgent first; a department with more works on its lists."""
TABS = ("all", "to_accept", "in_work", "waiting", "to_rectify")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A case or a request as the inbox shows it; ``held``: how long the unit has had it so far."""

    kind: str
    pk: int
    number: str
    title: str
    url: str
    state: str
    tags: list[tuple[str, str]]
    clock: Clock | None
    asked_by: str
    person: str
    groups: frozenset[str]
    verbs: Sequence[Any]
    row: Case | Request
    returnable: bool = False
    held: float = 0.0
    since: datetime | None = None


@requires(ask_rules.VIEW)
@require_GET
@polled
def inbox(request: StaffRequest) -> HttpResponse:
    """One page for a department: its people, its figures, its work by state, most urgent first."""
    acting, now = request.acting, timezone.now()
    unit = _unit(request)
    below = org.below(unit)
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else TABS[0]
    rows = _rows(below, acting, now)
    zone = org.zone_of(unit)
    context = {
        "unit": tree().nodes[unit].name,
        "people": _contacts(unit, now),
        "tabs": _tabs(tab, unit, rows),
        "tab": tab,
        "rows": [row for row in rows if tab == "all" or tab in row.groups],
        "waited": _longest(rows, now),
        "to_accept": sum("to_accept" in row.groups for row in rows),
        "in_work": sum("in_work" in row.groups for row in rows),
        "held": sum(row.held for row in rows),
        "cut": len(rows) >= MOST,
        "here": request.get_full_path(),
        "now": now,
        **_figures(below, zone, now),
    }
    fragment = "#list" if request.headers.get("X-Poll") else ""
    return render(request, f"web/inbox.html{fragment}", context)


def _unit(request: StaffRequest) -> int:
    """The unit asked for, if it is in the reader's scope; else the own one."""
    asked = request.GET.get("unit", "")
    known = tree().nodes
    if asked:
        unit = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 19 else 0
        if unit not in known or not request.acting.scope.covers(unit):
            raise Http404
        return unit
    own = request.acting.unit_id
    if own is None:
        own = next((n.id for n in tree().walk() if n.active), None)
    if own is None or own not in known:
        raise Http404
    return own


def _rows(below: Iterable[int], acting: Acting, now: datetime) -> list[Row]:
    units = sorted(below)
    fronts = Clock.objects.front()
    of_cases = Case.objects.filter(handler_unit_id__in=units, state__in=sorted(IN_WORK))
    if not acting.may(case_rules.VIEW):
        of_cases = of_cases.none()
    clocks = list(
        fronts.filter(subject_kind="case", subject_id__in=of_cases.values("pk")).order_by(
            "sort_at", "pk"
        )[:MOST]
    )
    cases = case_lines([k.subject_id for k in clocks], clocks=[k.pk for k in clocks])
    found = Request.objects.open().filter(unit_id__in=units).select_related("case")
    asked = request_lines(found.order_by("asked_at", "pk")[:MOST])
    held = _held("case", [c.case.pk for c in cases], set(units), now)
    spent = _held("request", [r.request.pk for r in asked], set(units), now)
    rows = [_case(line, acting, held) for line in cases]
    rows += [_request(line, acting, spent) for line in asked]
    return sorted(rows, key=lambda r: (r.clock.sort_at if r.clock else NEVER, r.number))


def _case(line: CaseLine, acting: Acting, held: Mapping[int, tuple[float, datetime]]) -> Row:
    case = line.case
    waiting = line.clock is not None and line.clock.is_waiting
    verbs = [v for v in allowed_on_case(case, acting, waiting=waiting) if not v.rare]
    groups = {"waiting" if waiting else "in_work"}
    if case.state == CaseState.DISPATCHED and not waiting:
        groups = {"to_accept"}
    if case.reopens:
        groups.add("to_rectify")
    seconds, since = held.get(case.pk, (0.0, case.opened_at))
    return Row(
        kind="case",
        pk=case.pk,
        number=case.number,
        title=case.title,
        url=reverse("cases:case", args=[case.pk]),
        state=str(case.get_state_display()),
        tags=[(str(case.get_kind_display()), ""), *line.tags],
        clock=line.clock,
        asked_by=f"{line.owner_unit} {line.owner}".strip(),
        person=line.handler or line.handler_unit,
        groups=frozenset(groups),
        verbs=verbs[:1],
        row=case,
        returnable=case.state == CaseState.DISPATCHED
        and acting.may(ruling_rules.SEND_BACK)
        and acting.scope.covers(case.handler_unit_id),
        held=seconds,
        since=since,
    )


def _request(line: RequestLine, acting: Acting, held: Mapping[int, tuple[float, datetime]]) -> Row:
    row = line.request
    to_accept = row.state == RequestState.ASKED
    seconds, _since = held.get(row.pk, (0.0, row.asked_at))
    return Row(
        kind="request",
        pk=row.pk,
        number=row.number,
        title=line.question or row.title,
        url=reverse("asks:request", args=[row.pk]),
        state=str(row.get_state_display()),
        tags=line.tags or [(_("Internal request"), "")],
        clock=line.clock,
        asked_by=f"{line.asking_unit} {line.asking_person}".strip(),
        person=line.person or line.unit,
        groups=frozenset({"to_accept" if to_accept else "in_work"}),
        verbs=allowed_on_request(row, acting)[: 2 if to_accept else 1],
        row=row,
        held=seconds,
        since=row.asked_at,
    )


def _held(
    kind: str, ids: Sequence[int], units: set[int], now: datetime
) -> dict[int, tuple[float, datetime]]:
    """Per matter: seconds in the hands of these units (no wait for others), and since when they have it."""
    holds: dict[int, list[Hold]] = defaultdict(list)
    rows = Hold.objects.filter(subject_kind=kind, subject_id__in=ids)
    for hold in rows.order_by("subject_id", "seq"):
        holds[hold.subject_id].append(hold)
    found = {}
    for pk, mine in holds.items():
        ends = [*(h.at for h in mine[1:]), now]
        theirs = [(h, end) for h, end in zip(mine, ends, strict=True) if h.unit_id in units]
        worked = [end - h.at for h, end in theirs if h.waiting_for in {"none", "department"}]
        since = theirs[-1][0].at if theirs else now
        found[pk] = (sum(worked, timedelta()).total_seconds(), since)
    return found


def _longest(rows: Sequence[Row], now: datetime) -> float | None:
    """How long the oldest that nobody accepted has lain there."""
    waits = [(now - r.since).total_seconds() for r in rows if "to_accept" in r.groups and r.since]
    return max(waits, default=None)


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


def _figures(below: Iterable[int], zone: ZoneInfo, now: datetime) -> dict[str, Any]:
    """Of the running ten days: replies on time (K52) and what the front line thinks of the answers."""
    period = periods.at(now, Grain.XUN, zone)
    bounds = {"since": period.start(zone), "until": period.end(zone), "at": now}
    units = sorted(below)
    return {
        "replies": figures.replied_on_time(units, **bounds),
        "rated": figures.rated(units, **bounds),
    }


def _tabs(current: str, unit: int, rows: Sequence[Row]) -> list[Tab]:
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
            url=f"{reverse('inbox')}?unit={unit}&tab={key}",
            count=sum(key == "all" or key in row.groups for row in rows),
            tone=tone,
            current=key == current,
            key=key,
        )
        for key, (label, tone) in words.items()
    ]
    asked = Tab(label=_("Requests and what we wait for"), url=reverse("asks:inbox"), key="asked")
    return [*own, asked]
