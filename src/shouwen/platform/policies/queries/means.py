"""平均时限: limits on the mean of a unit and period; they start no clock and are judged here."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime

from shouwen.platform.access.scope import EVERYTHING, Scope
from shouwen.platform.clocks import limits
from shouwen.platform.clocks.choices import AmountUnit, Statistic
from shouwen.platform.clocks.limits import Terms
from shouwen.platform.clocks.models import Limit
from shouwen.platform.policies import would
from shouwen.platform.policies.queries.replaying import period

SMALL = 5
"""Below so many matters a mean says little; it is shown and marked."""
_A_UNIT = {
    AmountUnit.MINUTES: 60.0,
    AmountUnit.HOURS: 3_600.0,
    AmountUnit.CALENDAR_DAYS: 86_400.0,
}


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean time of one unit (None: of all) in a period, in the unit of its limit."""

    limit: int
    unit: int | None
    matters: int
    mean: float
    target: int

    @property
    def met(self) -> bool:
        return self.mean <= self.target

    @property
    def small(self) -> bool:
        return self.matters < SMALL


def means(
    limit: Limit, since: date, until: date, *, at: datetime, scope: Scope = EVERYTHING
) -> list[Mean]:
    """The whole first, then each unit, slowest first; nothing where no clock ended in the period.

    Counted are clocks of the limit's kind that ended from ``since`` to ``until``, are not void and
    meet its conditions; their time on its calendar, less its pauses. The unit had the matter last.
    """
    terms = limits.as_terms(limit, limits.latest_revisions()[limit.calendar_id])
    begin, end, _zone = period(since, until)
    where = "c.kind = %s AND c.basis = %s AND c.ended_at >= %s AND c.ended_at < %s"
    params: list[object] = [limit.kind, limit.basis, begin, min(end, at)]
    if not scope.everything:
        where += " AND c.unit_id = ANY(%s)"
        params.append(sorted(scope.units))
    rows, waits = would.read(where, params)
    rules = limits.rules_of([_as_each(t) for t in _order(terms)])
    chosen = would.reckon(rows, waits, rules, on=since).terms
    mine = [row for row in rows if (t := chosen[row.id]) is not None and t.id == terms.id]
    taken = {row.id: _taken(row, terms, waits) for row in mine}
    by_unit: dict[int, list[float]] = defaultdict(list)
    for row in mine:
        by_unit[row.unit_id].append(taken[row.id])
    if not mine:
        return []
    whole = Mean(terms.id, None, len(mine), sum(taken.values()) / len(mine), terms.amount)
    units = [
        Mean(terms.id, unit, len(them), sum(them) / len(them), terms.amount)
        for unit, them in by_unit.items()
    ]
    return [whole, *sorted(units, key=lambda m: (-m.mean, m.unit or 0))]


def _order(terms: Terms) -> list[Terms]:
    """Mean limits of one policy and kind compete like the others: the first that fits a matter wins."""
    rivals = [
        t
        for t in limits.rules().means
        if (t.policy_id, t.kind, t.basis) == (terms.policy_id, terms.kind, terms.basis)
    ]
    if all(t.id != terms.id for t in rivals):
        rivals = [t for t in rivals if t.rank != terms.rank] + [terms]
    return sorted(rivals, key=lambda t: t.rank)


def _as_each(terms: Terms) -> Terms:
    return replace(would.undated(terms), statistic=Statistic.MAX)


def _taken(row: would.Row, terms: Terms, waits: would.Waits) -> float:
    if terms.unit == AmountUnit.WORKING_DAYS:
        return would.days_used(row, terms, waits)
    return would.elapsed(row, terms, waits) / _A_UNIT[AmountUnit(terms.unit)]
