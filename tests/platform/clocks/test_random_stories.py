"""Whatever verbs are played in whatever order: parts are the whole, caches follow from the ledgers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from shouwen.kernel.actor import Actor
from shouwen.kernel.errors import Refused
from shouwen.kernel.subject import Subject
from shouwen.platform.clocks import actions, queries, sweeper
from shouwen.platform.clocks.actions import Start
from shouwen.platform.clocks.models import Clock, Fire, Hold, Verdict
from shouwen.platform.clocks.queries.blame import resolution_calendar
from shouwen.platform.clocks.reckoning import stretches

BY = Actor(account=7)
CASE = Subject("case", 1)
BEGAN = datetime(2025, 9, 26, 7, 13, 11, 123_457, tzinfo=UTC)
MATCHES = [{"kind": "complaint"}, {"kind": "fault_report"}, {"kind": "new_installation"}]

DUE_AGAIN_AFTER_A_BREACH = [
    ("retarget", 0, 1, "customer"),
    ("move", 4 * 24 * 60 * 60 * 10**6 + 1, 1, "customer"),
    ("retarget", 0, 1, "customer"),
    ("sweep", 0, 1, "customer"),
]
"""A step that hurries the one at the due time, on a clock that has its verdict already."""

steps = st.tuples(
    st.sampled_from(
        ["move", "wait", "wait", "resume", "stop", "start", "sweep", "end", "reopen", "retarget"]
    ),
    st.integers(0, 60 * 60 * 24 * 6 * 10**6),
    st.integers(1, 4),
    st.sampled_from(["customer", "department", "weather", "other"]),
)


class Story:
    """Plays verbs on one matter, each some time after the last."""

    def __init__(self, match: dict[str, Any]) -> None:
        self.now, self.match, self.instance = BEGAN, match, 1
        kinds = ("first_response", "resolution")
        starts = [Start(kind=k, match=match) for k in kinds]
        starts.append(Start(kind="resolution", basis="legal", match=match))
        actions.open_matter(CASE, unit=1, person=1, owner_unit=1, reason="received", starts=starts, by=BY, at=BEGAN)  # fmt: skip

    def play(self, verb: str, later: int, unit: int, waiting_for: str) -> None:
        self.now += timedelta(microseconds=later)
        try:
            with transaction.atomic():
                getattr(self, verb)(unit, waiting_for)
        except Refused:
            return

    def move(self, unit: int, waiting_for: str) -> None:
        actions.move(CASE, unit=unit, person=unit * 10, reason="dispatched", by=BY, at=self.now)

    def wait(self, unit: int, waiting_for: str) -> None:
        until = self.now + timedelta(days=unit)
        actions.wait(CASE, waiting_for=waiting_for, reason="waiting", until=until, by=BY, at=self.now)  # fmt: skip

    def resume(self, unit: int, waiting_for: str) -> None:
        actions.resume(CASE, by=BY, at=self.now)

    def stop(self, unit: int, waiting_for: str) -> None:
        actions.stop(CASE, ["first_response", "evaluation"], by=BY, at=self.now)

    def start(self, unit: int, waiting_for: str) -> None:
        actions.start(CASE, [Start(kind="evaluation", instance=self.instance)], by=BY, at=self.now)

    def sweep(self, unit: int, waiting_for: str) -> None:
        sweeper.sweep(self.now)

    def end(self, unit: int, waiting_for: str) -> None:
        actions.end_matter(CASE, reason="closed", by=BY, at=self.now)

    def retarget(self, unit: int, waiting_for: str) -> None:
        due = self.now + timedelta(days=unit)
        actions.retarget(CASE, "resolution", due_at=due, reason="promised", approver=1, by=BY, at=self.now)  # fmt: skip

    def reopen(self, unit: int, waiting_for: str) -> None:
        actions.reopen_matter(CASE, instance=self.instance + 1, unit=unit, person=None, reason="in_progress", starts=[Start(kind="resolution", match=self.match)], by=BY, at=self.now)  # fmt: skip
        self.instance += 1


def check_sums(story: Story) -> None:
    """Per instance: the holds last from its opening to its end, on the clock and on the calendar."""
    parts = stretches(list(Hold.objects.order_by("seq")))
    calendar = resolution_calendar(Clock.objects.of(CASE))
    for instance in range(1, story.instance + 1):
        mine = [p for p in parts if p.instance == instance and not p.ends]
        opened = mine[0].since
        ended = mine[-1].to or story.now
        ledger = queries.blame(CASE, at=story.now, instance=instance)
        assert ledger.exact
        assert round(ledger.total_calendar * 10**6) == (ended - opened) // timedelta(microseconds=1)
        whole = calendar.elapsed(opened, ended) // timedelta(microseconds=1)
        assert round(ledger.total_working * 10**6) == whole
        assert sum(round(r.working_seconds * 10**6) for r in ledger.rows) == whole


def check_caches() -> None:
    before = list(Clock.objects.order_by("id").values())
    assert queries.verify() == []
    actions.rebuild([CASE])
    assert list(Clock.objects.order_by("id").values()) == before


def check_verdicts(story: Story) -> None:
    """A clock that counted to its due time is breached, one stopped before is met, each once."""
    for verdict in Verdict.objects.filter(n=1).select_related("clock"):
        clock = verdict.clock
        if verdict.verdict == "met":
            assert verdict.at == clock.ended_at <= verdict.due_at
        elif verdict.verdict == "breached":
            assert verdict.at == verdict.due_at <= story.now
    assert Fire.objects.count() == Fire.objects.values("clock_id", "step").distinct().count()


def check_explanations(story: Story) -> None:
    """The counted segments are the time used, the segments together the life of the clock."""
    for clock in Clock.objects.all():
        told = queries.explain(clock.pk, at=story.now)
        end = clock.ended_at or story.now
        used = sum((s.end - s.start for s in told.segments if s.counted), timedelta())
        whole = sum((s.end - s.start for s in told.segments), timedelta())
        assert whole == end - clock.started_at
        assert used.total_seconds() + clock.carried_seconds == pytest.approx(told.used_seconds)


@pytest.mark.django_db
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@example(match=MATCHES[0], played=DUE_AGAIN_AFTER_A_BREACH)
@given(match=st.sampled_from(MATCHES), played=st.lists(steps, max_size=12))
def test_whatever_happens_the_ledgers_add_up(
    presets: None, match: dict[str, Any], played: list[tuple[str, int, int, str]]
) -> None:
    with transaction.atomic():
        story = Story(match)
        for step in played:
            story.play(*step)
        check_sums(story)
        check_verdicts(story)
        check_explanations(story)
        check_caches()
        transaction.set_rollback(True)
