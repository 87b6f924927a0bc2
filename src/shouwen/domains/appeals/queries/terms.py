"""The dated time limits of appeals, and the instants they come to."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.timezone import localdate

from shouwen.domains.appeals.models import Terms
from shouwen.platform.calendars import queries as calendars
from shouwen.platform.calendars.errors import CalendarUnknown

CALENDAR = "office"


def terms(*, at: datetime) -> Terms:
    """申诉时限 of that day; the shipped defaults where nobody has set any."""
    found = Terms.objects.filter(valid_from__lte=localdate(at)).order_by("-valid_from").first()
    return found or Terms(valid_from=localdate(at))


def appeal_until(since: datetime) -> datetime:
    """Until when what was said at ``since`` can be appealed."""
    return working_days_after(since, terms(at=since).appeal_days)


def working_days_after(since: datetime, days: int) -> datetime:
    """The end of the n-th working day after this one; calendar days where no such calendar is kept."""
    try:
        calendar = calendars.compiled(calendars.newest(CALENDAR))
    except CalendarUnknown:
        return since + timedelta(days=days)
    return calendar.due_working_days(since, days) or since + timedelta(days=days)
