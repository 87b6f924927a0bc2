"""The time of a period by unit, person and reason: the sum of the matters' own ledgers, clipped."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shouwen.kernel.subject import Subject
from shouwen.platform.clocks import actions, queries
from shouwen.platform.clocks.choices import WaitingFor
from shouwen.platform.clocks.models import Hold
from shouwen.platform.clocks.queries.burden import DIMENSIONS
from tests.platform.clocks.test_random_stories import BEGAN, BY, CASE, MATCHES, Story, steps

HOUR = timedelta(hours=1)
FAR = BEGAN + timedelta(days=400)


def of(*dimensions: str, since: datetime = BEGAN, until: datetime = FAR) -> dict[object, float]:
    found = queries.burden("case", since=since, until=until).by(*dimensions)
    return {tuple(getattr(s, d) for d in dimensions): s.working_seconds for s in found}


@pytest.mark.django_db
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    match=st.sampled_from(MATCHES),
    played=st.lists(steps, max_size=10),
    cut=st.integers(0, 60 * 60 * 24 * 40),
)
@pytest.mark.item("S003-20")
def test_the_parts_of_a_period_are_the_sum_of_the_ledgers(
    presets: None, match: dict[str, Any], played: list[tuple[str, int, int, str]], cut: int
) -> None:
    sid = transaction.savepoint()
    story = Story(match)
    for step in played:
        story.play(*step)
    now = story.now
    ledger = queries.blame(CASE, at=now)
    wanted: dict[object, float] = defaultdict(float)
    for row in ledger.rows:
        if row.calendar_seconds:
            wanted[row.unit, row.person, row.waiting_for] += row.working_seconds
    found = of("unit", "person", "waiting_for", until=now)
    assert found == {k: pytest.approx(v, abs=1e-5) for k, v in wanted.items()}
    whole = queries.burden("case", since=BEGAN, until=now).total()
    assert whole.calendar_seconds == pytest.approx(ledger.total_calendar, abs=1e-5)
    middle = min(BEGAN + timedelta(seconds=cut), now)
    parts = [
        queries.burden("case", since=a, until=b).total()
        for a, b in ((BEGAN, middle), (middle, now))
    ]
    assert sum(p.working_seconds for p in parts) == pytest.approx(whole.working_seconds, abs=1e-5)
    transaction.savepoint_rollback(sid)


@pytest.mark.django_db
def test_matters_are_counted_once_and_units_are_kept_apart(presets: None) -> None:
    for number in (1, 2):
        subject = Subject("case", number)
        at = datetime(2025, 10, 10, 1, 0, tzinfo=UTC)
        actions.open_matter(subject, unit=1, person=10, owner_unit=1, reason="received", starts=[], by=BY, at=at)  # fmt: skip
        actions.move(subject, unit=2, person=None, reason="dispatched", by=BY, at=at + HOUR)
        actions.move(subject, unit=1, person=10, reason="returned", by=BY, at=at + 3 * HOUR)
    found = queries.burden("case", since=at, until=at + 4 * HOUR)
    assert {(s.unit, s.calendar_seconds, s.matters) for s in found.by("unit")} == {
        (1, 4 * 3600.0, 2),
        (2, 4 * 3600.0, 2),
    }
    assert found.total().matters == 2
    one = queries.burden("case", since=at, until=at + 4 * HOUR, units=[2], matters=ids_of(1)).by(
        "subject", "unit"
    )
    assert [(s.subject, s.unit, s.calendar_seconds) for s in one] == [(1, 2, 2 * 3600.0)]
    assert queries.burden("case", since=FAR, until=FAR + HOUR, units=[9]).by("unit") == []


def ids_of(*numbers: int):
    return Hold.objects.filter(subject_kind="case", subject_id__in=numbers).values("subject_id")


PARTS = st.tuples(
    st.integers(1, 6), st.integers(0, 3), st.integers(1, len(WaitingFor.values)), st.integers(0, 4)
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    parts=st.lists(PARTS, max_size=40),
    person=st.none() | st.integers(1, 3),
    wait=st.none() | st.sampled_from(WaitingFor.values),
    first=st.integers(0, 6),
)
def test_a_page_of_matters_is_that_part_of_the_whole_figure(
    parts: list[tuple[int, int, int, int]], person: int | None, wait: str | None, first: int
) -> None:
    """Also with ties, which stand in the order of the matters."""
    rows = np.zeros(
        len(parts), dtype=[(n, "i8") for n in (*DIMENSIONS, "since", "until", "revision")]
    )
    for row, (subject, somebody, waiting, hours) in zip(rows, parts, strict=True):
        row["subject"], row["unit"], row["person"], row["reason"] = subject, 1, somebody, 1
        row["waiting_for"], row["until"] = waiting, hours * 3_600_000_000
    figure = queries.Burden(rows, ["received"])
    found = figure.matters(person=person, waiting_for=wait)
    spent: dict[int, float] = defaultdict(float)
    for share in figure.by("subject", "person", "waiting_for"):
        if person in {None, share.person} and wait in {None, share.waiting_for}:
            spent[share.subject or 0] += share.working_seconds
    wanted = sorted(spent.items(), key=lambda one: (-one[1], one[0]))
    assert [(s.subject, s.working_seconds) for s in found[:]] == wanted
    assert found[first : first + 2] == found[:][first : first + 2]
    assert (len(found), found.working_seconds) == (len(wanted), sum(spent.values()))
