"""Ratios that can be added up, shares that make a hundred, ranks that admit ties.

A ratio is kept as its two numbers: over several units or periods both are summed, rates are never
averaged. Without a denominator there is no rate ("—"), neither 0 nor 100 %.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import sqrt


@dataclass(frozen=True, slots=True)
class Ratio:
    """A numerator over a denominator, both still in the open."""

    numerator: int | float
    denominator: int

    @property
    def value(self) -> float | None:
        """The quotient, None when nothing was there to divide by."""
        return self.numerator / self.denominator if self.denominator else None

    def exact(self) -> Fraction | None:
        if not self.denominator:
            return None
        return Fraction(self.numerator) / Fraction(self.denominator)

    def percent(self, places: int = 2) -> Decimal | None:
        """Per cent, rounded half up: 169 of 173 is 97.69."""
        return self.per(100, places)

    def per(self, scale: int, places: int = 2) -> Decimal | None:
        """So many in ``scale``: 100 for per cent, 1,000 for per mille; rounded half up."""
        share = self.exact()
        return None if share is None else rounded(share * scale, places)

    def __add__(self, other: Ratio) -> Ratio:
        return Ratio(self.numerator + other.numerator, self.denominator + other.denominator)


NOTHING = Ratio(0, 0)


def total(ratios: Iterable[Ratio]) -> Ratio:
    """The rate of the whole: numerators and denominators summed."""
    return sum(ratios, start=NOTHING)


def percentage_points(
    now: Ratio, before: Ratio, places: int = 2, *, scale: int = 100
) -> Decimal | None:
    """升降: how many percentage points (or those of ``scale``) a rate moved, None when either is missing.

    The difference of the printed figures, so that a reader who subtracts them agrees.
    """
    left, right = now.per(scale, places), before.per(scale, places)
    return None if left is None or right is None else left - right


def rounded(number: Fraction | int | float, places: int = 2) -> Decimal:
    """Half up, as everybody rounds by hand; exact for fractions."""
    exact = Fraction(number)
    unit = Decimal(1).scaleb(-places)
    sign = -1 if exact < 0 else 1
    whole, rest = divmod(abs(exact) * 10**places, 1)
    return (Decimal(sign * (whole + (rest >= Fraction(1, 2)))) * unit).quantize(
        unit, rounding=ROUND_HALF_UP
    )


def largest_remainder(parts: Sequence[int | float], places: int = 1) -> list[Decimal]:
    """Shares in per cent that sum to exactly 100: what is left over goes to the largest remainders.

    All zero when there is nothing to share.
    """
    weights = [Fraction(part) for part in parts]
    whole = sum(weights, start=Fraction(0))
    unit = Decimal(1).scaleb(-places)
    if not whole:
        return [Decimal(0) * unit for _ in parts]
    steps = 100 * 10**places
    exact = [weight / whole * steps for weight in weights]
    floors = [int(share) for share in exact]
    order = sorted(range(len(exact)), key=lambda i: (floors[i] - exact[i], i))
    for i in order[: steps - sum(floors)]:
        floors[i] += 1
    return [Decimal(floor) * unit for floor in floors]


def ranks(values: Sequence[object | None], *, higher_is_better: bool = True) -> list[int | None]:
    """Competition ranking 1, 1, 3; None (no figure, sample too small) is not ranked."""
    ranked = sorted(
        (value for value in values if value is not None),
        reverse=higher_is_better,  # type: ignore[type-var]
    )
    place: dict[object, int] = {}
    for position, value in enumerate(ranked, start=1):
        place.setdefault(value, position)
    return [None if value is None else place[value] for value in values]


def interval(ratio: Ratio, z: float = 1.96) -> tuple[float, float] | None:
    """Where the true rate lies with 95 % certainty (Wilson), honest for small numbers too."""
    n = ratio.denominator
    if not n:
        return None
    p = ratio.numerator / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return max(0.0, middle - half), min(1.0, middle + half)
