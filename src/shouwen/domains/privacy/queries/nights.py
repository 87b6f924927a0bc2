"""What the nights did, and what is wrong with the last one."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shouwen.domains.privacy.choices import NightMode
from shouwen.domains.privacy.models import Night, NightSwitch

MISSED = timedelta(hours=30)


def mode() -> NightMode:
    """Counting only, until somebody entitled says otherwise."""
    last = NightSwitch.objects.order_by("-pk").values_list("mode", flat=True).first()
    return NightMode(last or NightMode.COUNT)


def nights(most: int = 14) -> list[Night]:
    return list(Night.objects.order_by("-pk")[:most])


def wrong(*, at: datetime) -> str:
    """夜间清除异常, as the page of health and ``doctor`` say it; empty when all is well."""
    last = Night.objects.order_by("-pk").first()
    if last is None or mode() == NightMode.OFF:
        return ""
    if last.failure:
        return _("the last night failed: %(why)s; see the worker's log") % {"why": last.failure}
    if last.finished_at is None and at - last.at > timedelta(hours=3):
        return _("the last night did not come to its end")
    if at - last.at > MISSED:
        return _("no night since %(day)s; is a worker up?") % {"day": localdate(last.at)}
    return ""
