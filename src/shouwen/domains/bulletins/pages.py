"""What stands beside the paper, and the list behind one of its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwen.domains.bulletins import rules
from shouwen.domains.bulletins.choices import ROWS_OF, Column, Part, Rate
from shouwen.domains.bulletins.named import RATINGS
from shouwen.domains.bulletins.queries import Issue
from shouwen.domains.bulletins.sheet import Ids, Line
from shouwen.domains.kpi.asking import choices
from shouwen.domains.kpi.caselist import CaseLine, case_lines
from shouwen.domains.kpi.words import period_name
from shouwen.kernel.spelled import whole
from shouwen.platform.access.acting import Acting
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.org import queries as org

PAGE = 50


@dataclass(frozen=True)
class Step:
    """One station of a bulletin on its way (流程)."""

    name: str
    told: str
    done: bool
    now: bool = False


def surroundings(issue: Issue, acting: Acting, *, now: datetime) -> dict[str, Any]:
    """State, flow, neighbours and verbs of the page."""
    today = now.astimezone(org.zone_of(issue.unit)).date()
    over = issue.period.last < today
    drafted = issue.bulletin is not None
    later = issue.period.next()
    menu, one = [], issue.period
    for _n in range(6):
        one = one.previous()
        menu.append(one)
    ahead = [p for p in (later.next(), later) if p.first <= today]
    return {
        "period_name": period_name(issue.period),
        "menu": [(p.id, period_name(p)) for p in [*ahead, issue.period, *menu]],
        "choices": choices(
            issue.unit,
            acting,
            lambda unit: reverse("bulletins:bulletin", args=[unit, issue.period.id]),
        ),
        "over": over,
        "may_draft": not drafted and acting.may(rules.DRAFT),
        "may_freeze": drafted and over and not issue.is_frozen and acting.may(rules.FREEZE),
        "steps": _steps(issue, over),
        "corrections": _corrections(issue),
    }


def _steps(issue: Issue, over: bool) -> list[Step]:
    kept = issue.bulletin
    names = org.account_names([kept.drafted_by, kept.frozen_by] if kept else [])
    drafted = frozen = ""
    if kept is not None:
        drafted = _by(names.get(kept.drafted_by or 0), kept.drafted_at, issue)
        if kept.frozen_at is not None:
            frozen = _by(names.get(kept.frozen_by or 0), kept.frozen_at, issue)
            frozen += " · " + _("digest %(digest)s") % {"digest": kept.digest[:8]}
    waiting = "" if over else _("after %(last)s") % {"last": issue.period.last.isoformat()}
    return [
        Step(_("Drafted"), drafted, kept is not None, kept is None),
        Step(
            _("Figures frozen"),
            frozen or waiting,
            issue.is_frozen,
            kept is not None and not issue.is_frozen,
        ),
        Step(_("Signed and issued"), _("comes with the approvals"), False),
    ]


def _by(name: str | None, at: datetime, issue: Issue) -> str:
    when = f"{at.astimezone(org.zone_of(issue.unit)):%m-%d %H:%M}"
    return f"{name} {when}" if name else when


def _corrections(issue: Issue) -> list[dict[str, Any]]:
    names = org.names({c.unit for c in issue.corrections})
    return [
        {
            "unit": names.get(c.unit, ""),
            "column": c.column.label,
            "was": c.was,
            "would_be": c.would_be,
        }
        for c in issue.corrections
    ]


def behind(issue: Issue, part: Part, line: str, column: str) -> tuple[Ids, Ids] | None:
    """The rows of a number (and those of its denominator); None for a line there is not."""
    found = _line(issue, part, line)
    if found is None:
        return None
    if column in Rate.values:
        return found.rate_ids(Rate(column))
    return found.ids(Column(column)), ()


def _line(issue: Issue, part: Part, line: str) -> Line | None:
    if line == "total":
        return issue.sheet.total(part)
    if not line.isdecimal() or len(line) > 18:
        return None
    return issue.sheet.lines[part].get(int(line))


_CASE_OF = {
    "urge": "SELECT urge_id, case_id FROM cases_urge_fact WHERE urge_id = ANY(%s)",
    "declaration": (
        "SELECT declaration_id, case_id FROM cases_declaration_fact WHERE declaration_id = ANY(%s)"
    ),
    "rating": f"SELECT rating_id, case_id FROM ({RATINGS}) AS said",
}


def cases_of(rows_of: str, ids: Sequence[int]) -> list[int]:
    """The case of each row, in the order of the rows."""
    if rows_of not in _CASE_OF:
        return list(ids)
    with connection.cursor() as cursor:
        cursor.execute(_CASE_OF[rows_of], [list(ids)])
        found = dict(cursor.fetchall())
    return [found[one] for one in ids if one in found]


def listed(
    issue: Issue,
    part: Part,
    line: str,
    column: str,
    ids: tuple[Ids, Ids],
    *,
    request: StaffRequest,
    at: datetime,
) -> dict[str, Any]:
    """One page of the cases behind a number."""
    over, under = ids
    rate = Rate(column) if column in Rate.values else None
    rows_of = (
        "urge" if rate is Rate.URGE else ROWS_OF.get(Column(column), "case") if not rate else "case"
    )
    spelled = request.GET.get("page", "0")
    page = whole(spelled, digits=8, otherwise=0)
    page = min(page, max(0, (len(over) - 1) // PAGE))
    shown = cases_of(rows_of, over[page * PAGE : (page + 1) * PAGE])
    unit_name = org.names([issue.unit])[issue.unit]
    name = unit_name if line == "total" else org.names([int(line)]).get(int(line), "")
    label = rate.label if rate else Column(column).label
    lines: list[CaseLine] = case_lines(shown, scope=request.acting.scope, at=at)
    return {
        "issue": issue,
        "unit_name": unit_name,
        "period_name": period_name(issue.period),
        "part_label": Part(part).label,
        "line_name": name,
        "label": label,
        "zone": org.zone_of(issue.unit),
        "number": len(over),
        "denominator": len(under) if rate else None,
        "lines": lines,
        "start": page * PAGE + 1 if over else 0,
        "end": min((page + 1) * PAGE, len(over)),
        "prev": f"?page={page - 1}" if page else "",
        "next": f"?page={page + 1}" if (page + 1) * PAGE < len(over) else "",
    }
