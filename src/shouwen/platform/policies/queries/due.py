"""何时到期: the due time of a start, a limit and pauses on a calendar, with every stretch of the way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from shouwen.kernel.calendar_days import due_calendar_days
from shouwen.kernel.worktime import BeyondCalendar, Pause, WorkTime
from shouwen.platform.clocks import limits
from shouwen.platform.clocks.choices import AmountUnit
from shouwen.platform.clocks.models import Calendar
from shouwen.platform.policies.errors import UnusableDue

LONGEST = 10_000
_LIMIT = re.compile(
    r"\s*(\d+)\s*(?:(minutes?|mins?|hours?|h)|(working|office|business)[\s_-]*days?"
    r"|(calendar)[\s_-]*days?)\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Length:
    """A limit as people write it: an amount and what it is counted in."""

    amount: int
    unit: AmountUnit


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch between start and due time. ``cause``: counted, paused, closed or day_off."""

    start: datetime
    end: datetime
    counted: bool
    cause: str


@dataclass(frozen=True, slots=True)
class Due:
    """When the time is used up (None: an endless pause comes first), and how it passes until then."""

    due: datetime | None
    provisional: bool
    segments: list[Piece]


def parse_limit(text: str) -> Length:
    """``20 hours``, ``1 hour``, ``30 minutes``, ``5 working days``, ``15 calendar days``."""
    found = _LIMIT.fullmatch(text)
    if found is None or not 0 < int(found[1]) <= LONGEST:
        raise UnusableDue(
            what=_(
                'The limit "%(text)s" cannot be read; write for example "20 hours", "30 minutes", '
                '"5 working days" or "15 calendar days".'
            )
            % {"text": text}
        )
    if found[2]:
        minutes = found[2].lower().startswith("m")
        unit = AmountUnit.MINUTES if minutes else AmountUnit.HOURS
    else:
        unit = AmountUnit.WORKING_DAYS if found[3] else AmountUnit.CALENDAR_DAYS
    return Length(int(found[1]), unit)


def parse_instant(text: str, zone: ZoneInfo) -> datetime:
    """An ISO instant; one without an offset is local time of the calendar."""
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError:
        raise UnusableDue(
            what=_('The time "%(text)s" cannot be read; write for example 2025-09-27T16:00.')
            % {"text": text}
        ) from None
    return at if at.tzinfo else at.replace(tzinfo=zone)


def parse_pause(text: str, zone: ZoneInfo) -> Pause:
    """``A..B`` (``A..`` without end): when the clock does not count."""
    left, dots, right = text.partition("..")
    if not dots or not left.strip():
        raise UnusableDue(
            what=_(
                'The pause "%(text)s" cannot be read; write its ends with two dots between: '
                "2025-09-29T10:00..2025-10-09T10:00."
            )
            % {"text": text}
        )
    since = parse_instant(left, zone)
    until = parse_instant(right, zone) if right.strip() else None
    if until is not None and until <= since:
        raise UnusableDue(what=_('The pause "%(text)s" ends before it begins.') % {"text": text})
    return since, until


def calendar_of(code: str) -> tuple[WorkTime, ZoneInfo]:
    """The newest state of a calendar, by its code."""
    calendar = Calendar.objects.filter(code=code).first()
    newest = calendar.revisions.order_by("-n").first() if calendar else None
    if calendar is None or newest is None:
        known = ", ".join(Calendar.objects.order_by("code").values_list("code", flat=True))
        raise UnusableDue(
            what=_("There is no calendar %(code)s; there are: %(known)s.")
            % {"code": code, "known": known}
        )
    return limits.calendar(newest.pk), ZoneInfo(calendar.zone)


def due(
    calendar: str,
    *,
    start: str | datetime,
    limit: str,
    pauses: Sequence[str | Pause] = (),
    roll_forward: bool = False,
    zone: ZoneInfo | None = None,
) -> Due:
    """The first instant at which the limit is used up; refused with what, where and how to mend it.

    Calendar days end in ``zone`` (a unit's), else in the calendar's.
    """
    work, home = calendar_of(calendar)
    where = zone or home
    length = parse_limit(limit)
    begun = parse_instant(start, where) if isinstance(start, str) else start
    held = _merged([parse_pause(p, where) if isinstance(p, str) else p for p in pauses])
    try:
        found = _due(work, begun, length, held, where, roll_forward=roll_forward)
        days = length.unit == AmountUnit.CALENDAR_DAYS
        measured = limits.around_the_clock() if days else work
        exact = days and not roll_forward
        return Due(
            None if found is None else found.astimezone(where),
            not exact and not work.knows(begun, found or begun),
            [] if found is None else list(_pieces(measured, begun, found, held, where)),
        )
    except (BeyondCalendar, OverflowError):
        raise UnusableDue(
            what=_("The start or the due time lies beyond the years calendars are kept for.")
        ) from None


def _due(
    work: WorkTime,
    start: datetime,
    length: Length,
    pauses: Sequence[Pause],
    zone: ZoneInfo,
    *,
    roll_forward: bool,
) -> datetime | None:
    amount = length.amount
    if length.unit == AmountUnit.HOURS:
        return work.due(start, timedelta(hours=amount), pauses)
    if length.unit == AmountUnit.MINUTES:
        return work.due(start, timedelta(minutes=amount), pauses)
    if length.unit == AmountUnit.WORKING_DAYS:
        return work.due_working_days(start, amount, pauses)
    return due_calendar_days(start, amount, zone, pauses, work if roll_forward else None)


def _merged(pauses: Sequence[Pause]) -> list[Pause]:
    """Sorted and disjoint: pauses that touch or overlap are one."""
    found: list[Pause] = []
    for since, until in sorted(pauses, key=lambda p: p[0]):
        if found and (found[-1][1] is None or found[-1][1] >= since):
            last = found[-1][1]
            found[-1] = (found[-1][0], None if last is None or until is None else max(last, until))
        else:
            found.append((since, until))
    return found


def _pieces(
    work: WorkTime, start: datetime, end: datetime, pauses: Sequence[Pause], zone: ZoneInfo
) -> Iterator[Piece]:
    at = start
    for since, until in [*pauses, (end, end)]:
        left, right = max(since, start), end if until is None else min(until, end)
        if at < min(left, end):
            yield from _days(work, at, min(left, end), zone)
        if left < right:
            yield Piece(left.astimezone(zone), right.astimezone(zone), False, "paused")
        at = max(at, right)


def _days(work: WorkTime, start: datetime, end: datetime, zone: ZoneInfo) -> Iterator[Piece]:
    for left, right, counted in work.pieces(start, end):
        works = counted or work.is_working_day(work.local_date(left))
        cause = "counted" if counted else "closed" if works else "day_off"
        yield Piece(left.astimezone(zone), right.astimezone(zone), counted, cause)
