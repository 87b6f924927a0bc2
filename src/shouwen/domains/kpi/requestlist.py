"""The internal requests behind a number, with what a reader knows them by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shouwen.domains.asks.choices import MadeBy, Outcome, RequestState
from shouwen.domains.asks.models import Request
from shouwen.domains.asks.queries.lines import lines as worded
from shouwen.domains.kpi.fetching import fetched
from shouwen.domains.kpi.words import MISSING
from shouwen.platform.access.scope import Scope
from shouwen.platform.org import queries as org


@dataclass(frozen=True)
class RequestLine:
    """One request behind a number."""

    request: int
    number: str
    question: str
    asking_unit: str
    unit: str
    made_by: str
    outcome: str
    asked_at: datetime
    due_at: datetime | None
    ended_at: datetime | None
    hit: bool = True
    points: int = 0
    seen: bool = True  # whether the reader may open it


def request_lines(ids: Sequence[int], *, scope: Scope) -> list[RequestLine]:
    """The requests of one page, in the order given; one out of the reader's sight has no words."""
    visible = Request.objects.visible_to(scope).filter(pk__in=ids).select_related("case")
    words = {line.request.pk: line.question for line in worded(visible)}
    facts = _facts(ids)
    names = org.names(
        {fact[side] for fact in facts.values() for side in ("charged_unit_id", "asking_unit_id")}
    )
    return [
        _line(one, facts[one], words.get(one, ""), names, seen=one in words)
        for one in ids
        if one in facts
    ]


def _line(
    request: int, fact: Mapping[str, Any], question: str, names: Mapping[int, str], *, seen: bool
) -> RequestLine:
    outcome = Outcome(fact["outcome"]) if fact["outcome"] else RequestState(fact["state"])
    return RequestLine(
        request,
        fact["number"],
        question,
        names.get(fact["asking_unit_id"], MISSING),
        names.get(fact["charged_unit_id"], MISSING),
        str(MadeBy(fact["made_by"]).label),
        str(outcome.label),
        fact["asked_at"],
        fact["due_at"],
        fact["ended_at"],
        seen=seen,
    )


def _facts(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    rows = fetched(
        "SELECT request_id, number, made_by, state, outcome, asked_at, due_at, ended_at,"
        " asking_unit_id, charged_unit_id"
        " FROM asks_request_fact WHERE request_id = ANY(%s)",
        ids,
    )
    return {row["request_id"]: row for row in rows}
