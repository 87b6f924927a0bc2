"""Cases out: exact columns, as of an instant, within a scope, harmless in a spreadsheet."""

from __future__ import annotations

import io
import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.errors import ColumnUnknown, FilterUnreadable
from shouwen.domains.cases.models import Case
from shouwen.domains.cases.queries import export
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.access.scope import EVERYTHING, Scope
from shouwen.platform.exchange import writers
from shouwen.platform.org.models import Unit
from tests.domains.imports.test_logs import STORY
from tests.domains.imports.test_rows import CLOSED, OPEN
from tests.factories.imports import NOW, Desk


def table(
    *columns: str, at: datetime = NOW, scope: Scope = EVERYTHING, **filters: str
) -> list[list[object]]:
    return list(export.rows(columns, filters=list(filters.items()), scope=scope, at=at))


def test_times_carry_the_offset_of_the_unit_and_overdue_is_reckoned_as_of(desk: Desk) -> None:
    desk.take_in(OPEN, CLOSED)
    rows = table("source_key", "unit", "state", "due_at", "closed_at", "overdue", "elapsed_seconds")
    shown = [[v.isoformat() if isinstance(v, datetime) else v for v in row] for row in rows]
    assert shown == [
        ["1", "EAST", "dispatched", "2025-10-20T23:59:59+08:00", None, False, 9 * 86_400 + 14_400],
        ["2", "WEST", "closed", "2025-10-02T23:59:59+08:00", "2025-10-03T10:00:00+08:00", True, 176_400],
    ]  # fmt: skip
    later = table("source_key", "overdue", at=datetime.fromisoformat("2025-10-21T00:00:00+08:00"))
    assert later == [["1", True], ["2", True]]


def test_as_of_leaves_out_what_happened_later(desk: Desk) -> None:
    desk.take_in(CLOSED)
    before = datetime.fromisoformat("2025-10-02T12:00:00+08:00")
    assert table("state", "closed_at", "overdue", at=before) == [["dispatched", None, False]]
    assert table("number", at=before - timedelta(days=9)) == []


def test_waits_are_counted_by_whom_the_matter_waited_for(desk: Desk) -> None:
    desk.take_log(*STORY)
    assert table("waiting_seconds", "paused_seconds", "elapsed_seconds") == [[14_400, 0, 21_600]]


@pytest.mark.parametrize(
    ("filters", "keys"),
    [
        ({"unit": "EAST"}, ["1"]),
        ({"unit": "CITY"}, ["1", "2"]),
        ({"state": "closed,archived"}, ["2"]),
        ({"overdue": "true"}, ["2"]),
        ({"opened_at": "2025-10-01..2025-10-01"}, ["1", "2"]),
        ({"opened_at": "2025-10-02.."}, []),
        ({"extra.street": "Mill Lane"}, ["2"]),
    ],
)
def test_filters_narrow(desk: Desk, filters: dict[str, Any], keys: list[str]) -> None:
    desk.take_in(OPEN, CLOSED)
    assert [key for (key,) in table("source_key", **filters)] == keys


def test_an_export_shows_only_what_the_scope_holds(desk: Desk) -> None:
    desk.take_in(OPEN, CLOSED)
    east = Unit.objects.get(code="EAST").pk
    assert table("source_key", scope=Scope(units=frozenset({east}))) == [["1"]]


@pytest.mark.parametrize(
    ("filters", "error"), [({"state": "gone"}, FilterUnreadable), ({"opened_at": "May"}, FilterUnreadable),
                           ({"colour": "red"}, FilterUnreadable), ({"unit": "X"}, FilterUnreadable)],
)  # fmt: skip
def test_an_unknown_filter_is_refused(
    desk: Desk, filters: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        table("number", **filters)
    with pytest.raises(ColumnUnknown):
        table("colour")


def test_withdrawn_and_void_cases_are_never_overdue(desk: Desk) -> None:
    desk.take_in(CLOSED)
    cases.void_history([Case.objects.get().pk], by=SYSTEM, at=NOW)
    assert table("state", "overdue") == [["void", False]]


@pytest.mark.parametrize("text", ["=1+1", "+86 10", "-5", "@SUM(A1)", "\tx", "\rx"])
def test_csv_keeps_spreadsheets_from_reckoning(text: str) -> None:
    out = io.StringIO()
    assert writers.write_csv(out, ["title", "n"], [[text, -5]]) == 1
    assert out.getvalue().startswith("\ufefftitle,n\r\n")
    assert f"'{text}" in out.getvalue() and out.getvalue().rstrip().endswith(",-5")


def test_xlsx_keeps_text_as_text(tmp_path) -> None:
    path = tmp_path / "out.xlsx"
    writers.write_xlsx(path, ["title", "n", "ok"], [["=1+1", 3, True], ["断网", 1.5, False]])
    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    assert sheet.to_python() == [["title", "n", "ok"], ["=1+1", 3.0, True], ["断网", 1.5, False]]


def test_json_lines_keep_types() -> None:
    out = io.StringIO()
    writers.write_jsonl(out, ["a", "b", "c"], [["断网", None, True]])
    assert json.loads(out.getvalue()) == {"a": "断网", "b": None, "c": True}
