from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from shouwen.kernel.calendar_days import calendar_days_used, due_calendar_days
from shouwen.kernel.worktime import (
    BeyondCalendar,
    EmptyCalendar,
    Season,
    WorkTime,
    instant,
    micros,
    parse_minute,
    parse_spans,
)

CHINA, NEW_YORK = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York")
OFFICE = parse_spans([["08:30", "12:00"], ["13:30", "17:30"]])
HOUR = timedelta(hours=1)


def weekdays(*spans: list[str], zone: ZoneInfo = CHINA, **more: Any) -> WorkTime:
    week = (parse_spans(spans),) * 5 + ((), ())
    return WorkTime(zone, (Season(None, week),), **more)


def daily(*spans: list[str], zone: ZoneInfo = CHINA, **more: Any) -> WorkTime:
    return WorkTime(zone, (Season(None, (parse_spans(spans),) * 7),), **more)


def at(month: int, day: int, hour: int = 0, minute: int = 0, zone: ZoneInfo = CHINA) -> datetime:
    return datetime(2025, month, day, hour, minute, tzinfo=zone)


def test_time_used_up_at_noon_is_due_at_noon_not_after_lunch() -> None:
    office = weekdays(["08:30", "12:00"], ["13:30", "17:30"])
    assert office.due(at(9, 1, 8, 30), 3.5 * HOUR) == at(9, 1, 12)
    assert office.due(at(9, 1, 8, 30), 7.5 * HOUR) == at(9, 1, 17, 30)


def test_a_start_outside_opening_hours_counts_from_the_next_opening() -> None:
    office = weekdays(["08:30", "12:00"], ["13:30", "17:30"])
    assert office.due(at(9, 5, 20), HOUR) == at(9, 8, 9, 30)
    assert office.elapsed(at(9, 5, 20), at(9, 8, 9)) == HOUR / 2


def test_a_pause_over_the_weekend_does_not_over_extend() -> None:
    office = weekdays(["08:30", "12:00"], ["13:30", "17:30"])
    pause = [(at(9, 5, 17), at(9, 8, 9))]
    assert office.due(at(9, 5, 16, 30), HOUR, pause) == at(9, 8, 9, 30)


def test_waits_over_a_holiday_are_not_zero_days() -> None:
    """On 8 October with 1–7 off: what waited since September waited its working days."""
    off: dict[date, tuple[tuple[int, int], ...]] = {date(2025, 10, day): () for day in range(1, 8)}
    office = weekdays(["08:30", "12:00"], ["13:30", "17:30"], overrides=off)
    assert office.elapsed(at(9, 29, 8, 30), at(10, 8, 8, 30)) == 15 * HOUR
    assert office.days_used(at(9, 29, 8, 30), at(10, 8, 18)) == 2
    assert office.due_working_days(at(9, 29, 8, 30), 2) == at(10, 8, 17, 30)


def test_spans_over_midnight_belong_to_the_day_they_begin_on() -> None:
    night = weekdays(["22:00", "06:00"])
    assert night.elapsed(at(9, 5, 12), at(9, 8, 12)) == 8 * HOUR
    assert night.due(at(9, 5, 23), 8 * HOUR) == at(9, 8, 23)


def test_overlapping_spans_count_once() -> None:
    assert daily(["08:00", "12:00"], ["10:00", "14:00"]).elapsed(at(9, 1), at(9, 2)) == 6 * HOUR


def test_overrides_take_away_and_add() -> None:
    office = weekdays(
        ["08:30", "12:00"],
        ["13:30", "17:30"],
        overrides={date(2025, 9, 1): (), date(2025, 9, 7): OFFICE},
    )
    assert office.elapsed(at(9, 1), at(9, 2)) == timedelta(0)
    assert office.elapsed(at(9, 7), at(9, 8)) == 7.5 * HOUR


def test_seasons_change_the_week_from_their_first_day() -> None:
    summer = Season(date(2025, 6, 1), (parse_spans([["08:00", "14:00"]]),) * 7)
    winter = Season(None, (parse_spans([["09:00", "12:00"]]),) * 7)
    calendar = WorkTime(CHINA, (summer, winter))
    assert calendar.elapsed(at(5, 31), at(6, 2)) == 9 * HOUR


def test_summer_time_shortens_and_lengthens_the_night() -> None:
    night = daily(["22:00", "06:00"], zone=NEW_YORK)
    long, short = (at(11, 1, 20, zone=NEW_YORK), at(3, 8, 20, zone=NEW_YORK))
    assert night.elapsed(long, at(11, 2, 12, zone=NEW_YORK)) == 9 * HOUR
    assert night.elapsed(short, at(3, 9, 12, zone=NEW_YORK)) == 7 * HOUR


def test_a_span_that_begins_in_the_jump_begins_at_the_jump() -> None:
    early = daily(["02:30", "05:00"], zone=NEW_YORK)
    assert early.elapsed(at(3, 9, zone=NEW_YORK), at(3, 10, zone=NEW_YORK)) == 2 * HOUR


