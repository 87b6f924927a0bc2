"""The two ledgers of a case in words: its clocks, why they stand where they stand, who held it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext, ngettext

from shouwen.domains.cases.choices import CaseState, WaitReason
from shouwen.domains.cases.models import Case
from shouwen.platform.clocks import limits
from shouwen.platform.clocks import queries as clocks
from shouwen.platform.clocks.choices import AmountUnit, Basis, ClockKind
from shouwen.platform.clocks.ladders import Rung
from shouwen.platform.clocks.models import Clock, Hold
from shouwen.platform.org import queries as org
from shouwen.platform.policies import laddering
from shouwen.platform.ui.components.clocks import waiting_words
from shouwen.platform.ui.components.ledger import Held


@dataclass(frozen=True, slots=True)
class Shown:
    """One clock of a case with its name and limit in words."""

    clock: Clock
    name: str
    limit: str


def clocks_of(case: Case) -> list[Shown]:
    """All clocks of the case, the running instance first, in the order in which they are met."""
    return in_order(clocks.clocks_of(case.subject))


def in_order(found: Iterable[Clock]) -> list[Shown]:
    """Clocks of one case that have been read, in that order."""
    order = [k.value for k in ClockKind]
    met = sorted(
        found, key=lambda c: (-c.instance, order.index(c.kind) if c.kind in order else 9, c.basis)
    )
    return [shown(c) for c in met]


def shown(clock: Clock) -> Shown:
    """A clock of any matter, with its name and limit in words."""
    return Shown(clock, _name(clock), limit_words(clock))


def _name(clock: Clock) -> str:
    name = str(dict(ClockKind.choices).get(clock.kind, clock.kind))
    if clock.basis == Basis.LEGAL:
        name = gettext("%(clock)s (law)") % {"clock": name}
    if clock.instance > 1:
        name = gettext("%(clock)s, time %(n)d") % {"clock": name, "n": clock.instance}
    return name


def limit_words(clock: Clock) -> str:
    """The limit as it was promised: "30 minutes", "5 working days"; a given time says so."""
    if clock.given_due_at is not None:
        return gettext("given time")
    if clock.limit_id is None:
        return ""
    terms = limits.terms(clock.limit_id)
    n = terms.amount
    if terms.unit == AmountUnit.MINUTES:
        return ngettext("%(n)d minute", "%(n)d minutes", n) % {"n": n}
    if terms.unit == AmountUnit.HOURS:
        return ngettext("%(n)d hour", "%(n)d hours", n) % {"n": n}
    if terms.unit == AmountUnit.WORKING_DAYS:
        return ngettext("%(n)d working day", "%(n)d working days", n) % {"n": n}
    return ngettext("%(n)d calendar day", "%(n)d calendar days", n) % {"n": n}


@dataclass(frozen=True, slots=True)
class Explained:
    """A clock explained: the strip, the table of its segments, what paused it, and its ladder."""

    shown: Shown
    explanation: Any
    segments: list[dict[str, Any]]
    pause: str
    zone: str
    ladder: list[Climbed]


@dataclass(frozen=True, slots=True)
class Climbed:
    """A step of the ladder in words: when it stands, for whom, and what became of it."""

    when: str
    who: str
    at: datetime | None
    state: str
    tone: str


def explained(shown: Shown, *, at: datetime, holds: Sequence[Hold] | None = None) -> Explained:
    """时限说明 of one clock at an instant."""
    told = clocks.explain(shown.clock, at=at, holds=holds)
    units = org.names({s.unit for s in told.segments if s.unit})
    people = org.staff_names({s.person for s in told.segments})
    pauses = dict.fromkeys(s.waiting_for for s in told.segments if s.cause == "paused")
    return Explained(
        shown=shown,
        explanation=told,
        segments=[
            {
                "start": s.start,
                "end": s.end,
                "cause": s.cause,
                "words": _cause(s),
                "unit": units.get(s.unit, ""),
                "person": people.get(s.person or 0, ""),
                "seconds": (s.end - s.start).total_seconds(),
            }
            for s in told.segments
        ],
        pause="、".join(waiting_words(p) for p in pauses),
        zone=str(org.zone_of(shown.clock.unit_id)),
        ladder=_ladder(shown.clock, at=at, holds=holds),
    )


def _ladder(clock: Clock, *, at: datetime, holds: Sequence[Hold] | None) -> list[Climbed]:
    """升级档: what was said and seen, and what is to come; nothing where nothing ever falls due."""
    plan = clocks.ladder_plan(clock, at=at, holds=holds)
    people = org.staff_names({a.acknowledged_by for a in plan})
    tones = {"fired": "late" if clock.due_at and at > clock.due_at else "warn", "next": "info"}
    return [
        Climbed(
            when=laddering.when_words(Rung(when=a.when, amount=a.amount)),
            who=laddering.join_words([laddering.target_word(t) for t in a.to]),
            at=a.fired_at or a.at,
            state=_climbed_words(a, people.get(a.acknowledged_by or 0, "")),
            tone="ok" if a.state == "acknowledged" else tones.get(a.state, ""),
        )
        for a in plan
    ]


def _climbed_words(alarm: clocks.Alarm, who: str) -> str:
    words: dict[str, str] = {
        "acknowledged": gettext("acknowledged by %(who)s") % {"who": who or "—"},
        "fired": gettext("told late") if alarm.late else gettext("told"),
        "suppressed": gettext("suppressed"),
        "next": gettext("next, not acknowledged") if alarm.sooner else gettext("next"),
        "to_come": gettext("to come"),
        "paused": gettext("held back by the wait"),
        "never": gettext("comes no more"),
    }
    return words[alarm.state] + (gettext(" (provisional)") if alarm.provisional else "")


def _cause(segment: Any) -> str:
    words: dict[str, str] = {
        "counted": gettext("counted"),
        "paused": gettext("paused: %(party)s") % {"party": waiting_words(segment.waiting_for)},
        "closed": gettext("outside office hours"),
        "day_off": segment.day_label or gettext("day off"),
    }
    return words.get(segment.cause, str(segment.cause))


@dataclass(frozen=True, slots=True)
class Blame:
    """Who held the case how long; ``exact`` when the parts make the whole."""

    held: list[Held]
    exact: bool


def blame_of(
    case: Case,
    *,
    at: datetime,
    calendar: bool,
    holds: Sequence[Hold] | None = None,
    running: Sequence[Clock] | None = None,
) -> Blame:
    """责任时长: stretches in the order of time, over all instances; ``running`` are its clocks, if known."""
    ledger = clocks.blame(case.subject, at=at, holds=holds, clocks=running)
    units = org.names({r.unit for r in ledger.rows})
    people = org.staff_names({r.person for r in ledger.rows})
    held = [
        Held(
            label=_party(r, units),
            seconds=r.calendar_seconds if calendar else r.working_seconds,
            who="" if r.waiting_for == "customer" else people.get(r.person or 0, ""),
            why=_why(r),
            charge=_charge(r, units, case),
            waiting=r.waiting_for not in {"none", "department"},
        )
        for r in ledger.rows
    ]
    return Blame([h for h in held if h.seconds > 0] or held[:1], ledger.exact)


def _party(row: Any, units: dict[int, str]) -> str:
    """Whose time it is: ours by unit; a wait names the one who has to act."""
    if row.waiting_for in {"none", "department"}:
        return units.get(row.unit, "—")
    return {
        "customer": gettext("Customer"),
        "partner": gettext("Partner"),
        "weather": gettext("Weather"),
        "force_majeure": gettext("Force majeure"),
    }.get(row.waiting_for, gettext("Other"))


def _why(row: Any) -> str:
    if row.waiting_for != "none":
        return str(dict(WaitReason.choices).get(row.reason, waiting_words(row.waiting_for)))
    return str(dict(CaseState.choices).get(row.reason, row.reason))


def _charge(row: Any, units: dict[int, str], case: Case) -> str:
    if row.waiting_for not in {"none", "department"}:
        return gettext("not charged to a unit")
    if row.unit == case.owner_unit_id:
        return gettext("charged to the first asked")
    return gettext("charged to the unit")
