"""The case list: views with counts, filters, one page, side panel; and what is done to ticked rows."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from shouwen.domains.cases import parts, rules
from shouwen.domains.cases.choices import ENDED, OPEN
from shouwen.domains.cases.lists.asking import VIEW_LABELS, Asked, asked, spelled
from shouwen.domains.cases.lists.columns import COLUMNS, NUMBERS, shown
from shouwen.domains.cases.lists.queries import fields, tabs, worklist
from shouwen.domains.cases.lists.views import pills, table
from shouwen.domains.cases.lists.views.saved import removed_lately, saved_tabs
from shouwen.domains.cases.queries import rows as rows_of
from shouwen.domains.cases.queries.search import search
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.org import queries as org
from shouwen.platform.ui.components.lists import Tab
from shouwen.platform.ui.polling import polled

TICKED = 2000
"""So many cases of a list are ticked at once; whoever means more narrows it."""
SORTS = {
    "time": (tabs.DUE, "asc"),
    "urges": (tabs.URGES, "desc"),
    "changed": (tabs.CHANGED, "desc"),
    "opened": (tabs.OPENED, "desc"),
}
TURNED = {tabs.OPENED: (tabs.OLDEST, "desc"), tabs.OLDEST: (tabs.OPENED, "asc")}
TONES = {"overdue": "late", "soon": "warn", "angry": "mood"}


@requires(rules.VIEW)
@require_GET
@polled
def case_list(request: StaffRequest) -> HttpResponse:
    """工单池: the reader's cases, most urgent first; htmx gets the list alone."""
    now = timezone.now()
    wanted = asked(request.GET, scope=request.acting.scope)
    context = {
        "now": now,
        "asked": wanted,
        "bar": parts.bar(request),
        "ticked": TICKED,
        "may_export": request.acting.may(rules.LEAD),
        **_heads(wanted),
    }
    context |= _found(request, wanted, now) if wanted.q else _page(request, wanted, now)
    template = "cases/lists/list.html#fragment" if request.htmx else "cases/lists/list.html"
    return render(request, template, context)


def zone_of(request: StaffRequest) -> ZoneInfo:
    """The zone of the unit the reader acts for."""
    return (
        ZoneInfo(request.acting.unit_zone)
        if request.acting.unit_zone
        else org.zone_of(request.acting.unit_id)
    )


def _page(request: StaffRequest, wanted: Asked, now: datetime) -> dict[str, Any]:
    zone = zone_of(request)
    views = [wanted.seen_as(v, at=now, zone=zone) for v in worklist.views(at=now)]
    view = next(v for v in views if v.key == wanted.view)
    filters = worklist.looked(
        wanted.filters(at=now, zone=zone), scope=wanted.scope, sides={False, view.closed}
    )
    person = request.acting.staff_id
    page = worklist.page(
        view,
        scope=wanted.scope,
        filters=filters,
        person=person,
        after=wanted.after,
        before=wanted.before,
    )
    counts = worklist.counts(views, scope=wanted.scope, filters=filters, person=person)
    clocks = [r.clock_id for r in page.rows]
    lines = rows_of.lines([r.case_id for r in page.rows], clocks=clocks if any(clocks) else ())
    saved, own = saved_tabs(request, wanted, at=now, zone=zone)
    return {
        "tabs": [*_tabs(wanted, counts), *own],
        "saved": saved,
        "removed": removed_lately(request, at=now),
        "pills": pills.pills(wanted),
        "rows": table.rows(
            lines,
            now=now,
            staff_id=person,
            columns=shown(wanted.columns),
            places=[wanted.place_of(row.key) for row in page.rows],
        ),
        "pager": _pager(wanted, page, counts[view.key]),
        "closed": view.closed,
        "orders": _orders(wanted),
    }


def _orders(wanted: Asked) -> list[dict[str, Any]]:
    return [
        {"label": label, "on": key == wanted.order, "url": _by(wanted, key)}
        for key, label in wanted.orders.items()
    ]


