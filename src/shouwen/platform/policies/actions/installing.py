"""Install a shipped table of limits, as the first one or in place of the one in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from shouwen.kernel.actor import SYSTEM, Actor
from shouwen.platform.clocks import actions as clocks
from shouwen.platform.clocks import limits
from shouwen.platform.clocks.actions import LimitTerms
from shouwen.platform.clocks.actions.installing import SHIPPED
from shouwen.platform.clocks.models import EARLIEST, Policy
from shouwen.platform.policies import shipped
from shouwen.platform.policies.actions.changing import first_day, free_rank
from shouwen.platform.policies.errors import TooEarly


@transaction.atomic
def install_presets(*, at: datetime = SHIPPED, by: Actor = SYSTEM) -> None:
    """A new installation begins with calendars and one table; what people changed is left alone."""
    clocks.install_presets(at=at, by=by)
    if not Policy.objects.exclude(preset=limits.DUTY).exists():
        _adopt(shipped.FIRST, since=EARLIEST, unit=None, by=by, at=at)


@transaction.atomic
def complete(match: Mapping[str, object], *, since: date, by: Actor, at: datetime) -> int:
    """补齐预设: limits for matters that came later, where a table has never had one for just these.

    They hold from ``since``, in front of the rules they precede in the preset. A rule people ended
    is not put back.
    """
    added = 0
    tables = Policy.objects.filter(stopped_at__isnull=True).exclude(preset=limits.DUTY)
    for policy in tables.order_by("pk"):
        if not policy.preset or policy.limits.filter(match=match).exists():
            continue
        behind: list[LimitTerms] = []
        for terms in reversed(shipped.preset(policy.preset).limits):
            if terms.match == match:
                rank = free_rank(policy.pk, _first_of(policy, behind))
                clocks.set_limit(policy.pk, rank, terms, since=since, by=by, at=at)
                added += 1
            behind.insert(0, terms)
    return added


def _first_of(policy: Policy, shipped_rules: Sequence[LimitTerms]) -> int | None:
    """The rank of the first of these rules that the table has; None where it has none of them."""
    for terms in shipped_rules:
        same = policy.limits.filter(kind=terms.kind, basis=terms.basis, match=terms.match)
        if rank := same.order_by("rank").values_list("rank", flat=True).first():
            return rank
    return None


@transaction.atomic
def install(code: str, *, since: date, unit: int | None = None, by: Actor, at: datetime) -> Policy:
    """从预设新建: this table holds from a day on, for everybody or for a unit and what is below.

    The table that held there before ends on that day; its limits stay to be read, and clocks that
    run keep theirs. Not before tomorrow (TooEarly), unless nothing holds there yet.
    """
    shipped.preset(code)
    former = list(
        Policy.objects.select_for_update()
        .filter(
            Q(valid__upper_inf=True) | Q(valid__endswith__gt=since),
            unit_id=unit,
            stopped_at__isnull=True,
        )
        .exclude(preset=limits.DUTY)
        .order_by("pk")
    )
    earliest = first_day(at)
    if former and since < earliest:
        raise TooEarly(day=earliest.isoformat())
    for policy in former:
        clocks.end_policy(policy.pk, on=since, by=by, at=at)
    return _adopt(code, since=since, unit=unit, by=by, at=at)


def _adopt(code: str, *, since: date, unit: int | None, by: Actor, at: datetime) -> Policy:
    preset = shipped.preset(code)
    return clocks.adopt_policy(
        _free(code),
        preset.limits,
        name=preset.name,
        preset=code,
        unit=unit,
        longest_wait_days=preset.longest_wait_days,
        since=since,
        by=by,
        at=at,
    )


def _free(code: str) -> str:
    """The code of a policy: its preset's, with a number when it is installed again."""
    taken = set(Policy.objects.filter(code__startswith=code).values_list("code", flat=True))
    return next(
        c for n in range(1, len(taken) + 2) if (c := code if n == 1 else f"{code}-{n}") not in taken
    )
