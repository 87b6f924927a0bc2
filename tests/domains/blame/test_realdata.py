"""The two public registers of the examples: every case's holds last from its opening to its end.

The registers are not part of the project: SHOUWEN_REAL_DATA names the folder.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import F

from shouwen.domains.cases.models import Case
from shouwen.platform.clocks import queries as clocks
from tests.domains.intake.test_realdata import BOSTON, DATA, UCI, taken_in

pytestmark = [pytest.mark.realdata, pytest.mark.slow, pytest.mark.django_db]

EVER = {"since": datetime(2000, 1, 1, tzinfo=UTC), "until": datetime(2026, 1, 1, tzinfo=UTC)}
STATES = {
    "New": ("none", "received"),
    "Active": ("none", "in_progress"),
    "Resolved": ("none", "answered"),
    "Awaiting User Info": ("customer", "in_progress"),
}
_BROKEN = """
SELECT count(*), count(*) FILTER (WHERE lasted <> ended - opened),
       count(*) FILTER (WHERE opened <> opened_at AND instance = 1)
  FROM (SELECT h.subject_id, h.instance, c.state, c.opened_at, min(h.at) AS opened,
               max(coalesce(h.following, h.at)) AS ended,
               coalesce(sum(h.following - h.at) FILTER (WHERE NOT h.ends), interval '0') AS lasted
          FROM (SELECT *, lead(at) OVER (PARTITION BY subject_id, instance ORDER BY seq) AS following
                  FROM clocks_hold WHERE subject_kind = 'case') h
          JOIN cases_case c ON c.id = h.subject_id
         GROUP BY h.subject_id, h.instance, c.state, c.opened_at) i
"""
"""One row an instance, in plain SQL: what the holds last is what lies between opening and end."""


def instances() -> tuple[int, int, int]:
    """How many instances, with another sum, with another opening than the case."""
    with connection.cursor() as cursor:
        cursor.execute(_BROKEN)
        return cursor.fetchone()


def test_uci_holds_last_from_opening_to_end_and_by_state_as_known(tmp_path: Path) -> None:
    taken_in(UCI, "uci_incidents", tmp_path)
    count, *broken = instances()
    assert count >= 24_918
    assert broken == [0, 0]
    known = json.loads((DATA / "expected_answers.json").read_text(encoding="utf-8"))
    expected = known["uci_incidents"]["sum_hours_by_state_ledger"]
    found = clocks.burden("case", **EVER)
    hours = {(s.waiting_for, s.reason): s.calendar_seconds / 3600 for s in found.by("waiting_for", "reason")}  # fmt: skip
    for state, key in STATES.items():
        assert hours[key] == pytest.approx(expected[state], abs=1.0), state
    assert sum(hours.values()) == pytest.approx(found.total().calendar_seconds / 3600)
    assert clocks.verify() == []


def test_boston_holds_last_from_opening_to_end(tmp_path: Path) -> None:
    taken_in(BOSTON, "boston311", tmp_path)
    count, *broken = instances()
    assert count >= 58_251
    assert broken == [0, 0]
    units = clocks.burden("case", **EVER).by("unit")
    at_once = Case.objects.filter(closed_at=F("opened_at")).count()
    assert at_once == 2_499  # closed in the second they were opened: nobody had them for any time
    assert sum(s.matters for s in units) == 58_251 - at_once
