"""Routes are added and ended; nothing else writes their table."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from shouwen.domains.routing.errors import (
    AlreadyEnded,
    EndsBeforeItBegan,
    UnitNotActive,
    WhyMissing,
)
from shouwen.domains.routing.events import RouteAdded, RouteEnded
from shouwen.domains.routing.models import Route
from shouwen.kernel.actor import Actor
from shouwen.kernel.subject import Subject
from shouwen.platform.journal.actions import record
from shouwen.platform.org import queries as org

KIND = "route"


@transaction.atomic
def add_route(
    *,
    unit_id: int,
    why: str,
    since: date,
    kind: str = "",
    category: str = "",
    area: str = "",
    place_id: int | None = None,
    by: Actor,
    at: datetime,
) -> Route:
    """新增派单规则: from that day matters that fit are suggested to this unit, for this reason."""
    node = org.tree().nodes.get(unit_id)
    if node is None or not node.active:
        raise UnitNotActive
    if not why.strip():
        raise WhyMissing
    route = Route.objects.create(
        since=since,
        kind=kind,
        category=category.strip(),
        area=area,
        place_id=place_id,
        unit_id=unit_id,
        why=why.strip(),
        by_id=by.staff,
    )
    event = RouteAdded(
        subject=Subject(KIND, route.pk),
        since=since,
        matter_kind=kind,
        category=route.category,
        area=area,
        place_id=place_id,
        unit_id=unit_id,
    )
    record(event, by=by, at=at)
    return route


@transaction.atomic
def end_route(route_id: int, *, until: date, by: Actor, at: datetime) -> Route:
    """停用派单规则: it holds up to the day before; the row stays."""
    route = Route.objects.select_for_update(of=("self",)).get(pk=route_id)
    if route.until is not None:
        raise AlreadyEnded
    if until < route.since:
        raise EndsBeforeItBegan
    route.until = until
    route.save(update_fields=["until"])
    record(RouteEnded(subject=Subject(KIND, route.pk), until=until), by=by, at=at)
    return route
