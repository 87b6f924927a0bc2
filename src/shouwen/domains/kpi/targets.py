"""Which target a figure of a unit is held to, and how far it is from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from shouwen.domains.kpi.choices import Operator
from shouwen.domains.kpi.definitions import find
from shouwen.domains.kpi.models import Target
from shouwen.kernel.ratios import Ratio, rounded
from shouwen.platform.org import queries as org

Standing = Literal["", "met", "near", "missed"]
NEAR = Fraction(1, 10)  # within a tenth of the target's own distance from perfect


@dataclass(frozen=True)
class Aim:
    """A target as it is compared and printed."""

    operator: str
    value: Decimal
    is_rate: bool
    sign: str = "%"
    scale: int = 100  # what a rate is multiplied by to be printed

    @property
    def text(self) -> str:
        """≥ 98%."""
        sign = {"<": "<", "<=": "≤", ">=": "≥", "=": "="}[self.operator]
        number = self.value * self.scale if self.is_rate else self.value
        return f"{sign} {number.normalize():f}{self.sign if self.is_rate else ''}"

    def judge(self, ratio: Ratio) -> Standing:
        """Met, missed, or met by so little that it needs watching; "" when there is no rate."""
        share = ratio.exact() if self.is_rate else Fraction(ratio.numerator)
        if share is None:
            return ""
        value = Fraction(self.value)
        if not _holds(self.operator, share, value):
            return "missed"
        room = (1 - value) if self.operator == Operator.AT_LEAST else value
        return "near" if self.is_rate and abs(share - value) < room * NEAR else "met"

    def gap(self, ratio: Ratio) -> Decimal | None:
        """How many percentage points are missing; None when the target is met or nothing was due."""
        share = ratio.exact()
        if share is None or not self.is_rate or self.judge(ratio) != "missed":
            return None
        return abs(rounded(share * self.scale, 2) - self.value * self.scale)


def _holds(operator: str, value: Fraction, target: Fraction) -> bool:
    match operator:
        case Operator.LESS:
            return value < target
        case Operator.AT_MOST:
            return value <= target
        case Operator.AT_LEAST:
            return value >= target
        case _:
            return value == target


def aims(unit_id: int, *, on: date) -> Mapping[str, Aim]:
    """Figure id → the target in force for a unit: its own, else of the nearest unit above, else of all."""
    node = org.tree().nodes.get(unit_id)
    near = {unit: depth for depth, unit in enumerate(node.path if node else (), start=1)}
    found: dict[str, tuple[int, Aim]] = {}
    for target in Target.objects.valid(on).order_by("kpi", "valid_from"):
        depth = 0 if target.unit_id is None else near.get(target.unit_id, -1)
        if depth >= found.get(target.kpi, (0, None))[0] and depth >= 0:
            found[target.kpi] = (depth, _aim(target))
    return {kpi: aim for kpi, (_depth, aim) in found.items()}


def _aim(target: Target) -> Aim:
    definition = find(target.kpi)
    if definition is None:
        return Aim(target.operator, target.value, is_rate=False)
    return Aim(target.operator, target.value, definition.is_rate, definition.sign, definition.scale)
