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
from shouwen.platform.clocks.models import Clock
from shouwen.platform.files.models import Attachment
from shouwen.platform.notify.models import Channel, Delivery, Notice
from shouwen.platform.org.models import Appointment, Staff, Unit
from shouwen.platform.rosters.models import Absence, Roster, Swap
from shouwen.platform.rosters.models import Duty as DutyOfRoster
from tests.planted import PHONE, Planted
from tests.routes import Route, routes

MOST = 3
"""So many rows of a kind are looked at."""

ROWS: dict[str, type[Model]] = {
    "appeals/case/": Case,
    "appeals/": Appeal,
    "asks/case/": Case,
    "asks/": Request,
    "book/": BookEntry,
    "bulk/runs/": Run,
    "calls/": Call,
    "care/": CareNote,
    "cases/views/": SavedView,
    "cases/": Case,
    "data-requests/": DataRequest,
    "deliveries/": Delivery,
    "duties/": Duty,
    "hooks/": Source,
    "imports/": Upload,
    "intake/customer/": Customer,
    "intake/types/": MatterType,
    "intake/": Case,
    "leader/": Case,
    "links/case": Case,
    "links/": Link,
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
    "rosters/absences/": Absence,
    "rosters/duties/": DutyOfRoster,
    "rosters/swaps/": Swap,
    "rosters/": Roster,
    "routes/": RouteOfCases,
    "rulings/case/": Case,
    "rulings/": Return,
    "settings/roles/": Role,
    "teamwork/case": Case,
    "teamwork/tasks/": Task,
    "views/": SavedView,
    "watching/case/": Case,
}
"""Whose id stands in an address that begins so; the first that fits."""


def model_of(route: Route) -> type[Model]:
    """Whose id the address of this route has; a new kind of address needs a line in ROWS."""
    path = route.path.removeprefix("api/v1/")
    return next(model for start, model in ROWS.items() if path.startswith(start))


def _ids(model: type[Model]) -> list[int]:
    return list(model._base_manager.order_by("pk").values_list("pk", flat=True)[:MOST])


def _codes(route: Route) -> tuple[str, ...]:
    """What stands for a code: of a figure, a calendar, a policy, a ladder, a channel, a profile."""
    if route.name.startswith(("kpi:", "figure")):
        return ("K19", "k19", "K52", "K54")
    if "channels/" in route.path:
        return tuple(Channel.objects.values_list("code", flat=True)[:MOST])
    if "calendars/" in route.path:
        return ("office",)
    return ("cable_cn",) if "limits/" in route.path else ("default",)


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
        "rank": lambda: [100],
        "n": lambda: [1],
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
    "asks:inbox": ("", "tab=answered", "tab=asked"),
}
"""What else is asked of a page than its bare address."""


def addresses(route: Route, found: Planted, *, asked: bool = True) -> Iterator[str]:
    """The addresses of one route; ``asked``: also with what else is asked of it."""
    choices, today = _choices(route, found), localdate()
    for values in product(*choices.values()):
        given = dict(zip(choices, values, strict=True))
        for query in ASKED.get(route.name, ("",)) if asked else ("",):
            yield f"{route.address(**given)}?{query}".format(
                customer=found.customer,
                unit=found.unit,
                first=today - timedelta(days=7),
                last=today,
            )


def readable() -> list[Route]:
    return [r for r in routes() if r.method in {"", "GET"} and "uuid" not in r.parameters.values()]
