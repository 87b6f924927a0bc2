"""Draft and publish a week."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction

from shouwen.kernel.actor import SYSTEM
from shouwen.platform.journal.models import Entry
from shouwen.platform.rosters import actions, errors
from shouwen.platform.rosters.models import Duty, Week
from shouwen.platform.rosters.queries.reading import week_of
from tests.factories.org import a_colleague, a_unit
from tests.factories.rosters import MONDAY, NOW, a_hotline, a_roster, a_shift

pytestmark = pytest.mark.django_db
TUESDAY = MONDAY + timedelta(days=1)
TODAY = date(2025, 10, 10)


def kinds(state: str = "published") -> list[tuple[str, str]]:
    rows = Duty.objects.filter(state=state).order_by("since", "staff_id")
    return [(d.on.isoformat(), d.kind) for d in rows]


def test_a_draft_is_not_in_force_until_it_is_published():
    hotline = a_hotline()
    hotline.put(hotline.agents[0], MONDAY, "early")
    assert kinds() == []
    hotline.publish()
    assert kinds() == [("2025-10-13", "day")]
    duty = hotline.duty(hotline.agents[0], MONDAY)
    assert duty.since == datetime(2025, 10, 13, 0, tzinfo=UTC)
    assert duty.until == datetime(2025, 10, 13, 8, tzinfo=UTC)


def test_a_shift_that_ends_at_midnight_ends_on_the_next_day():
    hotline = a_hotline()
    hotline.put(hotline.agents[0], MONDAY, "late")
    duty = hotline.duty(hotline.agents[0], MONDAY, "draft")
    assert (duty.until - duty.since, duty.on) == (timedelta(hours=8), MONDAY)


def test_setting_a_cell_replaces_what_stood_there_and_an_empty_code_clears_it():
    hotline = a_hotline()
    for shift in ("early", "night", ""):
        hotline.put(hotline.agents[0], MONDAY, shift)
    assert kinds("draft") == []


def test_gaps_block_publishing_and_a_reason_overrides_them():
    hotline = a_hotline(early=1)
    hotline.put(hotline.agents[0], MONDAY, "early")
    with pytest.raises(errors.NotReady) as refused:
        hotline.publish()
    assert refused.value.params == {"gaps": 6, "rests": 0}
    assert kinds() == []
    with pytest.raises(errors.ReasonNeeded):
        hotline.publish(despite="x")
    hotline.publish(despite="周末由市公司代班")
    entry = Entry.objects.get(kind="rosters.roster.published")
    assert (entry.facts["gaps"], entry.facts["n"], entry.facts["added"]) == (6, 1, 1)
    assert Week.objects.get().despite == "周末由市公司代班"


def test_a_rest_under_eleven_hours_blocks_publishing():
    hotline = a_hotline()
    hotline.put(hotline.agents[0], MONDAY, "late")
    hotline.put(hotline.agents[0], TUESDAY, "early")
    board = week_of(hotline.roster, MONDAY, at=NOW)
    assert [r.hours for r in board.short_rests] == [8]
    with pytest.raises(errors.NotReady) as refused:
        hotline.publish()
    assert refused.value.params == {"gaps": 0, "rests": 1}


def test_the_rest_is_also_counted_from_the_week_before():
    hotline = a_hotline()
    hotline.put(hotline.agents[0], MONDAY + timedelta(days=6), "late")
    hotline.publish()
    hotline.put(hotline.agents[0], MONDAY + timedelta(days=7), "early")
    assert [
        r.hours for r in week_of(hotline.roster, MONDAY + timedelta(days=7), at=NOW).short_rests
    ] == [8]


def test_nobody_has_two_duties_at_once_even_in_two_rosters():
    hotline = a_hotline()
    a_shift(hotline.unit, "phone", kind="oncall", starts=time(12), ends=time(12))
    second = a_roster(hotline.unit, ["phone"], name="备勤")
    actions.set_duty(second.pk, hotline.agents[0].pk, MONDAY, "phone", by=hotline.by, at=NOW)
    actions.publish(second.pk, MONDAY, by=hotline.by, at=NOW)
    hotline.put(hotline.agents[0], MONDAY, "early")
    with pytest.raises(errors.Overlap) as refused:
        hotline.publish(despite="必须发布")
    assert refused.value.params == {"name": hotline.agents[0].name, "on": MONDAY}
    assert kinds() == [("2025-10-13", "oncall")]


def test_the_database_itself_refuses_two_published_duties_at_once():
    hotline = a_hotline()
    hotline.put(hotline.agents[0], MONDAY, "early")
    hotline.publish()
    duty = hotline.duty(hotline.agents[0], MONDAY)
    duty.pk, duty.since = None, duty.since + timedelta(hours=1)
    with pytest.raises(IntegrityError, match="duty_one_at_a_time"), transaction.atomic():
        duty.save(force_insert=True)


def test_publishing_again_replaces_what_is_to_come_and_leaves_what_has_begun():
    hotline = a_hotline()
    first, second, third = hotline.agents
    for staff in (first, second):
        hotline.put(staff, MONDAY, "early")
    hotline.put(first, TUESDAY, "early")
    hotline.publish()
    kept = hotline.duty(first, TUESDAY).pk
    monday_noon = datetime(2025, 10, 13, 4, tzinfo=UTC)
    with pytest.raises(errors.DutyBegun):
        hotline.put(first, MONDAY, "", at=monday_noon)
    hotline.put(third, TUESDAY, "late", at=monday_noon)
    assert kinds() == [("2025-10-13", "day")] * 2 + [("2025-10-14", "day")]
    hotline.publish(at=monday_noon)
    assert kinds() == [("2025-10-13", "day")] * 2 + [
        ("2025-10-14", "day"),
        ("2025-10-14", "evening"),
    ]
    assert hotline.duty(first, TUESDAY).pk == kept
    assert kinds("draft") == []
    assert Week.objects.get().n == 2


def test_a_withdrawn_duty_leaves_a_trace():
    hotline = a_hotline()
    hotline.put(hotline.agents[0], MONDAY, "early")
    hotline.publish()
    hotline.put(hotline.agents[0], MONDAY, "")
    hotline.publish()
    history = Duty._meta.apps.get_model("rosters", "DutyEvent").objects.all()
    assert [(e.pgh_label, e.staff_id) for e in history] == [("withdrawn", hotline.agents[0].pk)]


def test_what_is_thrown_away_was_only_paper():
    hotline = a_hotline()
    hotline.put(hotline.agents[0], MONDAY, "early")
    hotline.publish()
    hotline.put(hotline.agents[1], MONDAY, "early")
    actions.discard_draft(hotline.roster.pk, MONDAY, by=hotline.by, at=NOW)
    assert (kinds(), kinds("draft")) == ([("2025-10-13", "day")], [])
    with pytest.raises(errors.NothingToPublish):
        hotline.publish()


@pytest.mark.parametrize(
    ("shift", "refusal"), [("duty", errors.RoleMissing), ("nope", errors.ShiftUnknown)]
)
def test_a_shift_needs_the_right_post(shift: str, refusal: type[Exception]):
    hotline = a_hotline()
    with pytest.raises(refusal):
        hotline.put(hotline.agents[0], MONDAY, shift)
    assert (Duty.objects.exists(), Week.objects.exists()) == (False, False)


def test_only_people_of_the_roster_are_put_on_it():
    hotline = a_hotline()
    stranger = a_colleague(a_unit())
    with pytest.raises(errors.NotOnRoster):
        hotline.put(stranger, MONDAY, "early")


def test_a_day_that_has_begun_takes_no_new_duty():
    hotline = a_hotline()
    with pytest.raises(errors.DutyBegun):
        hotline.put(hotline.agents[0], TODAY, "early")
    hotline.put(hotline.agents[0], TODAY, "late")
    assert kinds("draft") == [("2025-10-10", "evening")]


def test_whoever_is_away_is_not_planned_and_does_not_count():
    hotline = a_hotline(early=1)
    hotline.put(hotline.agents[0], MONDAY, "early")
    actions.record_absence(
        hotline.agents[0].pk, "leave", first=MONDAY, last=TUESDAY, by=hotline.by, at=NOW
    )
    board = week_of(hotline.roster, MONDAY, at=NOW)
    assert MONDAY in [g.on for g in board.gaps]
    with pytest.raises(errors.OnLeave):
        hotline.put(hotline.agents[0], TUESDAY, "early")


def test_copying_last_week_leaves_out_who_is_away():
    hotline = a_hotline()
    first, second, _ = hotline.agents
    for staff in (first, second):
        hotline.put(staff, MONDAY, "early")
    next_monday = MONDAY + timedelta(days=7)
    actions.record_absence(
        second.pk, "leave", first=next_monday, last=next_monday, by=hotline.by, at=NOW
    )
    assert actions.copy_last_week(hotline.roster.pk, next_monday, by=hotline.by, at=NOW) == 1
    assert hotline.duty(first, next_monday, "draft").kind == "day"


def test_filling_by_rule_leaves_no_gap_and_no_short_rest():
    hotline = a_hotline(7, early=1, late=1, night=1)
    assert actions.fill_by_rule(hotline.roster.pk, MONDAY, by=hotline.by, at=NOW) == 21
    board = week_of(hotline.roster, MONDAY, at=NOW)
    assert (board.gaps, board.short_rests) == ([], [])
    worked = [sum(p.hours for p in board.placed if p.staff == s.id) for s in board.people]
    assert max(worked) <= 40


def test_filling_leaves_what_is_set():
    hotline = a_hotline(early=1)
    hotline.put(hotline.agents[2], MONDAY, "early")
    actions.fill_by_rule(hotline.roster.pk, MONDAY, by=hotline.by, at=NOW)
    assert hotline.duty(hotline.agents[2], MONDAY, "draft").kind == "day"
    assert Duty.objects.filter(on=MONDAY).count() == 1


@pytest.mark.item("S001-14")
def test_duty_managers_take_turns_and_who_served_least_in_90_days_comes_first():
    hotline = a_hotline(0, duty=1)
    others = [a_colleague(hotline.unit, role="shift_leader") for _ in range(2)]
    earlier = datetime(2025, 9, 26, 0, tzinfo=UTC)
    for n in range(3):
        hotline.put(hotline.leader, date(2025, 9, 29) + timedelta(days=2 * n), "duty", at=earlier)
    hotline.publish(date(2025, 9, 29), at=earlier, despite="只排了一个人")
    actions.fill_by_rule(hotline.roster.pk, MONDAY, by=hotline.by, at=NOW)
    turns = [d.staff_id for d in Duty.objects.draft().order_by("since")]
    one, two = others
    assert turns[:4] == [one.pk, two.pk, one.pk, two.pk]
    assert turns.count(hotline.leader.pk) <= 1
    assert sorted(turns.count(s.pk) for s in others) == [3, 3]


def test_units_below_inherit_shifts_and_may_define_their_own():
    hotline = a_hotline()
    team = a_unit(hotline.unit, kind="team")
    a_shift(team, "early", name="小组早班", starts=time(9), ends=time(17))
    from shouwen.platform.rosters.queries.reading import shifts_of

    assert [(s.code, s.name) for s in shifts_of(team.pk)] == [
        ("night", "夜班"),
        ("duty", "值班经理"),
        ("early", "小组早班"),
        ("late", "晚班"),
    ]


def test_a_shift_in_use_is_not_retired():
    hotline = a_hotline()
    shift = a_shift(hotline.unit, "early")
    with pytest.raises(errors.ShiftInUse):
        actions.retire_shift(shift.pk, by=SYSTEM, at=NOW)
