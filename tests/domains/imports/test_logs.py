"""One row a change: history is recorded as told."""

from __future__ import annotations

from datetime import UTC, datetime

from shouwen.domains.cases.models import Case
from shouwen.domains.imports.registers import undoing
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.clocks.models import Clock, Hold
from shouwen.platform.exchange.models import Reject
from shouwen.platform.journal.models import Entry
from tests.domains.imports.test_rows import counts, in_order
from tests.factories.imports import LOG, LOG_HEAD, NOW, Desk

STORY = [
    "A,0,1/3/2025 08:00,1/3/2025 08:10,New,East",
    "A,1,1/3/2025 08:00,1/3/2025 09:00,Active,East",
    "A,2,1/3/2025 08:00,1/3/2025 10:00,Waiting,West",
    "A,3,1/3/2025 08:00,1/3/2025 14:00,Resolved,West",
    "A,4,1/3/2025 08:00,2/3/2025 14:00,Closed,West",
]


def test_a_log_becomes_one_case_with_its_holds_and_clocks(desk: Desk) -> None:
    assert counts(desk.take_log(*STORY)) == (5, 1, 0, 0, 0, 0, 0)
    case = Case.objects.get()
    assert (case.state, case.instance, case.reassignments, case.reopens) == ("closed", 1, 1, 0)
    assert case.finished_at == case.answered_at == datetime(2025, 3, 1, 14, tzinfo=UTC)
    holds = Hold.objects.order_by("seq")
    assert [(f"{h.at:%d %H:%M}", h.reason, h.waiting_for, h.ends) for h in holds] == [
        ("01 08:00", "received", "none", False),  # the first row counts from the opening
        ("01 09:00", "in_progress", "none", False),
        ("01 10:00", "in_progress", "customer", False),
        ("01 14:00", "answered", "none", False),
        ("02 14:00", "closed", "none", True),
    ]
    clocks = Clock.objects.order_by("started_at").values_list("kind", "ended_at")
    assert list(clocks) == [("resolution", case.answered_at), ("evaluation", case.closed_at)]
    in_order()


def test_rows_in_any_file_order_are_told_by_their_order_column(desk: Desk) -> None:
    desk.take_log(*reversed(STORY))
    assert Case.objects.get().state == "closed"
    assert Hold.objects.count() == 5


def test_a_time_before_the_row_above_is_clamped_and_kept(desk: Desk) -> None:
    desk.take_log(STORY[0], STORY[1], "A,2,1/3/2025 08:00,1/3/2025 08:30,Resolved,East")
    assert Case.objects.get().answered_at == datetime(2025, 3, 1, 9, tzinfo=UTC)
    facts = Entry.objects.filter(kind="cases.case.history_step").latest("seq").facts
    assert facts["given_at"] == "2025-03-01T08:30:00+00:00"


def test_a_row_that_moves_nothing_writes_nothing(desk: Desk) -> None:
    same = STORY[1].replace("A,1", "A,2").replace("09:00", "09:30")
    desk.take_log(STORY[0], STORY[1], same)
    assert Entry.objects.filter(subject_kind="case").count() == 2
    assert Hold.objects.count() == 2


def test_coming_back_is_a_new_instance_and_the_first_finish_stays(desk: Desk) -> None:
    desk.take_log(*STORY, "A,5,1/3/2025 08:00,5/3/2025 08:00,Active,West",
                  "A,6,1/3/2025 08:00,6/3/2025 08:00,Resolved,West")  # fmt: skip
    case = Case.objects.get()
    assert (case.state, case.instance, case.reopens) == ("answered", 2, 1)
    assert case.finished_at == datetime(2025, 3, 1, 14, tzinfo=UTC)
    assert case.answered_at == datetime(2025, 3, 6, 8, tzinfo=UTC)
    running = Clock.objects.get(ended_at__isnull=True)
    assert (running.kind, running.instance) == ("evaluation", 2)
    in_order()


def test_an_unmapped_state_rejects_its_row_and_no_change_changes_nothing(desk: Desk) -> None:
    rows = [*STORY[:2], "A,2,1/3/2025 08:00,1/3/2025 10:00,Strange,East",
            "A,3,1/3/2025 08:00,1/3/2025 11:00,Odd,East"]  # fmt: skip
    assert counts(desk.take_log(*rows)) == (4, 1, 0, 0, 1, 0, 0)
    assert (Reject.objects.get().code, Reject.objects.get().row_no) == ("state_unmapped", 4)
    assert (Case.objects.get().state, Hold.objects.count()) == ("in_progress", 2)


def test_counters_of_the_file_count_each_rise(desk: Desk) -> None:
    profile = LOG.replace('unit = "group"', 'unit = "group"\nreassignments = "moved"')
    lines = [f"{row},{moved}" for row, moved in zip(STORY, (2, 2, 1, 4, 4), strict=True)]
    desk.take_in(*lines, profile=profile, head=f"{LOG_HEAD},moved")
    assert Case.objects.get().reassignments == 5  # 2 at first, then a rise by 3


def test_a_log_can_be_continued_by_a_file_with_only_the_new_rows(desk: Desk) -> None:
    desk.take_log(*STORY[:3])
    assert counts(desk.take_log(*STORY[3:])) == (2, 0, 1, 0, 0, 0, 0)
    assert (Case.objects.get().state, Hold.objects.count()) == ("closed", 5)
    assert counts(desk.take_log(*STORY)) == (5, 0, 0, 1, 0, 0, 0)
    kinds = Entry.objects.filter(subject_kind="case").order_by("seq").values_list("kind", flat=True)
    assert [kind.removeprefix("cases.case.") for kind in kinds] == [
        "recorded", "history_step", "history_step", "history_step", "history_step", "corrected",
    ]  # fmt: skip
    in_order()


def test_undo_of_a_continuation_tells_the_log_as_before(desk: Desk) -> None:
    desk.take_log(*STORY[:3])
    batch = desk.take_log(*STORY[3:]).batch
    assert batch is not None
    result = undoing.undo(batch, by=SYSTEM, at=NOW)
    assert (result.restored, result.left) == (1, [])
    assert (Case.objects.get().state, Hold.objects.count()) == ("in_progress", 3)
    in_order()
