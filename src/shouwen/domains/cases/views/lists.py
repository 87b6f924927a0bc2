"""The case list: views with counts, filters, one page, side panel; and what is done to ticked rows."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shouwen.domains.cases import parts, rules
from shouwen.domains.cases.choices import ENDED, OPEN
from shouwen.domains.cases.queries import rows as rows_of
from shouwen.domains.cases.queries import worklist
from shouwen.domains.cases.queries.search import search
from shouwen.domains.cases.views import pills, table
from shouwen.domains.cases.views.asking import ORDERS, VIEW_LABELS, Asked, asked, spelled
from shouwen.domains.cases.views.columns import COLUMNS, NUMBERS, shown
from shouwen.domains.cases.views.saved import removed_lately, saved_tabs
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.org import queries as org
from shouwen.platform.ui.components.lists import Tab
from shouwen.platform.ui.polling import polled

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
        "may_export": request.acting.may(rules.LEAD),
        **_heads(wanted),
    }
    context |= _found(request, wanted, now) if wanted.q else _page(request, wanted, now)
    template = "cases/list.html#fragment" if request.htmx else "cases/list.html"
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
    filters = wanted.filters(at=now, zone=zone)
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
    saved, tabs = saved_tabs(request, wanted, at=now, zone=zone)
    return {
        "tabs": [*_tabs(wanted, counts), *tabs],
        "saved": saved,
        "removed": removed_lately(request, at=now),
        "pills": pills.pills(wanted),
        "rows": table.rows(lines, now=now, staff_id=person, columns=shown(wanted.columns)),
        "pager": _pager(wanted, page, counts[view.key]),
        "closed": view.closed,
        "order": "ended" if view.closed and wanted.order == worklist.DUE else wanted.order,
        "orders": _orders(wanted),
    }


def _orders(wanted: Asked) -> list[dict[str, Any]]:
    return [
        {
            "label": label
            if wanted.view != "closed" or key != worklist.DUE
            else _("last ended first"),
            "on": key == wanted.order,
            "url": wanted.url(order=key if key != worklist.DUE else ""),
        }
        for key, label in ORDERS.items()
    ]


def _heads(wanted: Asked) -> dict[str, Any]:
    """The heads of the columns shown, and the addresses that show or hide one."""
    now = shown(wanted.columns)
    return {
        "columns": [(name, COLUMNS[name], name in NUMBERS) for name in now],
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
                **({"due": "", "waiting": ()} if key == "closed" else {"ended": ""}),
            ),
            count=counts[key] if counts[key] <= worklist.MOST else f"{worklist.MOST - 1}+",
            tone=TONES.get(key, ""),
            current=key == wanted.view and wanted.saved is None,
            key=key,
        )
        for key, label in VIEW_LABELS.items()
    ]


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
            found, now=now, staff_id=request.acting.staff_id, columns=shown(wanted.columns)
        ),
        "searched": wanted.q,
        "pager": {"start": 1 if found else 0, "end": len(found), "total": len(found)},
    }
