"""A route (派单规则): which unit a matter of this kind, at this place, is suggested to, and why."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from shouwen.platform.access.scope import Scope


class RouteQuerySet(models.QuerySet["Route"]):
    def on(self, day: date) -> RouteQuerySet:
        """In force on that day."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day)

    def kept_by(self, scope: Scope) -> RouteQuerySet:
        """Routes of places in the scope; those of every place belong to who sees everything."""
        return self if scope.everything else self.filter(place_id__in=list(scope.units))

    def shown_to(self, scope: Scope) -> RouteQuerySet:
        """The same, and those that hold everywhere."""
        if scope.everything:
            return self
        return self.filter(Q(place_id__isnull=True) | Q(place_id__in=list(scope.units)))


class Route(models.Model):
    """One dated row; what is empty fits every matter. A row is never edited, only ended.

    ``place`` is the grid of the service account or any unit above it. Of several that fit, the one
    that says most about the matter wins, then the one that lies nearest, then the newest.
    """

    since = models.DateField()
    until = models.DateField(null=True)
    kind = models.CharField(max_length=20, blank=True)
    category = models.CharField(max_length=60, blank=True)
    area = models.CharField(max_length=10, blank=True)
    place = models.ForeignKey("org.Unit", models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    why = models.CharField(max_length=200)
    by = models.ForeignKey("org.Staff", models.PROTECT, null=True, related_name="+", db_index=False)

    objects = RouteQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="route_ends_after_it_began",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
            ),
            models.CheckConstraint(name="route_says_why", condition=~Q(why="")),
        ]

    def __str__(self) -> str:
        return f"route {self.pk}"
