"""The city's requests of 2011: its own flag, its departments, its ten-day numbers, its holds."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db.models import F
from django.utils.timezone import now
from pytest_django import DjangoDbBlocker

from shouwen.domains.bulletins import files
from shouwen.domains.bulletins import queries as bulletins
from shouwen.domains.cases.models import Case
from shouwen.domains.cases.queries import export
from shouwen.domains.imports.registers.running import Outcome
from shouwen.kernel import periods
from shouwen.kernel.periods import Grain, containing
from shouwen.platform.access.scope import EVERYTHING
from shouwen.platform.clocks import queries as clocks
from shouwen.platform.org import queries as org
from tests.realdata.registers import (
    BOSTON,
    EVER,
    EVER_DAYS,
    figures,
    held,
    instances,
    taken_in,
)

pytestmark = [pytest.mark.realdata, pytest.mark.slow, pytest.mark.django_db]

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


@pytest.fixture(scope="module")
def boston(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Outcome]:
    folder = tmp_path_factory.mktemp("boston")
    with held(BOSTON, "boston311", folder, django_db_blocker) as outcome:
        yield outcome


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    with zipfile.ZipFile(path) as archive, archive.open(archive.namelist()[0]) as file:
        yield from csv.DictReader(io.TextIOWrapper(file, encoding="utf-8", newline=""))


def test_our_clock_agrees_with_the_citys_own_flag_on_every_row(boston: Outcome) -> None:
    counts = boston.counts
    assert (counts.rows, counts.created, counts.rejected, counts.warned) == (58_251, 58_251, 0, 3)
    asked = datetime.fromisoformat("2019-12-31T00:00:00-05:00")
    columns = ["source_key", "overdue", "unit", "opened_at"]
    ours = {row[0]: row for row in export.rows(columns, scope=EVERYTHING, at=asked)}
    flagged = {r["case_enquiry_id"]: r["ontime"] for r in rows_of(BOSTON) if r["ontime"]}
    assert len(flagged) == 58_093
    assert [k for k, flag in flagged.items() if ours[k][1] != (flag == "OVERDUE")] == []
    works = [k for k in flagged if ours[k][2] == "PWDx"]
    assert round(sum(ours[k][1] for k in works) / len(works), 6) == 0.088669
    by_xun = Counter(containing(row[3].date(), Grain.XUN).id for row in ours.values())
    assert by_xun["2011-08-X3"] == 5042


def test_a_second_import_changes_nothing(boston: Outcome, tmp_path: Path) -> None:
    again = taken_in(BOSTON, "boston311", tmp_path).counts
    assert (again.created, again.updated, again.unchanged) == (0, 0, boston.counts.created)


def test_every_hold_lasts_from_opening_to_end(boston: Outcome) -> None:
    count, *broken = instances()
    assert count >= 58_251
    assert broken == [0, 0]
    units = clocks.burden("case", since=EVER[0], until=EVER[1]).by("unit")
    at_once = Case.objects.filter(closed_at=F("opened_at")).count()
    assert at_once == 2_499  # closed in the second they were opened: nobody had them for any time
    assert sum(s.matters for s in units) == 58_251 - at_once


def test_the_figures_by_department_by_ten_days_and_on_paper(boston: Outcome) -> None:
    overdue = figures("K15", "BOSTON", EVER_DAYS, split=True)
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


def _every_number_is_its_rows(data: dict[str, Any]) -> None:
    lines = [*data["units"], data["total"], data["before"], data["month"]]
    for line in lines:
        for number in line["numbers"].values():
            for one in (
                (number,) if "rows" in number else (number["numerator"], number["denominator"])
            ):
                assert one["value"] == len(one["rows"])
