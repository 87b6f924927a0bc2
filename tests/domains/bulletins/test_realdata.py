"""Figures and bulletins over the two public registers of the examples, against what is known of them.

The registers are not part of the project: SHOUWEN_REAL_DATA names the folder.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from django.utils.timezone import now

from shouwen.domains.bulletins import files
from shouwen.domains.bulletins import queries as bulletins
from shouwen.domains.kpi import definitions, queries, reach
from shouwen.domains.kpi.queries import Figure
from shouwen.domains.kpi.reach import Question
from shouwen.kernel import periods
from shouwen.kernel.periods import Grain
from shouwen.platform.org import queries as org
from tests.domains.intake.test_realdata import BOSTON, UCI, taken_in

pytestmark = [pytest.mark.realdata, pytest.mark.slow, pytest.mark.django_db]

EVER = (date(2000, 1, 1), date(2030, 12, 31))
OPENED = {  # opened_per_ten_days of the known answers
    "2011-07-X1": 2850,
    "2011-07-X2": 3804,
    "2011-07-X3": 3200,
    "2011-08-X1": 3381,
    "2011-08-X2": 3124,
    "2011-08-X3": 5042,
    "2011-09-X1": 3070,
    "2011-09-X2": 3386,
    "2011-09-X3": 3971,
    "2011-10-X1": 2653,
    "2011-10-X2": 4083,
    "2011-10-X3": 3263,
    "2011-11-X1": 3241,
    "2011-11-X2": 2232,
    "2011-11-X3": 2614,
    "2011-12-X1": 3089,
    "2011-12-X2": 2864,
    "2011-12-X3": 2384,
}


def figures(
    name: str,
    under: str,
    days: tuple[date, date],
    grain: Grain | None = None,
    *,
    split: bool = False,
    by: tuple[str, ...] = (),
) -> list[Figure]:
    definition = definitions.find(name)
    unit = org.unit_by_code(under)
    assert definition is not None and unit is not None
    where = reach.by_unit(unit.pk) if split else reach.whole(unit.pk)
    span = reach.span(*days, grain, as_of=now())
    return queries.measure(definition, Question(reach=where, span=span, breakdown=by))


def test_boston_by_department_by_ten_days_and_on_paper(tmp_path: Path) -> None:
    taken_in(BOSTON, "boston311", tmp_path)
    overdue = figures("K15", "BOSTON", EVER, split=True)
    codes = org.codes([one.unit for one in overdue])
    by_code = {codes[one.unit]: one.ratio for one in overdue}
    works = by_code["PWDx"]
    assert (works.numerator, works.denominator) == (3327, 27_184)
    assert round(works.value or 0, 4) == 0.1224
    opened = figures("N01", "BOSTON", (date(2011, 7, 1), date(2011, 12, 31)), Grain.XUN)
    assert {one.period: one.value for one in opened} == OPENED
    unit = org.unit_by_code("BOSTON")
    assert unit is not None
    issue = bulletins.issue(unit.pk, periods.parse("2011-08-X3"), at=now())
    assert [check.code for check in issue.checks if not check.ok] == []
    data = json.loads(json.dumps(files.as_json(issue)))
    assert data["total"]["numbers"]["created"]["value"] == 5042
    _every_number_is_its_rows(data)


def _every_number_is_its_rows(data: dict[str, object]) -> None:
    lines = [*data["units"], data["total"], data["before"], data["month"]]  # type: ignore[misc]
    for line in lines:
        for number in line["numbers"].values():
            for one in (
                (number,) if "rows" in number else (number["numerator"], number["denominator"])
            ):
                assert one["value"] == len(one["rows"])


def test_uci_hours_by_stage_and_wait(tmp_path: Path) -> None:
    taken_in(UCI, "uci_incidents", tmp_path)
    held = figures("N07", "SERVICEDESK", EVER, by=("stage", "waiting_for"))
    hours = {(one.keys["stage"], one.keys["waiting_for"]): one.value for one in held}
    assert hours == {
        ("received", "none"): pytest.approx(1_086_142.0, rel=1e-5),
        ("in_progress", "none"): pytest.approx(1_414_832.3, rel=1e-5),
        ("answered", "none"): pytest.approx(3_726_172.5, rel=1e-5),
        ("in_progress", "customer"): pytest.approx(1_230_466.0, rel=1e-5),
        ("in_progress", "partner"): pytest.approx(270_924.0, rel=1e-5),
        ("in_progress", "department"): pytest.approx(92_949.1, rel=1e-5),
        ("in_progress", "other"): pytest.approx(12_295.6, rel=1e-5),
    }
