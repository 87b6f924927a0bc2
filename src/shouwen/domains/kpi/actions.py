"""Setting targets."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Q

from shouwen.domains.kpi.choices import Operator
from shouwen.domains.kpi.definitions import find
from shouwen.domains.kpi.errors import FigureUnknown
from shouwen.domains.kpi.events import TargetSet
from shouwen.domains.kpi.models import Target
from shouwen.kernel.actor import Actor
from shouwen.kernel.subject import Subject
from shouwen.platform.journal.actions import record

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
