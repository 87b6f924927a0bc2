"""The two public registers of the examples, with the figures that are known of them.

They are not part of the project: SHOUWEN_REAL_DATA names the folder (default ../shared/data).
"""

from __future__ import annotations

import csv
import io
import os
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.db import connection

from shouwen.domains.cases.queries import export
from shouwen.domains.intake.imports import plans, running
from shouwen.domains.intake.imports.running import Outcome
from shouwen.kernel.actor import SYSTEM
from shouwen.kernel.periods import Grain, containing
from shouwen.platform.access.scope import EVERYTHING
from tests.factories.imports import NOW

ROOT = Path(__file__).resolve().parents[3]
DATA = Path(os.environ.get("SHOUWEN_REAL_DATA") or ROOT.parent / "shared" / "data")
BOSTON = DATA / "boston311" / "311_service_requests_2011.zip"
UCI = DATA / "uci_incidents" / "incident_event_log.zip"
pytestmark = [pytest.mark.realdata, pytest.mark.slow, pytest.mark.django_db]


def taken_in(path: Path, name: str, folder: Path) -> Outcome:
    if not path.exists():
        pytest.skip(
            f"the public data set {path.name} is not here; SHOUWEN_REAL_DATA names its folder"
        )
    plan = plans.load(ROOT / "examples" / "profiles" / f"{name}.toml")
    return running.run(path, plan, rejects_in=folder, by=SYSTEM, at=NOW)


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    with zipfile.ZipFile(path) as archive, archive.open(archive.namelist()[0]) as file:
        yield from csv.DictReader(io.TextIOWrapper(file, encoding="utf-8", newline=""))


def test_boston_agrees_with_the_citys_own_flag_on_every_row(tmp_path: Path) -> None:
    outcome = taken_in(BOSTON, "boston311", tmp_path)
    counts = outcome.counts
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
    again = taken_in(BOSTON, "boston311", tmp_path).counts
    assert (again.created, again.updated, again.unchanged) == (0, 0, 58_251)


def test_uci_tells_every_incident_with_its_waits(tmp_path: Path) -> None:
    outcome = taken_in(UCI, "uci_incidents", tmp_path)
    assert (outcome.counts.rows, outcome.counts.created) == (141_712, 24_918)
    columns = ["state", "reassignments", "reopens", "waiting_seconds"]
    rows = list(export.rows(columns, scope=EVERYTHING, at=NOW))
    assert Counter(row[0] for row in rows) == {"closed": 24_918}
    assert sum(row[1] > 0 for row in rows) == 11_369
    assert max(row[1] for row in rows) == 27
    assert sum(row[2] > 0 for row in rows) == 275
    assert sum(row[3] for row in rows) / 3600 == pytest.approx(1_230_444.1, rel=0.001)
    hours = held_hours()
    assert hours["received", "none"] == pytest.approx(1_086_142.0, rel=1e-5)
    assert hours["in_progress", "none"] == pytest.approx(1_414_832.3, rel=1e-5)
    assert hours["answered", "none"] == pytest.approx(3_726_172.5, rel=1e-5)
    assert hours["in_progress", "customer"] == pytest.approx(1_230_466.0, rel=1e-5)


def held_hours() -> dict[tuple[str, str], float]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reason, waiting_for, sum(extract(epoch FROM following - at))::float8 / 3600 FROM"
            " (SELECT *, lead(at) OVER (PARTITION BY subject_kind, subject_id ORDER BY seq) AS following"
            "  FROM clocks_hold) h WHERE NOT ends GROUP BY 1, 2"
        )
        return {(reason, waiting): hours for reason, waiting, hours in cursor.fetchall()}
