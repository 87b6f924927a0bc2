"""Ladders are saved as versions, climbed in the order of time, and acknowledged."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from shouwen.kernel.errors import Refused
from shouwen.kernel.subject import Subject
from shouwen.platform.clocks import actions, queries, sweeper
from shouwen.platform.clocks.actions.reclocking import reclock
from shouwen.platform.clocks.choices import Effect
from shouwen.platform.clocks.ladders import BUILT_IN, Rung, rungs
from shouwen.platform.clocks.models import (
    Acknowledgement,
    Clock,
    Fire,
    Ladder,
    LadderVersion,
    Verdict,
)
from shouwen.platform.journal.models import Entry
from tests.factories.clocks import (
    BY,
    LONG_AGO,
    a_ladder,
    a_limit,
    a_matter,
    after,
    before,
    fires,
    share,
    told,
    working_days,
)
from tests.platform.clocks.test_reclocking import import_2027

pytestmark = pytest.mark.django_db
CHINA = ZoneInfo("Asia/Shanghai")
MOMENT = timedelta(microseconds=1)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def at(day: int, hour: int = 0, minute: int = 0, month: int = 9) -> datetime:
    return datetime(2025, month, day, hour, minute, tzinfo=CHINA)


@pytest.fixture(autouse=True)
def _installed(presets: None) -> None:
    pass


def plan(clock: Clock, when: datetime) -> list[tuple[int, str, datetime | None]]:
    return [(a.step, a.state, a.at) for a in queries.ladder_plan(clock.pk, at=when)]


# saving


def test_saving_a_ladder_makes_its_next_version_and_saving_it_again_none() -> None:
    first = a_ladder("own", share(50), share(100))
    again = a_ladder("own", share(50), share(100))
    second = a_ladder("own", share(60), share(100))
    assert (first.n, again.pk, second.n) == (1, first.pk, 2)
    assert [(r.n, r.amount) for r in rungs(second.pk)] == [(1, 60), (2, 100)]


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        ([], "clocks_ladder_is_empty"),
        ([share(80), share(50)], "clocks_step_out_of_order"),
        ([share(100), share(100)], "clocks_step_out_of_order"),
        ([share(100), before(30)], "clocks_step_out_of_order"),
        ([before(5), before(15)], "clocks_step_out_of_order"),
        ([after(30), share(50)], "clocks_step_out_of_order"),
        ([share(0)], "clocks_step_time_wrong"),
        ([Rung(when="noon", amount=1, to=("handler",))], "clocks_step_time_wrong"),
        ([share(50, to=["boss"])], "clocks_target_unknown"),
        ([share(50, to=["level:0"])], "clocks_target_unknown"),
        ([share(50, to=["role:nobody_has_this"])], "clocks_target_unknown"),
        (
            [Rung(when="share", amount=50, to=("handler",), channels=("pigeon",))],
            "clocks_channel_unknown",
        ),
        (
            [Rung(when="share", amount=50, to=("handler",), effects=("shout",))],
            "clocks_effect_unknown",
        ),
        ([Rung(when="share", amount=50, to=())], "clocks_step_reaches_nobody"),
        ([Rung(when="share", amount=50, effects=())], "clocks_step_reaches_nobody"),
        (
            [Rung(when="share", amount=50, effects=(Effect.REASSIGN,))],
            "clocks_reassignment_incomplete",
        ),
        ([share(50, ack_within=timedelta(0))], "clocks_acknowledgement_time_wrong"),
    ],
)
def test_a_ladder_nobody_could_climb_is_refused_and_leaves_no_trace(
    steps: list[Rung], code: str
) -> None:
    before_it = LadderVersion.objects.count()
    with pytest.raises(Refused) as refused:
        actions.save_ladder("own", steps, by=BY, at=LONG_AGO)
    assert refused.value.code == code
    assert (Ladder.objects.filter(code="own").exists(), LadderVersion.objects.count()) == (
        False,
        before_it,
    )


def test_the_shipped_ladders_are_installed_once_and_the_default_is_the_built_in_one() -> None:
    codes = {"default", "repair", "complaint", "expert", "internal_reply", "quick_ask"}
    assert {ladder.code for ladder in queries.ladders()} == codes
    newest = LadderVersion.objects.get(ladder__code="default")
    assert rungs(newest.pk) == BUILT_IN
    a_ladder("repair", share(70))
    actions.install_presets()
    assert LadderVersion.objects.filter(ladder__code="repair").count() == 2


# instants


@pytest.mark.item("S002-20")
def test_the_expert_is_reminded_at_fifteen_and_twenty_five_of_thirty_minutes() -> None:
    a_limit("expert_feedback", 30, "minutes", ladder="expert")
    (clock,) = a_matter("expert_feedback", at=at(27, 16, 10))
    assert clock.due_at == at(27, 16, 40)
    assert plan(clock, at(27, 16, 10)) == [
        (1, "next", at(27, 16, 25)),
        (2, "to_come", at(27, 16, 35)),
        (3, "to_come", at(27, 16, 40)),
    ]


def test_steps_after_the_due_time_count_on_the_same_calendar_or_in_working_days() -> None:
    a_ladder("own", share(50), before(60), after(120), working_days(1))
    a_limit("rectification", 20, calendar="office", ladder="own")
    (clock,) = a_matter("rectification", at=at(27, 16))
    assert clock.due_at == at(30, 15)
    assert plan(clock, at(27, 16)) == [
        (1, "next", at(29, 11)),
        (2, "to_come", at(30, 14)),
        (3, "to_come", at(30, 17)),
        (4, "to_come", at(9, 17, 30, month=10)),
    ]


def test_working_days_after_the_due_time_are_those_of_the_office_whatever_the_clock_runs_on() -> (
    None
):
    a_ladder("own", share(100), working_days(2))
    a_limit("repair", 24, ladder="own")
    (clock,) = a_matter("repair", at=at(29, 16))
    assert clock.due_at == at(30, 16)
    assert plan(clock, at(29, 16))[-1] == (2, "to_come", at(10, 17, 30, month=10))


def test_a_step_longer_before_than_the_time_there_is_comes_at_the_start() -> None:
    a_ladder("own", before(60))
    a_limit("quick", 30, "minutes", ladder="own")
    (clock,) = a_matter("quick", at=at(1, 9))
    assert plan(clock, at(1, 9)) == [(1, "next", at(1, 9))]


def test_a_warning_never_comes_after_the_due_time_it_warns_of() -> None:
    a_ladder("own", share(90), share(100))
    a_limit("call_back", 1, "working_days", calendar="office", ladder="own")
    (clock,) = a_matter("call_back", at=at(1, 16))
    actions.wait(
        clock.subject, waiting_for="customer", reason="w", until=at(2, 17), by=BY, at=at(2, 8, 30)
    )
    actions.resume(clock.subject, by=BY, at=at(2, 16))
    assert plan(clock, at(2, 16)) == [(1, "next", at(2, 17, 30)), (2, "to_come", at(2, 17, 30))]


# verdict and steps


def test_the_verdict_is_written_when_the_due_time_passes_whether_or_not_a_step_stands_there() -> (
    None
):
    a_ladder("own", share(50), after(60))
    a_limit("repair", 24, ladder="own")
    (clock,) = a_matter("repair", at=at(1, 9))
    assert (clock.alarm_ats, clock.alarm_steps) == ([at(1, 21), at(2, 9), at(2, 10)], [1, 0, 2])
    assert [sweeper.sweep(at(1, 21) + MOMENT), sweeper.sweep(at(2, 9)), Verdict.objects.count()] == [1, 0, 0]  # fmt: skip
    sweeper.sweep(at(2, 9) + MOMENT)
    assert Verdict.objects.values_list("verdict", "at").get() == ("breached", at(2, 9))
    assert told(clock) == [1]
    sweeper.sweep(at(2, 10) + MOMENT)
    assert fires(clock) == [(1, at(1, 21) + MOMENT, False), (2, at(2, 10) + MOMENT, False)]
    assert queries.verify() == []


def test_what_a_step_does_is_said_in_full() -> None:
    a_ladder("own", share(50, to=["contact", "level:2"], ack_within=HOUR))
    a_limit("repair", 24, ladder="own")
    (clock,) = a_matter("repair", at=at(1, 9))
    sweeper.sweep(at(1, 21) + MINUTE)
    facts = Entry.objects.get(kind="clocks.step.fired").facts
    assert {k: facts[k] for k in ("targets", "channels", "effects", "needs_ack", "due_passed")} == {
        "targets": ["contact", "level:2"],
        "channels": ["in_app"],
        "effects": ["notify"],
        "needs_ack": True,
        "due_passed": False,
    }
    assert facts["ladder_version"] == clock.ladder_version_id
    assert datetime.fromisoformat(facts["stood_at"]) == at(1, 21)


# acknowledgement


@pytest.fixture
def hurried(presets: None) -> Clock:
    """24 hours: half (to be acknowledged within an hour), then the due time, then two hours later."""
    a_ladder("own", share(50, ack_within=HOUR), share(100, ack_within=HOUR), after(120))
    a_limit("repair", 24, ladder="own")
    return a_matter("repair", at=at(1, 9))[0]


def test_a_step_nobody_acknowledges_makes_the_next_one_come_sooner(hurried: Clock) -> None:
    sweeper.sweep(at(1, 21) + MINUTE)
    hurried.refresh_from_db()
    assert (hurried.alarm_ats, hurried.alarm_steps) == (
        [at(1, 22, 1), at(2, 9), at(2, 11)],
        [2, 0, 3],
    )
    sweeper.sweep(at(1, 22, 2))
    assert told(hurried) == [1, 2]
    assert Verdict.objects.exists() is False
    plans = queries.ladder_plan(hurried.pk, at=at(1, 22, 2))
    assert [(a.step, a.state, a.at, a.sooner) for a in plans] == [
        (1, "fired", at(1, 21), False),
        (2, "fired", at(1, 22, 2), False),
        (3, "next", at(1, 23, 2), True),
    ]
    sweeper.sweep(at(2, 9) + MOMENT)
    assert told(hurried) == [1, 2, 3]
    assert Verdict.objects.values_list("at").get() == (at(2, 9),)
    assert queries.verify() == []


def test_once_acknowledged_the_next_step_comes_at_its_own_time(hurried: Clock) -> None:
    sweeper.sweep(at(1, 21) + MINUTE)
    seen = actions.acknowledge(hurried.pk, 1, by=BY, at=at(1, 21, 30))
    assert (seen.person_id, seen.at) == (70, at(1, 21, 30))
    hurried.refresh_from_db()
    assert (hurried.alarm_ats, hurried.alarm_steps) == ([at(2, 9), at(2, 11)], [2, 3])
    assert sweeper.sweep(at(2, 8)) == 0
    assert plan(hurried, at(2, 8))[0] == (1, "acknowledged", at(1, 21))
    entry = Entry.objects.get(kind="clocks.step.acknowledged")
    assert (entry.facts["step"], entry.facts["person"]) == (1, 70)
    assert queries.verify() == []


def test_a_step_is_acknowledged_once_and_only_after_it_came(hurried: Clock) -> None:
    with pytest.raises(Refused) as refused:
        actions.acknowledge(hurried.pk, 1, by=BY, at=at(1, 10))
    assert refused.value.code == "clocks_step_not_fired"
    assert Acknowledgement.objects.exists() is False
    sweeper.sweep(at(1, 21) + MINUTE)
    first = actions.acknowledge(hurried.pk, 1, by=BY, at=at(1, 21, 30))
    again = actions.acknowledge(hurried.pk, 1, by=BY, at=at(1, 21, 40))
    assert (first.at, again.at) == (at(1, 21, 30), at(1, 21, 30))
    assert Entry.objects.filter(kind="clocks.step.acknowledged").count() == 1


def test_time_to_acknowledge_is_counted_on_the_clocks_own_calendar(presets: None) -> None:
    a_ladder("own", share(50, ack_within=HOUR), share(100))
    a_limit("rectification", 15, calendar="office", ladder="own")
    (clock,) = a_matter("rectification", at=at(1, 8, 30))
    sweeper.sweep(at(1, 17, 30) + MINUTE)
    clock.refresh_from_db()
    assert (clock.alarm_ats, clock.alarm_steps) == ([at(2, 9, 30), at(2, 17, 30)], [2, 0])


def test_a_pause_holds_back_the_hurry_too(hurried: Clock) -> None:
    sweeper.sweep(at(1, 21) + MINUTE)
    actions.wait(
        hurried.subject, waiting_for="customer", reason="w", until=at(5), by=BY, at=at(1, 21, 31)
    )
    assert sweeper.sweep(at(4)) == 0
    hurried.refresh_from_db()
    assert (hurried.next_fire_at, hurried.alarm_ats) == (None, [])
    assert [state for _, state, _ in plan(hurried, at(4))] == ["fired", "paused", "paused"]
    actions.resume(hurried.subject, by=BY, at=at(4, 8))
    hurried.refresh_from_db()
    assert (hurried.next_fire_at, hurried.next_step) == (at(4, 8, 30), 2)
    assert queries.verify() == []


# what a change leaves alone


def test_a_clock_that_runs_keeps_its_ladder_when_the_ladder_is_edited() -> None:
    a_ladder("own", share(50), share(100))
    a_limit("repair", 24, ladder="own")
    (running,) = a_matter("repair", at=at(1, 9))
    a_ladder("own", share(25))
    (later,) = a_matter("repair", at=at(1, 9), number=2)
    sweeper.sweep(at(1, 21) + MOMENT)
    assert (told(running), told(later)) == ([1], [1])
    assert (fires(running), later.alarm_steps) == ([(1, at(1, 21) + MOMENT, False)], [1, 0])
    assert queries.verify() == []


def test_another_limit_brings_its_ladder_unless_a_step_has_been_said() -> None:
    a_ladder("slow", share(50), share(100))
    a_ladder("quick", share(20), share(100))
    a_limit("repair", 24, ladder="slow")
    urgent = a_limit("urgent", 12, ladder="quick")
    (fresh,), (warned,) = a_matter("repair", at=at(1, 9)), a_matter("repair", at=at(1, 9), number=2)
    for clock, when in ((fresh, at(1, 10)), (warned, at(1, 22))):
        if clock is warned:
            sweeper.sweep(at(1, 21) + MOMENT)
        actions.retarget(
            clock.subject, "repair", limit=urgent, reason="priority", approver=1, by=BY, at=when
        )
    for clock in (fresh, warned):
        clock.refresh_from_db()
    quick = LadderVersion.objects.get(ladder__code="quick")
    assert (fresh.ladder_version_id, warned.ladder_version_id == quick.pk) == (quick.pk, False)
    assert Fire.objects.filter(clock=warned).count() == 1
    assert queries.verify() == []


def test_steps_of_silent_clocks_never_fire_and_only_their_verdict_is_written() -> None:
    a_ladder("own", share(50), share(100), after(60))
    limit = a_limit("repair", 24, ladder="own")
    history = actions.MatterHistory(
        subject=Subject("case", 1),
        owner_unit=1,
        holds=[actions.HoldRow(at=at(1, 9), unit=1)],
        clocks=[actions.ClockRow(kind="repair", started_at=at(1, 9), limit_id=limit.pk)],
    )
    actions.record_history([history], as_of=at(1, 10))
    clock = Clock.objects.get()
    assert (clock.alarm_ats, clock.alarm_steps) == ([at(2, 9)], [0])
    assert (sweeper.sweep(at(9)), sweeper.sweep(at(9))) == (1, 0)
    assert (Fire.objects.exists(), Verdict.objects.get().verdict) == (False, "breached")
    assert {a.state for a in queries.ladder_plan(clock.pk, at=at(9))} == {"never"}


def test_steps_that_lay_before_a_live_batch_are_shown_as_suppressed() -> None:
    a_ladder("own", share(50, ack_within=HOUR), share(100))
    limit = a_limit("repair", 24, ladder="own")
    history = actions.MatterHistory(
        subject=Subject("case", 1),
        owner_unit=1,
        holds=[actions.HoldRow(at=at(1, 9), unit=1)],
        clocks=[actions.ClockRow(kind="repair", started_at=at(1, 9), limit_id=limit.pk)],
    )
    actions.record_history([history], as_of=at(2), live=True)
    clock = Clock.objects.get()
    assert plan(clock, at(2)) == [(1, "suppressed", at(1, 21)), (2, "next", at(2, 9))]
    assert queries.ladder_plan(clock.pk, at=at(2))[0].suppressed == "before_batch"
    assert queries.verify() == []


def test_beyond_the_known_years_a_step_is_marked_and_moves_when_the_year_is_known() -> None:
    a_ladder("own", share(100), working_days(2))
    a_limit("repair", 24, ladder="own")
    opened = datetime(2026, 12, 30, 9, tzinfo=CHINA)
    (clock,) = a_matter("repair", at=opened)
    marks = [(a.step, a.provisional) for a in queries.ladder_plan(clock.pk, at=opened)]
    assert (clock.provisional, clock.unsure_steps, marks) == (False, True, [(1, False), (2, True)])
    assert clock.alarm_ats[-1] == datetime(2027, 1, 4, 17, 30, tzinfo=CHINA)
    import_2027()
    reclock("office", by=BY, at=opened)
    clock.refresh_from_db()
    assert clock.alarm_ats[-1] == datetime(2027, 1, 10, 17, 30, tzinfo=CHINA)
    assert (clock.unsure_steps, clock.due_at) == (False, opened + 24 * HOUR)
    assert queries.verify() == []
