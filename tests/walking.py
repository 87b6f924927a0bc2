"""Every address of the installation with the rows of the planted person (tests/planted.py) it can be asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from shouwen.platform.notify.models import Delivery
from tests.planted import PHONE, Planted
from tests.routes import Route, routes

FORMS = ("html", "csv", "xlsx")


def _arguments(route: Route, found: Planted) -> Iterator[dict[str, Any]]:
    """The rows of the planted person that a route can be asked for."""
    name, given = route.name, route.parameters
    if "token" in given:
        yield {"token": found.token}
    elif "form" in given:
        yield from ({"form": form} for form in FORMS)
    elif "subject" in given:
        yield from ({"subject": f"case:{pk}"} for pk in found.cases)
    elif name in {"blame:file", "appeals:file"}:
        yield from ({"kind": kind} for kind in ("csv", "xlsx"))
    elif name.startswith("kpi:"):
        file = {"kind": "csv"} if "kind" in given else {}
        yield from ({"code": code} | file for code in ("K19", "k19", "K52", "K54"))
    elif name.startswith("notify:deliver"):
        yield from ({"pk": pk} for pk in Delivery.objects.values_list("pk", flat=True))
    elif "pk" in given:
        yield from ({"pk": pk} for pk in _ids(name, route.path, found))
    elif not given:
        yield {}


def _ids(name: str, path: str, found: Planted) -> list[int]:
    if (
        "asks/case" in path
        or "teamwork/case" in path
        or "rulings/case" in path
        or "appeals/case" in path
    ):
        return found.cases
    if "intake/customer" in path:
        return [found.customer]
    if "asks" in name or "requests" in path:
        return found.requests
    if "task" in path:
        return [found.task]
    if "appeals" in path:
        return [found.appeal]
    if "rulings" in path:
        return [found.ruling]
    return found.cases


ASKED = {
    "cases:list": (*(f"view={v}" for v in ("open", "closed", "urged", "mine")), "q=0817", "q=mrxj"),
    "cases:list_file": ("view=open", "view=closed"),
    "list_cases": ("", "view=closed", "q=0817"),
    "inbox": ("", "tab=to_accept", "tab=in_work"),
    "intake:new": ("", "customer={customer}"),
    "intake:pop": (f"ani={PHONE}&call_id=x1",),
    "rulings:list": ("", "tab=decided"),
    "appeals:list": ("tab=to_decide", "tab=decided"),
    "appeals:file": ("tab=to_decide",),
    "asks:inbox": ("", "tab=answered", "tab=asked"),
}
"""What else is asked of a page than its bare address."""


def addresses(route: Route, found: Planted, *, asked: bool = True) -> Iterator[str]:
    """The addresses of one route; ``asked``: also with what else is asked of it."""
    for given in _arguments(route, found):
        for query in ASKED.get(route.name, ("",)) if asked else ("",):
            yield f"{route.address(**given)}?{query}".format(customer=found.customer)


def readable() -> list[Route]:
    return [r for r in routes() if r.method in {"", "GET"} and "uuid" not in r.parameters.values()]
