"""What goes wrong elsewhere (docs/concepts/clocks.md): one regression test for each defect seen in a peer."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from shouwen.kernel.worktime import Season, WorkTime, parse_spans
from shouwen.platform.clocks import actions, limits, queries, sweeper
from shouwen.platform.clocks.models import Calendar, Clock, ClockEvent, Fire, Limit, Verdict
from shouwen.platform.journal.models import Entry
from tests.factories.clocks import BY, a_ladder, a_limit, a_matter, share, told, working_days

pytestmark = pytest.mark.django_db
CHINA = ZoneInfo("Asia/Shanghai")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MOMENT = timedelta(microseconds=1)


def at(day: int, hour: int = 0, minute: int = 0, month: int = 9) -> datetime:
    return datetime(2025, month, day, hour, minute, tzinfo=CHINA)


@pytest.fixture(autouse=True)
def _installed(presets: None) -> None:
    pass


def wait(clock: Clock, since: datetime, until: datetime) -> None:
    actions.wait(
        clock.subject, waiting_for="customer", reason="w", until=until + DAY, by=BY, at=since
    )
    actions.resume(clock.subject, by=BY, at=until)


@pytest.mark.defect("pause measured in other units than the calendar")
def test_a_pause_over_the_weekend_costs_office_hours_only_and_no_level_fires_at_midnight() -> None:
    a_ladder("own", *(share(n) for n in (25, 50, 75, 100)), working_days(1))
    a_limit("rectification", 20, calendar="office", ladder="own")
    (clock,) = a_matter("rectification", at=at(5, 8, 30))
    wait(clock, at(5, 17), at(8, 9))
    clock.refresh_from_db()
    assert clock.alarm_ats[-2:] == [clock.due_at, at(10, 17, 30)] == [at(9, 16), at(10, 17, 30)]
    office = limits.calendar(clock.revision_id)
    for alarm in clock.alarm_ats:
        assert office.elapsed(alarm - MOMENT, alarm) == MOMENT


@pytest.mark.defect("accumulated hold time lost or doubled")
def test_six_months_on_hold_are_six_months() -> None:
    a_limit("repair", 24)
    (clock,) = a_matter("repair", at=at(1, 9, month=1))
    since = at(2, 9, month=1)
    for n in range(6):
        actions.wait(
            clock.subject,
            waiting_for="customer" if n % 2 else "weather",
            reason="w",
            until=since + 30 * DAY,
            by=BY,
            at=since,
        )
        since += 30 * DAY
    ledger = queries.blame(clock.subject, at=since)
    held = [queries.waited(ledger, cause) for cause in ("customer", "weather")]
    assert held == [90 * 86_400, 90 * 86_400]
    assert (ledger.exact, ledger.total_calendar) == (True, 181 * 86_400)


@pytest.mark.defect("changing priority or policy forgets the pause")
def test_another_priority_keeps_what_was_waited() -> None:
    a_limit("repair", 24)
    urgent = a_limit("urgent", 12)
    (clock,) = a_matter("repair", at=at(1, 9))
    wait(clock, at(1, 10), at(3, 10))
    actions.retarget(
        clock.subject, "repair", limit=urgent, reason="vip", approver=1, by=BY, at=at(3, 11)
    )
    clock.refresh_from_db()
    assert clock.due_at == at(3, 21)
    assert queries.explain(clock.pk, at=at(3, 11)).used_seconds == 2 * 3600


@pytest.mark.defect("breach while paused; still counting after resolve")
def test_nothing_breaches_while_it_waits_and_nothing_counts_after_the_end() -> None:
    a_limit("repair", 24)
    (clock,) = a_matter("repair", at=at(1, 9))
    actions.wait(
        clock.subject, waiting_for="customer", reason="w", until=at(20), by=BY, at=at(1, 10)
    )
    assert (sweeper.sweep(at(19)), Verdict.objects.exists(), Fire.objects.exists()) == (0, False, False)  # fmt: skip
    actions.end_matter(clock.subject, reason="closed", by=BY, at=at(19, 12))
    assert sweeper.sweep(at(30)) == 0
    assert Verdict.objects.values_list("verdict", "elapsed_s").get() == ("met", 3600)
    assert queries.explain(clock.pk, at=at(30)).used_seconds == 3600


@pytest.mark.defect("reopen: solved time counted as waiting, first response 5 days")
def test_after_reopening_the_time_between_is_nobodys_and_the_first_verdict_stays() -> None:
    a_limit("reply", 2)
    a_limit("repair", 24)
    reply, _ = a_matter("reply", "repair", at=at(1, 9))
    actions.stop(reply.subject, ["reply"], by=BY, at=at(1, 10))
    actions.end_matter(reply.subject, reason="closed", by=BY, at=at(1, 12))
    actions.reopen_matter(
        reply.subject,
        instance=2,
        unit=1,
        person=70,
        reason="reopened",
        starts=[actions.Start(kind="repair")],
        by=BY,
        at=at(6, 9),
    )
    again = Clock.objects.get(kind="repair", instance=2)
    assert (again.started_at, again.due_at) == (at(6, 9), at(7, 9))
    ledger = queries.blame(reply.subject, at=at(6, 10))
    assert (ledger.total_calendar, ledger.exact) == (4 * 3600, True)
    stop = ClockEvent.objects.get(clock=reply, kind="stop")
    assert stop.facts["elapsed_s"] == 3600
    assert list(Verdict.objects.filter(clock=reply).values_list("n", "verdict")) == [(1, "met")]


@pytest.mark.defect(
    "a closed ticket's verdict flips after the policy is edited and the ticket saved"
)
def test_a_verdict_stays_whatever_becomes_of_its_limit() -> None:
    limit = a_limit("repair", 24)
    (clock,) = a_matter("repair", at=at(1, 9))
    actions.end_matter(clock.subject, reason="closed", by=BY, at=at(2, 8))
    written = list(Verdict.objects.values())
    Limit.objects.create(
        **{
            f.attname: getattr(limit, f.attname)
            for f in Limit._meta.concrete_fields
            if f.attname not in ("id", "rank", "amount")
        },
        rank=limit.rank + 100,
        amount=1,
    )
    actions.rebuild([clock.subject])
    sweeper.sweep(at(9))
    assert list(Verdict.objects.values()) == written
    assert queries.verify() == []


@pytest.mark.defect(
    "one span per weekday; no lunch break; no night span; a date can only be removed"
)
def test_a_day_has_many_spans_also_over_midnight_and_dates_are_added_as_well_as_removed() -> None:
    lunch, night = (("08:30", "12:00"), ("13:30", "17:30")), (("22:00", "06:00"),)
    calendar = WorkTime(
        CHINA,
        (Season(None, ((*parse_spans(lunch), *parse_spans(night)),) * 5 + ((), ())),),
        {date(2025, 9, 6): parse_spans(lunch), date(2025, 9, 8): ()},
    )
    assert calendar.due(at(5, 11), 2 * HOUR) == at(5, 14, 30)
    assert calendar.due(at(5, 22), 9 * HOUR) == at(6, 9, 30)
    assert calendar.due(at(6, 17), HOUR) == at(9, 9)


@pytest.mark.defect("on 8 October with 1-7 excluded, every wait becomes 0 days")
def test_on_8_october_a_matter_has_waited_since_september() -> None:
    a_limit("rectification", 60, calendar="office")
    (clock,) = a_matter("rectification", at=at(29, 8, 30))
    seen = at(8, 12, month=10)
    assert queries.explain(clock.pk, at=seen).used_seconds == 2 * 7.5 * 3600
    assert queries.blame(clock.subject, at=seen).total_calendar == (seen - at(29, 8, 30)).total_seconds()  # fmt: skip
    clock.refresh_from_db()
    assert clock.due_at == at(15, 17, 30, month=10)


@pytest.mark.defect("level fires again at each run; mail loops; then silent suppression")
def test_a_level_fires_once_however_often_one_looks_and_suppression_shows() -> None:
    a_ladder("own", share(50), share(100))
    limit = a_limit("repair", 24, ladder="own")
    (clock,) = a_matter("repair", at=at(1, 9))
    for minute in range(40):
        sweeper.sweep(at(2, 10, minute))
    assert told(clock) == [1, 2]
    history = actions.MatterHistory(
        subject=clock.subject._replace(id=2),
        owner_unit=1,
        holds=[actions.HoldRow(at=at(1, 9), unit=1)],
        clocks=[actions.ClockRow(kind="repair", started_at=at(1, 9), limit_id=limit.pk)],
    )
    actions.record_history([history], as_of=at(1, 22), live=True)
    other = Clock.objects.get(subject_id=2)
    plan = queries.ladder_plan(other.pk, at=at(1, 22))
    assert [(a.state, a.suppressed) for a in plan] == [("suppressed", "before_batch"), ("next", "")]


@pytest.mark.defect("deactivated policy leaves escalated tickets mailing")
def test_a_policy_that_stops_takes_its_clocks_along() -> None:
    a_ladder("own", share(50, ack_within=HOUR), share(100))
    a_limit("repair", 24, ladder="own")
    (clock,) = a_matter("repair", at=at(1, 9))
    sweeper.sweep(at(1, 21) + MOMENT)
    actions.stop_policy("of_the_test", cause="stopped", by=BY, at=at(1, 21, 30))
    assert (sweeper.sweep(at(9)), told(clock)) == (0, [1])
    assert Verdict.objects.values_list("verdict", "cause").get() == ("void", "stopped")
    assert Entry.objects.filter(kind="clocks.step.fired").count() == 1


@pytest.mark.defect("next due hides the first-response due")
def test_every_clock_shows_its_own_due_time_and_climbs_its_own_ladder() -> None:
    a_ladder("own", share(50), share(100))
    a_limit("reply", 2, ladder="own")
    a_limit("repair", 24, ladder="own")
    made = a_matter("reply", "repair", at=at(1, 9))
    shown = {c.kind: (c.due_at, c.alarm_ats, c.front) for c in queries.clocks_of(made[0].subject)}
    assert shown == {
        "reply": (at(1, 11), [at(1, 10), at(1, 11)], True),
        "repair": (at(2, 9), [at(1, 21), at(2, 9)], False),
    }
    sweeper.sweep(at(1, 22))
    assert [told(clock) for clock in made] == [[1, 2], [1]]


@pytest.mark.parametrize("kind", ["working_days", "hours"])
def test_a_year_without_calendar_is_marked_provisional_and_never_guessed_silently(
    kind: str,
) -> None:
    """The years the table knows end in 2026: beyond them every answer says that it is provisional."""
    a_ladder("own", share(50), share(100))
    amount = 5 if kind == "working_days" else 30
    a_limit("rectification", amount, kind, calendar="office", ladder="own")
    known = Calendar.objects.get(code="office").revisions.order_by("-n")[0].years
    assert known.upper == 2027
    (sure,) = a_matter("rectification", at=datetime(2026, 12, 1, 9, tzinfo=CHINA), number=1)
    (edge,) = a_matter("rectification", at=datetime(2026, 12, 30, 9, tzinfo=CHINA), number=2)
    (beyond,) = a_matter("rectification", at=datetime(2031, 5, 4, 9, tzinfo=UTC), number=3)
    assert [c.provisional for c in (sure, edge, beyond)] == [False, True, True]
    marks = [a.provisional for a in queries.ladder_plan(edge.pk, at=edge.started_at)]
    assert marks == [edge.alarm_ats[0].year == 2027, True]
    assert all(a.provisional for a in queries.ladder_plan(beyond.pk, at=beyond.started_at))
    assert not any(a.provisional for a in queries.ladder_plan(sure.pk, at=sure.started_at))
