"""The rulebook as a reader sees it: policies, their rules by kind of clock, versions, properties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils.functional import Promise

from shouwen.platform.access.scope import Scope
from shouwen.platform.clocks import limits, matching
from shouwen.platform.clocks.models import Clock, Limit, Policy
from shouwen.platform.org import queries as org

KEYS = ("kind", "category", "channel", "tier", "area", "unit")
RECENT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a policy: the version in force (or the next, or the last) and one that is planned."""

    rank: int
    limit: Limit
    planned: Limit | None
    over: bool


def policies() -> list[Policy]:
    """All policies that are changed here, those in force first, newest first."""
    rows = Policy.objects.exclude(preset=limits.DUTY).order_by("pk")
    return sorted(rows, key=lambda p: (p.stopped_at is not None, p.valid.upper is not None, -p.pk))


def policy_for(code: str, *, on: date) -> Policy | None:
    """The policy of this code; without one, that which holds for everybody on this day."""
    if code and (named := Policy.objects.filter(code=code).first()):
        return named
    mine = Policy.objects.filter(stopped_at__isnull=True, valid__contains=on)
    return mine.filter(unit_id__isnull=True).order_by("pk").first() or next(
        (p for p in policies() if p.unit_id is None), None
    )


def may_read(policy: Policy, scope: Scope, unit: int | None) -> bool:
    """A policy is read where it holds: in its unit, below it, and by whoever is above."""
    if policy.unit_id is None or scope.covers(policy.unit_id):
        return True
    node = org.tree().nodes.get(unit) if unit is not None else None
    return node is not None and policy.unit_id in node.path


def may_change(policy: Policy, scope: Scope) -> bool:
    """A policy is changed by whoever is responsible for its unit and everything below.

    What departments promise for their duties is changed in the register of duties alone.
    """
    if policy.preset == limits.DUTY:
        return False
    return scope.everything if policy.unit_id is None else scope.covers(policy.unit_id)


def rules_of(policy: Policy, *, on: date) -> list[Rule]:
    """The rules of a policy in the order in which they are tried."""
    versions: dict[int, list[Limit]] = {}
    for limit in versions_of(policy):
        versions.setdefault(limit.rank, []).append(limit)
    return [_rule(rank, mine, on) for rank, mine in sorted(versions.items())]


def versions_of(policy: Policy) -> QuerySet[Limit]:
    rows = policy.limits.select_related("policy", "calendar", "ladder")
    return rows.order_by("rank", "version")


def _rule(rank: int, versions: Sequence[Limit], on: date) -> Rule:
    held = [v for v in versions if not v.valid.isempty]
    now = next((v for v in held if _holds(v, on)), None)
    ahead = next((v for v in held if v.valid.lower is not None and v.valid.lower > on), None)
    shown = now or ahead or (held or versions)[-1]
    over = now is None and ahead is None
    return Rule(rank, shown, ahead if ahead is not shown else None, over)


def _holds(limit: Limit, on: date) -> bool:
    lower, upper = limit.valid.lower, limit.valid.upper
    return (lower is None or lower <= on) and (upper is None or on < upper)


def version_in_force(policy: Policy, rank: int, *, on: date) -> Limit | None:
    """What the page of a rule shows: the version in force, else the next, else the last."""
    mine = [rule for rule in rules_of(policy, on=on) if rule.rank == rank]
    return mine[0].limit if mine else None


def hits(policy: Policy, rank: int, *, at: datetime) -> int:
    """近30天命中: how many clocks the versions of this rule were chosen for in 30 days."""
    mine = Clock.objects.filter(limit__policy=policy, limit__rank=rank)
    return mine.filter(started_at__gt=at - RECENT, started_at__lte=at).count()


def values_of(key: str) -> Mapping[str, Promise | str]:
    """The values a property can have, with the words of the owner apps."""
    found: dict[str, Promise | str] = {}
    for owner in matching.owners().values():
        if key in owner.values:
            found.update(owner.values[key]())
    return found


def verbs() -> Mapping[str, Promise | str]:
    """The verbs clocks may begin or stop with."""
    found: dict[str, Promise | str] = {}
    for owner in matching.owners().values():
        found.update(owner.verbs)
    return found
