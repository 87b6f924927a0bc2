from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction

from shouwen.kernel.actor import Actor
from shouwen.kernel.subject import Subject
from shouwen.kernel.worktime import EmptyCalendar
from shouwen.platform.clocks import actions, queries
from shouwen.platform.clocks.actions import Start
from shouwen.platform.clocks.actions.installing import china_days
from shouwen.platform.clocks.models import Calendar, Clock, Limit, Revision

pytestmark = pytest.mark.django_db
CHINA = ZoneInfo("Asia/Shanghai")
BY = Actor(account=7)
CASE = Subject("case", 1)


def at(day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2025, 9, day, hour, minute, tzinfo=CHINA)


@pytest.fixture(autouse=True)
def _installed(presets: None) -> None:
    pass


@pytest.fixture
def complaint() -> dict[str, Clock]:
    """Accepted Friday 16:00 by unit 1, dispatched Monday 9:00 to unit 2, waits Tuesday to Wednesday."""
    kinds = ("first_response", "resolution")
    starts = [Start(kind=k, match={"kind": "complaint"}) for k in kinds]
    made = actions.open_matter(
        CASE,
        unit=1,
        person=70,
        owner_unit=1,
        reason="received",
        starts=starts,
        by=BY,
        at=at(5, 16),
    )
    actions.move(CASE, unit=2, person=80, reason="dispatched", by=BY, at=at(8, 9))
    actions.wait(CASE, waiting_for="customer", reason="waiting", until=at(20), by=BY, at=at(9, 9))
    actions.resume(CASE, by=BY, at=at(10, 9))
    return {c.kind: c for c in made}


def test_an_explanation_names_every_stretch_and_its_cause(complaint: dict[str, Clock]) -> None:
    told = queries.explain(complaint["resolution"].pk, at=at(10, 10))
    rows = [(s.cause, s.start.astimezone(CHINA), s.unit, s.waiting_for) for s in told.segments]
    assert rows == [
        ("counted", at(5, 16), 1, ""),
        ("closed", at(5, 17, 30), 1, ""),
        ("day_off", at(6), 1, ""),
        ("closed", at(8), 1, ""),
        ("counted", at(8, 8, 30), 1, ""),
        ("counted", at(8, 9), 2, ""),
        ("closed", at(8, 12), 2, ""),
        ("counted", at(8, 13, 30), 2, ""),
        ("closed", at(8, 17, 30), 2, ""),
        ("closed", at(9), 2, ""),
        ("counted", at(9, 8, 30), 2, ""),
        ("paused", at(9, 9), 2, "customer"),
        ("counted", at(10, 9), 2, ""),
    ]
    assert told.used_seconds == sum(s.seconds for s in told.segments if s.counted) == 10.5 * 3600
    assert (told.due_at, told.segments[-1].day_label) == (at(15, 17, 30), "9-10")


def test_what_is_left_turns_negative_when_late(complaint: dict[str, Clock]) -> None:
    late = queries.explain(complaint["first_response"].pk, at=at(5, 17))
    assert (late.target, late.used_seconds, late.left_seconds) == (1800, 3600, -1800)
    days = queries.explain(complaint["resolution"].pk, at=at(15, 16, 30))
    assert days.left_seconds == 3600
    assert queries.explain(complaint["resolution"].pk, at=at(16, 9)).left_seconds == -1800


def test_blame_names_who_had_it_how_long_on_both_measures(complaint: dict[str, Clock]) -> None:
    ledger = queries.blame(CASE, at=at(10, 10))
    hours = [
        (r.unit, r.waiting_for, r.calendar_seconds / 3600, r.working_seconds / 3600)
        for r in ledger.rows
    ]
    assert hours == [
        (1, "none", 65.0, 2.0),
        (2, "none", 24.0, 7.5),
        (2, "customer", 24.0, 7.5),
        (2, "none", 1.0, 1.0),
    ]
    assert (ledger.total_calendar, ledger.total_working) == (114 * 3600, 18 * 3600)
    assert ledger.exact
    assert queries.waited(ledger) == 24 * 3600


def test_every_clock_of_a_matter_is_shown_with_its_verdict(complaint: dict[str, Clock]) -> None:
    actions.stop(CASE, ["first_response"], by=BY, at=at(10, 9))
    found = [(c.kind, c.verdict) for c in queries.clocks_of(CASE)]  # type: ignore[attr-defined]  # annotated
    assert found == [("first_response", "breached"), ("resolution", None)]
    own, fronts = queries.clocks_and_fronts(CASE, [2])
    assert (own, [c.kind for c in fronts]) == (queries.clocks_of(CASE), ["resolution"])


def test_verify_finds_what_was_tampered_with(complaint: dict[str, Clock]) -> None:
    assert queries.verify() == []
    Clock.objects.filter(kind="resolution").update(due_at=at(30))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO clocks_hold (subject_kind, subject_id, seq, instance, at, unit_id,"
            " waiting_for, reason, ends) VALUES ('case', 1, 9, 1, %s, 1, 'none', '', false)",
            [at(1)],
        )
    found = {str(p) for p in queries.verify()}
    assert "case:1: holds are missing" in found
    assert "case:1: hold 9 lies before the one before it" in found
    assert any("cache due_at is wrong" in line for line in found)


def test_the_shipped_holidays_are_those_of_the_source() -> None:
    chinese_calendar = pytest.importorskip("chinese_calendar")
    days, day = china_days(), datetime(2004, 1, 1).date()
    while day.year < 2027:
        works = days.get(day.isoformat(), "work" if day.weekday() < 5 else "off") == "work"
        assert works == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)


def test_installing_twice_changes_nothing() -> None:
    before = (Revision.objects.count(), Limit.objects.count())
    actions.install_presets()
    assert (Revision.objects.count(), Limit.objects.count()) == before
    assert set(Limit.objects.values_list("grade", flat=True)) <= {"T", "W", "M"}


def test_an_empty_calendar_is_refused() -> None:
    hall = Calendar.objects.get(code="hall")
    empty: dict[str, Any] = {"seasons": [{"from": None, "weekly": [[]] * 7}]}
    with pytest.raises(EmptyCalendar):
        actions.revise_calendar(hall, empty, by=BY, at=at(1))


def test_two_versions_of_a_rule_never_hold_on_one_day() -> None:
    limit = Limit.objects.order_by("rank").first()
    limit.pk, limit.version = None, 2
    with pytest.raises(IntegrityError), transaction.atomic():
        limit.save()


def test_the_law_never_pauses() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Limit.objects.filter(basis="legal").update(pauses_for=["customer"])
