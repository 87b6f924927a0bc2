"""Whatever people do to cases and requests, in whatever order: the ledgers add up.

VERB_STORIES sets how many stories are told (2,000 in ``bench/verbs.py``).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shouwen.domains.asks import actions as asks
from shouwen.domains.asks import queries as asked
from shouwen.domains.asks.models import Request
from shouwen.domains.cases import actions as cases
from shouwen.domains.cases import queries as case_queries
from shouwen.domains.cases.actions import rebuild_all as recount
from shouwen.domains.cases.choices import OPEN
from shouwen.domains.cases.models import Case
from shouwen.kernel.errors import Refused
from shouwen.kernel.lifecycle import MoveNotAllowed
from shouwen.kernel.subject import Subject
from shouwen.platform.clocks import actions as clock_actions
from shouwen.platform.clocks import queries as clocks
from shouwen.platform.clocks import sweeper
from shouwen.platform.clocks.models import Clock, Hold
from shouwen.platform.clocks.queries.blame import resolution_calendar
from shouwen.platform.clocks.reckoning import stretches
from shouwen.platform.policies.actions import install_presets
from tests.world import World, build

STORIES = int(os.environ.get("VERB_STORIES", "75"))
BEGAN = datetime(2025, 9, 26, 1, 7, 13, 123_457, tzinfo=UTC)
UNITS = ["QC-NET", "QC-MKT", "DH-01", "DH-01-G1", "QC-HOT"]
PEOPLE = ["0101", "0102", "0112", "0113", "0202", "0203"]
VERBS = [
    "open", "accept", "dispatch", "start", "answer", "invite", "close", "evaluate", "reopen",
    "wait", "wait", "resume", "withdraw", "void", "urge", "note", "merge", "merge", "hand_over",
    "ask", "ask", "ask", "ask_beside", "r_accept", "r_accept", "r_note", "r_answer", "r_answer",
    "r_send_back", "r_give_up", "r_withdraw", "sweep",
]  # fmt: skip
LENGTHS = [0, 1, 60, 3_600, 9 * 3_600, 30 * 3_600, 9 * 86_400]

steps = st.tuples(
    st.sampled_from(VERBS),
    st.sampled_from(LENGTHS),
    st.integers(0, 999_999),
    st.integers(0, 2),  # which case
    st.integers(0, 4),  # which request, unit or person
)


class Story:
    """Up to three cases with their requests, each verb some time after the last."""

    def __init__(self, world: World) -> None:
        self.world, self.now = world, BEGAN
        self.cases = [self._opened(), self._opened()]

    def _opened(self) -> int:
        return cases.open_case(
            kind="fault_report", channel="hotline", title="断网", by=self.world.actor("0101"), at=self.now
        ).pk  # fmt: skip

    def play(self, verb: str, later: int, micros: int, which: int, other: int) -> None:
        self.now += timedelta(seconds=later, microseconds=micros if later else 0)
        case = self.cases[which % len(self.cases)]
        act: Callable[[int, int], Any] = getattr(self, verb, None) or (
            lambda case, other: self._case(verb, case, other)
        )
        try:
            with transaction.atomic():
                act(case, other)
        except (Refused, MoveNotAllowed):
            return

    def _case(self, verb: str, case: int, other: int) -> None:
        """A verb on a case, or (``r_…``) on one of the requests."""
        terms: dict[str, Any] = {"by": self.world.actor(PEOPLE[other]), "at": self.now}
        if verb.startswith("r_"):
            request = self._request(other)
            name = verb.removeprefix("r_")
            if request is None:
                return
            if name in {"answer", "note", "send_back"}:
                terms["text"] = "不属于本部门，转支撑部"
            if name == "give_up":
                terms["outcome"] = ["not_reached", "unclear"][other % 2]
            getattr(asks, name)(request, **terms)
            return
        if verb in {"answer", "reopen", "withdraw", "void", "note"}:
            terms["text"] = "说明"
        if verb == "evaluate":
            terms |= {"score": 4, "solved": True}
        getattr(cases, verb)(case, **terms)

    def _request(self, other: int) -> int | None:
        found = list(Request.objects.order_by("pk").values_list("pk", flat=True))
        return found[-1 - other % len(found)] if found else None

    def open(self, case: int, other: int) -> None:
        if len(self.cases) < 3:
            self.cases.append(self._opened())

    def dispatch(self, case: int, other: int) -> None:
        unit = self.world.units[UNITS[other]]
        cases.dispatch(case, unit_id=unit, by=self.world.actor("0102"), at=self.now)

    def wait(self, case: int, other: int) -> None:
        whom = ["customer", "department", "weather", "partner", "other"][other]
        until = self.now + timedelta(hours=5 + 20 * other)
        cases.wait(case, waiting_for=whom, reason="other", until=until, by=self.world.actor("0102"), at=self.now)  # fmt: skip

    def merge(self, case: int, other: int) -> None:
        into = self.cases[other % len(self.cases)]
        cases.merge(case, into_id=into, text="同一件事", by=self.world.actor("0102"), at=self.now)
        asks.follow_merged(case, by=self.world.actor("0102"), at=self.now)

    def hand_over(self, case: int, other: int) -> None:
        terms: dict[str, Any] = {
            "from_staff_id": self.world.staff[PEOPLE[other]],
            "to_staff_id": self.world.staff[PEOPLE[other + 1]],
            "by": self.world.actor("0102"),
            "at": self.now,
        }
        cases.hand_over_all(**terms)
        asks.hand_over_all(**terms)

    def ask(self, case: int, other: int, *, blocking: bool = True) -> None:
        by = self.world.actor(PEOPLE[(other + 1) % 5])
        asks.ask(case, unit_id=self.world.units[UNITS[other]], text="？", blocking=blocking, by=by, at=self.now)  # fmt: skip

    def ask_beside(self, case: int, other: int) -> None:
        self.ask(case, other, blocking=False)

    def sweep(self, case: int, other: int) -> None:
        sweeper.sweep(self.now)


def subjects() -> list[Subject]:
    found = Hold.objects.filter(seq=1).order_by("subject_kind", "subject_id")
    return [Subject(kind, pk) for kind, pk in found.values_list("subject_kind", "subject_id")]


def check_sums(subject: Subject, now: datetime) -> None:
    """Per instance: one holder at every moment from opening to end, and the parts are the whole."""
    rows = clocks.holds_of(subject)
    parts = stretches(rows)
    calendar = resolution_calendar(Clock.objects.of(subject))
    for instance in {r.instance for r in rows}:
        mine = [p for p in parts if p.instance == instance and not p.ends and p.since <= now]
        for one, following in pairwise(mine):
            assert one.to == following.since  # exactly one hold in force
        opened, ended = mine[0].since, min(mine[-1].to or now, now)
        ledger = clocks.blame(subject, at=now, instance=instance)
        assert ledger.exact
        assert round(ledger.total_calendar * 10**6) == (ended - opened) // timedelta(microseconds=1)
        whole = calendar.elapsed(opened, ended) // timedelta(microseconds=1)
        assert round(ledger.total_working * 10**6) == whole


def check_whose_time_it_is(story: Story) -> None:
    """An open blocking request of a running wait holds: the oldest one, and nobody else."""
    for case in Case.objects.filter(pk__in=story.cases):
        lent = asked.lent(case.pk, at=story.now)
        if lent is not None and case.state in OPEN:
            oldest = asked.in_force(case.pk, since=lent.since)
            assert oldest is not None, "a case waits for a department that was asked nothing"
            assert (oldest.unit_id, oldest.person_id) == (lent.unit_id, lent.person_id)
    for request in Request.objects.all():
        mine = [p for p in stretches(clocks.holds_of(request.subject)) if not p.ends]
        assert {p.unit for p in mine} == {request.unit_id}


def check_figure(story: Story) -> None:
    """The figure of the whole time is the sum of the ledgers."""
    if story.now == BEGAN:
        return
    found = clocks.burden("case", since=BEGAN, until=story.now).total()
    ledgers = [clocks.blame(Subject("case", pk), at=story.now) for pk in story.cases]
    assert found.calendar_seconds == pytest.approx(sum(x.total_calendar for x in ledgers), abs=1e-4)
    assert found.working_seconds == pytest.approx(sum(x.total_working for x in ledgers), abs=1e-4)


def check_caches(found: list[Subject]) -> None:
    before = list(Clock.objects.order_by("id").values())
    assert clocks.verify() == []
    assert [str(p) for p in case_queries.verify()] == []
    assert [str(p) for p in asked.verify()] == []
    clock_actions.rebuild(found)
    assert list(Clock.objects.order_by("id").values()) == before
    assert list(recount()) == []


@pytest.mark.django_db
@settings(
    max_examples=STORIES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(played=st.lists(steps, min_size=4, max_size=24))
def test_whatever_people_do_the_ledgers_add_up(
    stage: World, played: list[tuple[str, int, int, int, int]]
) -> None:
    sid = transaction.savepoint()
    story = Story(stage)
    for step in played:
        story.play(*step)
    found = subjects()
    for subject in found:
        check_sums(subject, story.now)
    check_whose_time_it_is(story)
    check_figure(story)
    check_caches(found)
    transaction.savepoint_rollback(sid)


@pytest.fixture
def stage(db: None) -> World:
    install_presets()
    return build()
