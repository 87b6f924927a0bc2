"""What a source delivered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q, QuerySet

from shouwen.domains.cases.models import Case
from shouwen.domains.hooks.choices import Outcome
from shouwen.domains.hooks.models import Delivery, Matter, Source
from shouwen.platform.access.scope import Scope

MINUTE = timedelta(minutes=1)
SHOWN = 50


def lately(source: Source, at: datetime) -> QuerySet[Delivery]:
    """The deliveries of the last minute."""
    return Delivery.objects.filter(source=source, at__gt=at - MINUTE)


def done_before(source: Source, event: str) -> Delivery | None:
    """The delivery of this id that was done."""
    done = Delivery.objects.filter(source=source, event=event, outcome=Outcome.DONE)
    return done.select_related("case").first()


def case_of(source: Source, reference: str) -> Case | None:
    """The case that a reference became."""
    found = Matter.objects.filter(source=source, reference=reference).select_related("case").first()
    return found.case if found else None


def visible(scope: Scope) -> QuerySet[Source]:
    """The sources of the scope's units."""
    everybody = Source.objects.select_related("unit")
    return everybody if scope.everything else everybody.filter(unit_id__in=list(scope.units))


def listed(scope: Scope, *, at: datetime) -> QuerySet[Source]:
    """The sources with when they last delivered, and how many were refused within a day."""
    day = Q(deliveries__at__gt=at - timedelta(days=1))
    return (
        visible(scope)
        .annotate(
            last_at=Max("deliveries__at"),
            done_today=Count("deliveries", filter=day & ~Q(deliveries__outcome=Outcome.REFUSED)),
            refused_today=Count("deliveries", filter=day & Q(deliveries__outcome=Outcome.REFUSED)),
        )
        .order_by("code")
    )


def last_deliveries(source: Source) -> Sequence[Delivery]:
    return list(source.deliveries.select_related("case").order_by("-at", "-pk")[:SHOWN])
