"""``clock due``: the worked timeline over the 2025 National Day holiday, and what cannot be read."""

from __future__ import annotations

import io
import json
from argparse import ArgumentParser, Namespace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from shouwen.kernel.command import UnusableInput
from shouwen.platform.clocks.choices import AmountUnit
from shouwen.platform.policies.commands import Clock
from shouwen.platform.policies.errors import UnusableDue
from shouwen.platform.policies.queries.due import Length, due, parse_limit, parse_pause

pytestmark = pytest.mark.django_db
CHINA = ZoneInfo("Asia/Shanghai")
START = "2025-09-27T16:00"


def at(month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2025, month, day, hour, minute, second, tzinfo=CHINA)


def run(*typed: str) -> tuple[int, str]:
    command, parser, out = Clock(), ArgumentParser(), io.StringIO()
    command.arguments(parser)
    args: Namespace = parser.parse_args(typed)
    args.now = at(11, 1)
    return command.run(args, out), out.getvalue()


def told(*typed: str) -> dict[str, Any]:
    status, text = run(*typed, "--json")
    assert (status, text.count("\n")) == (0, 1)
    found: dict[str, Any] = json.loads(text)
    return found


@pytest.mark.parametrize(
    ("calendar", "limit", "roll", "expected"),
    [
        ("24x7", "24 hours", False, at(9, 28, 16)),
        ("24x7", "48 hours", False, at(9, 29, 16)),
        ("24x7", "72 hours", False, at(9, 30, 16)),
        ("24x7", "30 minutes", False, at(9, 27, 16, 30)),
        ("office", "1 working day", False, at(9, 28, 17, 30)),
        ("office", "5 working days", False, at(10, 10, 17, 30)),
        ("office", "7 working days", False, at(10, 13, 17, 30)),
        ("office", "15 calendar days", False, at(10, 12, 23, 59, 59)),
        ("office", "15 calendar days", True, at(10, 13, 23, 59, 59)),
        ("office", "20 hours", False, at(9, 30, 15)),
    ],
)
def test_each_limit_of_the_example_is_due_when_it_says(
    presets: None, calendar: str, limit: str, roll: bool, expected: datetime
) -> None:
    found = due(calendar, start=START, limit=limit, roll_forward=roll)
    assert (found.due, found.provisional) == (expected, False)


def test_the_paused_twenty_hours_are_due_on_the_tenth(presets: None) -> None:
    found = told(
        "due", "--calendar", "office", "--start", START, "--limit", "20 hours",
        "--pause", "2025-09-29T10:00..2025-10-09T10:00",
    )  # fmt: skip
    assert (found["due"], found["provisional"]) == ("2025-10-10T15:00:00+08:00", False)
    assert set(found) == {"due", "provisional", "segments"}
    pieces = found["segments"]
    assert (pieces[0]["from"], pieces[-1]["to"]) == ("2025-09-27T16:00:00+08:00", found["due"])
    assert all(a["to"] == b["from"] for a, b in pairwise(pieces))
    counted = sum(
        (datetime.fromisoformat(p["to"]) - datetime.fromisoformat(p["from"])).total_seconds()
        for p in pieces
        if p["counted"]
    )
    assert counted == 20 * 3600
    assert {p["cause"] for p in pieces} == {"counted", "paused", "closed", "day_off"}


def test_pauses_may_come_in_any_order_and_overlap(presets: None) -> None:
    one = due(
        "office", start=START, limit="20 hours", pauses=["2025-09-29T10:00..2025-10-09T10:00"]
    )
    several = due(
        "office",
        start=START,
        limit="20 hours",
        pauses=[
            "2025-10-01T00:00..2025-10-09T10:00",
            "2025-09-29T10:00..2025-10-05T10:00",
            "2025-09-01T00:00..2025-09-02T00:00",
        ],
    )
    assert several == one


