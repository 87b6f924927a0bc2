"""Ladders under fire: sweepers side by side, killed sweepers, down-time, and clocks that change mid-way.

Time is injected throughout; nothing waits.
"""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import threading
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from shouwen.platform.clocks import actions, firing, queries, sweeper
from shouwen.platform.clocks.models import Clock, Fire, Verdict
from shouwen.platform.journal.models import Entry
from tests.factories.clocks import (
    BY,
    a_ladder,
    a_limit,
    a_matter,
    after,
    fires,
    share,
    told,
)
from tests.platform.clocks.test_reclocking import import_2027

CHINA = ZoneInfo("Asia/Shanghai")
MOMENT, MINUTE, HOUR = timedelta(microseconds=1), timedelta(minutes=1), timedelta(hours=1)


def at(day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2025, 9, day, hour, minute, tzinfo=CHINA)


def four_steps() -> None:
    """24 hours: 21:00, 04:12, 09:00 (due), 11:00; opened at nine."""
    a_ladder("own", share(50), share(80), share(100), after(120))
    a_limit("repair", 24, ladder="own")


@pytest.fixture
def ladder(presets: None) -> None:
    """Jobs are no models of ours: what committing tests left behind goes first."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    four_steps()


def jobs() -> int:
    return ProcrastinateJob.objects.filter(
        task_name="journal.react", args__reaction="notify.clock_step"
    ).count()


# at once


@pytest.mark.django_db(transaction=True)
def test_two_sweepers_at_once_fire_each_of_four_steps_once(ladder: None) -> None:
    clocks = [a_matter("repair", at=at(1, 9), number=n)[0] for n in range(1, 31)]
    instants = [at(1, 21) + MOMENT, at(2, 4, 13), at(2, 10), at(3)]
    together = threading.Barrier(2)
    went_wrong: list[BaseException] = []

    def go() -> None:
        try:
            for now in instants:
                together.wait(timeout=60)
                while sweeper.sweep(now, limit=4):
                    pass
        except BaseException as error:
            went_wrong.append(error)
            together.abort()
        finally:
            connection.close()

    threads = [threading.Thread(target=go) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    while sweeper.sweep(at(3)):
        pass
    assert went_wrong == []
    assert [told(clock) for clock in clocks] == [[1, 2, 3, 4]] * 30
    assert (Fire.objects.count(), jobs(), Verdict.objects.count()) == (120, 120, 30)
    assert queries.verify() == []


# killed


SWEEP_AND_STOP = """
import sys, django
django.setup()
from datetime import datetime
from django.db import connection
connection.settings_dict["NAME"] = {database!r}
from shouwen.platform.clocks import firing, sweeper
if {inside}:
    record = firing.record_set
    def told(facts):
        record(facts)
        print("written", flush=True)
        sys.stdin.read()
    firing.record_set = told
sweeper.sweep(datetime.fromisoformat({now!r}))
print("written", flush=True)
sys.stdin.read()
"""


def sweep_and_be_killed(now: datetime, *, inside: bool) -> None:
    """Another process sweeps; kill -9 before its transaction ends (``inside``) or right after."""
    program = SWEEP_AND_STOP.format(
        database=connection.settings_dict["NAME"], inside=inside, now=now.isoformat()
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert process.stdout is not None and process.stdin is not None
    try:
        assert process.stdout.readline() == b"written\n"
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdin.close()
        process.stdout.close()
    assert process.returncode == -signal.SIGKILL


@pytest.mark.django_db(transaction=True)
def test_a_sweeper_killed_before_its_end_has_done_nothing_and_the_next_does_it_once(
    ladder: None,
) -> None:
    (clock,) = a_matter("repair", at=at(1, 9))
    now = at(1, 21) + MOMENT
    sweep_and_be_killed(now, inside=True)
    assert (fires(clock), told(clock), jobs()) == ([], [], 0)
    connection.close()
    assert sweep_until_free(now) == 1
    assert (fires(clock), told(clock), jobs()) == ([(1, now, False)], [1], 1)


def sweep_until_free(now: datetime) -> int:
    """Sweep once the server has noticed that the killed session is gone and let go of its rows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM clocks_clock FOR UPDATE")
    return sweeper.sweep(now)


