"""责任时长 of a unit and a period: "what did the network department cost us".

Every second of every counted matter belongs to one holder, so the lines of a table are the whole.
Requests have figures of their own; nothing adds the two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext

from shouwen.domains.asks.choices import Outcome
from shouwen.domains.asks.models import Request
from shouwen.domains.blame.choices import CHARGED, Side
from shouwen.domains.cases.choices import UNCOUNTED, WaitReason
from shouwen.domains.cases.models import Case
from shouwen.domains.kpi import reach
from shouwen.kernel.periods import Period
from shouwen.platform.access.scope import Scope
from shouwen.platform.clocks import queries as clocks
from shouwen.platform.clocks.choices import ClockKind, WaitingFor
from shouwen.platform.clocks.models import Verdict
from shouwen.platform.clocks.queries import Burden, Ranking, Share
from shouwen.platform.org import queries as org


@dataclass(frozen=True, kw_only=True)
class Question:
    """A unit with all below it, one period in its zone, and the side the time is looked at from."""

    unit: int
    period: Period
    side: Side
    scope: Scope
    at: datetime

    @property
    def since(self) -> datetime:
        return self.period.start(org.zone_of(self.unit))

    @property
    def until(self) -> datetime:
        """The end of the period, or the present while it runs."""
        return max(self.since, min(self.period.end(org.zone_of(self.unit)), self.at))

    @property
    def units(self) -> list[int]:
        return sorted(reach.whole(self.unit, self.scope).members)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: whose or what, and the time in seconds; ``charged`` falls on a unit."""

    key: str
    name: str
    working: float
    calendar: float
    charged_working: float
    charged_calendar: float
    matters: int
    unit: int | None = None
    person: int | None = None

    @property
    def uncharged_working(self) -> float:
        return self.working - self.charged_working


@dataclass(frozen=True, slots=True)
class Figures:
    """The tables of one question; each adds up to ``total``."""

    total: Line
    units: list[Line]
    people: list[Line]
    waits: list[Line]
    reasons: list[Line]


def figures(asked: Question) -> Figures:
    """By unit, person, what was waited for, and why."""
    found = _burden(asked)
    fold = reach.by_unit(asked.unit, asked.scope).members
    units = _lines(found.by("unit", fold=fold), found.by("unit", "waiting_for", fold=fold), _unit)
    people = _lines(found.by("unit", "person"), found.by("unit", "person", "waiting_for"), _person)
    waits = _lines(
        found.by("waiting_for"), found.by("waiting_for"), lambda s: _Key(s.waiting_for or "")
    )
    why = found.by("waiting_for", "reason")
    reasons = _lines(
        [s for s in why if s.waiting_for != "none"],
        [s for s in why if s.waiting_for != "none"],
        lambda s: _Key(f"{s.waiting_for}/{s.reason}"),
    )
    whole = _lines([found.total()], found.by("waiting_for"), lambda s: _Key(""))
    return Figures(
        total=whole[0],
        units=_named(units, org.names({k.unit for k in units if k.unit})),
        people=_with_people(people),
        waits=[_renamed(line, wait_word(line.key)) for line in waits],
        reasons=[_renamed(line, _reason_word(line.key)) for line in reasons],
    )


def matters(
    asked: Question, *, unit: int | None, person: int | None, waiting_for: str | None
) -> Ranking:
    """下钻: the matters behind a line, the longest first; ``unit`` with all that is added to it."""
    fold = reach.by_unit(asked.unit, asked.scope).members
    held = {unit} if unit else None
    if unit and not person:  # a line of a unit holds all that is added to it
        held = {u for u, top in fold.items() if top == unit} or {unit}
    return _burden(asked, held=held).matters(person=person, waiting_for=waiting_for)


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A department's own figures of internal requests in the period."""

    name: str
    asked: int
    ended: int
    answered: int
    late: int
    returned: int
    given_up: int
    working: float
    calendar: float


