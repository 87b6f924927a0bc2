"""Rulings in the timeline of a case."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext

from shouwen.domains.cases.queries import story
from shouwen.domains.cases.queries.story import Names
from shouwen.domains.rulings.events import ReturnArbitrated, ReturnLapsed, ReturnRuled


def register() -> None:
    story.register(ReturnRuled.kind, icon="gavel", tone="info", group="work", tell=_ruled)
    story.register(ReturnArbitrated.kind, icon="scale", tone="info", group="work", tell=_arbitrated)
    story.register(ReturnLapsed.kind, icon="x", tone="", group="work", tell=_lapsed)


def _units(facts: Any, names: Names) -> dict[str, str]:
    return {"from": names.unit(facts.get("from_unit_id")), "to": names.unit(facts.get("unit_id"))}


def _ruled(facts: Any, names: Names) -> str:
    if facts.get("agreed"):
        return gettext("Return agreed: from %(from)s to %(to)s, whose time it is from now on") % (
            _units(facts, names)
        )
    return gettext("Return refused: stays with %(to)s") % _units(facts, names)


def _arbitrated(facts: Any, names: Names) -> str:
    if facts.get("moved"):
        return gettext("Arbitration: from %(from)s to %(to)s, for good") % _units(facts, names)
    return gettext("Arbitration: stays with %(to)s, for good") % _units(facts, names)


def _lapsed(facts: Any, names: Names) -> str:
    return gettext("The case moved on before a ruling; the return of %(unit)s counts as none") % {
        "unit": names.unit(facts.get("unit_id"))
    }
