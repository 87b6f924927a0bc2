"""Figures and the rows behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import product
from typing import Any

from django.db import connection

from shouwen.domains.kpi.choices import Charge, Shape
from shouwen.domains.kpi.definitions import Definition
from shouwen.domains.kpi.errors import NotBrokenDown
from shouwen.domains.kpi.reach import Question, Reach, Span, parameters
from shouwen.kernel.ratios import Ratio


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One number of one unit and period: always with its numerator and denominator."""

    definition: Definition
    unit: int
    period: str
    ratio: Ratio
    keys: Mapping[str, str] = field(default_factory=dict)
    spread: tuple[float, float, float] | None = None  # P50, P90, longest, in seconds
    raters: int | None = None  # of a score: how many persons gave it

    @property
    def is_ranked(self) -> bool:
        """Whether the sample is large enough to stand among others."""
        sample = self.ratio.denominator if self.raters is None else self.raters
        return sample >= self.definition.floor

    @property
    def value(self) -> float | int | None:
        """Rate or mean; for counts the count; for held time hours."""
        match self.definition.shape:
            case Shape.COUNT | Shape.STOCK:
                return self.ratio.numerator
            case Shape.HOURS:
                return self.ratio.numerator / 3600
            case _:
                return self.ratio.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing behind a number; ``hit`` says whether it stands in the numerator too."""

    case: int | None  # a quick ask need not be about one
    number: str
    id: int
    unit: int  # reported on
    charged: int  # the unit below it, or it itself, to whose charge this goes
    period: str
    at: datetime
    hit: bool
    amount: int
    kind: str


def measure(definition: Definition, question: Question) -> list[Figure]:
    """The figures of a definition, in the order of units and periods.

    Without further breakdown every unit and period has its figure, if only "nothing"; with one,
    the values found are listed.
    """
    if question.breakdown and definition.shape is Shape.PER_MILLE:
        raise NotBrokenDown(kpi=definition.id)
    breakdown = ("unit", "period", *question.breakdown)
    from shouwen.domains.kpi import compiler  # loads Ibis: only when a figure is asked for

    text = compiler.figures(definition, breakdown, question.charge)
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(text, parameters(question.reach, question.span))
        for record in cursor.fetchall():
            keys, numbers = record[: len(breakdown)], record[len(breakdown) :]
            found[keys] = _figure(definition, question, keys, numbers)
    if question.breakdown:
        return sorted(found.values(), key=_order(question))
    return [
        found.get((unit, number)) or _figure(definition, question, (unit, number), (0, 0))
        for unit, number in product(question.reach.units, range(1, len(question.span.parts) + 1))
        if _shown(question, found, unit)
    ]


def _shown(question: Question, found: Mapping[tuple[int, ...], Figure], unit: int) -> bool:
    """The reported unit itself has a row only where cases sit on it."""
    reach = question.reach
    return len(reach.units) == 1 or unit != reach.under or any(owner == unit for owner, *_ in found)


def _figure(
    definition: Definition, question: Question, keys: Sequence[Any], numbers: Sequence[Any]
) -> Figure:
    unit, number, *rest = keys
    numerator, denominator, *spread = numbers
    scored = definition.shape is Shape.SCORE
    known = [] if scored else [float(one) for one in spread if one is not None]
    return Figure(
        definition=definition,
        unit=unit,
        period=question.span.ids[number - 1],
        ratio=Ratio(round(numerator), denominator),
        keys=dict(zip(question.breakdown, rest, strict=True)),
        spread=(known[0], known[1], known[2]) if len(known) == 3 else None,
        raters=spread[0] if scored and spread else 0 if scored else None,
    )


def _order(question: Question) -> Callable[[Figure], tuple[Any, ...]]:
    units = {unit: n for n, unit in enumerate(question.reach.units)}
    numbers = {name: n for n, name in enumerate(question.span.ids)}
    return lambda one: (units[one.unit], numbers[one.period], *one.keys.values())


def listed(
    definition: Definition,
    *,
    reach: Reach,
    span: Span,
    charge: Charge = Charge.HANDLER,
) -> Iterator[Row]:
    """The rows in the denominator, by period, time and id; ``hit`` marks those in the numerator."""
    from shouwen.domains.kpi import compiler

    return _rows(compiler.listing(definition, charge), reach, span)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows stand behind a figure, how many of them in the numerator."""

    number: int
    hits: int

    def of(self, hit: bool | None) -> int:
        """All of them, those in the numerator, or those not in it."""
        return self.number if hit is None else self.hits if hit else self.number - self.hits


def tally(
    definition: Definition, *, reach: Reach, span: Span, charge: Charge = Charge.HANDLER
) -> Tally:
    from shouwen.domains.kpi import compiler

    with connection.cursor() as cursor:
        cursor.execute(compiler.tally(definition, charge), parameters(reach, span))
        return Tally(*cursor.fetchone())


def page(
    definition: Definition,
    *,
    reach: Reach,
    span: Span,
    charge: Charge = Charge.HANDLER,
    hit: bool | None = None,
    start: int = 0,
    most: int,
) -> Iterator[Row]:
    """So many of the rows, in the order of ``listed``: the database leaves the others where they are."""
    from shouwen.domains.kpi import compiler

    asked = {"hit": hit, "start": start, "most": most}
    return _rows(compiler.page(definition, charge), reach, span, **asked)


def set_aside(
    definition: Definition, *, reach: Reach, span: Span, charge: Charge = Charge.HANDLER
) -> Iterator[Row]:
    """剔除: the rows that upheld appeals took out of the figure."""
    from shouwen.domains.kpi import compiler

    text = compiler.aside(definition, charge)
    return _rows(text, reach, span) if text else iter(())


def _rows(text: str, reach: Reach, span: Span, **more: Any) -> Iterator[Row]:
    with connection.cursor() as cursor:
        cursor.execute(text, parameters(reach, span) | more)
        while records := cursor.fetchmany(2000):
            for case, number, row, unit, charged, part, at, hit, amount, kind in records:
                yield Row(
                    case=case,
                    number=number,
                    id=row,
                    unit=unit,
                    charged=charged,
                    period=span.ids[part - 1],
                    at=at,
                    hit=hit,
                    amount=int(amount),
                    kind=kind,
                )
