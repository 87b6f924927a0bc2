"""The named lists (明细) of a bulletin: what stands behind urges, delays and complaints, case by case.

What is kept are ids, codes and times. Words and names are read when somebody looks, masked, and
only of cases that still have them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from shouwen.domains.bulletins.choices import Column, Part
from shouwen.domains.bulletins.sheet import Sheet

UNHAPPY, LATE, COMPLAINTS = "unhappy", "late", "complaints"
TABLES = (UNHAPPY, LATE, COMPLAINTS)

_CASES = """
SELECT case_id, number, kind, category, channel, state, opened_at, due_at, finished_at,
       charged_unit_id, charged_person_id
FROM cases_fact WHERE case_id = ANY(%s)"""
_URGES = """
SELECT urge_id, case_id, at, charged_person_id FROM cases_urge_fact WHERE urge_id = ANY(%s)"""
RATINGS = """
WITH asked AS (SELECT unnest(%s::bigint[]) AS rating_id)
SELECT rating_id, case_id, at, score FROM kpi_rating_fact JOIN asked USING (rating_id)
UNION
SELECT id, case_id, at, score FROM cases_rating JOIN asked ON rating_id = id"""
"""What counts now, and what counted when a bulletin was frozen and was said anew since."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of a list: the case, the unit of the table it belongs to, and dry facts."""

    table: str
    case: int
    unit: int
    facts: Mapping[str, Any]


def entries(sheet: Sheet) -> list[Entry]:
    """All lists of a sheet, each in the order of units and times."""
    wanted = {
        column: _units(sheet, column)
        for column in (Column.URGES, Column.DISSATISFIED, Column.OVERDUE, Column.COMPLAINTS)
    }
    urges = _fetch(_URGES, wanted[Column.URGES])
    ratings = _fetch(RATINGS, wanted[Column.DISSATISFIED])
    ids = {row["case_id"] for row in (*urges, *ratings)}
    ids |= {*wanted[Column.OVERDUE], *wanted[Column.COMPLAINTS]}
    cases = {row["case_id"]: row for row in _fetch(_CASES, ids)}
    found = [
        *_unhappy(urges, "urge", wanted[Column.URGES], cases),
        *_unhappy(ratings, "dissatisfied", wanted[Column.DISSATISFIED], cases),
        *(_of_case(LATE, unit, cases[case]) for case, unit in wanted[Column.OVERDUE].items()),
        *(
            _of_case(COMPLAINTS, unit, cases[case])
            for case, unit in wanted[Column.COMPLAINTS].items()
        ),
    ]
    place = {unit: n for n, unit in enumerate(sheet.units)}
    return sorted(
        found, key=lambda e: (TABLES.index(e.table), place[e.unit], e.facts["at"], e.case)
    )


def _units(sheet: Sheet, column: Column) -> dict[int, int]:
    """Row id → the unit in whose line it is counted."""
    return {one: unit for unit in sheet.units for one in sheet.line(unit, Part.NOW).ids(column)}


def _unhappy(
    rows: Iterable[Mapping[str, Any]],
    mark: str,
    units: Mapping[int, int],
    cases: Mapping[int, Mapping[str, Any]],
) -> Iterable[Entry]:
    for row in rows:
        id_ = row["urge_id"] if mark == "urge" else row["rating_id"]
        case = cases[row["case_id"]]
        facts = _plain(case) | {"mark": mark, "row": id_, "at": _iso(row["at"])}
        if mark == "dissatisfied":
            facts["score"] = row["score"]
        elif row["charged_person_id"] is not None:
            facts["charged_person_id"] = row["charged_person_id"]
        yield Entry(table=UNHAPPY, case=row["case_id"], unit=units[id_], facts=facts)


def _of_case(table: str, unit: int, case: Mapping[str, Any]) -> Entry:
    at = case["due_at"] if table == LATE else case["opened_at"]
    return Entry(
        table=table, case=case["case_id"], unit=unit, facts=_plain(case) | {"at": _iso(at)}
    )


def _plain(case: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: _iso(value) if isinstance(value, datetime) else value
        for name, value in case.items()
        if name != "case_id" and value not in (None, "")
    }


def _iso(at: datetime) -> str:
    return at.isoformat()


def _fetch(sql: str, ids: Iterable[int]) -> Sequence[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [sorted(ids)])
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, record, strict=True)) for record in cursor.fetchall()]
