"""Which unit a matter is suggested to, and the routes as a list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from shouwen.domains.routing.models import Route
from shouwen.platform.access.scope import Scope
from shouwen.platform.org import queries as org


@dataclass(frozen=True, slots=True)
class Suggestion:
    """派给谁: the unit, and why it is suggested."""

    unit_id: int
    because: str


def suggest(
    match: Mapping[str, object], *, place_id: int | None, at: datetime
) -> Suggestion | None:
    """派单建议 for a matter: ``match`` has kind, category and area, ``place_id`` is its account's grid."""
    nodes = org.tree().nodes
    place = nodes.get(place_id or 0)
    path = place.path if place else ()
    fitting = [
        r
        for r in Route.objects.on(localdate(at))
        if _fits(r, match, path) and (target := nodes.get(r.unit_id)) and target.active
    ]
    if not fitting:
        return None
    best = max(fitting, key=lambda r: _weight(r, path))
    return Suggestion(best.unit_id, best.why)


def _fits(route: Route, match: Mapping[str, object], path: tuple[int, ...]) -> bool:
    if route.place_id is not None and route.place_id not in path:
        return False
    wanted = (("category", route.category), ("kind", route.kind), ("area", route.area))
    return all(not value or match[name] == value for name, value in wanted)


def _weight(route: Route, path: tuple[int, ...]) -> tuple[object, ...]:
    """Category says most, then kind, then how near the place lies, then town or country; then the newest."""
    near = path.index(route.place_id) + 1 if route.place_id is not None else 0
    return bool(route.category), bool(route.kind), near, bool(route.area), route.since, route.pk


def listed(*, scope: Scope, on: date) -> list[Route]:
    """The routes in force or to come, by what they say."""
    found = Route.objects.shown_to(scope).exclude(until__lte=on)
    return list(
        found.select_related("place", "unit").order_by("kind", "category", "place__name", "pk")
    )
