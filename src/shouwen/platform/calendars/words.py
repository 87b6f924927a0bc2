"""How notices about calendars read."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from shouwen.platform.notify.words import (
    Named,
    Sentence,
    register_presenter,
    register_sentence,
)

YEAR_MISSING = "calendars.year_missing"


def register() -> None:
    """Called when the app is ready."""
    said = gettext_lazy("has no public holidays for %(year)s yet; due times there are provisional")
    register_sentence(YEAR_MISSING, Sentence(said, "calendar", "warn"))
    register_presenter("calendar", presented)


def presented(ids: Collection[int]) -> Mapping[int, Named]:
    """The calendars by name, with their pages."""
    from shouwen.platform.calendars import queries
    from shouwen.platform.clocks.models import Calendar

    return {
        calendar.pk: Named(
            gettext("Calendar %(name)s") % {"name": queries.title(calendar.code)},
            reverse("calendars:calendar", args=[calendar.code]),
        )
        for calendar in Calendar.objects.filter(pk__in=ids)
    }
