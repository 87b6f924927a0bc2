"""How policies, limits and replays are told: as lines for people, as plain values for machines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from shouwen.kernel.subject import Subject
from shouwen.platform.clocks import matching
from shouwen.platform.clocks import queries as clocks
from shouwen.platform.clocks.choices import AmountUnit, ClockKind
from shouwen.platform.clocks.models import Calendar, Limit
from shouwen.platform.clocks.queries import Tried
from shouwen.platform.org import queries as org
from shouwen.platform.policies.queries import rulebook
from shouwen.platform.policies.queries.due import Due
from shouwen.platform.policies.queries.replaying import Came, Replayed, Tally

_KINDS = dict(ClockKind.choices)


def kind_word(kind: str) -> str:
    """The word for a kind of clock; other apps may have further kinds."""
    further = {"arrival": _("Arrival at the site"), "expert_feedback": _("Feedback of the expert")}
    return str(_KINDS.get(kind) or further.get(kind) or kind)


def amount_words(amount: int, unit: str, calendar: str = "") -> str:
    """``24 hours``, ``20 working hours`` (on a calendar that closes), ``5 working days``."""
    closes = calendar not in ("", "24x7")
    match unit:
        case AmountUnit.MINUTES:
            text = ngettext("%(n)s minute", "%(n)s minutes", amount)
        case AmountUnit.HOURS if closes:
            text = ngettext("%(n)s working hour", "%(n)s working hours", amount)
        case AmountUnit.HOURS:
            text = ngettext("%(n)s hour", "%(n)s hours", amount)
        case AmountUnit.WORKING_DAYS:
            text = ngettext("%(n)s working day", "%(n)s working days", amount)
        case _other:
            text = ngettext("%(n)s calendar day", "%(n)s calendar days", amount)
    return text % {"n": amount}


def due_values(found: Due) -> dict[str, Any]:
    """The answer of ``clock due``."""
    return {
        "due": _iso(found.due),
        "provisional": found.provisional,
        "segments": [
            {
                "from": _iso(piece.start),
                "to": _iso(piece.end),
                "counted": piece.counted,
                "cause": piece.cause,
            }
            for piece in found.segments
        ],
    }


def explained(subject: Subject, *, at: datetime) -> dict[str, Any]:
    """Every clock of a matter with all that counted and did not, as plain values."""
    found = clocks.clocks_of(subject)
    rows = Limit.objects.select_related("policy", "calendar").in_bulk(
        [c.limit_id for c in found if c.limit_id is not None]
    )
    owner = matching.owner(subject.kind)
    number = (owner.numbers([subject.id]) if owner else {}).get(subject.id, "")
    told = [_clock(clock, rows, at=at) for clock in found]
    units = org.names({s["unit_id"] for c in told for s in c["segments"]})
    for clock in told:
        for segment in clock["segments"]:
            segment["unit"] = units.get(segment["unit_id"], "")
    return {"subject": str(subject), "number": number, "at": _iso(at), "clocks": told}


def _clock(clock: Any, rows: Mapping[int, Limit], *, at: datetime) -> dict[str, Any]:
    explanation = clocks.explain(clock.pk, at=at)
    limit = rows.get(clock.limit_id) if clock.limit_id is not None else None
    zone = ZoneInfo(limit.calendar.zone) if limit else org.zone_of(clock.unit_id)
    return {
        "clock": clock.pk,
        "kind": clock.kind,
        "basis": clock.basis,
        "instance": clock.instance,
        "limit": limit_values(limit) if limit else None,
        "started_at": _iso(clock.started_at, zone),
        "ended_at": _iso(clock.ended_at, zone),
        "due_at": _iso(explanation.due_at, zone),
        "provisional": clock.provisional,
        "verdict": clock.verdict,
        "used_seconds": explanation.used_seconds,
        "left_seconds": explanation.left_seconds,
        "segments": [
            {
                "from": _iso(s.start, zone),
                "to": _iso(s.end, zone),
                "counted": s.counted,
                "cause": s.cause,
                "waiting_for": s.waiting_for,
                "reason": s.reason,
                "unit_id": s.unit,
                "staff_id": s.person,
            }
            for s in explanation.segments
        ],
    }


def limit_values(limit: Limit) -> dict[str, Any]:
    """A version of a limit as plain values."""
    return {
        "id": limit.pk,
        "policy": limit.policy.code,
        "rank": limit.rank,
        "version": limit.version,
        "name": limit.name,
        "kind": limit.kind,
        "basis": limit.basis,
        "statistic": limit.statistic,
        "amount": limit.amount,
        "unit": limit.unit,
        "calendar": limit.calendar.code,
        "match": limit.match,
        "starts_on": limit.starts_on,
        "stops_on": limit.stops_on,
        "pauses_for": limit.pauses_for,
        "longest_wait_seconds": limit.longest_wait_seconds,
        "reopen": limit.reopen,
        "roll_forward": limit.roll_forward,
        "since": limit.valid.lower.isoformat() if limit.valid.lower else None,
        "before": limit.valid.upper.isoformat() if limit.valid.upper else None,
        "source": limit.source,
        "grade": limit.grade,
    }


def tally_values(tally: Tally) -> dict[str, Any]:
    return {
        "clocks": tally.clocks,
        "judged": tally.judged,
        "on_time": tally.on_time,
        "rate": tally.rate,
        "would_judged": tally.would_judged,
        "would_on_time": tally.would_on_time,
        "would_rate": tally.would_rate,
        "turned_late": tally.turned_late,
        "turned_good": tally.turned_good,
    }


def replay_values(found: Replayed, cases: Iterable[Came]) -> dict[str, Any]:
    """A replay as plain values; ``cases`` are the clocks to list."""
    names, codes = org.names(found.units), org.codes(found.units)
    zone = ZoneInfo(found.zone)
    listed = list(cases)
    numbers = _numbers(listed)
    return {
        "policy": found.policy,
        "from": found.since.isoformat(),
        "to": found.until.isoformat(),
        "zone": found.zone,
        "total": tally_values(found.total),
        "without_limit": found.without_limit,
        "kinds": [
            {"kind": kind, "basis": basis, **tally_values(tally)}
            for (kind, basis), tally in sorted(found.kinds.items())
        ],
        "units": [
            {
                "unit_id": unit,
                "code": codes.get(unit, ""),
                "name": names.get(unit, ""),
                **tally_values(t),
            }
            for unit, t in sorted(found.units.items(), key=lambda u: (-u[1].turned_late, u[0]))
        ],
        "cases": [
            {
                "subject": f"{c.subject_kind}:{c.subject_id}",
                "number": numbers.get((c.subject_kind, c.subject_id), ""),
                "kind": c.kind,
                "basis": c.basis,
                "instance": c.instance,
                "unit_id": c.unit,
                "due_at": _iso(c.due_at, zone),
                "would_due_at": _iso(c.would_due_at, zone),
                "late": c.late,
                "would_late": c.would_late,
            }
            for c in listed
        ],
    }


def _numbers(cases: Iterable[Came]) -> dict[tuple[str, int], str]:
    ids: dict[str, set[int]] = {}
    for case in cases:
        ids.setdefault(case.subject_kind, set()).add(case.subject_id)
    found: dict[tuple[str, int], str] = {}
    for kind, wanted in ids.items():
        owner = matching.owner(kind)
        if owner is not None:
            found |= {(kind, pk): number for pk, number in owner.numbers(wanted).items()}
    return found


def calendar_words() -> dict[str, str]:
    """The calendars by code, with the words for those that ship."""
    shipped = {
        "24x7": _("Around the clock"),
        "office": _("Office hours"),
        "hall": _("Hall hours"),
        "night": _("Night duty"),
    }
    codes = Calendar.objects.order_by("pk").values_list("code", flat=True)
    return {code: shipped.get(code, code) for code in codes}


def _iso(t: datetime | None, zone: ZoneInfo | None = None) -> str | None:
    if t is None:
        return None
    return (t if zone is None else t.astimezone(zone)).isoformat()


def because(tried: Tried) -> str:
    """Why a rule won or was passed over, in words."""
    match tried.because:
        case "fits":
            return _("Fits, and stands first")
        case "behind":
            return _("Fits as well, but stands behind")
        case "not_in_force":
            return _("Not in force on that day")
        case _other:
            return _("%(what)s is %(found)s, wanted %(wanted)s") % {
                "what": key_word(tried.key),
                "found": value_word(tried.key, tried.found) or _("unknown"),
                "wanted": pgettext("between names", ", ").join(
                    value_word(tried.key, w) for w in tried.wanted
                ),
            }


def key_word(key: str) -> str:
    """A property of a matter, in words."""
    known = {
        "kind": _("Type"),
        "category": _("Category"),
        "channel": _("Came by"),
        "tier": _("Tier"),
        "area": _("Area"),
        "unit": _("Unit"),
    }
    return known.get(key, key)


def value_word(key: str, value: str) -> str:
    """A value of a property, in words."""
    if key == "unit":
        return org.names([int(value)]).get(int(value), value) if value.isdigit() else value
    return str(rulebook.values_of(key).get(value, value))


def property_words(match: Mapping[str, object]) -> list[tuple[str, str]]:
    """The properties of a matter that rules may look at, in words."""
    return [
        (key_word(key), value_word(key, str(match.get(key) or "")) or "—") for key in rulebook.KEYS
    ]
