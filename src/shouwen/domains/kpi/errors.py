"""Why a question about figures cannot be answered as it was put."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.kernel.errors import Refused


class UnitUnknown(Refused):
    code = "unit_unknown"
    message = _("No unit has the code %(code)s.")


class RootUnclear(Refused):
    code = "root_unclear"
    message = _("Name the unit reported on (--under): there is not one root unit but %(roots)s.")


class FigureUnknown(Refused):
    code = "figure_unknown"
    message = _("No figure is called %(kpi)s.")


class NotBrokenDown(Refused):
    code = "not_broken_down"
    message = _("%(kpi)s divides by users, who are of no kind, channel or state.")


class UsersCountedTwice(Refused):
    code = "users_counted_twice"
    message = _(
        "%(lower)s lies below %(upper)s and both would have users from the same day: count them on one level, and put the other at 0."
    )


class UserDayAhead(Refused):
    code = "user_day_ahead"
    message = _("%(day)s has not begun at %(unit)s.")


class SourceMissing(Refused):
    code = "source_missing"
    message = _("Say where the numbers come from.")
