"""Where the registers are, how one is taken in, and what is asked of each alike."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.utils.timezone import now
from pytest_django import DjangoDbBlocker

from shouwen.domains.imports.registers import plans, running
from shouwen.domains.imports.registers.running import Outcome
from shouwen.domains.kpi import definitions, queries, reach
from shouwen.domains.kpi.queries import Figure
from shouwen.domains.kpi.reach import Question
from shouwen.kernel.actor import SYSTEM
from shouwen.kernel.periods import Grain
from shouwen.platform.org import queries as org
from tests.factories.imports import NOW

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("SHOUWEN_REAL_DATA") or ROOT.parent / "shared" / "data")
BOSTON = DATA / "boston311" / "311_service_requests_2011.zip"
UCI = DATA / "uci_incidents" / "incident_event_log.zip"
KNOWN = DATA / "expected_answers.json"

EVER = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC))
EVER_DAYS = (date(2000, 1, 1), date(2030, 12, 31))

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


def taken_in(path: Path, name: str, folder: Path) -> Outcome:
    plan = plans.load(ROOT / "examples" / "profiles" / f"{name}.toml")
    return running.run(path, plan, rejects_in=folder, by=SYSTEM, at=NOW)


@contextmanager
def held(path: Path, name: str, folder: Path, blocker: DjangoDbBlocker) -> Iterator[Outcome]:
    """The register in the database while a module's tests read it; nothing of it stays."""
    if not path.exists():
        pytest.skip(
            f"the public data set {path.name} is not here; SHOUWEN_REAL_DATA names its folder"
        )
    with blocker.unblock(), transaction.atomic():
        yield taken_in(path, name, folder)
        transaction.set_rollback(True)


def instances() -> tuple[int, int, int]:
    """How many instances, with another sum, with another opening than the case."""
    with connection.cursor() as cursor:
        cursor.execute(_BROKEN)
        count, sum_wrong, opening_wrong = cursor.fetchone()
    return count, sum_wrong, opening_wrong


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
