"""A published duty is a limit like any other: dated, pinned by the clocks that start under it, explained.

It stands in a policy of the department's own and is the default limit of the same manner of asking
(ladder, pauses, longest wait) with the time the department promised.
"""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.db.models import Max, Min, Q
from django.utils import translation
from django.utils.translation import gettext

from shouwen.domains.duties.choices import MANNERS, WAITING, Counting
from shouwen.domains.duties.models import Duty
from shouwen.kernel.actor import Actor
from shouwen.platform.clocks import actions as clocks
from shouwen.platform.clocks import limits
from shouwen.platform.clocks.actions import LimitTerms
from shouwen.platform.clocks.choices import AmountUnit, Basis, ClockKind, Grade
from shouwen.platform.clocks.models import EARLIEST, Ladder, Policy
from shouwen.platform.org.models import Unit

ROOM = 100
"""Ranks between two duties; the manners of one stand side by side, the narrowest first."""


def promise(duty: Duty, *, by: Actor, at: datetime) -> None:
    """From its first day on requests under this duty have its time, in every manner of asking."""
    policy = _policy(duty.unit, by=by, at=at)
    rank = _rank(policy, duty.name)
    for n, manner in enumerate(MANNERS):
        if manner == WAITING and duty.waiting_minutes is None:
            _take_back(policy, rank + n, on=duty.valid_from, by=by, at=at)
            continue
        terms = _terms(duty, manner, at=at)
        clocks.set_limit(policy.pk, rank + n, terms, since=duty.valid_from, by=by, at=at)


def take_back(duty: Duty, *, on: date, by: Actor, at: datetime) -> None:
    """From that day on the default limits hold again; clocks that run keep theirs."""
    policy = _policy(duty.unit, by=by, at=at)
    rank = _rank(policy, duty.name)
    for n in range(len(MANNERS)):
        _take_back(policy, rank + n, on=on, by=by, at=at)


def _take_back(policy: Policy, rank: int, *, on: date, by: Actor, at: datetime) -> None:
    lasting = Q(valid__upper_inf=True) | Q(valid__endswith__gt=on)
    if policy.limits.filter(lasting, rank=rank).exists():
        clocks.end_limit(policy.pk, rank, on=on, by=by, at=at)


def _policy(unit: Unit, *, by: Actor, at: datetime) -> Policy:
    """The policy in which this department's duties stand."""
    code = f"duties-{unit.pk}"
    known = Policy.objects.filter(code=code).first()
    if known is not None:
        return known
    with translation.override(settings.LANGUAGE_CODE):
        name = gettext("Duties of %(unit)s") % {"unit": unit.name}
    return clocks.adopt_policy(
        code,
        [],
        name=name[:80],
        preset=limits.DUTY,
        unit=unit.pk,
        longest_wait_days=limits.rules().longest_wait.days,
        since=EARLIEST,
        by=by,
        at=at,
    )


def _rank(policy: Policy, name: str) -> int:
    """Where the limits of this duty stand among those of the department."""
    own = policy.limits.filter(match__duty=name).aggregate(first=Min("rank"))["first"]
    if own is not None:
        return int(own) // ROOM * ROOM
    last = policy.limits.aggregate(last=Max("rank"))["last"] or 0
    return int(last) // ROOM * ROOM + ROOM


def _terms(duty: Duty, manner: str, *, at: datetime) -> LimitTerms:
    match: dict[str, object] = {limits.DUTY: duty.name}
    if manner:
        match["kind"] = manner
    waiting = manner == WAITING
    default = limits.rules().choose(
        ClockKind.INTERNAL_REPLY, Basis.INTERNAL, {"kind": manner, "unit": duty.unit_id}, at
    )
    with translation.override(settings.LANGUAGE_CODE):
        name = gettext("Duty: %(name)s") % {"name": duty.name}
        source = gettext("Register of duties of %(unit)s, %(day)s") % {
            "unit": duty.unit.name,
            "day": duty.valid_from.isoformat(),
        }
    return LimitTerms(
        kind=ClockKind.INTERNAL_REPLY,
        name=name[:120],
        match=match,
        amount=(duty.waiting_minutes or 0) if waiting else duty.amount,
        unit=AmountUnit.MINUTES if waiting else duty.counted_in,
        calendar="24x7" if waiting else Counting(duty.counted_in).calendar,
        source=source[:200],
        grade=Grade.TEXT,
        ladder=_ladder(default),
        pauses_for=sorted(default.pauses_for) if default else (),
        longest_wait_seconds=int(default.longest_wait.total_seconds()) if default else None,
        reopen=default.reopen if default else "restart",
    )


def _ladder(default: limits.Terms | None) -> str:
    if default is None or default.ladder_id is None:
        return ""
    return Ladder.objects.values_list("code", flat=True).get(pk=default.ladder_id)
