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
from shouwen.domains.cases.choices import ENDED, OPEN, CaseKind, CaseState, Channel
from shouwen.domains.cases.queries import rows as rows_of
from shouwen.domains.cases.queries import worklist
from shouwen.domains.cases.queries.search import search
from shouwen.domains.cases.views import table
from shouwen.domains.cases.views.asking import OPENED, VIEW_LABELS, Asked, asked, spelled
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.org import queries as org
from shouwen.platform.ui.components.lists import Tab
from shouwen.platform.ui.polling import polled

TONES = {"overdue": "late", "soon": "warn"}


@requires(rules.VIEW)
@require_GET
@polled
def case_list(request: StaffRequest) -> HttpResponse:
    """工单池: the reader's cases, most urgent first; htmx gets the list alone."""
    now = timezone.now()
    wanted = asked(request.GET, scope=request.acting.scope)
    context = {"now": now, "asked": wanted, "bar": parts.bar(request)}
    context |= _found(request, wanted, now) if wanted.q else _page(request, wanted, now)
    template = "cases/list.html#fragment" if request.htmx else "cases/list.html"
    return render(request, template, context)


def _zone(request: StaffRequest) -> ZoneInfo:
    return (
        ZoneInfo(request.acting.unit_zone)
        if request.acting.unit_zone
        else org.zone_of(request.acting.unit_id)
    )


def _page(request: StaffRequest, wanted: Asked, now: datetime) -> dict[str, Any]:
    all_views = worklist.views(at=now)
    view = next(v for v in all_views if v.key == wanted.view)
    filters = wanted.filters(at=now, zone=_zone(request))
    person = request.acting.staff_id
    page = worklist.page(
        view,
        scope=wanted.scope,
        filters=filters,
        person=person,
        after=wanted.after,
        before=wanted.before,
    )
    counts = worklist.counts(all_views, scope=wanted.scope, filters=filters, person=person)
    shown = rows_of.lines([r.case_id for r in page.rows], clocks=[r.clock_id for r in page.rows])
    return {
        "tabs": _tabs(wanted, counts),
        "pills": _pills(wanted),
        "rows": table.rows(shown, now=now, staff_id=person),
        "pager": _pager(wanted, page, counts[view.key]),
        "closed": view.closed,
    }


def _tabs(wanted: Asked, counts: dict[str, int]) -> list[Tab]:
    return [
        Tab(
            label=str(label),
            url=wanted.url(view=key, state=_states_of(key, wanted.states)),
            count=counts[key] if counts[key] <= worklist.MOST else f"{worklist.MOST - 1}+",
            tone=TONES.get(key, ""),
            current=key == wanted.view,
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


def _pills(wanted: Asked) -> list[dict[str, Any]]:
    """The filter row: each pill with its choices as links, so that it works without a script."""
    states = [s for s in CaseState if s in (ENDED if wanted.view == "closed" else OPEN)]
    return [
        _pill("kind", _("Kind"), wanted.kinds, [(k.value, k.label) for k in CaseKind], wanted),
        _pill("state", _("State"), wanted.states, [(s.value, s.label) for s in states], wanted),
        _pill(
            "channel", _("Channel"), wanted.channels, [(c.value, c.label) for c in Channel], wanted
        ),
        _pill("opened", _("Opened"), wanted.opened, [(k, w[0]) for k, w in OPENED.items()], wanted),
    ]


def _pill(
    name: str,
    label: str,
    chosen: tuple[str, ...] | str,
    choices: list[tuple[str, Any]],
    wanted: Asked,
) -> dict[str, Any]:
    many = isinstance(chosen, tuple)
    on: set[str] = set(chosen) if isinstance(chosen, tuple) else {chosen} - {""}
    return {
        "name": name,
        "label": label,
        "value": "、".join(str(word) for value, word in choices if value in on),
        "clear": wanted.url(**{name: ""}),
        "choices": [
            {
                "label": str(word),
                "on": value in on,
                "url": wanted.url(**{name: _toggled(on, value) if many else value}),
            }
            for value, word in choices
        ],
    }


def _toggled(on: set[str], value: str) -> tuple[str, ...]:
    return tuple(sorted(on ^ {value}))


def _found(request: StaffRequest, wanted: Asked, now: datetime) -> dict[str, Any]:
    """What the search box found, newest first; no views and no filters there."""
    ids = search(wanted.q, scope=request.acting.scope)
    found = rows_of.lines(ids)
    return {
        "rows": table.rows(found, now=now, staff_id=request.acting.staff_id),
        "searched": wanted.q,
        "pager": {"start": 1 if found else 0, "end": len(found), "total": len(found)},
    }
