"""Which units' rows somebody may see."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """The units of the post in use and all below; ``everything`` leaves ``units`` empty on purpose."""

    everything: bool = False
    units: frozenset[int] = frozenset()

    def covers(self, unit_id: int | None) -> bool:
        """Whether rows of this unit are visible; rows without a unit only to whoever sees everything."""
        return self.everything or unit_id in self.units


NOTHING = Scope()
EVERYTHING = Scope(everything=True)
