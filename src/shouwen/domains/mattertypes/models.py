"""The types of matters, and what each asks from a day on."""

from __future__ import annotations

from typing import Any, ClassVar

import pgtrigger
from django.db import models


class MatterType(models.Model):
    """A type of matter (事项类型): a category of one kind, or a sub-category of it.

    ``code`` is what a case keeps as its category: 宽带, 宽带/无法上网.
    """

    kind = models.CharField(max_length=20)
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=60)
    sub = models.CharField(max_length=60, blank=True)
    initials = models.CharField(max_length=200, blank=True)
    preset = models.CharField(max_length=20)
    position = models.PositiveIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        db_table = "intake_mattertype"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["kind", "code"], name="matter_type_once"),
        ]

    def __str__(self) -> str:
        return self.code


class FieldSet(models.Model):
    """What a type asks from a day on (字段版本); a version never changes."""

    type = models.ForeignKey(MatterType, models.PROTECT, related_name="field_sets")
    version = models.PositiveIntegerField()
    valid_from = models.DateField()
    fields: models.JSONField[Any, Any] = models.JSONField(default=list)

    class Meta:
        db_table = "intake_fieldset"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["type", "version"], name="field_set_version_once"),
        ]
        triggers: ClassVar[list[Any]] = [
            pgtrigger.Protect(
                name="field_set_never_edited", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.type_id} v{self.version}"
