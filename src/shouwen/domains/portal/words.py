"""What the timeline of a case says of appointments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext

from shouwen.domains.cases.queries import story
from shouwen.domains.portal.events import AppointmentCancelled, AppointmentSet
from shouwen.platform.ui.components.words import short_time


def _appointed(f: Mapping[str, Any], n: story.Names) -> str:
    when = {"time": short_time(parse_datetime(str(f.get("starts_at", ""))))}
    if f.get("offered"):
        return gettext("A time was offered to the customer: %(time)s") % when
    if f.get("by_customer") and not f.get("changed"):
        return gettext("The customer agreed to %(time)s") % when
    if f.get("agreed"):
        return gettext("The customer agreed by telephone to %(time)s") % when
    if f.get("by_customer"):
        return gettext("The customer moved the appointment to %(time)s") % when
    if f.get("changed"):
        return gettext("The appointment was moved to %(time)s") % when
    return gettext("Appointment: %(time)s") % when


def _cancelled(f: Mapping[str, Any], n: story.Names) -> str:
    when = {"time": short_time(parse_datetime(str(f.get("starts_at", ""))))}
    if f.get("by_customer"):
        return gettext("The customer called off the appointment of %(time)s") % when
    return gettext("The appointment of %(time)s was called off") % when


def register() -> None:
    story.register(
        AppointmentSet.kind, icon="calendar", tone="info", group="customer", tell=_appointed
    )
    story.register(
        AppointmentCancelled.kind, icon="calendar", tone="warn", group="customer", tell=_cancelled
    )
