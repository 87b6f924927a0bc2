"""Periods are whole days; in a zone they follow each other without gap or overlap."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwen.kernel import periods
from shouwen.kernel.periods import Grain

ZONES = [
    "Asia/Shanghai",
    "America/New_York",
    "America/Sao_Paulo",  # clocks jumped over midnight
    "America/Havana",  # midnight came twice
    "Asia/Beirut",
    "Pacific/Apia",  # a whole day was left out
    "America/Toronto",  # 1919: 23:30 became 00:30
    "UTC",
]
days = st.dates(min_value=date(1900, 2, 1), max_value=date(2100, 1, 1))
grains = st.sampled_from(list(Grain))
zones = st.sampled_from([ZoneInfo(name) for name in ZONES])


@given(days, grains)
def test_a_day_lies_in_its_period_and_the_id_leads_back_to_it(day: date, grain: Grain) -> None:
    period = periods.containing(day, grain)
    assert day in period
    assert periods.parse(period.id) == period
    assert all(
        periods.containing(period.first + timedelta(days=n), grain) == period
        for n in range(period.days)
    )


@given(days, grains, zones)
def test_periods_follow_each_other_without_gap(day: date, grain: Grain, zone: ZoneInfo) -> None:
    period = periods.containing(day, grain)
    assert period.next().previous() == period
    assert period.end(zone) == period.next().start(zone)
    assert period.previous().end(zone) == period.start(zone)


@given(days, zones)
def test_a_day_starts_at_the_first_instant_of_its_date(day: date, zone: ZoneInfo) -> None:
    start = periods.day_start(day, zone)
    assert start.astimezone(zone).date() >= day
    assert (start - timedelta(seconds=1)).astimezone(zone).date() < day


@given(
    st.datetimes(datetime(1950, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)), grains, zones
)
def test_every_instant_lies_in_exactly_one_period(
    instant: datetime, grain: Grain, zone: ZoneInfo
) -> None:
    period = periods.at(instant, grain, zone)
    assert period.start(zone) <= instant < period.end(zone)


@pytest.mark.item("S000-22")
@pytest.mark.item("S000-56")
def test_the_third_xun_has_eight_to_eleven_days() -> None:
    assert [
        periods.parse(spelling).days
        for spelling in ("2011-08-X1", "2011-08-X2", "2011-08-X3", "2011-02-X3", "2012-02-X3")
    ] == [10, 10, 11, 8, 9]


def test_the_night_of_the_clock_change_has_its_own_length() -> None:
    zone = ZoneInfo("America/New_York")
    spring, autumn = periods.parse("2011-03-13"), periods.parse("2011-11-06")
    assert spring.end(zone) - spring.start(zone) == timedelta(hours=23)
    assert autumn.end(zone) - autumn.start(zone) == timedelta(hours=25)


def test_ids_are_spelled_as_in_reports() -> None:
    day = date(2011, 8, 21)
    assert [periods.containing(day, grain).id for grain in Grain] == [
        "2011-08-21",
        "2011-08-X3",
        "2011-W33",
        "2011-08",
        "2011-Q3",
        "2011",
    ]


def test_the_week_of_new_year_belongs_to_the_year_with_its_thursday() -> None:
    assert periods.containing(date(2010, 1, 1), Grain.WEEK).id == "2009-W53"


def test_between_gives_every_period_that_is_touched() -> None:
    found = periods.between(date(2011, 8, 5), date(2011, 9, 1), Grain.XUN)
    assert [str(p) for p in found] == ["2011-08-X1", "2011-08-X2", "2011-08-X3", "2011-09-X1"]


def test_a_period_can_be_cut_to_the_days_asked_for() -> None:
    part = periods.parse("2011-08").within(date(2011, 8, 30), date(2011, 9, 3))
    assert (part.first, part.last, part.days) == (date(2011, 8, 30), date(2011, 8, 31), 2)


@pytest.mark.parametrize(
    "spelling", ["", "2011-8", "2011-13", "2011-08-X4", "2011-02-30", "2011-W60", "0000", "x"]
)
def test_what_is_no_period_is_refused(spelling: str) -> None:
    with pytest.raises(ValueError, match="not a period"):
        periods.parse(spelling)
