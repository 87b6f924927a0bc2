"""内部请求: what a department has to accept, works on, and answered today; what we wait for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from shouwen.domains.asks.choices import OPEN, RequestState
from shouwen.domains.asks.models import Request, RequestQuerySet
from shouwen.kernel import periods
from shouwen.kernel.periods import Grain
from shouwen.platform.access.scope import Scope
from shouwen.platform.org import queries as org

TABS = ("to_accept", "in_work", "answered", "asked")
PAGE = 50


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a tab, the oldest first (answers: the latest first); ``after`` asks for more."""

    rows: list[Request]
    after: int | None


def page(tab: str, *, scope: Scope, unit_id: int | None, at: datetime, after: int = 0) -> Page:
    """``after`` is how many rows came before."""
    found = Request.objects.filter(_where(tab, scope, unit_id, at)).select_related("case")
    order = ("-ended_at", "-pk") if tab == "answered" else ("asked_at", "pk")
    rows = list(found.order_by(*order)[after : after + PAGE + 1])
    return Page(rows[:PAGE], after + PAGE if len(rows) > PAGE else None)


def counts(*, scope: Scope, unit_id: int | None, at: datetime) -> dict[str, int]:
    """The figure of each tab, in one statement."""
    wanted = {tab: Count("pk", filter=_where(tab, scope, unit_id, at)) for tab in TABS}
    touched = Q(state__in=OPEN) | Q(ended_at__gte=_morning(unit_id, at))
    return Request.objects.filter(touched).aggregate(**wanted)


def to_accept(*, scope: Scope) -> int:
    """How many requests nobody of these units has accepted yet (the rail)."""
    waiting = Request.objects.filter(state=RequestState.ASKED)
    return _of(waiting, scope).count()


def _of(found: RequestQuerySet, scope: Scope) -> RequestQuerySet:
    return found if scope.everything else found.filter(unit_id__in=scope.units)


def _where(tab: str, scope: Scope, unit_id: int | None, at: datetime) -> Q:
    side = "asking_unit_id" if tab == "asked" else "unit_id"
    mine = Q() if scope.everything else Q(**{f"{side}__in": list(scope.units)})
    if tab == "to_accept":
        return mine & Q(state=RequestState.ASKED)
    if tab == "in_work":
        return mine & Q(state=RequestState.IN_WORK)
    if tab == "answered":
        return mine & Q(state=RequestState.ENDED, ended_at__gte=_morning(unit_id, at))
    return mine & Q(state__in=OPEN)


def _morning(unit_id: int | None, at: datetime) -> datetime:
    zone = org.zone_of(unit_id)
    return periods.at(at, Grain.DAY, zone).start(zone)