def test_a_pause_without_end_leaves_nothing_due(presets: None) -> None:
    found = told(
        "due", "--calendar", "24x7", "--start", START, "--limit", "1 hour", "--pause",
        "2025-09-27T16:30..",
    )  # fmt: skip
    assert found == {"due": None, "provisional": False, "segments": []}


def test_a_start_without_an_offset_counts_in_the_zone_of_the_calendar(presets: None) -> None:
    local = due("24x7", start="2025-09-27T16:00", limit="1 hour")
    named = due("24x7", start="2025-09-27T08:00+00:00", limit="1 hour")
    assert local == named


def test_beyond_the_known_years_a_due_time_is_provisional(presets: None) -> None:
    assert due("office", start="2027-03-01T09:00", limit="5 working days").provisional
    assert due("office", start="2026-12-31T09:00", limit="5 working days").provisional
    assert not due("24x7", start="2027-03-01T09:00", limit="5 hours").provisional
    assert not due("office", start="2027-03-01T09:00", limit="5 calendar days").provisional
    assert due(
        "office", start="2027-03-01T09:00", limit="5 calendar days", roll_forward=True
    ).provisional


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20 hours", Length(20, AmountUnit.HOURS)),
        ("1 hour", Length(1, AmountUnit.HOURS)),
        ("30 minutes", Length(30, AmountUnit.MINUTES)),
        ("1 minute", Length(1, AmountUnit.MINUTES)),
        ("5 working days", Length(5, AmountUnit.WORKING_DAYS)),
        ("1 working day", Length(1, AmountUnit.WORKING_DAYS)),
        ("15 calendar days", Length(15, AmountUnit.CALENDAR_DAYS)),
        (" 1  Calendar Day ", Length(1, AmountUnit.CALENDAR_DAYS)),
        ("5 working_days", Length(5, AmountUnit.WORKING_DAYS)),
    ],
)
def test_a_limit_is_read_in_the_singular_and_the_plural(text: str, expected: Length) -> None:
    assert parse_limit(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", "soon", "0 hours", "-1 hours", "5 days", "1.5 hours", "99999 hours", "5 workdays x"],
)
def test_a_limit_that_cannot_be_read_is_refused_with_examples(text: str) -> None:
    with pytest.raises(UnusableDue, match="5 working days"):
        parse_limit(text)


@pytest.mark.parametrize("text", ["2025-09-29", "..2025-09-29", "x..y", "2025-09-29..2025-09-28"])
def test_a_pause_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(UnusableDue):
        parse_pause(text, CHINA)


def test_an_unknown_calendar_is_answered_with_those_there_are(presets: None) -> None:
    with pytest.raises(UnusableDue, match="24x7, hall"):
        due("nights", start=START, limit="1 hour")
    with pytest.raises(UnusableDue, match="年份"):
        due("24x7", start="2299-12-01T00:00", limit="10000 hours")


def test_in_words_the_first_line_is_the_due_time(presets: None) -> None:
    _status, text = run("due", "--calendar", "office", "--start", START, "--limit", "20 hours")
    assert text.splitlines()[0] == "2025-09-30T15:00:00+08:00"


def test_an_unknown_matter_or_policy_is_unusable_input(presets: None) -> None:
    with pytest.raises(UnusableInput, match="case:C"):
        run("explain", "case:NOWHERE")
    with pytest.raises(UnusableInput, match="cable_cn"):
        run("replay", "--policy", "nowhere", "--from", "2025-10-01", "--to", "2025-10-31")
    with pytest.raises(UnusableInput, match="swap"):
        run("replay", "--policy", "cable_cn", "--from", "2025-10-31", "--to", "2025-10-01")


def test_the_way_until_due_may_start_on_a_day_off(presets: None) -> None:
    found = due("office", start="2025-10-01T09:00", limit="1 hour")
    assert found.due == at(10, 9, 9, 30)
    assert found.due - found.segments[0].start == timedelta(days=8, minutes=30)
