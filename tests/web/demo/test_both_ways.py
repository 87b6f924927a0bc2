"""One script, played live and recorded as history, leaves the same ledgers and the same facts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from shouwen.kernel.actor import SYSTEM
from shouwen.platform.access import actions as access
from shouwen.platform.clocks import sweeper
from shouwen.platform.policies import actions as policies
from shouwen.web.demo import batch, live, plot, stage
from shouwen.web.demo.customers import people
from shouwen.web.demo.script import Matter

pytestmark = pytest.mark.django_db

NOW = datetime(2025, 10, 10, 6, 5, tzinfo=UTC)
PAIRS = 70
OURS = {"id", "case_id", "number", "subject_id", "root_id", "clock_id", "urge_id", "version"}
"""Columns that name the row itself: they must differ."""
SILENCE = {"silent", "next_fire_at", "next_step", "alarm_ats", "alarm_steps", "unsure_steps"}
"""Imported clocks warn nobody; that is what the batch path is for."""


@pytest.fixture
def played() -> tuple[list[Matter], list[int], list[int]]:
    """The matters, the cases played live, the cases recorded in a set."""
    access.install_presets(by=SYSTEM, at=NOW)
    policies.install_presets(by=SYSTEM, at=NOW)
    folk = people(120)
    matters = _telling(plot.matters(NOW, folk, count=900))
    set_ = stage.build(folk, password="demo-secret-1", by=SYSTEM, at=NOW - timedelta(days=120))
    one_by_one = [live.play(matter, set_) for matter in matters]
    at_once = batch.record(matters, set_, by=SYSTEM, at=NOW)
    while sweeper.sweep(NOW):
        pass
    return matters, one_by_one, at_once


def _telling(matters: list[Matter]) -> list[Matter]:
    """Every matter with a rare verb, the most recent, and some ordinary ones."""
    rare = {"reopen", "withdraw", "void", "send_back"}
    told = [m for m in matters if rare & {s.verb for s in m.steps}][:24]
    told += matters[-26:]
    told += [m for m in matters if m not in told][: PAIRS - len(told)]
    return sorted(told, key=lambda m: (m.opened_at, m.n))


def _rows(table: str, key: str, ids: list[int], order: str, without: set[str]) -> list[list[Any]]:
    """The rows of these cases, case by case in the order of ``ids``, without the columns named."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT t.* FROM {table} t JOIN unnest(%s::bigint[]) WITH ORDINALITY x(id, n)"
            f" ON x.id = {key} ORDER BY x.n, {order}",
            [ids],
        )
        names = [column.name for column in cursor.description]
        kept = [i for i, name in enumerate(names) if name not in without]
        return [[(names[i], row[i]) for i in kept] for row in cursor.fetchall()]


_SPLIT = "t.subject_kind = 'case' AND t.subject_id"
TABLES: list[tuple[str, str, str, set[str]]] = [
    ("cases_case", "t.id", "t.id", OURS | {"changed_at"}),  # the moment of writing
    ("cases_fact", "t.case_id", "t.case_id", OURS),
    ("cases_urge_fact", "t.case_id", "t.at, t.urge_id", OURS),
    ("cases_urge", "t.case_id", "t.at, t.id", OURS),
    ("cases_rating", "t.case_id", "t.instance", OURS),
    ("clocks_hold", "t.subject_id", "t.seq", OURS),
    ("clocks_clock", "t.subject_id", "t.kind, t.basis, t.instance", OURS | SILENCE),
]


def test_both_ways_leave_the_same(played: tuple[list[Matter], list[int], list[int]]) -> None:
    """States, holds, clocks and facts; verdicts and clock events; the story told."""
    _, one_by_one, at_once = played
    same_states_holds_clocks_and_facts(one_by_one, at_once)
    same_verdicts_and_clock_events(one_by_one, at_once)
    same_story(one_by_one, at_once)


def same_states_holds_clocks_and_facts(one_by_one: list[int], at_once: list[int]) -> None:
    for table, key, order, without in TABLES:
        left = _rows(table, key, one_by_one, order, without)
        right = _rows(table, key, at_once, order, without)
        assert left, table
        for a, b in _differing(left, right):
            assert a == b, table


def same_verdicts_and_clock_events(one_by_one: list[int], at_once: list[int]) -> None:
    judged = (
        "(SELECT c.subject_id, c.kind AS clock, c.basis, c.instance, v.n, v.verdict, v.at, v.due_at,"
        " round(v.elapsed_s) AS elapsed, v.cause, v.unit_id, v.person_id"
        " FROM clocks_verdict v JOIN clocks_clock c ON c.id = v.clock_id)"
    )
    noted = (
        "(SELECT c.subject_id, c.kind AS clock, c.basis, c.instance, e.seq, e.at, e.kind"
        " FROM clocks_event e JOIN clocks_clock c ON c.id = e.clock_id)"
    )
    for rows, order in (
        (judged, "t.clock, t.basis, t.instance, t.n"),
        (noted, "t.clock, t.basis, t.instance, t.seq"),
    ):
        left = _rows(rows, "t.subject_id", one_by_one, order, OURS)
        right = _rows(rows, "t.subject_id", at_once, order, OURS)
        assert left
        for a, b in _differing(left, right):
            assert a == b


def same_story(one_by_one: list[int], at_once: list[int]) -> None:
    lines = (
        "(SELECT e.subject_id, e.seq, e.kind, e.at, e.by_id, e.post_id, e.facts - 'urge_id' AS facts,"
        " x.body FROM journal_entry e LEFT JOIN journal_text x ON x.entry_id = e.id"
        " WHERE e.subject_kind = 'case' AND e.kind LIKE 'cases.%%')"
    )
    left = _rows(lines, "t.subject_id", one_by_one, "t.seq", OURS | {"seq"})
    right = _rows(lines, "t.subject_id", at_once, "t.seq", OURS | {"seq"})
    assert left
    for a, b in _differing(left, right):
        assert a == b


def _differing(left: list[Any], right: list[Any]) -> Iterator[tuple[Any, Any]]:
    """The first row that differs, so that the failure can be read."""
    assert len(left) == len(right)
    yield next(((a, b) for a, b in zip(left, right, strict=True) if a != b), (None, None))
