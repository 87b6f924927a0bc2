"""How periods, rates and counts are spelled for readers."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from shouwen.domains.kpi.choices import Shape
from shouwen.domains.kpi.queries import Figure
from shouwen.kernel.periods import Grain, Period
from shouwen.kernel.ratios import Ratio, rounded

MISSING = "—"


def period_name(period: Period) -> str:
    """2025-10 上旬; other grains by their id."""
    if period.grain is not Grain.XUN:
        return period.id
    month = f"{period.first:%Y-%m}"
    match period.xun:
        case 1:
            return _("%(month)s, 1st ten days") % {"month": month}
        case 2:
            return _("%(month)s, 2nd ten days") % {"month": month}
        case _other:
            return _("%(month)s, last ten days") % {"month": month}


def short_name(period: Period) -> str:
    """10上: what fits under an axis."""
    if period.grain is not Grain.XUN:
        return period.id
    part = (
        pgettext("xun", "%(month)s a"),
        pgettext("xun", "%(month)s b"),
        pgettext("xun", "%(month)s c"),
    )[period.xun - 1]
    return part % {"month": period.first.month}


def percent(ratio: Ratio, places: int = 2) -> str:
    share = ratio.percent(places)
    return MISSING if share is None else f"{share}%"


def points(change: Decimal | None) -> str:
    """+0.60, −1.05, 0.00: percentage points with their sign."""
    if change is None:
        return MISSING
    sign = "+" if change > 0 else "−" if change < 0 else ""
    return f"{sign}{abs(change):,}"


def hours(seconds: float) -> str:
    return f"{rounded(seconds / 3600, 1):,}"


def shown(figure: Figure) -> str:
    """The value of a figure as a page prints it, with its unit where it has one."""
    match figure.definition.shape:
        case Shape.RATE:
            return percent(figure.ratio)
        case Shape.SCORE | Shape.PER_MILLE:
            rate = figure.ratio.per(figure.definition.scale)
            return MISSING if rate is None else f"{rate}{figure.definition.sign}"
        case Shape.MEAN:
            mean = figure.ratio.value
            return MISSING if mean is None else _("%(hours)s h") % {"hours": hours(mean)}
        case Shape.HOURS:
            return _("%(hours)s h") % {"hours": hours(figure.ratio.numerator)}
        case _other:
            return f"{figure.ratio.numerator:,}"
