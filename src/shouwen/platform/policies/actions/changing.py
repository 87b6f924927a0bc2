"""Change a rule: always as its next version, from tomorrow at the earliest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from shouwen.kernel.actor import Actor
from shouwen.platform.clocks import actions as clocks
from shouwen.platform.clocks.actions import LimitTerms
from shouwen.platform.clocks.actions.ruling import STEP
from shouwen.platform.clocks.models import Limit, Policy
from shouwen.platform.org import queries as org
from shouwen.platform.policies.errors import NoRoom, TooEarly

DEFAULT_ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Which rule is to say what from when on. ``rank`` None: a new rule, put before ``before``."""

    policy_id: int
    terms: LimitTerms
    since: date
    rank: int | None = None
    before: int | None = None


def first_day(at: datetime) -> date:
    """Tomorrow, where the company is: the first day a change may hold."""
    roots = org.roots()
    zone = org.zone_of(roots[0].pk) if roots else DEFAULT_ZONE
    return at.astimezone(zone).date() + timedelta(days=1)


@transaction.atomic
def change_limit(change: Change, *, by: Actor, at: datetime) -> Limit:
    """改时限: the next version of a rule; what was judged by the former one stays judged."""
    assert change.rank is not None
    _not_before_tomorrow(change.since, at)
    return clocks.set_limit(
        change.policy_id, change.rank, change.terms, since=change.since, by=by, at=at
    )


@transaction.atomic
def add_limit(change: Change, *, by: Actor, at: datetime) -> Limit:
    """新时限: a further rule, tried before another one or last of all."""
    _not_before_tomorrow(change.since, at)
    Policy.objects.select_for_update().get(pk=change.policy_id)
    rank = free_rank(change.policy_id, change.before)
    return clocks.set_limit(change.policy_id, rank, change.terms, since=change.since, by=by, at=at)


@transaction.atomic
def stop_limit(policy_id: int, rank: int, *, on: date, by: Actor, at: datetime) -> None:
    """停用: from that day on the rule fits no new matter."""
    _not_before_tomorrow(on, at)
    clocks.end_limit(policy_id, rank, on=on, by=by, at=at)


def free_rank(policy_id: int, before: int | None) -> int:
    """A rank in front of this one, or behind all; NoRoom where the neighbours leave none."""
    ranks = sorted(set(Limit.objects.filter(policy=policy_id).values_list("rank", flat=True)))
    if before is None:
        return (ranks[-1] if ranks else 0) + STEP
    lower = max((r for r in ranks if r < before), default=0)
    if before - lower < 2:
        raise NoRoom
    return (lower + before) // 2


def _not_before_tomorrow(day: date, at: datetime) -> None:
    earliest = first_day(at)
    if day < earliest:
        raise TooEarly(day=earliest.isoformat())
