"""Times and rates are spelt the same on every screen."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from shouwen.platform.ui.components import words

HOUR, DAY = 3600, 86400
NOW = datetime(2025, 10, 10, 6, 5, 10, tzinfo=UTC)  # 14:05:10 in Shanghai


@pytest.mark.parametrize(
    ("seconds", "spelt"),
    [
        (None, "—"),
        (0, "0分"),
        (59, "0分"),
        (55 * 60, "55分"),
        (2 * HOUR + 180, "2小时03分"),
        (15 * HOUR, "15小时00分"),
        (34 * HOUR + 300, "34小时05分"),
        (timedelta(hours=100), "100小时00分"),
    ],
)
def test_working_time_is_hours_and_minutes_however_long(
    seconds: float | timedelta | None, spelt: str
) -> None:
    assert words.duration(seconds) == spelt


@pytest.mark.parametrize(
    ("seconds", "spelt"),
    [
        (38 * HOUR + 31 * 60, "38小时31分"),
        (2 * DAY, "2天"),
        (3 * DAY + 3 * HOUR + 1500, "3天3小时"),
        (12 * DAY + 22 * HOUR, "12天22小时"),
    ],
)
def test_calendar_time_turns_to_days_from_two_days_on(seconds: int, spelt: str) -> None:
    assert words.span(seconds) == spelt


def test_english_spells_the_same_times() -> None:
    with translation.override("en"):
        spelt = [words.duration(2 * HOUR + 180), words.span(75 * HOUR), words.roughly(DAY)]
    assert spelt == ["2h 03m", "3d 3h", "1 day"]


def test_an_instant_is_shown_in_the_zone_of_its_unit() -> None:
    assert words.short_time(NOW) == "2025-10-10 14:05"
    assert words.short_time(NOW, "America/New_York") == "2025-10-10 02:05"
    assert words.long_time(NOW) == "2025-10-10 14:05:10+08:00"
    assert words.clock_time(NOW) == "14:05"


def test_a_due_time_is_named_by_its_nearness() -> None:
    due = datetime(2025, 10, 10, 7, 0, tzinfo=UTC)
    assert words.due_words(due, NOW) == "今天 15:00"
    assert words.due_words(due + timedelta(days=1), NOW) == "明天 15:00"
    assert words.due_words(None, NOW) == "—"


def test_what_is_missing_is_a_dash_and_never_zero() -> None:
    assert [words.percent(None), words.thousands(None), words.dash(""), words.dash(0)] == [
        "—",
        "—",
        "—",
        0,
    ]
    assert words.percent(0.9534) == "95.3%"
    assert words.thousands(1296) == "1,296"


def test_a_day_carries_its_weekday() -> None:
    assert words.day_words(date(2025, 10, 10)) == "10-10 星期五"
