"""The pictures of the two ledgers add up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwen.platform.ui.components import lanes, ledger
from shouwen.platform.ui.components.ledger import Held
from shouwen.web.styleguide import HELD, _explanation

SHANGHAI = ZoneInfo("Asia/Shanghai")


@given(st.lists(st.integers(min_value=0, max_value=10**7), min_size=1, max_size=20))
def test_whole_minutes_make_the_whole_minutes_of_the_sum(amounts: list[int]) -> None:
    parts = ledger.minutes(amounts)
    assert sum(parts) == sum(amounts) // 60
    assert all(abs(part - amount / 60) < 1 for part, amount in zip(parts, amounts, strict=True))


def test_the_blame_of_the_drawn_case_is_the_one_of_the_design(render: Callable[..., str]) -> None:
    html = render("{% blame_ledger held %}", held=HELD)
    for said in ("15小时32分", "45.6%", "44.0%", "6.4%", "4.0%", "34小时05分", "与时钟一致"):
        assert said in html


def test_two_stretches_of_one_party_are_one_row_and_two_bars(render: Callable[..., str]) -> None:
    held = [
        Held(label="甲", seconds=60),
        Held(label="客户", seconds=60, waiting=True),
        Held(label="甲", seconds=120),
    ]
    html = render("{% blame_ledger held %}", held=held)
    assert html.count("<rect class=") - html.count("sw-key") == 3
    assert html.count("sw-key") == 2


def test_what_one_party_held_for_two_reasons_is_two_rows(render: Callable[..., str]) -> None:
    """A moment to accept must not give its name to the hours of work after it."""
    held = [
        Held(label="甲", who="闻思齐", why="待受理", seconds=60),
        Held(label="甲", who="闻思齐", why="处理中", seconds=540),
        Held(label="甲", who="闻思齐", why="待受理", seconds=60),
    ]
    html = render("{% blame_ledger held %}", held=held)
    assert html.count("待受理") == html.count("处理中") == 1
    assert html.index("处理中") < html.index("待受理")
    assert "81.8%" in html and "18.2%" in html


def test_where_no_time_has_counted_yet_nobody_has_a_share(render: Callable[..., str]) -> None:
    html = render("{% blame_ledger held %}", held=[Held(label="甲", seconds=0)])
    assert "100.0%" not in html and html.count("—") >= 2


def test_the_drawn_explanation_is_the_worked_example() -> None:
    """Twenty office hours over the national holiday, paused ten days: seven lanes, days off folded."""
    explained = _explanation()
    drawn = lanes.draw(
        explained.segments,
        now=datetime(2025, 10, 10, 14, 5, tzinfo=SHANGHAI),
        due_at=explained.due_at,
        zone="Asia/Shanghai",
    )
    assert [(lane.name, lane.told) for lane in drawn.lanes] == [
        ("27 六", "不计"),
        ("28 日", "计 7小时30分"),
        ("29 一", "计 1小时30分"),
        ("30 二", "暂停"),
        ("1–8 日", "不计"),
        ("9 四", "计 6小时00分"),
        ("10 五", "计 4小时05分"),
    ]
    assert drawn.due is not None
    assert drawn.due[1] == "15:00"
    assert sum(lane.counted for lane in drawn.lanes) == explained.used_seconds


def test_a_long_matter_still_fits_the_strip() -> None:
    start = datetime(2025, 3, 1, tzinfo=UTC)
    segments = [
        SimpleNamespace(
            start=start + timedelta(days=day),
            end=start + timedelta(days=day + 1),
            cause="counted",
        )
        for day in range(90)
    ]
    drawn = lanes.draw(segments, now=start + timedelta(days=90), due_at=None, zone="UTC")
    assert len(drawn.lanes) == lanes.MOST
    last = drawn.lanes[-1]
    assert last.x + last.width <= lanes.WIDTH + 0.1
    assert sum(lane.counted for lane in drawn.lanes) == 90 * 86400


def test_a_wait_of_many_days_is_one_lane_between_the_days_that_count() -> None:
    segments = [
        SimpleNamespace(start=a, end=b, cause=cause)
        for a, b, cause in [
            (datetime(2025, 10, 13, 8, 30), datetime(2025, 10, 13, 10), "counted"),
            (datetime(2025, 10, 13, 10), datetime(2025, 10, 23, 10), "paused"),
            (datetime(2025, 10, 23, 10), datetime(2025, 10, 23, 12), "counted"),
        ]
        for a, b in [(a.replace(tzinfo=SHANGHAI), b.replace(tzinfo=SHANGHAI))]
    ]
    drawn = lanes.draw(
        segments,
        now=datetime(2025, 10, 23, 12, tzinfo=SHANGHAI),
        due_at=None,
        zone="Asia/Shanghai",
    )
    assert [lane.name for lane in drawn.lanes] == ["13 一", "14–22 日", "23 四"]
    assert drawn.bracket is not None


@pytest.mark.parametrize("segments", [[]])
def test_nothing_to_explain_draws_nothing(segments: list[object]) -> None:
    drawn = lanes.draw(segments, now=datetime(2025, 1, 1, tzinfo=UTC), due_at=None)
    assert (drawn.lanes, drawn.due, drawn.bracket) == ([], None, None)
