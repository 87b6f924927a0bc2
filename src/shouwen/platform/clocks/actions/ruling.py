"""Policies and limits change by dates: a version ends, the next begins, nothing is overwritten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F

from shouwen.kernel.actor import Actor
from shouwen.kernel.subject import Subject
from shouwen.platform.clocks.choices import Basis, Reopening, Statistic
from shouwen.platform.clocks.events import LimitEnded, LimitSet, PolicyAdopted, PolicyEnded
from shouwen.platform.clocks.models import Calendar, Ladder, Limit, Policy
from shouwen.platform.journal.actions import record

STEP = 100
"""Room between the ranks of a policy, so that a narrower rule can be put before another."""


@dataclass(frozen=True, kw_only=True)
class LimitTerms:
    """What one version of a limit says; calendar and ladder by their codes."""

    kind: str
    amount: int
    unit: str
    source: str
    grade: str
    name: str = ""
    match: Mapping[str, object] = field(default_factory=dict)
    basis: str = Basis.INTERNAL
    statistic: str = Statistic.MAX
    calendar: str = "24x7"
    starts_on: str = ""
    stops_on: str = ""
    pauses_for: Sequence[str] = ()
    longest_wait_seconds: int | None = None
    reopen: str = Reopening.RESTART
    roll_forward: bool = False
    ladder: str = ""


@transaction.atomic
def adopt_policy(
    code: str,
    limits: Sequence[LimitTerms],
    *,
    name: str = "",
    preset: str = "",
    unit: int | None = None,
    longest_wait_days: int = 30,
    since: date,
    by: Actor,
    at: datetime,
) -> Policy:
    """启用时限方案: these limits in this order, from a day on."""
    policy = Policy.objects.create(
        code=code,
        name=name,
        preset=preset,
        unit_id=unit,
        longest_wait_days=longest_wait_days,
        valid=DateRange(since, None),
    )
    rows = [
        draft_limit(policy, rank * STEP, terms, since=since)
        for rank, terms in enumerate(limits, start=1)
    ]
    for row in rows:
        row.made_at, row.by_id = at, by.account
    Limit.objects.bulk_create(rows)
    event = PolicyAdopted(subject=_subject(policy), policy_code=code, unit=unit, limits=len(rows))
    record(event, by=by, at=at)
    return policy


@transaction.atomic
def end_policy(policy_id: int, *, on: date, by: Actor, at: datetime) -> Policy:
    """From this day on its limits fit no new matter; clocks that run keep theirs."""
    policy = Policy.objects.select_for_update().get(pk=policy_id)
    if policy.valid.lower is not None and policy.valid.lower >= on:
        policy.stopped_at = at  # it never began
    else:
        policy.valid = _until(policy.valid, on)
    policy.version = F("version") + 1
    policy.save(update_fields=["valid", "version", "stopped_at"])
    record(PolicyEnded(subject=_subject(policy), ends_on=on.isoformat()), by=by, at=at)
    return policy


@transaction.atomic
def set_limit(
    policy_id: int, rank: int, terms: LimitTerms, *, since: date, by: Actor, at: datetime
) -> Limit:
    """改时限: the next version of the rule at this rank, from a day on; what was planned later falls."""
    policy = Policy.objects.select_for_update().get(pk=policy_id)
    versions = list(policy.limits.filter(rank=rank).order_by("version"))
    _end(versions, since)
    limit = draft_limit(policy, rank, terms, since=since)
    limit.version = max((v.version for v in versions), default=0) + 1
    limit.made_at, limit.by_id = at, by.account
    limit.save(force_insert=True)
    _count(policy)
    event = LimitSet(
        subject=_subject(policy),
        limit=limit.pk,
        rank=rank,
        version=limit.version,
        since=since.isoformat(),
    )
    record(event, by=by, at=at)
    return limit


@transaction.atomic
def end_limit(policy_id: int, rank: int, *, on: date, by: Actor, at: datetime) -> None:
    """停用时限: from this day on the rule fits no new matter; its versions stay to be read."""
    policy = Policy.objects.select_for_update().get(pk=policy_id)
    _end(list(policy.limits.filter(rank=rank)), on)
    _count(policy)
    event = LimitEnded(subject=_subject(policy), rank=rank, ends_on=on.isoformat())
    record(event, by=by, at=at)


def draft_limit(policy: Policy, rank: int, terms: LimitTerms, *, since: date) -> Limit:
    """The row such a version would be; not stored yet."""
    ladder = Ladder.objects.filter(code=terms.ladder).first() if terms.ladder else None
    return Limit(
        policy=policy,
        rank=rank,
        name=terms.name,
        match=dict(terms.match),
        kind=terms.kind,
        basis=terms.basis,
        statistic=terms.statistic,
        amount=terms.amount,
        unit=terms.unit,
        calendar=Calendar.objects.get(code=terms.calendar),
        starts_on=terms.starts_on,
        stops_on=terms.stops_on,
        pauses_for=list(terms.pauses_for),
        longest_wait_seconds=terms.longest_wait_seconds,
        reopen=terms.reopen,
        roll_forward=terms.roll_forward,
        ladder=ladder,
        valid=DateRange(since, None),
        source=terms.source,
        grade=terms.grade,
    )


def _end(versions: Sequence[Limit], on: date) -> None:
    for version in versions:
        upper = version.valid.upper
        if not version.valid.isempty and (upper is None or upper > on):
            version.valid = _until(version.valid, on)
            version.save(update_fields=["valid"])


def _until(valid: DateRange, on: date) -> DateRange:
    """The range cut at this day; empty if it had not begun."""
    if valid.lower is not None and valid.lower >= on:
        return DateRange(empty=True)
    return DateRange(valid.lower, on)


def _count(policy: Policy) -> None:
    Policy.objects.filter(pk=policy.pk).update(version=F("version") + 1)


def _subject(policy: Policy) -> Subject:
    return Subject("policy", policy.pk)
