"""The rosters of the demo branch: two weeks that are over, this week, and the next one as a draft with a gap."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import transaction

from shouwen.kernel.actor import Actor
from shouwen.platform.rosters import actions, queries
from shouwen.platform.rosters.actions.swapping import rests_after
from shouwen.platform.rosters.models import Duty, Roster, Swap
from shouwen.web.demo import cast
from shouwen.web.demo.hours import ZONE
from shouwen.web.demo.stage import Stage

WEEK = timedelta(days=7)
PAST_WEEKS = 2
_LEADS = ("shift_leader", "duty_manager")
_FIELD = ("field_technician",)


@dataclass(frozen=True, slots=True)
class ShiftPart:
    """One shift of the play; needed on working days, days off and public holidays."""

    unit: str
    code: str
    name: str
    short: str
    kind: str
    starts: time
    ends: time
    needed: tuple[int, int, int]
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RosterPart:
    """One roster of the play, planned by the person of this name."""

    unit: str
    name: str
    shifts: tuple[str, ...]
    planner: str
    roles: tuple[str, ...] = ()
    below: bool = False
    whole: bool = False
    gap: str = field(default="")


_HALF = time(13, 30)
SHIFTS = (
    ShiftPart("QC-KF", "early", "早班", "早", "day", time(8), time(16), (4, 3, 3), ("agent", "shift_leader")),
    ShiftPart("QC-KF", "late", "晚班", "晚", "evening", time(16), time(0), (3, 2, 2), ("agent", "shift_leader")),
    ShiftPart("QC-KF", "night", "夜班", "夜", "night", time(0), time(8), (1, 1, 1), ("agent",)),
    ShiftPart("QC-KF", "duty", "值班经理", "值", "duty24", time(8), time(8), (1, 1, 1), _LEADS),
    ShiftPart(cast.EXPERTS, "phone", "专家备勤", "备", "oncall", time(8), time(8), (1, 1, 1)),
    ShiftPart(cast.ROOT, "crew", "装维夜班", "夜修", "evening", time(18), time(23), (1, 1, 1), _FIELD),
    ShiftPart(cast.ROOT, "noon", "午间值守", "午", "cover", time(12), _HALF, (1, 0, 0)),
    ShiftPart(cast.ROOT, "holiday", "节假日值守", "假", "cover", time(8, 30), time(17, 30), (0, 0, 1)),
)  # fmt: skip
ROSTERS = (
    RosterPart("QC-KF", "热线", ("early", "late", "night", "duty"), "宋知时",
               ("agent", *_LEADS), below=True, whole=True, gap="night"),
    RosterPart("WC", "望潮装维夜班", ("crew",), "派得准", _FIELD, below=True),
    RosterPart("YL", "云岭装维夜班", ("crew",), "调有方", _FIELD, below=True),
    RosterPart(cast.EXPERTS, "专家备勤", ("phone",), "柯服众"),
    RosterPart("QC-ZC", "支撑部值守", ("noon", "holiday"), "梁撑住"),
    RosterPart("QC-WL", "网络部值守", ("noon", "holiday"), "乔复明"),
)  # fmt: skip
_ON_LEAVE, _STANDS_IN = "诺必行", "细记全"


@transaction.atomic
def put_up(stage: Stage, *, by: Actor, at: datetime) -> None:
    """Define shifts and rosters, plan by rule, publish: everything as the leaders would do it."""
    people = {p.name: stage.actors[p.number] for p in cast.players()}
    monday = _monday(at)
    began = at - (PAST_WEEKS + 1) * WEEK
    for part in SHIFTS:
        _define(part, stage, by=by, at=began)
    for plan in ROSTERS:
        roster = _keep(plan, stage, by=by, at=began)
        planner = people[plan.planner]
        for n in range(-PAST_WEEKS, 1):
            _publish(roster, monday + n * WEEK, planner)
        if plan.gap:
            _leave(people, monday + WEEK, planner, at=at)
        _draft(roster, monday + WEEK, plan.gap, planner, at=at)
    _check_in(stage, at=at)
    _ask_for_a_swap(stage, at=at)


def _monday(at: datetime) -> date:
    today = at.astimezone(ZONE).date()
    return today - timedelta(days=today.weekday())


def _define(part: ShiftPart, stage: Stage, *, by: Actor, at: datetime) -> None:
    workday, weekend, holiday = part.needed
    actions.define_shift(
        stage.units[part.unit],
        part.code,
        name=part.name,
        short=part.short,
        kind=part.kind,
        starts=part.starts,
        ends=part.ends,
        needed=workday,
        needed_weekend=weekend,
        needed_holiday=holiday,
        roles=part.roles,
        by=by,
        at=at,
    )


def _keep(part: RosterPart, stage: Stage, *, by: Actor, at: datetime) -> Roster:
    return actions.keep_roster(
        stage.units[part.unit],
        name=part.name,
        shifts=part.shifts,
        roles=part.roles,
        below=part.below,
        whole=part.whole,
        by=by,
        at=at,
    )


def _publish(roster: Roster, monday: date, by: Actor) -> None:
    """The Friday before at three, as usual."""
    at = datetime.combine(monday - timedelta(days=3), time(15), tzinfo=ZONE)
    if actions.fill_by_rule(roster.pk, monday, by=by, at=at):
        actions.publish(roster.pk, monday, despite="按现有人手排定", by=by, at=at)


def _draft(roster: Roster, monday: date, gap: str, by: Actor, *, at: datetime) -> None:
    """Next week stands as a draft; where a gap is wanted, one place of Wednesday is empty."""
    actions.fill_by_rule(roster.pk, monday, by=by, at=at)
    if not gap:
        actions.publish(roster.pk, monday, despite="按现有人手排定", by=by, at=at)
        return
    wednesday = monday + timedelta(days=2)
    empty = Duty.objects.draft().filter(roster=roster, on=wednesday, shift__code=gap).first()
    if empty is not None:
        actions.set_duty(roster.pk, empty.staff_id, wednesday, "", by=by, at=at)


def _leave(people: dict[str, Actor], monday: date, by: Actor, *, at: datetime) -> None:
    away, deputy = people[_ON_LEAVE].staff, people[_STANDS_IN].staff
    if away is not None:
        actions.record_absence(
            away, "leave", first=monday, last=monday + timedelta(days=1), deputy_id=deputy, by=by, at=at
        )  # fmt: skip


def _check_in(stage: Stage, *, at: datetime) -> None:
    """Whoever is on duty at the hotline now has checked in at the beginning of the shift."""
    by_staff = {actor.staff: actor for actor in stage.actors.values()}
    for duty in queries.on_duty(stage.units["QC-KF"], at=at):
        actions.check(duty.staff_id, "on", by=by_staff[duty.staff_id], at=duty.since)


def _ask_for_a_swap(stage: Stage, *, at: datetime) -> None:
    """One swap waits for the leader, where the week still has a duty to give away."""
    by_staff = {actor.staff: actor for actor in stage.actors.values()}
    to_come = Duty.objects.published().filter(
        roster__name="热线", kind="day", since__gt=at + timedelta(hours=12)
    )
    for duty in to_come.order_by("since", "pk")[:3]:
        same_day = Duty.objects.published().filter(on=duty.on).values("staff_id")
        free = Duty.objects.published().filter(
            roster=duty.roster, unit=duty.unit, kind="day", since__gt=duty.until
        )
        for against in free.exclude(staff_id__in=same_day).order_by("since", "pk")[:5]:
            asker, colleague = by_staff[duty.staff_id], by_staff[against.staff_id]
            if asker.staff is None or colleague.staff is None:
                continue
            wanted = Swap(
                duty=duty, against=against, asker_id=asker.staff, colleague_id=colleague.staff
            )
            if rests_after(wanted, at=at):
                continue
            swap = actions.ask_swap(
                duty.pk, against.staff_id, against_id=against.pk, note="家里有事", by=asker, at=at
            )
            actions.agree_swap(swap.pk, by=colleague, at=at)
            return
