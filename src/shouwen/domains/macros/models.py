"""A macro: several verbs on a case in one go."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from shouwen.platform.access.choices import ViewKind
from shouwen.platform.access.models import Account


class Macro(models.Model):
    """宏操作: what somebody does with such cases again and again, under a name.

    ``steps`` are pairs of verb and terms in the order they are done. A macro never does what its user
    could not do by hand, one verb after the other.
    """

    name = models.CharField(max_length=40)
    kind = models.CharField(max_length=8, choices=ViewKind, default=ViewKind.PERSONAL)
    role_code = models.CharField(max_length=40, blank=True)
    owner = models.ForeignKey(Account, models.CASCADE, related_name="macros")
    steps = models.JSONField(default=list)
    used = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["kind", "owner"], condition=Q(removed_at=None), name="macro_lookup"
            )
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(name="macro_kind_known", condition=Q(kind__in=ViewKind.values)),
            models.CheckConstraint(
                name="macro_of_a_role_names_it",
                condition=~Q(kind=ViewKind.ROLE) | ~Q(role_code=""),
            ),
            models.CheckConstraint(name="macro_named", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name
