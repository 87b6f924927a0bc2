"""The named lists (明细) of a bulletin: what stands behind urges, delays and complaints, case by case.

What is kept are ids, codes and times. Words and names are read when somebody looks, masked, and
only of cases that still have them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shouwen.domains.bulletins.choices import Column, Part
from shouwen.domains.bulletins.sheet import Sheet
from shouwen.domains.kpi.fetching import fetched

UNHAPPY, LATE, COMPLAINTS = "unhappy", "late", "complaints"
TABLES = (UNHAPPY, LATE, COMPLAINTS)

_CASES = """
SELECT case_id, number, kind, category, channel, state, opened_at, due_at, finished_at,
       charged_unit_id, charged_person_id
FROM cases_fact WHERE case_id = ANY(%s)"""
_URGES = """
SELECT urge_id AS row, case_id, at, charged_person_id
FROM cases_urge_fact WHERE urge_id = ANY(%s)"""
_DECLARATIONS = """
SELECT declaration_id AS row, case_id, at, charged_person_id
FROM cases_declaration_fact WHERE declaration_id = ANY(%s)"""
RATINGS = """
WITH asked AS (SELECT unnest(%s::bigint[]) AS rating_id)
SELECT rating_id, case_id, at, score FROM kpi_rating_fact JOIN asked USING (rating_id)
UNION
SELECT id, case_id, at, score FROM cases_rating JOIN asked ON rating_id = id"""
"""What counts now, and what counted when a bulletin was frozen and was said anew since."""
_RATED = f"SELECT rating_id AS row, case_id, at, score FROM ({RATINGS}) AS said"
MARKS = {
    Column.URGES: ("urge", _URGES),
    Column.DECLARATIONS: ("declaration", _DECLARATIONS),
    Column.DISSATISFIED: ("dissatisfied", _RATED),
}
"""催单、申告、不满意 (S000-61): who stands in the list of the unhappy, and why."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of a list: the case, the unit of the table it belongs to, and dry facts."""

    table: str
    case: int
    unit: int
    facts: Mapping[str, Any]


def entries(sheet: Sheet) -> list[Entry]:
    """All lists of a sheet, each in the order of units and times."""
    rows = {column: _marked(sheet, column) for column in MARKS}
    late, complaints = (_units(sheet, column) for column in (Column.OVERDUE, Column.COMPLAINTS))
    ids = {row["case_id"] for marked in rows.values() for row, _unit in marked}
    cases = {row["case_id"]: row for row in fetched(_CASES, {*ids, *late, *complaints})}
    found = [
        *(
            _unhappy(row, MARKS[column][0], unit, cases[row["case_id"]])
            for column, marked in rows.items()
            for row, unit in marked
        ),
        *(_of_case(LATE, unit, cases[case]) for case, unit in late.items()),
        *(_of_case(COMPLAINTS, unit, cases[case]) for case, unit in complaints.items()),
    ]
    place = {unit: n for n, unit in enumerate(sheet.units)}
    return sorted(
        found, key=lambda e: (TABLES.index(e.table), place[e.unit], e.facts["at"], e.case)
    )


def _units(sheet: Sheet, column: Column) -> dict[int, int]:
    """Row id → the unit in whose line it is counted."""
    return {one: unit for unit in sheet.units for one in sheet.line(unit, Part.NOW).ids(column)}


def _marked(sheet: Sheet, column: Column) -> list[tuple[dict[str, Any], int]]:
    """The urges, declarations or judgements of a sheet, each with the unit of its line."""
    units = _units(sheet, column)
    return [(row, units[row["row"]]) for row in fetched(MARKS[column][1], units)]


def _unhappy(row: Mapping[str, Any], mark: str, unit: int, case: Mapping[str, Any]) -> Entry:
    facts = _plain(case) | {"mark": mark, "row": row["row"], "at": _iso(row["at"])}
    for name in ("score", "charged_person_id"):
        if row.get(name) is not None:
            facts[name] = row[name]
    return Entry(table=UNHAPPY, case=row["case_id"], unit=unit, facts=facts)


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
