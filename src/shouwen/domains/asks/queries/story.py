"""The timeline of a request in words: journal entries with names in the place of ids."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext, pgettext

from shouwen.domains.asks.choices import Outcome
from shouwen.domains.customers.queries import Veil
from shouwen.kernel.subject import Subject
from shouwen.platform.access.masking import mask_within
from shouwen.platform.clocks.choices import ClockKind
from shouwen.platform.journal import queries as journal
from shouwen.platform.journal.queries import TimelineEntry
from shouwen.platform.org import queries as org
from shouwen.platform.rosters.choices import Via


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of the timeline as shown."""

    at: datetime
    icon: str
    tone: str
    what: str
    who: str
    quote: str


_SIGNS = {
    "asks.request.asked": ("message-question", "info"),
    "asks.request.accepted": ("check", "ok"),
    "asks.request.noted": ("note", ""),
    "asks.request.answered": ("message-check", "ok"),
    "asks.request.returned": ("arrow-back-up", "warn"),
    "asks.request.given_up": ("phone-off", "late"),
    "asks.request.withdrawn": ("x", ""),
    "asks.request.followed": ("git-merge", ""),
    "asks.request.passed_on": ("user-share", "warn"),
    "asks.answer.rated": ("star", ""),
    "asks.request.became_case": ("plus", "info"),
    "asks.request.handed_over": ("user-share", ""),
    "clocks.step.fired": ("alert-triangle", "warn"),
    "notify.notice.sent": ("bell", ""),
    "notify.notice.acknowledged": ("check", ""),
}


def story(subject: Subject, *, veil: Veil = mask_within) -> list[Told]:
    """进展, newest first."""
    entries = journal.timeline(subject, newest_first=True)
    units = org.names({e.facts["unit_id"] for e in entries if e.facts.get("unit_id")})
    who = org.account_names({e.by_id for e in entries})
    named = {pk for e in entries for pk in e.facts.get("staff_ids") or ()}
    staff = org.staff_names(
        named | {e.facts["staff_id"] for e in entries if e.facts.get("staff_id")}
    )
    return [
        Told(
            at=e.at,
            icon=_SIGNS.get(e.kind, ("circle", ""))[0],
            tone=_SIGNS.get(e.kind, ("circle", ""))[1],
            what=_what(e, units, staff),
            who=who.get(e.by_id or 0, ""),
            quote=veil(e.body or ""),
        )
        for e in entries
    ]


def _what(e: TimelineEntry, units: dict[int, str], staff: dict[int, str]) -> str:
    facts: dict[str, Any] = e.facts
    unit = units.get(facts.get("unit_id") or 0, "—")
    person = staff.get(facts.get("staff_id") or 0, "")
    if e.kind == "clocks.step.fired":
        return _step(facts)
    if e.kind == "notify.notice.sent":
        people = [staff[pk] for pk in facts.get("staff_ids") or () if pk in staff]
        return gettext("Reminded %(people)s") % {"people": "、".join(people) or "—"}
    words = {
        "asks.request.asked": gettext("%(unit)s was asked") % {"unit": f"{unit} {person}".strip()},
        "asks.request.passed_on": gettext("Nobody accepted it; it went on to %(person)s, %(as)s")
        % {"person": person or "—", "as": dict(Via.choices).get(facts.get("why", ""), "")},
        "asks.answer.rated": gettext("The answer was rated %(score)s of 5")
        % {"score": facts.get("score", "")},
        "asks.request.became_case": gettext("Became a case of its own"),
        "asks.request.accepted": gettext("%(unit)s accepted it") % {"unit": unit},
        "asks.request.noted": pgettext("request", "Progress")
        if facts.get("progress")
        else gettext("Note"),
        "asks.request.answered": gettext("%(unit)s answered") % {"unit": unit},
        "asks.request.returned": gettext("%(unit)s sent it back") % {"unit": unit},
        "asks.request.given_up": str(dict(Outcome.choices).get(facts.get("outcome", ""), "")),
        "asks.request.withdrawn": gettext("Withdrawn"),
        "asks.request.followed": gettext("Goes on under the case that survived the merging"),
        "asks.request.handed_over": gettext("Handed over to a successor"),
        "notify.notice.acknowledged": gettext("The reminder was acknowledged"),
    }
    return words.get(e.kind, e.kind)


def _step(facts: dict[str, Any]) -> str:
    clock = str(dict(ClockKind.choices).get(facts.get("clock_kind", ""), facts.get("clock_kind")))
    if facts.get("due_passed"):
        return gettext("%(clock)s: overdue") % {"clock": clock}
    return gettext("%(clock)s: due soon") % {"clock": clock}
