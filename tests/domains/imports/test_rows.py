"""One row a case: what goes in, what stays out, and what a second file does."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.models import Case
from shouwen.domains.imports.registers import undoing
from shouwen.kernel.actor import SYSTEM
from shouwen.kernel.subject import Subject
from shouwen.platform.clocks import queries as clocks
from shouwen.platform.clocks.models import Clock, Hold
from shouwen.platform.exchange.choices import BatchState
from shouwen.platform.exchange.errors import BatchRefused, FileRefused
from shouwen.platform.exchange.models import Batch, Reject, Source
from shouwen.platform.journal import queries as journal
from shouwen.platform.journal.models import Entry
from shouwen.platform.org.models import Unit
from tests.factories.imports import HEAD, NOW, REGISTER, Desk

OPEN = "1,fault,2025-10-01 08:00,2025-10-20,,No picture,EAST,,Park Road"
CLOSED = "2,bill,2025-10-01 09:00,2025-10-02,2025-10-03 10:00,Bill,WEST,Refunded,Mill Lane"


def counts(outcome: object) -> tuple[int, ...]:
    c = outcome.counts  # type: ignore[attr-defined]
    return (c.rows, c.created, c.updated, c.unchanged, c.rejected, c.warned, c.conflicts)


def in_order() -> None:
    assert [str(p) for p in clocks.verify()] == []
    assert [str(p) for p in journal.verify()] == []


def test_a_row_becomes_a_case_with_holds_clocks_and_history(desk: Desk) -> None:
    outcome = desk.take_in(OPEN, CLOSED)
    assert counts(outcome) == (2, 2, 0, 0, 0, 0, 0)
    first, second = Case.objects.order_by("opened_at")
    assert (first.kind, first.state, first.title) == ("fault_report", "dispatched", "No picture")
    assert (first.extra, first.handler_unit.code) == ({"street": "Park Road"}, "EAST")
    assert (second.state, second.closed_at) == ("closed", datetime(2025, 10, 3, 2, tzinfo=UTC))
    clock = Clock.objects.get(subject_id=second.pk)
    assert clock.due_at == datetime(2025, 10, 2, 15, 59, 59, tzinfo=UTC)
    assert clock.verdicts.get().verdict == "breached"
    holds = Hold.objects.filter(subject_id=second.pk).order_by("seq")
    assert [(h.reason, h.ends) for h in holds] == [("dispatched", False), ("closed", True)]
    lines = journal.timeline(Subject("case", second.pk))
    assert [(e.kind, e.body) for e in lines] == [
        ("cases.case.recorded", None),
        ("cases.case.closed", "Refunded"),
    ]
    in_order()


def test_units_are_created_below_the_root_with_the_zone_of_the_file(desk: Desk) -> None:
    desk.take_in(OPEN)
    root, east = Unit.objects.get(code="CITY"), Unit.objects.get(code="EAST")
    assert (root.zone, east.parent_id, east.zone) == ("Asia/Shanghai", root.pk, None)


@pytest.mark.item("S000-42")
def test_the_same_file_twice_writes_nothing_but_the_batch(desk: Desk) -> None:
    desk.take_in(OPEN, CLOSED)
    before = (Case.objects.count(), Source.objects.count(), Entry.objects.count())
    assert counts(desk.take_in(OPEN, CLOSED)) == (2, 0, 0, 2, 0, 0, 0)
    after = (Case.objects.count(), Source.objects.count(), Entry.objects.count())
    assert after == (before[0], before[1], before[2] + 1)  # the batch's own entry


def test_a_dry_run_counts_and_writes_nothing(desk: Desk) -> None:
    outcome = desk.take_in(OPEN, "3,what,2025-10-01 08:00,,,X,EAST,,", dry_run=True)
    assert counts(outcome) == (2, 1, 0, 0, 1, 0, 0)
    assert (Case.objects.exists(), Batch.objects.exists(), Unit.objects.exists()) == (
        False, False, False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("3,fault,,,,T,EAST,,", "required", "opened"),
        ("3,fault,31.12.2024,,,T,EAST,,", "date", "opened"),
        ("3,other,2025-10-01 08:00,,,T,EAST,,", "lookup", "kind"),
        ("3,fault,2025-10-02 08:00,,2025-10-01 08:00,T,EAST,,", "closed_before_opened", "closed"),
        ("3,fault,2026-10-02 08:00,,,T,EAST,,", "opened_later", "opened"),
        ("3,fault,2025-10-02 08:00,,2025-12-01 08:00,T,EAST,,", "later_than_now", "closed"),
        (",fault,2025-10-02 08:00,,,T,EAST,,", "key_empty", "no"),
        (f"3,fault,2025-10-02 08:00,,,{'x' * 201},EAST,,", "too_long", "title"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_read_stays_out_and_the_others_go_in(
    desk: Desk, row: str, code: str, column: str
) -> None:
    assert counts(desk.take_in(OPEN, row, CLOSED))[:5] == (3, 2, 0, 0, 1)
    reject = Reject.objects.get()
    assert (reject.row_no, reject.code, reject.column, reject.weight) == (3, code, column, "reject")


def test_the_rejects_file_can_be_mended_and_fed_back(desk: Desk) -> None:
    outcome = desk.take_in(OPEN, "3,fault,2025-13-01,,,Mend me,EAST,,")
    with Path(outcome.rejects_file).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(r["_row"], r["_column"], r["_value"]) for r in rows] == [("3", "opened", "2025-13-01")]
    rows[0]["opened"] = "2025-10-01"
    mended = desk.folder / "mended.csv"
    with mended.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    assert counts(desk.take_file(mended)) == (1, 1, 0, 0, 0, 0, 0)
    assert Case.objects.filter(title="Mend me").count() == 1


def test_due_before_opening_and_no_date_are_warnings(desk: Desk) -> None:
    outcome = desk.take_in(
        "1,fault,2025-10-05 08:00,2025-10-01,,T,EAST,,",
        "2,fault,2025-10-05 08:00,,9999-01-01,T,EAST,,",
    )
    assert counts(outcome) == (2, 2, 0, 0, 0, 2, 0)
    codes = Reject.objects.order_by("row_no").values_list("code", "weight")
    assert list(codes) == [("due_before_opened", "warn"), ("date_null", "warn")]
    assert [(w.code, w.row) for w in outcome.warnings] == [
        ("due_before_opened", 2),
        ("date_null", 3),
    ]
    assert Case.objects.filter(state="dispatched").count() == 2


def test_the_same_key_twice_in_a_file_is_rejected_unless_the_rows_are_equal(desk: Desk) -> None:
    other = OPEN.replace("No picture", "No sound")
    assert counts(desk.take_in(OPEN, OPEN, other)) == (3, 1, 0, 1, 1, 0, 0)
    assert Reject.objects.get().code == "key_twice"


def test_rows_without_a_key_are_recognised_by_their_contents(desk: Desk) -> None:
    profile = REGISTER.replace('key = "no"', 'key = "row-hash"')
    assert counts(desk.take_in(OPEN, OPEN, CLOSED, profile=profile))[:2] == (3, 3)
    assert counts(desk.take_in(OPEN, OPEN, CLOSED, profile=profile)) == (3, 0, 0, 3, 0, 0, 0)
    assert counts(desk.take_in(OPEN, OPEN, OPEN, profile=profile)) == (3, 1, 0, 2, 0, 0, 0)


def test_only_the_fields_that_changed_move_as_one_correction(desk: Desk) -> None:
    desk.take_in(OPEN, CLOSED)
    closed = OPEN.replace("2025-10-20,,No picture", "2025-10-20,2025-10-09 08:00,No sound")
    assert counts(desk.take_in(closed, CLOSED)) == (2, 0, 1, 1, 0, 0, 0)
    case = Case.objects.get(title="No sound")
    assert (case.state, case.finished_at) == ("closed", datetime(2025, 10, 9, 0, tzinfo=UTC))
    entry = Entry.objects.get(kind="cases.case.corrected")
    assert (entry.subject_id, entry.facts["fields"]) == (case.pk, ["closed_at", "title"])
    clock = Clock.objects.get(subject_id=case.pk)
    assert (clock.ended_at, clock.verdicts.get().verdict) == (case.finished_at, "met")
    assert counts(desk.take_in(closed, CLOSED)) == (2, 0, 0, 2, 0, 0, 0)
    in_order()


def test_a_first_verdict_stays_when_a_correction_comes_out_otherwise(desk: Desk) -> None:
    desk.take_in(CLOSED)
    desk.take_in(CLOSED.replace("2025-10-03 10:00", "2025-10-01 10:00"))
    verdicts = Clock.objects.get().verdicts.order_by("n")
    assert [(v.n, v.verdict, v.cause) for v in verdicts] == [
        (1, "breached", ""),
        (2, "met", "import_correction"),
    ]


def test_what_people_worked_on_is_left_and_listed_as_conflict(desk: Desk) -> None:
    desk.take_in(OPEN, CLOSED)
    case = Case.objects.get(state="dispatched")
    cases.note(case.pk, text="called back", visibility="internal", by=SYSTEM, at=NOW)
    changed = OPEN.replace("2025-10-20,,No picture", "2025-10-20,2025-10-09 08:00,No sound")
    assert counts(desk.take_in(changed, CLOSED)) == (2, 0, 1, 1, 0, 0, 1)
    case.refresh_from_db()
    assert (case.state, case.closed_at, case.title) == ("dispatched", None, "No sound")
    conflict = Reject.objects.get()
    assert (conflict.code, conflict.column, conflict.weight) == ("touched", "closed", "conflict")


def test_undo_voids_what_came_in_and_leaves_what_people_worked_on(desk: Desk) -> None:
    batch = desk.take_in(OPEN, CLOSED).batch
    assert batch is not None
    case = Case.objects.get(state="dispatched")
    cases.note(case.pk, text="called back", visibility="internal", by=SYSTEM, at=NOW)
    result = undoing.undo(batch, by=SYSTEM, at=NOW)
    assert (result.voided, result.restored, result.left) == (1, 0, [case.number])
    assert sorted(Case.objects.values_list("state", flat=True)) == ["dispatched", "void"]
    assert Batch.objects.get().state == BatchState.UNDONE
    with pytest.raises(BatchRefused):
        undoing.undo(batch, by=SYSTEM, at=NOW)
    assert counts(desk.take_in(OPEN, CLOSED)) == (2, 1, 0, 1, 0, 0, 0)
    in_order()


def test_undo_of_a_correction_restores_the_values_before(desk: Desk) -> None:
    desk.take_in(OPEN, CLOSED)
    changed = CLOSED.replace("2025-10-03 10:00,Bill", "2025-10-01 10:00,Invoice")
    batch = desk.take_in(OPEN, changed).batch
    assert batch is not None
    result = undoing.undo(batch, by=SYSTEM, at=NOW)
    assert (result.voided, result.restored, result.left) == (0, 1, [])
    case = Case.objects.get(state="closed")
    assert (case.title, case.closed_at) == ("Bill", datetime(2025, 10, 3, 2, tzinfo=UTC))
    assert counts(desk.take_in(OPEN, CLOSED)) == (2, 0, 0, 2, 0, 0, 0)
    in_order()


def test_a_history_import_is_silent_and_a_live_one_fires_only_what_is_still_to_come(
    desk: Desk,
) -> None:
    desk.take_in(OPEN)
    assert Clock.objects.get().silent is True
    late = OPEN.replace("1,fault", "9,fault").replace("2025-10-20", "2025-10-02")
    profile = REGISTER.replace('shape = "case"', 'shape = "case"\nmode = "live"')
    desk.take_in(OPEN.replace("1,fault", "8,fault"), late, profile=profile)
    fires = (
        Clock.objects.filter(silent=False).order_by("due_at").values_list("next_step", flat=True)
    )
    assert list(fires) == [None, 1]


def test_a_file_without_the_columns_of_the_profile_writes_nothing(desk: Desk) -> None:
    with pytest.raises(FileRefused):
        desk.take_in("1,2", head="a,b")
    assert Batch.objects.exists() is False


def test_local_times_that_never_were_are_rejected_and_doubled_ones_take_the_first(
    desk: Desk,
) -> None:
    profile = REGISTER.replace("Asia/Shanghai", "America/New_York")
    outcome = desk.take_in(
        "1,fault,2024-03-10 02:30,,,T,EAST,,",
        "2,fault,2024-11-03 01:30,,,T,EAST,,",
        profile=profile,
    )
    assert counts(outcome) == (2, 1, 0, 0, 1, 0, 0)
    assert Reject.objects.get().code == "local_time"
    assert Case.objects.get().opened_at == datetime(2024, 11, 3, 5, 30, tzinfo=UTC)


def test_one_date_format_serves_the_whole_column(desk: Desk) -> None:
    formats = '["%d/%m/%Y", "%m/%d/%Y"]'
    profile = REGISTER.replace('["%Y-%m-%d %H:%M", "%Y-%m-%d"]', formats)
    rows = ["1,fault,03/05/2024,,,T,EAST,,", "2,fault,04/25/2024,,,T,EAST,,"]
    outcome = desk.take_in(*rows, profile=profile)
    assert outcome.formats["opened"] == "%m/%d/%Y"
    opened = Case.objects.order_by("opened_at").values_list("opened_at", flat=True)
    assert [f"{t.astimezone(UTC):%m-%d}" for t in opened] == ["03-04", "04-24"]
    assert HEAD.startswith("no,kind,opened")
