"""A return (退回) of a dispatched case, and what was ruled about it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from shouwen.domains.rulings.choices import RULED, Reason, ReturnState, Step
from shouwen.platform.access.scope import Scope

_ASKED, _LAPSED = ReturnState.ASKED, ReturnState.LAPSED


class ReturnQuerySet(models.QuerySet["Return"]):
    def waiting(self) -> ReturnQuerySet:
        """待裁定: asked, and nobody has decided."""
        return self.filter(state=_ASKED)

    def visible_to(self, scope: Scope) -> ReturnQuerySet:
        """Returns made by a unit of the scope, or of a case of it."""
        if scope.everything:
            return self
        units = list(scope.units)
        return self.filter(
            Q(unit_id__in=units)
            | Q(case__owner_unit_id__in=units)
            | Q(case__handler_unit_id__in=units)
        )

    def lock(self, pk: int) -> Return:
        return self.select_for_update(of=("self",)).get(pk=pk)


class Return(models.Model):
    """One unit says that a case is not its own, whose it is instead, and why.

    The words stand in the journal of the case. ``person`` returned it; ``ruled_unit`` has the case
    since the ruling. The first of an instance (``step`` return) is ruled by the desk, the second
    (``step`` arbitration) decided by arbitration; there is no third.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+", db_index=False)
    instance = models.PositiveSmallIntegerField()
    step = models.CharField(max_length=12, choices=Step.choices)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(
        "org.Staff", models.PROTECT, null=True, related_name="+", db_index=False
    )
    reason = models.CharField(max_length=16, choices=Reason.choices)
    proposed_unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ReturnState.choices, default=_ASKED)
    ruled_at = models.DateTimeField(null=True)
    ruled_by = models.ForeignKey(
        "org.Staff", models.PROTECT, null=True, related_name="+", db_index=False
    )
    ruled_unit = models.ForeignKey(
        "org.Unit", models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = ReturnQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["at", "id"], name="return_at"),
            models.Index("unit", F("at").desc(), F("id").desc(), name="return_of_unit"),
            models.Index(fields=["at", "case"], name="return_waiting", condition=Q(state=_ASKED)),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["case", "instance", "step"],
                name="return_once_an_instance",
                condition=~Q(state=_LAPSED),
            ),
            models.CheckConstraint(
                name="return_state_known", condition=Q(state__in=list(ReturnState.values))
            ),
            models.CheckConstraint(
                name="return_reason_known", condition=Q(reason__in=list(Reason.values))
            ),
            models.CheckConstraint(
                name="return_step_known", condition=Q(step__in=list(Step.values))
            ),
            models.CheckConstraint(
                name="return_proposes_another", condition=~Q(proposed_unit=F("unit"))
            ),
            models.CheckConstraint(
                name="return_ruled_has_time_and_unit",
                condition=Q(
                    state__in=sorted(RULED), ruled_at__isnull=False, ruled_unit__isnull=False
                )
                | Q(state__in=[_ASKED, _LAPSED], ruled_at__isnull=True, ruled_unit__isnull=True),
            ),
            models.CheckConstraint(
                name="return_ruled_after_asking",
                condition=Q(ruled_at__isnull=True) | Q(ruled_at__gte=F("at")),
            ),
        ]

    def __str__(self) -> str:
        return f"return {self.pk}"

    @property
    def is_waiting(self) -> bool:
        return self.state == _ASKED
