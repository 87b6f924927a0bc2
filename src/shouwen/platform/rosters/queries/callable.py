"""Which units somebody may see the contacts of."""

from __future__ import annotations

from shouwen.platform.org.choices import UnitKind
from shouwen.platform.org.tree import tree


def callable_from(unit: int | None) -> set[int]:
    """One must know whom to call, yet a county is no business of another's."""
    known = tree()
    if unit is None or unit not in known.nodes:
        return set()
    path = known.nodes[unit].path
    company = set(known.below(path[0]))
    county = next((u for u in path if known.nodes[u].kind == UnitKind.COUNTY), None)
    if county is None:
        return company
    counties = {u for u in company if known.nodes[u].kind == UnitKind.COUNTY} - {county}
    return company.difference(*(known.below(u) for u in counties))
