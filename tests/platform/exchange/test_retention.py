"""What imports keep of people goes when its time is over; what is needed to recognise a row stays."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from shouwen.domains.cases.models import Case
from shouwen.domains.imports.registers import undoing
from shouwen.kernel.actor import SYSTEM
from shouwen.kernel.subject import Subject
from shouwen.platform.exchange import erasing, tasks
from shouwen.platform.exchange.models import Batch, Before, Reject, Source
from shouwen.platform.journal import queries as journal
from tests.factories.imports import NOW, Desk

pytestmark = pytest.mark.django_db
DAYS = 180
DUE = NOW + timedelta(days=DAYS, seconds=1)
ROW = "1,fault,2025-10-01 08:00,2025-10-20,,Mr Li has no picture,EAST,,Park Road 7"
BAD = "2,fault,Mrs Wang,2025-10-20,,No picture,EAST,,Mill Lane 3"
MOVED = ROW.replace("no picture", "no sound")


@pytest.fixture
def desk(tmp_path: Path, settings: object) -> Desk:
    settings.HOME = tmp_path  # type: ignore[attr-defined]
    settings.IMPORT_RETENTION_DAYS = DAYS  # type: ignore[attr-defined]
    return Desk(tmp_path)


def kept(key: str = "1") -> dict[str, str]:
    row: dict[str, str] = Source.objects.get(key=key).row
    return row


def erase(at: datetime = DUE) -> tuple[int, int]:
    done = erasing.erase_old(by=SYSTEM, at=at)
    return (done.batches, done.files)


def age(path: Path) -> None:
    old = (DUE - timedelta(days=DAYS + 1)).timestamp()
    os.utime(path, (old, old))


def test_values_that_name_people_are_erased_with_proof_in_the_journal(desk: Desk) -> None:
    outcome = desk.take_in(ROW, BAD)
    rejects = Path(outcome.rejects_file)
    age(rejects)
    assert erase() == (1, 1)
    row = kept()
    assert (row["title"][0], row["extra.street"][0], row["kind"]) == ("#", "#", "fault_report")
    assert list(Reject.objects.values_list("code", "value", "params")) == [("date", "", {})]
    assert not rejects.exists()
    assert Batch.objects.get().rejects_file == ""
    assert outcome.batch is not None
    line = journal.timeline(Subject("batch", outcome.batch))[-1]
    assert (line.kind, line.facts) == (
        "exchange.batch.erased", {"rows": 1, "cells": 1, "replaced": 0},
    )  # fmt: skip
    assert Case.objects.get().title == "Mr Li has no picture"  # the case itself is no import's


def test_nothing_goes_before_its_time_and_nothing_twice(desk: Desk) -> None:
    desk.take_in(ROW, BAD)
    assert erase(NOW + timedelta(days=DAYS)) == (0, 0)
    assert kept()["title"] == "Mr Li has no picture"
    assert erase()[0] == 1
    assert erase() == (0, 0)


def test_an_erased_row_is_still_recognised_and_corrected(desk: Desk) -> None:
    desk.take_in(ROW)
    erase()
    again = desk.take_in(ROW, at=DUE)
    assert (again.counts.unchanged, again.counts.updated) == (1, 0)
    moved = desk.take_in(MOVED, at=DUE)
    assert (moved.counts.updated, moved.counts.conflicts) == (1, 0)
    assert Case.objects.get().title == "Mr Li has no sound"
    assert kept()["title"] == "Mr Li has no sound"  # told anew: its time begins anew
    assert erase()[0] == 0
    assert erase(DUE + timedelta(days=DAYS, seconds=1))[0] == 2
    assert kept()["title"][0] == "#"


def test_what_a_batch_replaced_cannot_be_restored_after_its_time(desk: Desk) -> None:
    desk.take_in(ROW)
    moved = desk.take_in(MOVED)
    erase()
    assert list(Before.objects.values_list("fields", "row")) == [({}, None)]
    assert moved.batch is not None
    undone = undoing.undo(moved.batch, by=SYSTEM, at=DUE)
    assert (undone.restored, len(undone.left)) == (0, 1)
    assert Case.objects.get().title == "Mr Li has no sound"


def test_uploaded_files_go_by_their_age(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "uploads"
    folder.mkdir()
    old, new = folder / "old.csv", folder / "new.csv"
    for path in (old, new):
        path.write_text("x")
    age(old)
    os.utime(new, (DUE.timestamp(), DUE.timestamp()))
    assert erase() == (0, 1)
    assert (old.exists(), new.exists()) == (False, True)


def test_the_job_runs_each_night(desk: Desk) -> None:
    desk.take_in(ROW)
    tasks.erase_old(int(DUE.timestamp()))
    assert Batch.objects.get().erased_at is not None