def test_a_day_of_24_hours_is_one_of_23_in_spring() -> None:
    always = daily(["00:00", "24:00"], zone=NEW_YORK)
    start = at(3, 8, 12, zone=NEW_YORK)
    assert always.due(start, 24 * HOUR) == at(3, 9, 13, zone=NEW_YORK)


def test_calendar_days_end_in_their_own_zone() -> None:
    start = datetime(2025, 3, 8, 23, tzinfo=UTC)
    assert due_calendar_days(start, 1, CHINA) == datetime(2025, 3, 10, 23, 59, 59, tzinfo=CHINA)
    due = due_calendar_days(start, 1, NEW_YORK)
    assert due == datetime(2025, 3, 9, 23, 59, 59, tzinfo=NEW_YORK)


def test_a_calendar_day_paused_at_its_end_is_not_consumed() -> None:
    pause = [(at(9, 2, 12), at(9, 3, 12))]
    end = datetime(2025, 9, 3, 23, 59, 59, tzinfo=CHINA)
    assert due_calendar_days(at(9, 1, 9), 1, CHINA) == end - timedelta(days=1)
    assert due_calendar_days(at(9, 1, 9), 1, CHINA, pause) == end
    assert calendar_days_used(at(9, 1, 9), end, CHINA, pause) == 1
    assert due_calendar_days(at(9, 1, 9), 1, CHINA, [(at(9, 2, 12), None)]) is None


def test_the_rolled_day_must_pass_while_the_clock_counts_too() -> None:
    office = weekdays(["08:30", "12:00"], ["13:30", "17:30"])
    pause = [(at(9, 8, 9), at(9, 9, 9))]
    due = due_calendar_days(at(9, 5, 9), 1, CHINA, pause, office)
    assert due == datetime(2025, 9, 9, 23, 59, 59, tzinfo=CHINA)


def test_a_working_day_paused_over_its_close_is_not_consumed() -> None:
    office = weekdays(["08:30", "12:00"], ["13:30", "17:30"])
    at_close = [(at(9, 2, 17, 30), at(9, 2, 20))]
    over_close = [(at(9, 2, 17, 29), at(9, 2, 17, 30))]
    assert office.due_working_days(at(9, 1, 9), 1, at_close) == at(9, 2, 17, 30)
    assert office.due_working_days(at(9, 1, 9), 1, over_close) == at(9, 3, 17, 30)


def test_nothing_left_is_due_at_once() -> None:
    office = weekdays(["08:30", "12:00"])
    start = at(9, 6, 3)
    assert office.due(start, timedelta(0)) == start
    assert office.due_working_days(start, 0) == start
    assert due_calendar_days(start, 0, CHINA) == start


def test_outside_the_known_years_nothing_is_certain() -> None:
    office = weekdays(["08:30", "12:00"], years=range(2024, 2026))
    assert office.knows(at(1, 1), at(12, 31))
    assert not office.knows(at(12, 31), datetime(2026, 1, 1, tzinfo=CHINA))
    assert weekdays(["08:30", "12:00"]).knows(at(1, 1), datetime(2090, 1, 1, tzinfo=CHINA))


def test_an_empty_calendar_is_refused() -> None:
    with pytest.raises(EmptyCalendar):
        WorkTime(CHINA, (Season(None, ((),) * 7),))


def test_a_calendar_answers_for_centuries_but_not_for_ever() -> None:
    always = daily(["00:00", "24:00"])
    assert always.elapsed(datetime(1910, 1, 1, tzinfo=UTC), datetime(1910, 1, 2, tzinfo=UTC))
    assert always.due(datetime(2108, 6, 1, tzinfo=UTC), HOUR) == datetime(2108, 6, 1, 1, tzinfo=UTC)
    with pytest.raises(BeyondCalendar):
        always.worked(micros(datetime(5000, 1, 1, tzinfo=UTC)))


def test_microseconds_are_kept() -> None:
    start = datetime(2025, 9, 1, 1, 2, 3, 456_789, tzinfo=UTC)
    assert instant(micros(start)) == start
    always = daily(["00:00", "24:00"])
    assert always.due(start, timedelta(microseconds=1)) == start + timedelta(microseconds=1)


@pytest.mark.parametrize("text", ["8", "25:00", "12:60", "24:01", "x:y"])
def test_a_time_of_day_is_checked(text: str) -> None:
    with pytest.raises(ValueError):
        parse_minute(text)


def test_pieces_of_time_are_cut_at_midnight_and_add_up() -> None:
    office = weekdays(["08:30", "12:00"], ["13:30", "17:30"])
    pieces = list(office.pieces(at(9, 1, 9), at(9, 2, 9)))
    assert [(a.astimezone(CHINA).hour, counted) for a, _, counted in pieces] == [
        (9, True),
        (12, False),
        (13, True),
        (17, False),
        (0, False),
        (8, True),
    ]
    assert sum((b - a for a, b, _ in pieces), timedelta()) == timedelta(days=1)
    counted = sum((b - a for a, b, c in pieces if c), timedelta())
    assert counted == office.elapsed(at(9, 1, 9), at(9, 2, 9))
