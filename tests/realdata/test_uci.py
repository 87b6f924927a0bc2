"""The service desk's incidents: every wait told, every hour by state as it is known."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from shouwen.domains.cases.queries import export
from shouwen.domains.imports.registers.running import Outcome
from shouwen.platform.access.scope import EVERYTHING
from shouwen.platform.clocks import queries as clocks
from tests.factories.imports import NOW
from tests.realdata.registers import EVER, EVER_DAYS, KNOWN, UCI, figures, held, instances

pytestmark = [pytest.mark.realdata, pytest.mark.slow, pytest.mark.django_db]

STATES = {
    "New": ("none", "received"),
    "Active": ("none", "in_progress"),
    "Resolved": ("none", "answered"),
    "Awaiting User Info": ("customer", "in_progress"),
}


@pytest.fixture(scope="module")
def uci(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Outcome]:
    folder = tmp_path_factory.mktemp("uci")
    with held(UCI, "uci_incidents", folder, django_db_blocker) as outcome:
        yield outcome


def test_every_incident_is_told_with_its_waits(uci: Outcome) -> None:
    assert (uci.counts.rows, uci.counts.created) == (141_712, 24_918)
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


def test_holds_last_from_opening_to_end_and_by_state_as_known(uci: Outcome) -> None:
    count, *broken = instances()
    assert count >= uci.counts.created
    assert broken == [0, 0]
    expected = json.loads(KNOWN.read_text(encoding="utf-8"))["uci_incidents"]
    found = clocks.burden("case", since=EVER[0], until=EVER[1])
    hours = {(s.waiting_for, s.reason): s.calendar_seconds / 3600 for s in found.by("waiting_for", "reason")}  # fmt: skip
    for state, key in STATES.items():
        assert hours[key] == pytest.approx(expected["sum_hours_by_state_ledger"][state], abs=1.0), (
            state
        )
    assert sum(hours.values()) == pytest.approx(found.total().calendar_seconds / 3600)
    assert clocks.verify() == []


def test_the_figure_of_hours_by_stage_and_wait(uci: Outcome) -> None:
    measured = figures("N07", "SERVICEDESK", EVER_DAYS, by=("stage", "waiting_for"))
    hours = {(one.keys["stage"], one.keys["waiting_for"]): one.value for one in measured}
    assert hours == {
        ("received", "none"): pytest.approx(1_086_142.0, rel=1e-5),
        ("in_progress", "none"): pytest.approx(1_414_832.3, rel=1e-5),
        ("answered", "none"): pytest.approx(3_726_172.5, rel=1e-5),
        ("in_progress", "customer"): pytest.approx(1_230_466.0, rel=1e-5),
        ("in_progress", "partner"): pytest.approx(270_924.0, rel=1e-5),
        ("in_progress", "department"): pytest.approx(92_949.1, rel=1e-5),
        ("in_progress", "other"): pytest.approx(12_295.6, rel=1e-5),
    }
