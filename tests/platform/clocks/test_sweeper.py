from __future__ import annotations

import threading
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import OperationalError, connection

from shouwen.config.sweeper import round_of_sweeping
from shouwen.kernel.actor import Actor
from shouwen.kernel.subject import Subject
from shouwen.platform.clocks import actions, firing, queries, sweeper
from shouwen.platform.clocks.actions import ClockRow, HoldRow, MatterHistory, Start
from shouwen.platform.clocks.models import Clock, Fire, Hold, Verdict
from shouwen.platform.journal.models import Entry

pytestmark = pytest.mark.django_db
CHINA = ZoneInfo("Asia/Shanghai")
BY = Actor(account=7, staff=70, unit=1)
FAULT = {"kind": "fault_report"}
MOMENT = timedelta(microseconds=1)


def at(day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2025, 9, day, hour, minute, tzinfo=CHINA)


def fault(number: int = 1, when: datetime = at(1, 9)) -> Clock:
    """A fault report opened at nine: 24 hours, warned after 19:12."""
    (clock,) = actions.open_matter(
        Subject("case", number),
        unit=1,
        person=70,
        owner_unit=1,
        reason="received",
        starts=[Start(kind="resolution", match=FAULT)],
        by=BY,
        at=when,
    )
    return clock


def fires() -> list[tuple[int, datetime, bool]]:
    return list(Fire.objects.order_by("step").values_list("step", "fired_at", "late"))


def told() -> list[tuple[str, int, bool]]:
    rows = Entry.objects.filter(kind="clocks.step.fired").order_by("id")
    return [(f"{e.subject_kind}:{e.subject_id}", e.facts["step"], e.facts["late"]) for e in rows]


WARNED, DUE = at(2, 4, 12), at(2, 9)


@pytest.fixture(autouse=True)
def _installed(plain_ladder: None) -> None:
    pass


def test_a_step_fires_once_however_often_one_sweeps() -> None:
    fault()
    counts = [sweeper.sweep(t) for t in (WARNED, WARNED + MOMENT, WARNED + 2 * MOMENT)]
    assert counts == [0, 1, 0]
    assert fires() == [(1, WARNED + MOMENT, False)]
    assert told() == [("case:1", 1, False)]
    assert not Verdict.objects.exists()


def test_nothing_is_late_at_the_due_instant() -> None:
    fault()
    sweeper.sweep(DUE)
    assert not Verdict.objects.exists()
    sweeper.sweep(DUE + MOMENT)
    assert Verdict.objects.values_list("n", "verdict", "at", "elapsed_s", "unit_id").get() == (
        1,
        "breached",
        DUE,
        24 * 3600,
        1,
    )
    assert Clock.objects.get().next_fire_at is None


def test_after_a_down_time_past_steps_fire_once_and_are_marked_late() -> None:
    fault()
    later = at(5)
    assert (sweeper.sweep(later), sweeper.sweep(later)) == (1, 0)
    assert fires() == [(1, later, True), (2, later, True)]


def test_neither_a_paused_nor_an_ended_clock_fires() -> None:
    fault(1)
    fault(2)
    actions.wait(
        Subject("case", 1), waiting_for="customer", reason="w", until=at(20), by=BY, at=at(1, 10)
    )
    actions.end_matter(Subject("case", 2), reason="closed", by=BY, at=at(1, 10))
    assert sweeper.sweep(at(19)) == 0
    assert (Fire.objects.count(), list(Verdict.objects.values_list("verdict"))) == (0, [("met",)])


def test_a_wait_ends_by_itself_and_returns_to_the_desk() -> None:
    clock = fault()
    actions.move(clock.subject, unit=2, person=80, reason="dispatched", by=BY, at=at(1, 10))
    actions.wait(
        clock.subject, waiting_for="customer", reason="w", until=at(3, 10), by=BY, at=at(1, 11)
    )
    assert sweeper.sweep(at(3, 9)) == 0
    assert sweeper.sweep(at(3, 10, 5)) == 1
    hold = Hold.objects.order_by("seq").last()
    assert (hold.at, hold.unit_id, hold.person_id, hold.waiting_for) == (at(3, 10), 2, 80, "none")
    clock.refresh_from_db()
    assert (clock.due_at, clock.next_step, clock.wait_until_at) == (at(4, 8), 1, None)
    entry = Entry.objects.get(kind="clocks.wait.expired")
    assert (entry.at, entry.facts["waiting_for"]) == (at(3, 10), "customer")
    assert sweeper.sweep(at(3, 10, 6)) == 0
    assert queries.verify() == []


