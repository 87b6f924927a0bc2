"""A bulletin's numbers are their rows; once frozen they stand."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from shouwen.domains.bulletins import actions, files, pages, queries
from shouwen.domains.bulletins.choices import ROWS_OF, Column, Part, Rate
from shouwen.domains.bulletins.errors import AlreadyFrozen, NotTenDays, PeriodNotOver
from shouwen.domains.bulletins.models import Bulletin, BulletinCell
from shouwen.domains.bulletins.sheet import Line, corrections
from shouwen.kernel import periods
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.journal.models import Entry
from tests.factories.facts import OFFICES, Facts

X1 = periods.parse("2025-10-X1")
MORNING_AFTER = datetime(2025, 10, 11, 1, tzinfo=UTC)
Units = dict[str, int]


def issued(units: Units, at: datetime = MORNING_AFTER) -> queries.Issue:
    return queries.issue(units["county"], X1, at=at)


def frozen(units: Units) -> Bulletin:
    draft = actions.draft(units["county"], "2025-10-X1", by=SYSTEM, at=MORNING_AFTER)
    return actions.freeze(draft.pk, by=SYSTEM, at=MORNING_AFTER)


@pytest.mark.item("S000-58")
@pytest.mark.item("S000-60")
def test_the_worked_table_comes_out_number_by_number(ten_days: Units) -> None:
    sheet = issued(ten_days).sheet
    printed = {
        name: [
            *(sheet.line(unit).value(c) for c in Column),
            *(str(sheet.line(unit).rate(r).percent()) for r in Rate),
        ]
        for name, unit in ten_days.items()
        if name in OFFICES
    }
    assert (
        printed
        == {  # installs, repairs, other, total, due, urges, declared, dissatisfied, overdue, complaints
            "福海": [42, 131, 1, 174, 173, 5, 2, 3, 4, 1, "97.69", "2.87", "2.31"],
            "清洋": [35, 96, 0, 131, 131, 2, 1, 1, 1, 0, "99.24", "1.53", "0.76"],
            "东厅": [51, 158, 2, 211, 209, 9, 3, 4, 8, 2, "96.17", "4.27", "3.83"],
            "门楼": [18, 64, 0, 82, 82, 1, 0, 0, 0, 0, "100.00", "1.22", "0.00"],
        }
    )
    total = sheet.total()
    assert [total.value(c) for c in Column] == [146, 449, 3, 598, 595, 17, 6, 8, 13, 3]
    assert [str(total.rate(r).percent()) for r in Rate] == ["97.82", "2.84", "2.18"]


def test_of_orders_alone_all_rates_are_the_printed_ones(ten_days: Units) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_fact WHERE kind = 'complaint'")
    sheet = issued(ten_days).sheet
    lines = [sheet.line(ten_days[name]) for name in OFFICES]
    assert [[str(line.rate(r).percent()) for r in Rate] for line in [*lines, sheet.total()]] == [
        ["97.69", "2.89", "2.31"],
        ["99.24", "1.53", "0.76"],
        ["96.17", "4.31", "3.83"],
        ["100.00", "1.22", "0.00"],
        ["97.82", "2.86", "2.18"],
    ]
    assert sheet.total().value(Column.CREATED) == 595


def test_every_number_of_the_json_is_the_number_of_its_rows(ten_days: Units) -> None:
    data = json.loads(json.dumps(files.as_json(issued(ten_days))))
    seen = 0
    for line in [*data["units"], data["total"], data["before"], data["month"]]:
        for number in line["numbers"].values():
            if "numerator" in number:
                over, under = number["numerator"], number["denominator"]
                assert over["value"] == len(over["rows"])
                assert under["value"] == len(under["rows"])
                expected = over["value"] / under["value"] if under["value"] else None
                assert number["value"] == expected
            else:
                assert number["value"] == len(number["rows"]) == len(set(number["rows"]))
            seen += 1
    assert seen == (4 + 3) * (len(Column) + len(Rate))
    assert data["total"]["numbers"]["created"]["value"] == 598
    for column in Column:
        rows = sorted(r for unit in data["units"] for r in unit["numbers"][column]["rows"])
        assert rows == data["total"]["numbers"][column]["rows"]


def test_ranks_show_ties_and_leave_small_samples_out(
    facts: Facts, unit: Callable[..., int]
) -> None:
    county = unit("county")
    start = datetime(2025, 10, 2, tzinfo=UTC)
    for name, due, late in (("a", 40, 0), ("b", 50, 0), ("c", 40, 1), ("d", 29, 0)):
        office = unit(name, county)
        for n in range(due):
            finished = start + timedelta(hours=2 if n < late else 0)
            facts.case(office, start, due=start + timedelta(hours=1), finished=finished)
    sheet = queries.issue(county, X1, at=MORNING_AFTER).sheet
    assert list(sheet.ranks().values()) == [1, 1, 3, None]


def test_the_change_is_told_in_percentage_points_against_the_ten_days_before(
    ten_days: Units, facts: Facts
) -> None:
    before = datetime(2025, 9, 25, tzinfo=UTC)
    for n in range(36):
        finished = before + timedelta(hours=0 if n else 2)
        facts.case(ten_days["福海"], before, due=before + timedelta(hours=1), finished=finished)
    sheet = issued(ten_days).sheet
    assert str(sheet.total(Part.BEFORE).rate(Rate.ON_TIME).percent()) == "97.22"
    assert str(sheet.change(Rate.ON_TIME)) == "0.60"
    assert str(sheet.change(Rate.ON_TIME, ten_days["福海"])) == "0.47"
    assert sheet.change(Rate.ON_TIME, ten_days["清洋"]) is None


def test_the_month_so_far_ends_with_the_period(ten_days: Units, facts: Facts) -> None:
    facts.case(ten_days["福海"], datetime(2025, 10, 15, tzinfo=UTC))
    facts.case(ten_days["福海"], datetime(2025, 10, 25, tzinfo=UTC))
    later = queries.issue(
        ten_days["county"], periods.parse("2025-10-X2"), at=datetime(2025, 11, 1, tzinfo=UTC)
    ).sheet
    assert later.total().value(Column.CREATED) == 1
    assert later.total(Part.BEFORE).value(Column.CREATED) == 598
    assert later.total(Part.MONTH).value(Column.CREATED) == 599


@pytest.mark.item("S000-61")
@pytest.mark.item("S000-62")
def test_all_checks_hold_for_a_draft_and_the_lists_are_complete(ten_days: Units) -> None:
    issue = issued(ten_days)
    assert {c.code: c.ok for c in issue.checks} == dict.fromkeys(
        ["rows_once", "on_time_and_overdue", "lists_complete", "lists_masked", "sums", "figures"],
        True,
    )
    tables = [e.table for e in issue.entries]
    assert (tables.count("unhappy"), tables.count("late"), tables.count("complaints")) == (
        31,
        13,
        3,
    )
    marks = Counter(e.facts["mark"] for e in issue.entries if e.table == "unhappy")
    assert marks == {"urge": 17, "declaration": 6, "dissatisfied": 8}


@pytest.mark.item("S000-61")
def test_declarations_are_named_and_an_older_bulletin_does_not_know_them(ten_days: Units) -> None:
    bulletin = frozen(ten_days)
    said = bulletin.entries.filter(facts__mark="declaration")
    assert said.count() == 6
    assert {one.facts["unit"] for one in said} == {ten_days[n] for n in ("福海", "清洋", "东厅")}
    column, ids = Column.DECLARATIONS, [one.facts["row"] for one in said]
    cases = {one.case_id for one in said}
    assert set(pages.cases_of(ROWS_OF[column], ids)) == cases
    today = queries.kept_sheet(bulletin)
    older = replace(
        today,
        lines={
            part: {
                unit: Line({c: ids for c, ids in line.cells.items() if c is not column})
                for unit, line in lines.items()
            }
            for part, lines in today.lines.items()
        },
    )
    assert column not in older.columns
    assert corrections(older, today) == []
    assert not older.total().knows(column)
    assert queries.digest(older, [], "1") != queries.digest(today, [], "1")


def test_a_frozen_bulletin_stands_and_late_facts_are_shown_as_corrections(
    ten_days: Units, facts: Facts
) -> None:
    before = files.as_json(issued(ten_days))
    bulletin = frozen(ten_days)
    late = facts.case(
        ten_days["门楼"],
        datetime(2025, 10, 3, tzinfo=UTC),
        due=datetime(2025, 10, 4, tzinfo=UTC),
    )
    issue = issued(ten_days, MORNING_AFTER + timedelta(days=5))
    after = files.as_json(issue)
    for key in ("units", "total", "before", "month", "lists"):
        assert after[key] == before[key], key
    assert all(check.ok for check in issue.checks)
    assert [(c.column, c.was, c.would_be, c.came) for c in issue.corrections] == [
        (Column.REPAIR, 64, 65, (late,)),
        (Column.DUE, 82, 83, (late,)),
        (Column.OVERDUE, 0, 1, (late,)),
    ]
    entry = Entry.objects.get(subject_kind="bulletin", kind="bulletins.bulletin.frozen")
    assert entry.facts["digest"] == bulletin.digest
    assert bulletin.journal_position < entry.pk


def test_the_database_refuses_to_touch_a_frozen_bulletin(ten_days: Units) -> None:
    bulletin = frozen(ten_days)
    cell = BulletinCell.objects.filter(bulletin=bulletin, value__gt=0).earliest("pk")
    for change in (
        lambda: Bulletin.objects.filter(pk=bulletin.pk).update(digest="0" * 64),
        lambda: BulletinCell.objects.filter(pk=cell.pk).update(value=0, rows=[]),
        lambda: BulletinCell.objects.filter(pk=cell.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    with pytest.raises(AlreadyFrozen):
        actions.freeze(bulletin.pk, by=SYSTEM, at=MORNING_AFTER)


def test_its_state_is_none_until_somebody_opens_it(ten_days: Units) -> None:
    county, period = ten_days["county"], queries.ten_days("2025-10-X1")

    def state() -> str:
        issue = queries.issue(county, period, at=MORNING_AFTER)
        return str(files.as_json(issue)["bulletin"]["state"])

    assert state() == "none"
    draft = actions.draft(county, period.id, by=SYSTEM, at=MORNING_AFTER)
    assert state() == "draft"
    actions.freeze(draft.pk, by=SYSTEM, at=MORNING_AFTER)
    assert state() == "frozen"
    earlier = queries.issue(county, period, at=MORNING_AFTER, as_of=MORNING_AFTER)
    assert earlier.state == "none"


def test_it_cannot_be_frozen_before_its_last_day_is_over(ten_days: Units) -> None:
    draft = actions.draft(ten_days["county"], "2025-10-X1", by=SYSTEM, at=MORNING_AFTER)
    last_minute = datetime(2025, 10, 10, 15, 59, tzinfo=UTC)
    with pytest.raises(PeriodNotOver):
        actions.freeze(draft.pk, by=SYSTEM, at=last_minute)
    draft.refresh_from_db()
    assert (draft.state, BulletinCell.objects.exists()) == ("draft", False)
    actions.freeze(draft.pk, by=SYSTEM, at=last_minute + timedelta(minutes=1))


def test_drafting_twice_finds_the_same_draft_and_other_periods_are_refused(
    ten_days: Units,
) -> None:
    county = ten_days["county"]
    first = actions.draft(county, "2025-10-X1", by=SYSTEM, at=MORNING_AFTER)
    assert actions.draft(county, "2025-10-X1", by=SYSTEM, at=MORNING_AFTER) == first
    assert (first.serial, first.first.day, first.last.day) == (28, 1, 10)
    for spelling in ("2025-10", "2025-10-X4", "soon"):
        with pytest.raises(NotTenDays):
            actions.draft(county, spelling, by=SYSTEM, at=MORNING_AFTER)


def test_in_the_file_every_linked_number_leads_to_its_rows(ten_days: Units) -> None:
    page = files.as_html(issued(ten_days))
    targets = set(re.findall(r'id="([^"]+)"', page))
    links = re.findall(r'href="#([^"]+)"', page)
    assert len(links) > 60
    assert set(links) <= targets


def test_the_workbook_opens_and_carries_the_totals(ten_days: Units) -> None:
    from io import BytesIO

    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(BytesIO(files.as_xlsx(issued(ten_days))))
    rows: list[list[Any]] = book.get_sheet_by_index(0).to_python()
    assert [598.0 in row and 595.0 in row for row in rows].count(True) == 2  # total, month to date


def test_verify_finds_a_figure_that_somebody_changed_behind_the_triggers(ten_days: Units) -> None:
    bulletin = frozen(ten_days)
    assert queries.verify() == []
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE bulletins_bulletincell DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE bulletins_bulletincell SET value = value - 1, rows = rows[2:]"
            " WHERE bulletin_id = %s AND value > 0",
            [bulletin.pk],
        )
        cursor.execute("ALTER TABLE bulletins_bulletincell ENABLE TRIGGER USER")
    (problem,) = queries.verify()
    assert f"bulletin:{bulletin.pk}" in str(problem)
