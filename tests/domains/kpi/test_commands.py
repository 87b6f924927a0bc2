"""The word ``kpi`` on the command line: one line of JSON, or one line a counted row."""

from __future__ import annotations

import io
import json
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import translation

from shouwen.domains.kpi.commands import Kpi
from shouwen.domains.kpi.errors import RootUnclear, UnitUnknown
from shouwen.kernel.actor import SYSTEM, Actor
from shouwen.kernel.command import UnusableInput
from shouwen.platform.exports.actions import set_quota
from shouwen.platform.exports.errors import ReadsSpent
from shouwen.platform.exports.models import ReadDay
from shouwen.platform.exports.reading import PAGE, page_by_page
from shouwen.platform.journal.models import Entry
from shouwen.platform.org.commanding import acting_as
from shouwen.platform.org.errors import PostMayNot, UnitOutOfSight
from tests.factories.facts import Facts
from tests.world import build

NOW = datetime(2025, 12, 1, tzinfo=UTC)
OCTOBER = ["--from", "2025-10-01", "--to", "2025-10-31"]


def run(*words: str, by: Actor = SYSTEM) -> str:
    command, parser, out = Kpi(), ArgumentParser(), io.StringIO()
    command.arguments(parser)
    args = parser.parse_args(words)
    args.now, args.actor = NOW, by
    assert command.run(args, out) == 0
    return out.getvalue()


def rows(*words: str) -> list[dict[str, Any]]:
    text = run(*words, "--json")
    assert text.count("\n") == 1
    found: list[dict[str, Any]] = json.loads(text)["rows"]
    return found


def test_a_figure_comes_with_both_numbers(ten_days: dict[str, int]) -> None:
    assert rows("K14", *OCTOBER) == [
        {
            "kpi": "K14",
            "name": "on_time_rate",
            "unit": "county",
            "period": "2025-10",
            "numerator": 582,
            "denominator": 595,
            "value": 582 / 595,
        }
    ]


def test_by_unit_and_xun_every_field_is_there(ten_days: dict[str, int]) -> None:
    found = rows("overdue_rate", *OCTOBER, "--by", "unit", "--by", "xun")
    assert len(found) == 4 * 3
    by_unit = {r["unit"]: r for r in found if r["period"] == "2025-10-X1"}
    assert (by_unit["东厅"]["numerator"], by_unit["东厅"]["denominator"]) == (8, 209)
    assert {r["value"] for r in found if r["period"] != "2025-10-X1"} == {None}


def test_days_that_are_no_period_are_spelled_out(ten_days: dict[str, int]) -> None:
    (found,) = rows("N01", "--from", "2025-10-01", "--to", "2025-10-04", "--under", "福海")
    assert (found["period"], found["value"]) == ("2025-10-01..2025-10-04", 174)


def test_counts_by_kind(ten_days: dict[str, int]) -> None:
    found = rows("cases_created", *OCTOBER, "--by", "kind")
    assert {r["kind"]: r["value"] for r in found}["fault_report"] == 449


def test_resolution_time_tells_mean_and_percentiles(ten_days: dict[str, int]) -> None:
    (found,) = rows("K36", *OCTOBER)
    assert found["denominator"] == 595
    assert found["value"] == found["numerator"] / 595
    assert (found["p50"], found["max"]) == (23 * 3600, 25 * 3600)


def test_the_drill_lists_the_denominator_and_marks_the_numerator(
    ten_days: dict[str, int],
) -> None:
    lines = [json.loads(line) for line in run("K15", *OCTOBER, "--drill", "--json").splitlines()]
    assert len(lines) == 595
    assert sum(line["numerator"] for line in lines) == 13
    assert lines[0].keys() >= {"kpi", "unit", "period", "case", "number", "at", "numerator"}
    assert lines[0]["at"].endswith("+08:00")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["K99", *OCTOBER], "no figure is called “K99”"),
        (["K14", *OCTOBER, "--by", "moon"], "--by moon"),
        (["K14", *OCTOBER, "--by", "day,week"], "only one of day, week"),
        (["K14", "--from", "2025-10-02", "--to", "2025-10-01"], "lies before --from"),
    ],
)
def test_what_cannot_be_used_is_told(ten_days: dict[str, int], words: list[str], told: str) -> None:
    with translation.override("en"), pytest.raises(UnusableInput, match=told):
        run(*words)


def test_the_unit_must_be_clear(ten_days: dict[str, int], unit: Callable[..., int]) -> None:
    with pytest.raises(UnitUnknown):
        run("K14", *OCTOBER, "--under", "nowhere")
    unit("second-root")
    with pytest.raises(RootUnclear):
        run("K14", *OCTOBER)
    assert rows("K14", *OCTOBER, "--under", "county")[0]["denominator"] == 595


def test_a_named_account_reads_what_its_page_would_show(facts: Facts, db: None) -> None:
    world = build()
    for code in ("DH-01", "XS-01"):
        facts.case(world.units[code], datetime(2025, 10, 5, 4, tzinfo=UTC))
    manager = world.actor("0304")
    told = json.loads(run("N01", *OCTOBER, "--under", "XS", "--json", by=manager))
    assert [row["numerator"] for row in told["rows"]] == [1]
    for who, under in (("0304", "DH"), ("0304", "QC"), ("0101", "QC")):
        with pytest.raises((UnitOutOfSight, PostMayNot)):
            run("N01", *OCTOBER, "--under", under, "--drill", by=world.actor(who))


def test_a_named_account_reads_rows_within_the_quota_of_its_day(facts: Facts, db: None) -> None:
    """Each page is counted before it is written: what was written is what was counted; the system reads freely."""
    world = build()
    for _ in range(3):
        facts.case(world.units["XS-01"], datetime(2025, 10, 5, 4, tzinfo=UTC))
    asked = ("N01", *OCTOBER, "--under", "XS", "--drill")
    manager = world.actor("0304")
    set_quota(rows_a_day=4, since=NOW.date(), by=SYSTEM, at=NOW)
    assert run(*asked, by=manager).count("\n") == 3
    with pytest.raises(ReadsSpent):
        run(*asked, by=manager)
    assert ReadDay.objects.get().rows == 3
    assert Entry.objects.get(kind="exports.read.refused").via == "cli"
    assert run(*asked).count("\n") == 3
    assert ReadDay.objects.get().rows == 3


def test_rows_are_counted_page_by_page(facts: Facts, db: None) -> None:
    """Of a list that does not fit, the pages that did are written and counted, and no row more."""
    world = build()
    acting = acting_as(world.actor("0304"), at=NOW)
    set_quota(rows_a_day=2 * PAGE + 7, since=NOW.date(), by=SYSTEM, at=NOW)
    taken = []
    with pytest.raises(ReadsSpent):
        for n in page_by_page(acting, range(3 * PAGE), at=NOW):
            taken.append(n)
    assert taken == list(range(2 * PAGE))
    assert ReadDay.objects.get().rows == 2 * PAGE