def test_the_charge_of_a_late_sweep_goes_to_who_had_it_when_it_fell_due() -> None:
    clock = fault()
    actions.move(clock.subject, unit=2, person=80, reason="dispatched", by=BY, at=at(2, 12))
    sweeper.sweep(at(3))
    sweeper.sweep(at(3))
    assert Verdict.objects.values_list("n", "unit_id").get() == (1, 1)
    assert [step for step, _, _ in fires()] == [1, 2]


def test_clocks_of_imported_history_get_their_verdict_in_silence() -> None:
    history = MatterHistory(
        subject=Subject("case", 5),
        owner_unit=1,
        holds=[HoldRow(at=at(1, 9), unit=1, person=70)],
        clocks=[ClockRow(kind="resolution", started_at=at(1, 9), given_due_at=at(4, 9))],
    )
    actions.record_history([history], as_of=at(2))
    assert sweeper.sweep(at(4, 9)) == 0
    assert sweeper.sweep(at(4, 10)) == 1
    assert (fires(), told()) == ([], [])
    assert Verdict.objects.values_list("verdict", "at").get() == ("breached", at(4, 9))
    assert queries.verify() == []


def test_working_days_with_a_wait_are_reckoned_for_the_verdict() -> None:
    (clock,) = actions.open_matter(
        Subject("case", 1),
        unit=1,
        person=70,
        owner_unit=1,
        reason="received",
        starts=[Start(kind="resolution", match={"kind": "complaint"})],
        by=BY,
        at=at(1, 8, 30),
    )
    actions.wait(
        clock.subject, waiting_for="customer", reason="w", until=None, by=BY, at=at(2, 8, 30)
    )
    actions.resume(clock.subject, by=BY, at=at(3, 8, 30))
    due = at(9, 17, 30)
    clock.refresh_from_db()
    assert clock.due_at == due
    sweeper.sweep(due + MOMENT)
    sweeper.sweep(due + MOMENT)
    assert Verdict.objects.get().elapsed_s == 6 * 7.5 * 3600


def test_a_row_that_fails_is_pushed_back_and_blocks_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bad, good = fault(1), fault(2)
    fire, said = firing.fire, []
    monkeypatch.setattr(sweeper.log, "exception", lambda words, *of: said.append(words % of))

    def fail_on_the_bad(due, now):
        if any(d.id == bad.pk for d in due):
            raise OperationalError("no")
        return fire(due, now)

    monkeypatch.setattr(firing, "fire", fail_on_the_bad)
    now = WARNED + MOMENT
    assert sweeper.sweep(now) == 1
    assert list(Fire.objects.values_list("clock_id")) == [(good.pk,)]
    bad.refresh_from_db()
    assert (bad.next_fire_at, bad.next_step) == (now + sweeper.RETRY_AFTER, 1)
    assert any(f"clock {bad.pk} could not fire" in words for words in said)


def test_the_lag_is_that_of_the_oldest_due_step() -> None:
    assert sweeper.lag(at(9)) == timedelta(0)
    fault()
    assert sweeper.lag(WARNED + timedelta(minutes=3)) == timedelta(minutes=3)


def test_a_round_fires_what_is_due_and_none_begins_after_the_word_to_stop() -> None:
    fault()
    stopping = threading.Event()
    assert not round_of_sweeping(stopping)  # nothing more is waiting
    assert len(fires()) == 2
    fault(2)
    stopping.set()
    assert not round_of_sweeping(stopping)
    assert len(fires()) == 2


@pytest.mark.django_db(transaction=True)
def test_two_sweepers_at_once_fire_each_step_once() -> None:
    clocks = [fault(n) for n in range(1, 41)]
    done: list[int] = []
    together = threading.Barrier(2)

    def go() -> None:
        together.wait()
        try:
            while (n := sweeper.sweep(at(3), limit=3)) > 0:
                done.append(n)
        finally:
            connection.close()

    threads = [threading.Thread(target=go) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    while sweeper.sweep(at(3)):
        pass
    assert Fire.objects.count() == len(told()) == 2 * len(clocks)
    assert Verdict.objects.filter(n=1, verdict="breached").count() == len(clocks)
