"""Requests about personal data, holds and erasing in the timeline of a case."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.domains.cases.queries.story import register_teller
from shouwen.domains.privacy.events import (
    DataAnswered,
    DataAsked,
    HoldLifted,
    HoldSet,
    WordsErased,
)


def register() -> None:
    told = {
        DataAsked.kind: ("lock", "info", "customer", _("Asked about the own personal data")),
        DataAnswered.kind: ("check", "ok", "customer", _("Personal data request answered")),
        WordsErased.kind: ("lock", "", "work", _("Words erased by rule")),
        HoldSet.kind: ("lock", "warn", "work", _("Legal hold: nothing is erased")),
        HoldLifted.kind: ("lock", "", "work", _("Legal hold lifted")),
    }
    for kind, (icon, tone, group, text) in told.items():
        register_teller(kind, icon, tone, group, text)
