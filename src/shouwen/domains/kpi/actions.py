"""Setting targets, keeping the number of users."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import connection, transaction
from django.db.models import Q

from shouwen.domains.kpi.choices import Operator
from shouwen.domains.kpi.definitions import find
from shouwen.domains.kpi.errors import FigureUnknown, SourceMissing, UserDayAhead, UsersCountedTwice
from shouwen.domains.kpi.events import TargetSet, UsersCounted
from shouwen.domains.kpi.models import Target, UserCount
from shouwen.kernel.actor import Actor
from shouwen.kernel.periods import Grain, Period
from shouwen.kernel.subject import Subject
from shouwen.platform.journal.actions import Fact, record, record_set
from shouwen.platform.org import queries as org

SHIPPED = (
    ("K14", Operator.AT_LEAST, "0.98"),
    ("K15", Operator.AT_MOST, "0.02"),
    ("K16", Operator.EXACTLY, "0"),
    ("K17", Operator.AT_LEAST, "0.95"),
    ("K19", Operator.AT_MOST, "0.03"),
    ("K52", Operator.AT_LEAST, "0.95"),
    ("K54", Operator.AT_LEAST, "0.80"),
    ("K12", Operator.AT_LEAST, "0.85"),
)
SHIPPED_FROM = date(2000, 1, 1)
HABIT = "industry habit; set your own"


@transaction.atomic
def set_target(
    kpi: str,
    *,
    unit_id: int | None,
    operator: Operator,
    value: Decimal,
    valid_from: date,
    source: str,
    by: Actor,
    at: datetime,
) -> Target:
    """下达目标: from a day on a figure has to reach this; the target before ends the day before."""
    definition = find(kpi)
    if definition is None:
        raise FigureUnknown(kpi=kpi)
    of_unit = Q(unit__isnull=True) if unit_id is None else Q(unit_id=unit_id)
    kept = Target.objects.select_for_update().filter(of_unit, kpi=definition.id)
    kept.filter(valid_from__lt=valid_from, valid_to__isnull=True).update(
        valid_to=valid_from - timedelta(days=1)
    )
    target = kept.filter(valid_from=valid_from).first() or Target(
        kpi=definition.id, unit_id=unit_id, valid_from=valid_from
    )
    target.operator, target.value, target.source = operator, value, source
    target.save()
    fact = TargetSet(
        subject=Subject("target", target.pk),
        kpi=definition.id,
        unit_id=unit_id,
        operator=operator,
        value=value,
        valid_from=valid_from,
    )
    record(fact, by=by, at=at)
    return target


@dataclass(frozen=True, slots=True)
class UsersOf:
    """So many users of a unit itself as of the beginning of a day."""

    unit_id: int
    day: date
    users: int


@transaction.atomic
def count_users(
    counts: Sequence[UsersOf], *, source: str, by: Actor, at: datetime
) -> list[UserCount]:
    """用户数导入: all of them or none; a later row of the same unit and day counts.

    Users are counted on one level of a branch: never on a unit and on one below it at once.
    """
    if not source.strip():
        raise SourceMissing
    _one_at_a_time()
    rows = UserCount.objects.bulk_create(
        _dated(one, source=source.strip(), by=by, at=at) for one in counts
    )
    _refuse_twice([row.unit_id for row in rows])
    record_set(
        [
            Fact(
                UsersCounted(subject=Subject("unit", row.unit_id), day=row.day, users=row.users),
                by,
                at,
            )
            for row in rows
        ]
    )
    return rows


def _dated(one: UsersOf, *, source: str, by: Actor, at: datetime) -> UserCount:
    zone = org.zone_of(one.unit_id)
    begins = Period(one.day, one.day, Grain.DAY).start(zone)
    if begins > at:
        raise UserDayAhead(day=one.day, unit=org.names([one.unit_id])[one.unit_id])
    return UserCount(
        unit_id=one.unit_id,
        day=one.day,
        users=one.users,
        from_at=begins,
        source=source[:120],
        at=at,
        by_id=by.account,
    )


def _one_at_a_time() -> None:
    """Two who count the same branch on different levels at once: the second waits and is refused."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('kpi.users'))")


_TWICE = """
SELECT upper.unit_id, lower.unit_id
FROM kpi_users_fact AS lower
JOIN org_unit AS u ON u.id = lower.unit_id
JOIN kpi_users_fact AS upper ON upper.unit_id = ANY(u.path) AND upper.unit_id <> lower.unit_id
WHERE (lower.unit_id = ANY(%(units)s) OR upper.unit_id = ANY(%(units)s))
  AND lower.users > 0 AND upper.users > 0
  AND lower.from_at < coalesce(upper.until_at, 'infinity')
  AND upper.from_at < coalesce(lower.until_at, 'infinity')
LIMIT 1"""


def _refuse_twice(units: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_TWICE, {"units": units})
        found = cursor.fetchone()
    if found:
        names = org.names(found)
        raise UsersCountedTwice(upper=names[found[0]], lower=names[found[1]])


def install_presets(*, by: Actor, at: datetime) -> None:
    """The targets that ship, marked as habit; only where a figure has none at all."""
    present = set(Target.objects.values_list("kpi", flat=True))
    for kpi, operator, value in SHIPPED:
        if kpi not in present:
            set_target(
                kpi,
                unit_id=None,
                operator=operator,
                value=Decimal(value),
                valid_from=SHIPPED_FROM,
                source=HABIT,
                by=by,
                at=at,
            )
