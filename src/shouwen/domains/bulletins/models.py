"""Bulletins and what is kept of them when they are frozen."""

from __future__ import annotations

from typing import Any, ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from shouwen.domains.bulletins.choices import STORED, BulletinState, Part
from shouwen.kernel import periods
from shouwen.kernel.periods import Period
from shouwen.kernel.subject import Subject
from shouwen.platform.access.scope import Scope

KIND = "bulletin"


class BulletinQuerySet(models.QuerySet["Bulletin"]):
    def visible_to(self, scope: Scope) -> BulletinQuerySet:
        """Bulletins on units of the scope; everything else does not exist."""
        return self if scope.everything else self.filter(unit_id__in=scope.units)

    def lock(self, pk: int) -> Bulletin:
        return self.select_for_update(of=("self",)).get(pk=pk)


class Bulletin(models.Model):
    """旬通报: the figures of one unit over one period, for those below it to read.

    ``serial`` counts the ten-day periods of the year. A draft shows the facts as they are; the
    freeze keeps rows, journal position, the version of the definitions and a digest of it all.
    """

    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    period = models.CharField(max_length=12)
    first = models.DateField()
    last = models.DateField()
    serial = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=10, choices=BulletinState.choices, default=BulletinState.DRAFT
    )
    drafted_at = models.DateTimeField()
    drafted_by = models.BigIntegerField(null=True)
    frozen_at = models.DateTimeField(null=True)
    frozen_by = models.BigIntegerField(null=True)
    as_of = models.DateTimeField(null=True)
    definitions = models.CharField(max_length=20, blank=True)
    journal_position = models.BigIntegerField(null=True)
    digest = models.CharField(max_length=64, blank=True)

    objects = BulletinQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["unit", "period"], name="bulletin_once_a_period"),
            models.CheckConstraint(
                name="bulletin_state_known", condition=Q(state__in=BulletinState.values)
            ),
            models.CheckConstraint(
                name="bulletin_frozen_is_complete",
                condition=Q(state=BulletinState.DRAFT)
                | Q(
                    frozen_at__isnull=False,
                    as_of__isnull=False,
                    journal_position__isnull=False,
                )
                & ~Q(digest="")
                & ~Q(definitions=""),
            ),
        ]
        triggers: ClassVar[list[Any]] = [
            pgtrigger.Protect(
                name="bulletin_frozen_never_changes",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state=BulletinState.FROZEN),
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.period}"

    @property
    def subject(self) -> Subject:
        return Subject(KIND, self.pk)

    @property
    def days(self) -> Period:
        return periods.parse(self.period)

    @property
    def is_frozen(self) -> bool:
        return self.state == BulletinState.FROZEN


class BulletinCell(models.Model):
    """One number of a frozen bulletin with the ids behind it; the sum of a column is not kept apart."""

    bulletin = models.ForeignKey(Bulletin, models.PROTECT, related_name="cells", db_index=False)
    part = models.CharField(max_length=8, choices=Part.choices)
    position = models.PositiveSmallIntegerField()  # of the unit's line in the table
    unit_id = models.BigIntegerField()
    column = models.CharField(max_length=16, choices=[(c.value, c.label) for c in STORED])
    value = models.PositiveIntegerField()
    rows = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["bulletin", "part", "unit_id", "column"], name="bulletin_cell_once"
            ),
            models.CheckConstraint(
                name="bulletin_cell_counts_its_rows",
                condition=Q(value=models.F("rows__len")) | Q(value=0, rows=[]),
            ),
        ]
        triggers: ClassVar[list[Any]] = [
            pgtrigger.Protect(
                name="bulletin_cell_never_changes", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.bulletin_id} {self.part} {self.unit_id} {self.column}"


class BulletinEntry(models.Model):
    """One line of a named list (明细) of a frozen bulletin: ids, codes and times, no words, no names."""

    bulletin = models.ForeignKey(Bulletin, models.PROTECT, related_name="entries", db_index=False)
    table = models.CharField(max_length=12)
    position = models.PositiveIntegerField()
    case_id = models.BigIntegerField()
    facts = models.JSONField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["bulletin", "table", "position"], name="bulletin_entry_once"
            )
        ]
        triggers: ClassVar[list[Any]] = [
            pgtrigger.Protect(
                name="bulletin_entry_never_changes", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.bulletin_id} {self.table} {self.position}"
