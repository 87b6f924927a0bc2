"""The cases behind a number, with what a reader knows them by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from shouwen.domains.cases.choices import CaseState
from shouwen.domains.cases.models import Case
from shouwen.domains.kpi.fetching import fetched
from shouwen.domains.kpi.words import MISSING
from shouwen.platform.access.scope import Scope
from shouwen.platform.org import queries as org


@dataclass(frozen=True)
class CaseLine:
    """One case behind a number."""

    case: int
    number: str
    title: str
    unit: str
    opened_at: datetime
    due_at: datetime | None
    finished_at: datetime | None
    late: timedelta | None
    state: str
    hit: bool = True
    seen: bool = True  # whether the reader may open it


def case_lines(ids: Sequence[int], *, scope: Scope, at: datetime) -> list[CaseLine]:
    """The cases of one page, in the order given, with what a reader needs to know them by; three queries.

    A case that was charged here and has gone elsewhere since is listed without its words.
    """
    visible = Case.objects.visible_to(scope).filter(pk__in=ids)
    titles: dict[int, str] = dict(visible.values_list("pk", "title"))
    facts = _facts(ids)
    units = org.names({fact["charged_unit_id"] for fact in facts.values()})
    return [
        CaseLine(
            case,
            fact["number"],
            titles.get(case, ""),
            units.get(fact["charged_unit_id"], MISSING),
            fact["opened_at"],
            fact["due_at"],
            fact["finished_at"],
            _late(fact, at),
            str(CaseState(fact["state"]).label),
            seen=case in titles,
        )
        for case in ids
        if (fact := facts.get(case))
    ]


def _late(fact: Mapping[str, Any], at: datetime) -> timedelta | None:
    end = fact["finished_at"] or at
    return end - fact["due_at"] if fact["due_at"] and end > fact["due_at"] else None


def _facts(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    rows = fetched(
        "SELECT case_id, number, opened_at, due_at, finished_at, state, charged_unit_id"
        " FROM cases_fact WHERE case_id = ANY(%s)",
        ids,
    )
    return {row["case_id"]: row for row in rows}
