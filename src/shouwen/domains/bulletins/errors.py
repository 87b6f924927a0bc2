"""Why a bulletin cannot be drafted or frozen now."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.kernel.errors import Refused


class AlreadyFrozen(Refused):
    code = "bulletin_frozen"
    message = _("The bulletin is frozen; late facts are shown as corrections.")


class PeriodNotOver(Refused):
    code = "period_not_over"
    message = _("The period ends on %(last)s; the bulletin can be frozen after that day.")


class SumsDisagree(Refused):
    code = "sums_disagree"
    message = _("An automatic check failed (%(check)s); the bulletin cannot be frozen.")


class NotTenDays(Refused):
    code = "not_ten_days"
    message = _("%(period)s is no ten-day period; they are spelled like 2025-10-X1.")
