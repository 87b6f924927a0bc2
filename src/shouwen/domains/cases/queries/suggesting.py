"""Which unit a case is suggested to before it is dispatched."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext

from shouwen.domains.cases.models import Case
from shouwen.domains.cases.queries.matching import matching
from shouwen.domains.customers.models import ServiceAccount
from shouwen.domains.routing import queries as routing
from shouwen.domains.routing.queries import Suggestion
from shouwen.platform.org import queries as org


def suggested(case: Case, *, at: datetime) -> Suggestion | None:
    """派单建议: what the routes say, else the grid of the service account; nothing where it is already."""
    if not case.can("dispatch"):
        return None
    grid = _grid(case)
    found = routing.suggest(matching(case), place_id=grid, at=at)
    if found is None and grid is not None:
        node = org.tree().nodes.get(grid)
        because = gettext("The service account lies in this grid; no route says otherwise")
        found = Suggestion(grid, because) if node is not None and node.active else None
    return None if found is None or found.unit_id == case.handler_unit_id else found


def _grid(case: Case) -> int | None:
    if case.account_id is None:
        return None
    found = ServiceAccount.objects.filter(pk=case.account_id)
    return found.values_list("grid_unit_id", flat=True).first()
