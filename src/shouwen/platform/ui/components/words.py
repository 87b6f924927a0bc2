"""Times, durations and rates in words: the same spelling on every screen."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from django import template
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop, ngettext

register = template.Library()

MISSING = "—"
MINUTE, HOUR, DAY = 60, 3600, 86400
WEEKDAYS = (
    gettext_noop("Monday"),
    gettext_noop("Tuesday"),
    gettext_noop("Wednesday"),
    gettext_noop("Thursday"),
    gettext_noop("Friday"),
    gettext_noop("Saturday"),
    gettext_noop("Sunday"),
)


@register.filter
def duration(seconds: float | timedelta | None) -> str:
    """Working time in hours and minutes ("2小时03分"), never seconds, never days: a day has no fixed length there."""
    if seconds is None:
        return MISSING
    return _hours(_whole(seconds) // MINUTE)


@register.filter
def span(seconds: float | timedelta | None) -> str:
    """Calendar time: hours and minutes below two days, then days and hours ("3天3小时")."""
    if seconds is None:
        return MISSING
    whole = _whole(seconds)
    if whole < 2 * DAY:
        return _hours(whole // MINUTE)
    days, hours = divmod(whole // HOUR, 24)
    if not hours:
        return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}
    return gettext("%(days)dd %(hours)dh") % {"days": days, "hours": hours}


@register.filter
def roughly(seconds: float | timedelta | None) -> str:
    """The largest unit alone ("1天", "3小时"), where only the size matters."""
    if seconds is None:
        return MISSING
    whole = _whole(seconds)
    if whole >= DAY:
        return ngettext("%(days)d day", "%(days)d days", whole // DAY) % {"days": whole // DAY}
    if whole >= HOUR:
        return gettext("%(hours)dh") % {"hours": whole // HOUR}
    return _hours(whole // MINUTE)


def _whole(seconds: float | timedelta) -> int:
    return int(seconds.total_seconds() if isinstance(seconds, timedelta) else seconds)


def _hours(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if not hours:
        return gettext("%(minutes)dm") % {"minutes": rest}
    return gettext("%(hours)sh %(minutes)02dm") % {"hours": f"{hours:,}", "minutes": rest}


@register.filter
def short_time(moment: datetime | None, zone: str | tzinfo | None = None) -> str:
    """ "10-10 14:05" in the zone given (else the page's), with the year when it is another."""
    if moment is None:
        return MISSING
    local = in_zone(moment, zone)
    this_year = in_zone(timezone.now(), zone).year
    return local.strftime("%m-%d %H:%M" if local.year == this_year else "%Y-%m-%d %H:%M")


@register.filter
def long_time(moment: datetime | None, zone: str | tzinfo | None = None) -> str:
    """The whole instant with its offset, for titles and exports: "2025-10-10 14:05:10+08:00"."""
    if moment is None:
        return MISSING
    local = in_zone(moment, zone)
    return local.isoformat(sep=" ", timespec="seconds")


@register.filter
def clock_time(moment: datetime | None, zone: str | tzinfo | None = None) -> str:
    """ "14:05": the hour of a day named elsewhere."""
    return MISSING if moment is None else in_zone(moment, zone).strftime("%H:%M")


@register.filter
def due_words(moment: datetime | None, now: datetime | None = None) -> str:
    """ "today 15:00", "tomorrow 09:00", else "10-13 17:30"."""
    if moment is None:
        return MISSING
    local, today = in_zone(moment, None), in_zone(now or timezone.now(), None).date()
    hour = local.strftime("%H:%M")
    if local.date() == today:
        return gettext("today %(hour)s") % {"hour": hour}
    if local.date() == today + timedelta(days=1):
        return gettext("tomorrow %(hour)s") % {"hour": hour}
    return short_time(moment)


@register.filter
def day_words(day: date | datetime | None, zone: str | tzinfo | None = None) -> str:
    """ "10-10 星期五"."""
    if day is None:
        return MISSING
    if isinstance(day, datetime):
        day = in_zone(day, zone).date()
    return f"{day:%m-%d} {gettext(WEEKDAYS[day.weekday()])}"


@register.filter
def percent(ratio: float | None, places: int = 1) -> str:
    """0.9534 → "95.3%"; a missing rate is "—", never 0."""
    return MISSING if ratio is None else f"{float(ratio) * 100:.{places}f}%"


@register.filter
def thousands(number: float | None) -> str:
    """1296 → "1,296"; missing is "—"."""
    return MISSING if number is None else f"{number:,}"


@register.filter
def dash(value: object) -> object:
    """Nothing to say is "—"; zero stays zero."""
    return MISSING if value is None or value == "" else value


def in_zone(moment: datetime, zone: str | tzinfo | None) -> datetime:
    if isinstance(zone, str):
        zone = ZoneInfo(zone) if zone else None
    return timezone.localtime(moment, zone)