@pytest.mark.django_db(transaction=True)
def test_what_a_killed_sweeper_had_fired_is_still_sent_and_only_once(ladder: None) -> None:
    (clock,) = a_matter("repair", at=at(1, 9))
    now = at(1, 21) + MOMENT
    sweep_and_be_killed(now, inside=False)
    assert (fires(clock), told(clock), jobs()) == ([(1, now, False)], [1], 1)
    assert sweeper.sweep(now + MINUTE) == 0
    assert jobs() == 1


# down


@pytest.mark.django_db
def test_after_three_days_down_every_past_step_fires_once_in_order_and_late(ladder: None) -> None:
    (clock,) = a_matter("repair", at=at(1, 9))
    back = at(5, 8)
    assert (sweeper.sweep(back), sweeper.sweep(back)) == (1, 0)
    assert fires(clock) == [(step, back, True) for step in (1, 2, 3, 4)]
    assert told(clock) == [1, 2, 3, 4]
    facts = [e.facts for e in Entry.objects.filter(kind="clocks.step.fired").order_by("id")]
    assert [datetime.fromisoformat(f["stood_at"]) for f in facts] == [
        at(1, 21),
        at(2, 4, 12),
        at(2, 9),
        at(2, 11),
    ]
    verdict = Verdict.objects.get()
    assert (verdict.verdict, verdict.at, verdict.elapsed_s) == ("breached", at(2, 9), 86_400)
    assert queries.verify() == []


@pytest.mark.django_db
def test_a_wait_that_ended_while_down_moves_the_steps_behind_it(ladder: None) -> None:
    (clock,) = a_matter("repair", at=at(1, 9))
    wait(clock, at(1, 20), until=at(3, 20))
    sweeper.sweep(at(3, 21) + MOMENT)
    assert fires(clock) == [(1, at(3, 21) + MOMENT, False)]
    clock.refresh_from_db()
    assert (clock.due_at, clock.next_fire_at) == (at(4, 9), at(4, 4, 12))


# changed mid-way


def wait(clock: Clock, when: datetime, *, until: datetime | None = None) -> None:
    actions.wait(clock.subject, waiting_for="customer", reason="w", until=until, by=BY, at=when)


@pytest.mark.django_db
def test_a_pause_half_way_up_moves_what_is_left_and_repeats_nothing(ladder: None) -> None:
    (clock,) = a_matter("repair", at=at(1, 9))
    sweeper.sweep(at(1, 21) + MOMENT)
    wait(clock, at(1, 22))
    assert sweeper.sweep(at(9)) == 0
    clock.refresh_from_db()
    assert (clock.next_fire_at, clock.alarm_ats) == (None, [])
    actions.resume(clock.subject, by=BY, at=at(3, 22))
    clock.refresh_from_db()
    assert (clock.alarm_ats, clock.alarm_steps) == ([at(4, 4, 12), at(4, 9), at(4, 11)], [2, 3, 4])


@pytest.mark.django_db
def test_another_due_time_half_way_up_moves_what_is_left_and_repeats_nothing(ladder: None) -> None:
    (clock,) = a_matter("repair", at=at(1, 9))
    sweeper.sweep(at(1, 21) + MOMENT)
    actions.retarget(
        clock.subject, "repair", due_at=at(3, 9), reason="agreed", approver=1, by=BY, at=at(1, 22)
    )
    clock.refresh_from_db()
    assert (clock.alarm_ats, clock.alarm_steps) == (
        [at(2, 23, 24), at(3, 9), at(3, 11)],
        [2, 3, 4],
    )
    sweeper.sweep(at(4))
    assert told(clock) == [1, 2, 3, 4]


@pytest.mark.django_db
def test_a_reopened_matter_climbs_from_the_bottom_and_the_first_verdict_stays(ladder: None) -> None:
    (first,) = a_matter("repair", at=at(1, 9))
    sweeper.sweep(at(2, 10))
    actions.end_matter(first.subject, reason="closed", by=BY, at=at(2, 10, 30))
    (second,) = actions.reopen_matter(
        first.subject,
        instance=2,
        unit=1,
        person=70,
        reason="reopened",
        starts=[actions.Start(kind="repair")],
        by=BY,
        at=at(5, 9),
    )
    assert sweeper.sweep(at(5, 20)) == 0
    sweeper.sweep(at(5, 21) + MOMENT)
    assert (told(first), told(second)) == ([1, 2, 3], [1])
    assert list(Verdict.objects.values_list("clock_id", "at")) == [(first.pk, at(2, 9))]
    assert queries.verify() == []


