"""Appeals in the timeline of a case, and in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext

from shouwen.domains.appeals.choices import About, Ground, Outcome
from shouwen.domains.appeals.events import AppealDecided, AppealMade, EvidencePresented
from shouwen.domains.cases.queries import story
from shouwen.domains.cases.queries.story import Names


def register() -> None:
    story.register(AppealMade.kind, icon="scale", tone="warn", group="work", tell=_made)
    story.register(EvidencePresented.kind, icon="paperclip", tone="", group="work", tell=_presented)
    story.register(AppealDecided.kind, icon="gavel", tone="info", group="work", tell=_decided)


def _terms(facts: Any, names: Names) -> dict[str, str]:
    return {
        "unit": names.unit(facts.get("unit_id")),
        "about": str(About(facts["about"]).label),
    }


def _made(facts: Any, names: Names) -> str:
    ground = str(Ground(facts["ground"]).label)
    return gettext("%(unit)s appeals: %(about)s, %(ground)s") % {
        **_terms(facts, names),
        "ground": ground,
    }


def _presented(facts: Any, names: Names) -> str:
    unit = names.unit(facts.get("unit_id"))
    return gettext("%(unit)s presents the file as evidence of its appeal") % {"unit": unit}


def _decided(facts: Any, names: Names) -> str:
    told = {
        Outcome.UPHELD: gettext(
            "Appeal of %(unit)s upheld: %(about)s, no longer counted in the figures"
        ),
        Outcome.REJECTED: gettext("Appeal of %(unit)s rejected: %(about)s, it counts"),
        Outcome.WITHDRAWN: gettext("%(unit)s withdrew the appeal: %(about)s"),
        Outcome.LAPSED: gettext("Appeal of %(unit)s ended with the case: %(about)s"),
    }
    return told[Outcome(facts["outcome"])] % _terms(facts, names)
