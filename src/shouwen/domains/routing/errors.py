"""Why a route is not kept; nothing was changed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.kernel.errors import Refused


class UnitNotActive(Refused):
    code = "unit_not_active"
    message = _("This unit takes no work now")


class AlreadyEnded(Refused):
    code = "already_ended"
    message = _("This route has ended already")


class EndsBeforeItBegan(Refused):
    code = "ends_before_it_began"
    message = _("A route cannot end before the day it began")


class WhyMissing(Refused):
    """派单建议 without a reason helps nobody decide."""

    code = "why_missing"
    message = _("Say why the unit is suggested")