def _by(wanted: Asked, order: str) -> str:
    return wanted.url(order=order if order != tabs.DUE else "")


def _sorted(wanted: Asked) -> dict[str, dict[str, str]]:
    """Of each head that sorts: the address that sorts by it, and which way it is sorted now.

    The time of opening turns round with a second click.
    """
    ended = wanted.view == "closed"
    found = {
        name: {"sort": _by(wanted, order), "direction": way if order == wanted.order else ""}
        for name, (order, way) in SORTS.items()
        if order in wanted.orders
    }
    if ended and wanted.order == tabs.DUE:
        found["time"]["direction"] = "desc"
    if not ended and wanted.order in TURNED:
        order, way = TURNED[wanted.order]
        found["opened"] = {"sort": _by(wanted, order), "direction": way}
    return found


def _heads(wanted: Asked) -> dict[str, Any]:
    """The heads of the columns shown, and the addresses that show or hide one."""
    now, sorts = shown(wanted.columns), _sorted(wanted)
    return {
        "columns": [(name, COLUMNS[name], name in NUMBERS, sorts.get(name, {})) for name in now],
        "time_head": sorts["time"],
        "choices": [
            {
                "label": label,
                "on": name in now,
                "url": wanted.url(cols=".".join(c for c in COLUMNS if (c in now) != (c == name))),
            }
            for name, label in COLUMNS.items()
            if name != "matter"
        ],
    }


def _tabs(wanted: Asked, counts: dict[str, int]) -> list[Tab]:
    return [
        Tab(
            label=str(label),
            url=wanted.url(
                view=key,
                state=_states_of(key, wanted.states),
                v="",
                **(_of_ended(wanted) if key == "closed" else {"ended": ""}),
            ),
            count=counts[key] if counts[key] <= worklist.MOST else f"{worklist.MOST - 1}+",
            tone=TONES.get(key, ""),
            current=key == wanted.view and wanted.saved is None,
            key=key,
        )
        for key, label in VIEW_LABELS.items()
    ]


def _of_ended(wanted: Asked) -> dict[str, object]:
    """Ended cases are neither due nor waiting: those conditions stay behind."""
    kept = tuple(one for one in wanted.where if one.field != fields.DUE)
    return {"due": "", "waiting": (), "where": kept}


def _states_of(view: str, states: tuple[str, ...]) -> tuple[str, ...]:
    """A state filter goes along only where the other tab can have such cases."""
    possible = ENDED if view == "closed" else OPEN
    return tuple(s for s in states if s in possible)


def _pager(wanted: Asked, page: worklist.Page, count: int) -> dict[str, Any]:
    """Addresses of the neighbouring pages and the numbers of the rows shown."""
    if not page.rows:
        return {"start": 0, "end": 0, "total": count, "prev": "", "next": "", "many": False}
    back = wanted.before is not None and wanted.after is None
    first = max(1, wanted.first)
    last = first + len(page.rows) - 1
    has_next = page.more if not back else True
    has_prev = page.more if back else wanted.after is not None
    end_key, start_key = spelled(page.rows[-1].key), spelled(page.rows[0].key)
    return {
        "start": first,
        "end": last,
        "total": min(count, worklist.MOST),
        "many": count > worklist.MOST,
        "next": wanted.url(after=end_key, **{"from": last + 1}) if has_next else "",
        "prev": (
            wanted.url(before=start_key, **{"from": max(1, first - worklist.PAGE)})
            if has_prev
            else ""
        ),
    }


def _found(request: StaffRequest, wanted: Asked, now: datetime) -> dict[str, Any]:
    """What the search box found, newest first; no views and no filters there."""
    ids = search(wanted.q, scope=request.acting.scope)
    found = rows_of.lines(ids)
    return {
        "rows": table.rows(
            found,
            now=now,
            staff_id=request.acting.staff_id,
            columns=shown(wanted.columns),
            places=[wanted.place_of(None)] * len(found),
        ),
        "searched": wanted.q,
        "pager": {"start": 1 if found else 0, "end": len(found), "total": len(found)},
    }
