"""Calendars changed: always a new, complete revision; open clocks move only by an explicit job."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from shouwen.kernel.actor import SYSTEM, Actor
from shouwen.kernel.subject import Subject
from shouwen.kernel.worktime import EmptyCalendar
from shouwen.platform.calendars import errors, queries, specs
from shouwen.platform.calendars.events import CalendarRevised, ClocksMoved
from shouwen.platform.calendars.notices import Notice
from shouwen.platform.calendars.words import YEAR_MISSING
from shouwen.platform.clocks import actions as clocks
from shouwen.platform.clocks import rules
from shouwen.platform.clocks.models import Calendar, Revision
from shouwen.platform.journal.actions import Text, record
from shouwen.platform.notify.actions import tell
from shouwen.platform.org import queries as org

if TYPE_CHECKING:
    from shouwen.platform.clocks.actions.reclocking import Reclocked


@dataclass(frozen=True, slots=True)
class Imported:
    """What a notice did to one calendar; ``n`` None: it knew all that before."""

    calendar: str
    n: int | None
    days: int
    recomputed: Reclocked | None


@transaction.atomic
def import_notice(
    notice: Notice, codes: Sequence[str] | None = None, *, by: Actor, at: datetime
) -> list[Imported]:
    """导入节假日: a year's holidays and make-up days into these calendars (None: all that keep holidays).

    Clocks whose due time was provisional are reckoned anew and keep the old one in their ledger;
    all others stay until somebody moves them.
    """
    wanted = list(codes) if codes is not None else queries.holiday_keepers()
    return [_take_notice(code, notice, by=by, at=at) for code in wanted]


def _take_notice(code: str, notice: Notice, *, by: Actor, at: datetime) -> Imported:
    calendar, newest = _locked(code)
    spec = newest.spec
    if not specs.keeps_holidays(spec):
        raise errors.KeepsNoHolidays(calendar=code)
    first, last = spec["years"]
    if not first - 1 <= notice.year <= last + 1:
        missing = last + 1 if notice.year > last else first - 1
        raise errors.YearOutOfOrder(calendar=code, first=first, last=last, next=missing)
    revised = specs.with_notice(spec, notice)
    if revised == {"notes": {}, "names": {}} | spec:
        return Imported(code, None, 0, None)
    was = spec.get("overrides", {})
    days = [d for d, spans in revised["overrides"].items() if was.get(d) != spans]
    days += [d for d in was if d not in revised["overrides"]]
    made = save(calendar, revised, how="notice", days=sorted(days), by=by, at=at)
    recomputed = recompute(code, by=by, at=at, only_provisional=True)
    return Imported(code, made.n, len(days), recomputed)


@transaction.atomic
def change_day(
    code: str,
    day: date,
    spans: specs.Spans | None,
    *,
    reason: str,
    based_on: int | None = None,
    by: Actor,
    at: datetime,
) -> Revision:
    """改一天: this day works these hours (an empty list: none; None: as its week says)."""
    calendar, newest = _locked(code, based_on)
    revised = specs.with_day(newest.spec, day, spans, note=reason)
    return save(calendar, revised, how="day", days=[day.isoformat()], reason=reason, by=by, at=at)


@transaction.atomic
def change_week(
    code: str,
    since: date | None,
    weekly: Sequence[specs.Spans],
    *,
    reason: str,
    based_on: int | None = None,
    by: Actor,
    at: datetime,
) -> Revision:
    """改作息: from this day on the week has this pattern (summer hours are a season)."""
    calendar, newest = _locked(code, based_on)
    revised = specs.with_week(newest.spec, since, weekly)
    days = [since.isoformat()] if since else []
    return save(calendar, revised, how="week", days=days, reason=reason, by=by, at=at)


@transaction.atomic
def create_calendar(
    code: str,
    zone: str,
    weekly: Sequence[specs.Spans],
    *,
    holidays_like: str | None = None,
    by: Actor,
    at: datetime,
) -> Calendar:
    """新建日历; ``holidays_like``: it keeps the holidays and make-up days of this calendar."""
    if Calendar.objects.filter(code=code).exists():
        raise errors.CalendarExists(calendar=code)
    calendar = Calendar.objects.create(code=code, zone=zone)
    spec: specs.Spec = {"seasons": [{"from": None, "weekly": list(weekly)}], "overrides": {}}
    if holidays_like is not None:
        like = queries.newest(holidays_like).spec
        spec["years"], spec["names"] = like.get("years"), like.get("names", {})
        own = like.get("notes", {})
        for day, spans in like.get("overrides", {}).items():
            if day not in own:
                usual = specs.usual_spans(spec, date.fromisoformat(day))
                spec["overrides"][day] = specs.OFF if spans == specs.OFF else usual
    save(calendar, spec, how="created", days=[], by=by, at=at)
    return calendar


@transaction.atomic
def move_clocks(code: str, *, by: Actor, at: datetime) -> Reclocked:
    """在办时钟改用新历: the explicit job; each keeps its former due time in its ledger."""
    calendar, _ = _locked(code)
    moved = recompute(code, by=by, at=at, only_provisional=False)
    if moved.clocks:
        event = ClocksMoved(
            subject=Subject("calendar", calendar.pk),
            clocks=moved.clocks,
            changed=moved.changed,
            turned_red=moved.turned_red,
        )
        record(event, by=by, at=at)
    return moved


@transaction.atomic
def warn_of_missing_years(*, at: datetime) -> int:
    """缺年告警: whoever may change calendars learns once that a year is missing; how many notices."""
    told = 0
    people = org.staff_with(rules.CONFIGURE.code, at=at)
    for code, year in queries.missing_years(at=at).items():
        calendar = queries.newest(code).calendar
        told += tell(
            Subject("calendar", calendar.pk),
            YEAR_MISSING,
            people,
            key=f"calendar:{code}:{year}",
            params={"year": year},
            by=SYSTEM,
            at=at,
        )
    return told


def foresee(code: str, spec: Mapping[str, Any], *, at: datetime) -> Reclocked:
    """预览: what moving all open clocks to this state would do; nothing is written."""
    from shouwen.platform.clocks.actions import reclocking

    try:
        return reclocking.foresee(code, spec, at=at)
    except EmptyCalendar as error:
        raise errors.CalendarEmpty from error


def recompute(code: str, *, by: Actor, at: datetime, only_provisional: bool) -> Reclocked:
    """Due times by the newest state; what reckons many at once is loaded when it is needed."""
    from shouwen.platform.clocks.actions import reclocking

    return reclocking.reclock(code, by=by, at=at, only_provisional=only_provisional)


def _locked(code: str, based_on: int | None = None) -> tuple[Calendar, Revision]:
    """The calendar under lock and its newest state; refused when the editor saw an older one."""
    calendar = Calendar.objects.select_for_update().filter(code=code).first()
    if calendar is None:
        raise errors.CalendarUnknown(calendar=code, known=", ".join(queries.codes()))
    newest = calendar.revisions.order_by("-n")[0]
    if based_on is not None:
        if newest.n != based_on:
            raise errors.CalendarMovedOn(n=newest.n)
        if specs.follows_roster(newest.spec):
            raise errors.FollowsRoster(calendar=code)
    return calendar, newest


def save(
    calendar: Calendar,
    spec: Mapping[str, Any],
    *,
    how: str,
    days: list[str],
    reason: str = "",
    by: Actor,
    at: datetime,
) -> Revision:
    try:
        made = clocks.revise_calendar(calendar, spec, by=by, at=at)
    except EmptyCalendar as error:
        raise errors.CalendarEmpty from error
    event = CalendarRevised(
        subject=Subject("calendar", calendar.pk), revision=made.pk, n=made.n, how=how, days=days
    )
    record(event, by=by, at=at, text=Text(reason) if reason else None)
    return made
