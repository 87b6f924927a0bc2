"""What a question is about: which units report under which, over which periods, as of when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from shouwen.domains.kpi.choices import Charge
from shouwen.domains.kpi.errors import RootUnclear, UnitUnknown
from shouwen.kernel import periods
from shouwen.kernel.periods import Grain, Period
from shouwen.platform.access.scope import Scope
from shouwen.platform.org import queries as org


@dataclass(frozen=True, kw_only=True)
class Reach:
    """The units reported on, in order, and for every unit below them the one it is added to."""

    under: int
    zone: tzinfo
    units: tuple[int, ...]
    members: Mapping[int, int] = field(repr=False)


def unit_meant(code: str | None) -> int:
    """The unit of this code, else the single root; a refusal when that leaves a question."""
    if code is not None:
        unit = org.unit_by_code(code)
        if unit is None:
            raise UnitUnknown(code=code)
        return unit.pk
    roots = org.roots()
    if len(roots) != 1:
        raise RootUnclear(roots=", ".join(unit.code for unit in roots) or "–")
    return roots[0].pk


def whole(unit_id: int, scope: Scope | None = None) -> Reach:
    """One unit with everything below it, as one sum."""
    tree = org.tree()
    return Reach(
        under=unit_id,
        zone=_zone(tree, unit_id),
        units=(unit_id,),
        members=dict.fromkeys(_seen(tree.below(unit_id), scope), unit_id),
    )


def by_unit(unit_id: int, scope: Scope | None = None) -> Reach:
    """The direct children of a unit, each with everything below it; the unit itself comes last.

    Cases that sit on the unit itself stay visible in its own row, so that rows sum to the whole.
    """
    tree = org.tree()
    members: dict[int, int] = {}
    for child in tree.children.get(unit_id, ()):
        members |= dict.fromkeys(_seen(tree.below(child), scope), child)
    members |= dict.fromkeys(_seen([unit_id], scope), unit_id)
    return Reach(
        under=unit_id,
        zone=_zone(tree, unit_id),
        units=tuple(dict.fromkeys(members.values())),
        members=members,
    )


def _zone(tree: org.Tree, unit_id: int) -> tzinfo:
    return ZoneInfo(tree.zone(unit_id) or settings.TIME_ZONE)


def _seen(units: Iterable[int], scope: Scope | None) -> list[int]:
    return [unit for unit in units if scope is None or scope.covers(unit)]


@dataclass(frozen=True, kw_only=True)
class Span:
    """Days from ``first`` to ``last`` cut into periods; ``as_of`` is the instant reckoned from."""

    first: date
    last: date
    parts: tuple[Period, ...]
    ids: tuple[str, ...]
    as_of: datetime

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def over(period: Period, *, as_of: datetime) -> Span:
    """One period as a whole."""
    return Span(
        first=period.first, last=period.last, parts=(period,), ids=(period.id,), as_of=as_of
    )


def span(first: date, last: date, grain: Grain | None, *, as_of: datetime) -> Span:
    """From one day to another, both inclusive; periods at the ends are cut, their ids stay."""
    if grain is None:
        part = Period(first, last, Grain.DAY)
        return Span(first=first, last=last, parts=(part,), ids=(spelled(first, last),), as_of=as_of)
    found = list(periods.between(first, last, grain))
    return Span(
        first=first,
        last=last,
        parts=tuple(period.within(first, last) for period in found),
        ids=tuple(period.id for period in found),
        as_of=as_of,
    )


def spelled(first: date, last: date) -> str:
    """The id of the period that has just these days, else ``FROM..TO``."""
    for grain in Grain:
        period = periods.containing(first, grain)
        if (period.first, period.last) == (first, last):
            return period.id
    return f"{first.isoformat()}..{last.isoformat()}"


def parameters(reach: Reach, span: Span) -> dict[str, Any]:
    """What the compiled text binds: members and their units, periods as instants, the bounds."""
    starts = [part.start(reach.zone) for part in span.parts]
    ends = [part.end(reach.zone) for part in span.parts]
    return {
        "members": list(reach.members),
        "units": list(reach.members.values()),
        "numbers": list(range(1, len(starts) + 1)),
        "starts": starts,
        "ends": ends,
        "bounds": starts,
        "first": starts[0],
        "last": ends[-1],
        "as_of": span.as_of,
    }


@dataclass(frozen=True, kw_only=True)
class Question:
    """A reach over a span, broken down, to whose charge."""

    reach: Reach
    span: Span
    breakdown: tuple[str, ...] = ()
    charge: Charge = Charge.HANDLER
