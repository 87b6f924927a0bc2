"""Every address of the installation with the rows of the planted person (tests/planted.py) it can be asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from typing import Any

from django.db.models import Model
from django.utils.timezone import localdate

from shouwen.domains.appeals.models import Appeal
from shouwen.domains.asks.models import Request
from shouwen.domains.bulk.models import Run
from shouwen.domains.calls.models import Call
from shouwen.domains.care.models import CareNote
from shouwen.domains.cases.models import Case
from shouwen.domains.customers.models import Customer
from shouwen.domains.duties.models import Duty
from shouwen.domains.hooks.models import Source
from shouwen.domains.imports.models import Upload
from shouwen.domains.macros.models import Macro
from shouwen.domains.mattertypes.models import MatterType
from shouwen.domains.portal.models import Link
from shouwen.domains.privacy.models import DataRequest, LegalHold, Proposal
from shouwen.domains.routing.models import Route as RouteOfCases
from shouwen.domains.rulings.models import Return
from shouwen.domains.teamwork.models import Task
from shouwen.domains.voices.models import BookEntry
from shouwen.kernel.periods import Grain, containing
from shouwen.platform.access.models import ApiToken, Role, SavedView
from shouwen.platform.clocks.models import Calendar, Clock, Ladder, LadderStep, Limit, Policy
from shouwen.platform.files.models import Attachment
from shouwen.platform.notify.models import Channel, Delivery, Notice
from shouwen.platform.org.models import Appointment, Staff, Unit
from shouwen.platform.rosters.models import Absence, Roster, Swap
from shouwen.platform.rosters.models import Duty as DutyOfRoster
from tests.planted import PHONE, Planted
from tests.routes import Route, routes

MOST = 2
"""So many rows of a kind are looked at."""

ROWS: dict[str, type[Model]] = {
    "appeals/": Appeal,
    "appeals/case/": Case,
    "asks/": Request,
    "asks/case/": Case,
    "book/": BookEntry,
    "bulk/runs/": Run,
    "calls/": Call,
    "care/": CareNote,
    "cases/": Case,
    "cases/views/": SavedView,
    "data-requests/": DataRequest,
    "deliveries/": Delivery,
    "duties/": Duty,
    "hooks/": Source,
    "imports/": Upload,
    "intake/customer/": Customer,
    "intake/official/": Case,
    "intake/repeat/": Case,
    "intake/types/": MatterType,
    "intake/urge/": Case,
    "leader/": Case,
    "links/": Link,
    "links/case/": Case,
    "links/cases/": Case,
    "macros/case/": Case,
    "me/keys/": ApiToken,
    "notices/": Notice,
    "org/staff/": Staff,
    "org/units/": Unit,
    "papers/case/": Case,
    "privacy/case/": Case,
    "privacy/holds/": LegalHold,
    "privacy/requests/": DataRequest,
    "privacy/rules/": Proposal,
    "reopening/case/": Case,
    "requests/": Request,
    "rosters/": Roster,
    "rosters/absences/": Absence,
    "rosters/duties/": DutyOfRoster,
    "rosters/swaps/": Swap,
    "routes/": RouteOfCases,
    "rulings/": Return,
    "rulings/case/": Case,
    "settings/roles/": Role,
    "teamwork/case/": Case,
    "teamwork/cases/": Case,
    "teamwork/tasks/": Task,
    "views/": SavedView,
    "watching/case/": Case,
}
"""Whose id stands in an address, by all that stands before it (``api/v1/`` left out)."""


def start_of(route: Route) -> str:
    """What stands before the id; a new one needs a line in ROWS."""
    return route.path.removeprefix("api/v1/").partition("<int:pk>")[0]


def model_of(route: Route) -> type[Model]:
    """Whose id the address of this route has."""
    return ROWS[start_of(route)]


def told(route: Route) -> str:
    """What a list of routes calls this one."""
    return route.name or str(route)


def _ids(model: type[Model]) -> list[int]:
    return list(model._base_manager.order_by("pk").values_list("pk", flat=True)[:MOST])


def _first(model: type[Model], field: str) -> list[Any]:
    """That field of the first row there is."""
    return list(model._base_manager.order_by("pk").values_list(field, flat=True)[:1])


def _codes(route: Route) -> tuple[str, ...]:
    """What stands for a code: of a figure, a calendar, a policy, a ladder, a channel, a profile."""
    if route.name.startswith(("kpi:", "figure")):
        return ("K19", "K52", "K54")
    if "channels/" in route.path:
        return tuple(Channel.objects.values_list("code", flat=True)[:MOST])
    model = (
        Calendar if "calendars/" in route.path else Policy if "limits/" in route.path else Ladder
    )
    return tuple(model.objects.order_by("pk").values_list("code", flat=True)[:1])


def _choices(route: Route, found: Planted) -> dict[str, Any]:
    """What each parameter of the route can be, most of it by its name alone."""
    period = containing(localdate(), Grain.XUN)
    subjects = [f"case:{pk}" for pk in found.cases]
    known: dict[str, Any] = {
        "token": lambda: [found.token],
        "form": lambda: ["html", "csv", "xlsx"],
        "kind": lambda: ["csv", "xlsx"],
        "subject": lambda: subjects,
        "code": lambda: _codes(route),
        "rank": lambda: _first(Limit, "rank"),
        "n": lambda: _first(LadderStep, "n"),
        "period": lambda: [period.id],
        "part": lambda: ["units"],
        "line": lambda: ["total"],
        "column": lambda: ["K19"],
        "unit": lambda: _ids(Unit),
        "macro": lambda: _ids(Macro),
        "file_id": lambda: _ids(Attachment),
        "clock_id": lambda: _ids(Clock),
        "appointment": lambda: _ids(Appointment),
        "pk": lambda: found.cases if model_of(route) is Case else _ids(model_of(route)),
    }
    return {name: known[name]() for name in route.parameters}


ASKED = {
    "cases:list": (*(f"view={v}" for v in ("open", "closed", "urged", "mine")), "q=0817", "q=mrxj"),
    "cases:list_file": ("view=open", "view=closed"),
    "list_cases": ("", "view=closed", "q=0817"),
    "inbox": ("", "tab=to_accept", "tab=in_work"),
    "intake:new": ("", "customer={customer}"),
    "intake:pop": (f"ani={PHONE}&call_id=x1",),
    "rulings:list": ("", "tab=decided"),
    "kpi:rows": ("from={first}&to={last}&unit={unit}",),
    "kpi:file": ("from={first}&to={last}&unit={unit}",),
    "figure": ("from={first}&to={last}&unit={unit}",),
    "figure_rows": ("from={first}&to={last}&unit={unit}",),
    "appeals:list": ("tab=to_decide", "tab=decided"),
    "appeals:file": ("tab=to_decide",),
    "list_types": ("kind=fault_report",),
    "list_needed_papers": ("kind=fault_report",),
    "list_ping_pong": ("since={first}T00:00:00Z&until={last}T00:00:00Z",),
    "drafts:draft": ("form=intake",),
    "GET api/v1/calendars/<code>/days": ("first={first}&last={last}",),
    "GET api/v1/clocks/due": ("calendar={calendar}&start={last}T00:00:00Z&limit=2h",),
    "GET api/v1/clocks/replay": ("policy={policy}&from={first}&to={last}",),
    "GET api/v1/rosters/on-duty": ("unit=QC-HOT",),
    "asks:inbox": ("", "tab=answered", "tab=asked"),
}
"""What else is asked of a page than its bare address."""


def addresses(
    route: Route, found: Planted, *, asked: bool = True, most: int = MOST
) -> Iterator[str]:
    """The addresses of one route, ``most`` of each kind of row; ``asked``: also with what else is asked of it."""
    choices, today = _choices(route, found), localdate()
    queries = ASKED.get(told(route), ("",)) if asked else ("",)
    codes = {"calendar": Calendar, "policy": Policy}
    named = {
        name: _first(model, "code")[0]
        for name, model in codes.items()
        if any(f"{{{name}}}" in query for query in queries)
    }
    for values in product(*(rows[:most] for rows in choices.values())):
        given = dict(zip(choices, values, strict=True))
        for query in queries:
            yield f"{route.address(**given)}?{query}".format(
                customer=found.customer,
                **named,
                unit=found.unit,
                first=today - timedelta(days=7),
                last=today,
            )


def readable() -> list[Route]:
    return [r for r in routes() if r.method in {"", "GET"} and "uuid" not in r.parameters.values()]