@pytest.mark.django_db
@pytest.mark.parametrize("ending", ["end", "void", "stop"])
def test_an_ended_clock_has_no_alarm_and_fires_nothing(ladder: None, ending: str) -> None:
    (clock,) = a_matter("repair", at=at(1, 9))
    if ending == "end":
        actions.end_matter(clock.subject, reason="closed", by=BY, at=at(1, 10))
    elif ending == "void":
        actions.void(clock.subject, None, cause="mistake", by=BY, at=at(1, 10))
    else:
        actions.stop(clock.subject, ["repair"], by=BY, at=at(1, 10))
    clock.refresh_from_db()
    assert (clock.next_fire_at, clock.alarm_ats, clock.alarm_steps) == (None, [], [])
    assert (sweeper.sweep(at(9)), Fire.objects.exists()) == (0, False)
    assert {a.state for a in queries.ladder_plan(clock.pk, at=at(9))} == {"never"}


@pytest.mark.django_db
def test_whoever_takes_it_between_two_steps_is_told_of_the_second(ladder: None) -> None:
    (clock,) = a_matter("repair", at=at(1, 9))
    sweeper.sweep(at(1, 21) + MOMENT)
    actions.move(clock.subject, unit=2, person=80, reason="dispatched", by=BY, at=at(1, 22))
    sweeper.sweep(at(2, 4, 13))
    facts = [e.facts for e in Entry.objects.filter(kind="clocks.step.fired").order_by("id")]
    assert [(f["step"], f["unit"], f["person"]) for f in facts] == [(1, 1, 70), (2, 2, 80)]


@pytest.mark.django_db
def test_a_step_that_fails_for_one_clock_is_tried_later_and_still_fires_once(
    ladder: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    (bad,), (good,) = (a_matter("repair", at=at(1, 9), number=n) for n in (1, 2))
    fire = firing.fire
    monkeypatch.setattr(sweeper.log, "exception", lambda *_: None)

    def stumble(due, now):
        if any(d.id == bad.pk for d in due):
            raise KeyError("a calendar nobody can read")
        return fire(due, now)

    monkeypatch.setattr(firing, "fire", stumble)
    now = at(1, 21) + MOMENT
    assert sweeper.sweep(now) == 1
    assert (told(good), told(bad)) == ([1], [])
    monkeypatch.setattr(firing, "fire", fire)
    assert sweeper.sweep(now + MINUTE) == 0
    assert sweeper.sweep(now + sweeper.RETRY_AFTER + MOMENT) == 1
    assert fires(bad) == [(1, now + sweeper.RETRY_AFTER + MOMENT, True)]
    assert queries.verify() == []


# what editing leaves alone


def checksum() -> str:
    """Everything ever written about verdicts."""
    rows = Verdict.objects.order_by("clock_id", "n").values_list(
        "clock_id", "n", "verdict", "at", "due_at", "elapsed_s", "cause", "unit_id", "person_id"
    )
    return hashlib.sha256(repr(list(rows)).encode()).hexdigest()


@pytest.mark.django_db
def test_editing_ladder_limit_or_calendar_changes_no_written_verdict(ladder: None) -> None:
    for n in range(1, 21):
        (clock,) = a_matter("repair", at=at(1, 9) + n * HOUR, number=n)
        if n % 3 == 0:
            actions.end_matter(clock.subject, reason="closed", by=BY, at=at(2, 9))
    sweeper.sweep(at(2, 15))
    before, running = checksum(), {c.pk: c.alarm_ats for c in Clock.objects.open()}
    assert Verdict.objects.count() > 8
    a_ladder("own", share(10), after(1))
    a_limit("repair", 1, ladder="own")
    import_2027()
    assert {c.pk: c.alarm_ats for c in Clock.objects.open()} == running
    actions.rebuild([c.subject for c in Clock.objects.all()])
    assert (checksum(), queries.verify()) == (before, [])
    assert {c.pk: c.alarm_ats for c in Clock.objects.open()} == running
