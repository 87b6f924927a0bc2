"""What the calendars refuse."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.kernel.errors import Refused


class CalendarUnknown(Refused):
    code = "calendars_unknown"
    message = _("There is no calendar %(calendar)s; there are: %(known)s.")


class CalendarExists(Refused):
    code = "calendars_exists"
    message = _("There is a calendar %(calendar)s already.")


class CalendarMovedOn(Refused):
    """Somebody saved another state meanwhile; saving over it would lose theirs."""

    code = "calendars_moved_on"
    message = _("Version %(n)s was saved meanwhile. Look at it, then make your change again.")


class CalendarEmpty(Refused):
    """A calendar without working time would never let anything fall due."""

    code = "calendars_empty"
    message = _("A calendar needs working time on at least one day of the week.")


class DaysOutOfReach(Refused):
    """Days that no calendar can be reckoned for, or more of them than one asks for at once."""

    code = "calendars_days_out_of_reach"
    message = _(
        "Ask for 1 to %(most)s days between %(first)s and %(last)s, the last not before the first."
    )


class KeepsNoHolidays(Refused):
    """Only calendars with known years follow the State Council's notices."""

    code = "calendars_keeps_no_holidays"
    message = _(
        "The calendar %(calendar)s keeps no public holidays, so there is nothing to import."
    )


class YearOutOfOrder(Refused):
    """Known years are one span; a hole in it would be guessed silently."""

    code = "calendars_year_out_of_order"
    message = _("The calendar %(calendar)s knows %(first)s–%(last)s; import %(next)s first.")


class NoticeUnreadable(Refused):
    """A notice is taken whole or not at all: half a year's holidays would be worse than none."""

    code = "calendars_notice_unreadable"
    message = _("The notice cannot be used: %(problems)s")


class FollowsRoster(Refused):
    """A calendar that follows a roster is changed by publishing the roster."""

    code = "calendars_follows_roster"
    message = _("The calendar %(calendar)s follows a roster; change the roster instead.")