def requests(asked: Question) -> list[RequestLine]:
    """内部请求 of the units: asked in the period, how they came out, how long they took in hand.

    Their time lies inside the matters' own and is never added to it.
    """
    units = asked.units
    within = Q(asked_at__gte=asked.since, asked_at__lt=asked.until)
    counted = Request.objects.filter(within, unit_id__in=units).exclude(outcome=Outcome.WITHDRAWN)
    rows = counted.values("unit_id").annotate(
        asked=Count("pk"),
        ended=Count("pk", filter=~Q(outcome="")),
        answered=Count("pk", filter=Q(outcome=Outcome.ANSWERED)),
        returned=Count("pk", filter=Q(outcome=Outcome.RETURNED)),
        given_up=Count("pk", filter=Q(outcome__in=[Outcome.NOT_REACHED, Outcome.UNCLEAR])),
    )
    late = _late(counted)
    time = clocks.burden(
        "request",
        since=asked.since,
        until=asked.until,
        matters=Request.objects.exclude(outcome=Outcome.WITHDRAWN).values("pk"),
        units=units,
        measured_by=ClockKind.INTERNAL_REPLY,
    )
    spent = {s.unit: s for s in time.by("unit")}
    names = org.names({r["unit_id"] for r in rows})
    found = [
        RequestLine(
            name=names.get(r["unit_id"], "—"),
            late=late.get(r["unit_id"], 0),
            working=spent[r["unit_id"]].working_seconds if r["unit_id"] in spent else 0.0,
            calendar=spent[r["unit_id"]].calendar_seconds if r["unit_id"] in spent else 0.0,
            **{k: r[k] for k in ("asked", "ended", "answered", "returned", "given_up")},
        )
        for r in rows
    ]
    return sorted(found, key=lambda line: (-line.asked, line.name))


def _late(counted: QuerySet[Request]) -> dict[int, int]:
    """How many of these requests have a breached reply limit, by unit."""
    breached = Verdict.objects.filter(
        n=1,
        verdict="breached",
        clock__subject_kind="request",
        clock__kind=ClockKind.INTERNAL_REPLY,
        clock__subject_id__in=counted.values("pk"),
    ).values("clock__subject_id")
    rows = counted.filter(pk__in=breached).values_list("unit_id").annotate(Count("pk")).order_by()
    return dict(rows)


def _burden(asked: Question, *, held: set[int] | None = None) -> Burden:
    counted = Case.objects.exclude(state__in=sorted(UNCOUNTED))
    units: set[int] | None = set(asked.units)
    if asked.side == Side.OWNED:
        counted, units = counted.filter(owner_unit_id__in=asked.units), None
    if held is not None:
        units = held if units is None else units & held
    return clocks.burden(
        "case", since=asked.since, until=asked.until, matters=counted.values("pk"), units=units
    )


class _Key(NamedTuple):
    """What tells a line from the others."""

    key: str
    unit: int | None = None
    person: int | None = None


def _unit(share: Share) -> _Key:
    return _Key(str(share.unit), unit=share.unit)


def _person(share: Share) -> _Key:
    return _Key(f"{share.unit}/{share.person or ''}", unit=share.unit, person=share.person)


def _lines(
    whole: Iterable[Share], parts: Iterable[Share], key: Callable[[Share], _Key]
) -> list[Line]:
    """Lines of ``whole``, with what of each falls on a unit according to ``parts``."""
    charged: dict[str, list[float]] = {}
    for part in parts:
        if part.waiting_for in CHARGED:
            sums = charged.setdefault(key(part).key, [0.0, 0.0])
            sums[0] += part.working_seconds
            sums[1] += part.calendar_seconds
    return [
        Line(
            key=key(s).key,
            name="",
            working=s.working_seconds,
            calendar=s.calendar_seconds,
            charged_working=charged.get(key(s).key, [0.0, 0.0])[0],
            charged_calendar=charged.get(key(s).key, [0.0, 0.0])[1],
            matters=s.matters,
            unit=key(s).unit,
            person=key(s).person,
        )
        for s in whole
    ]


def _renamed(line: Line, name: str) -> Line:
    values: dict[str, Any] = {f: getattr(line, f) for f in Line.__dataclass_fields__}
    return Line(**{**values, "name": name})


def _named(lines: list[Line], names: dict[int, str]) -> list[Line]:
    return [_renamed(line, names.get(line.unit or 0, "—")) for line in lines]


def _with_people(lines: list[Line]) -> list[Line]:
    """Person and unit; what nobody held in person is the unit's."""
    units = org.names({line.unit for line in lines if line.unit})
    people = org.staff_names({line.person for line in lines})
    return [
        _renamed(
            line,
            f"{people.get(line.person or 0, '—')} · {units.get(line.unit or 0, '—')}",
        )
        for line in lines
    ]


def wait_word(code: str) -> str:
    """What a hold waits for, in words; a hold that waits for nothing is in hand."""
    return gettext("In hand") if code == "none" else str(WaitingFor(code).label)


def _reason_word(key: str) -> str:
    code, _slash, reason = key.partition("/")
    word = str(dict(WaitReason.choices).get(reason, reason))
    return f"{WaitingFor(code).label} · {word}" if word else str(WaitingFor(code).label)
