"""若按新版: what a changed rule would do to open clocks, and would have done last month; writes nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from shouwen.kernel.worktime import micros
from shouwen.platform.clocks import limits
from shouwen.platform.clocks.choices import Statistic
from shouwen.platform.clocks.models import Limit, Policy
from shouwen.platform.policies import would
from shouwen.platform.policies.queries.replaying import Tally, period, was_late
from shouwen.platform.policies.would import NEVER


@dataclass(frozen=True, slots=True)
class Effect:
    """What a version of a rule does: to the clocks that are open, and to last month had it held."""

    open_clocks: int
    turn_red: int
    turn_good: int
    month: date
    last_month: Tally


def effect_of(
    limit: Limit, *, replaces: int | None, at: datetime, before: int | None = None
) -> Effect:
    """A version that is only being considered, in place of the rule at rank ``replaces``."""
    rules = _with(limit, replaces, before)
    draft = limits.as_terms(limit, limits.latest_revisions()[limit.calendar_id])
    day = limit.valid.lower or localdate(at)
    former = _versions(limit.policy, replaces)
    opened, red, good = _open(rules, draft, former, day, micros(at))
    month = (localdate(at).replace(day=1) - timedelta(days=1)).replace(day=1)
    return Effect(opened, red, good, month, _month(rules, draft, former, day, month, at))


def _open(
    rules: limits.Rules, draft: limits.Terms, former: frozenset[int], day: date, now: int
) -> tuple[int, int, int]:
    where = "c.ended_at IS NULL AND c.kind = %s AND c.basis = %s"
    rows, waits = would.read(where, [draft.kind, draft.basis])
    found = would.reckon(rows, waits, rules, on=day)
    mine = [row for row in rows if moves(row, found.terms[row.id], draft.id, former)]
    due = {row.id: found.due.get(row.id, NEVER) for row in mine}
    red = sum(due[r.id] < now <= r.due_us for r in mine)
    good = sum(r.due_us < now <= due[r.id] for r in mine)
    return len(mine), red, good


def moves(row: would.Row, terms: limits.Terms | None, wanted: int, former: frozenset[int]) -> bool:
    """Whether an open clock would get this rule, or leave a former version of it for another rule."""
    if row.given_us != NEVER or terms is None or terms.id == row.limit_id:
        return False
    return terms.id == wanted or row.limit_id in former


def _month(
    rules: limits.Rules,
    draft: limits.Terms,
    former: frozenset[int],
    day: date,
    month: date,
    at: datetime,
) -> Tally:
    last = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    begin, end, _zone = period(month, last)
    where = "c.kind = %s AND c.basis = %s AND c.started_at >= %s AND c.started_at < %s"
    rows, waits = would.read(where, [draft.kind, draft.basis, begin, end])
    found = would.reckon(rows, waits, rules, on=day)
    tally = Tally()
    for row in rows:
        terms = found.terms[row.id]
        if row.limit_id in former or (terms is not None and terms.id == draft.id):
            tally.add(was_late(row, micros(at)), found.late(row, micros(at)))
    return tally


def _versions(policy: Policy, rank: int | None) -> frozenset[int]:
    if rank is None:
        return frozenset()
    return frozenset(policy.limits.filter(rank=rank).values_list("pk", flat=True))


def _with(limit: Limit, replaces: int | None, before: int | None) -> limits.Rules:
    """The rules in force with this one in its place."""
    now = limits.rules()
    draft = limits.as_terms(limit, limits.latest_revisions()[limit.calendar_id])
    day = limit.valid.lower
    kept = [
        terms
        for several in now.ordered.values()
        for terms in several
        if not (terms.policy_id == draft.policy_id and terms.rank == replaces)
        and (day is None or terms.holds_on(day))
    ]
    place = replaces if replaces is not None else (before - 1 if before else 10**9)
    if draft.statistic == Statistic.MAX:
        kept.append(replace(draft, rank=place))
    kept.sort(key=lambda t: (t.policy_id, t.rank))
    return limits.rules_of(kept, longest_wait=now.longest_wait)
