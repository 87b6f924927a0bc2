"""Whom a case is suggested to and why; one click dispatches it there; routes are added and ended, never edited."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate, now

from shouwen.domains.cases.models import Case
from shouwen.domains.cases.queries.suggesting import suggested
from shouwen.domains.customers.models import ServiceAccount
from shouwen.domains.routing import actions
from shouwen.domains.routing.errors import AlreadyEnded, EndsBeforeItBegan, UnitNotActive
from shouwen.domains.routing.models import Route
from shouwen.kernel.errors import Refused
from shouwen.platform.access.actions import issue_token
from shouwen.platform.journal.models import Entry
from tests.factories.cases import T0, a_case
from tests.factories.customers import a_customer
from tests.world import World

SignedIn = Callable[[str], Client]
HX = {"HX-Request": "true"}


def a_route(world: World, unit: str, *, place: str = "", why: str = "属地", **given: Any) -> Route:
    terms: dict[str, Any] = {"since": date(2025, 1, 1), "at": T0, **given}
    return actions.add_route(
        unit_id=world.units[unit],
        place_id=world.units[place] if place else None,
        why=why,
        by=world.actor("0107"),
        **terms,
    )


@pytest.fixture
def case(world: World) -> Case:
    customer = a_customer(at=T0)
    account = ServiceAccount.objects.create(
        number="A1", customer=customer, grid_unit_id=world.units["DH-01-G1"]
    )
    given = {"customer_id": customer.pk, "account_id": account.pk}
    return a_case(world.actor("0101"), at=now() - timedelta(hours=1), **given)


def test_the_grid_is_suggested_until_a_route_says_more(world: World, case: Case) -> None:
    def unit(at: Any = None) -> str:
        found = suggested(case, at=at or now())
        assert found is not None
        return next(code for code, pk in world.units.items() if pk == found.unit_id)

    assert unit() == "DH-01-G1"
    a_route(world, "QC-NET")
    assert unit() == "QC-NET"
    a_route(world, "DH-01", place="DH")
    a_route(world, "XS-01", place="XS")  # does not fit
    assert unit() == "DH-01"
    a_route(world, "DH-01-G2", place="DH-01")  # lies nearer
    assert unit() == "DH-01-G2"
    a_route(world, "QC-EXP", kind="fault_report")  # says more about the matter
    a_route(world, "QC-MKT", kind="complaint")
    assert unit() == "QC-EXP"
    ended = a_route(world, "QC-SVC", kind="fault_report", since=date(2025, 2, 1))
    assert unit() == "QC-SVC"
    actions.end_route(ended.pk, until=localdate(), by=world.actor("0107"), at=now())
    assert unit() == "QC-EXP"
    a_route(world, "QC-HOT", kind="fault_report", since=date(2025, 3, 1))
    assert suggested(case, at=now()) is None  # it is there already


def test_a_route_that_cannot_be_leaves_no_trace(world: World) -> None:
    route = a_route(world, "QC-NET")
    before = Entry.objects.count()
    by = world.actor("0107")
    for error, act in (
        (UnitNotActive, lambda: actions.add_route(unit_id=10**9, why="x", since=date(2025, 1, 1), by=by, at=T0)),
        (Refused, lambda: a_route(world, "QC-NET", why=" ")),
        (EndsBeforeItBegan, lambda: actions.end_route(route.pk, until=date(2024, 1, 1), by=by, at=T0)),
    ):  # fmt: skip
        with pytest.raises(error):
            act()
    assert Entry.objects.count() == before
    actions.end_route(route.pk, until=date(2025, 6, 1), by=by, at=T0)
    with pytest.raises(AlreadyEnded):
        actions.end_route(route.pk, until=date(2025, 7, 1), by=by, at=T0)


def test_one_click_dispatches_to_the_suggested_unit(
    world: World, case: Case, signed_in: SignedIn
) -> None:
    a_route(world, "QC-NET", why="主干故障归网络维护部")
    agent = signed_in("0101")
    for page in (f"/cases/{case.pk}/", f"/cases/{case.pk}/panel"):
        shown = agent.get(page).content.decode()
        assert "主干故障归网络维护部" in shown
        assert "QC\\u002DNET" in shown
    dialog = agent.get(f"/cases/{case.pk}/dispatch").content.decode()
    assert "网络维护部 (QC-NET)" in dialog
    assert "主干故障归网络维护部" in dialog
    assert "网维新" in dialog
    secret = issue_token(world.account("0101").pk, "x", by=world.actor("0101"), at=now())
    said = Client().get(
        f"/api/v1/cases/{case.pk}/suggestion", headers={"Authorization": f"Bearer {secret}"}
    )
    assert said.json() == {"unit": world.units["QC-NET"], "because": "主干故障归网络维护部"}
    clicked = {"version": case.version, "unit_id": "QC-NET"}
    assert agent.post(f"/cases/{case.pk}/dispatch", clicked, headers=HX).status_code == 204
    case.refresh_from_db()
    assert case.handler_unit_id == world.units["QC-NET"]
    assert "主干故障归网络维护部" not in agent.get(f"/cases/{case.pk}/").content.decode()


def test_a_county_keeps_the_routes_of_its_own_places(world: World, signed_in: SignedIn) -> None:
    everywhere = a_route(world, "QC-NET", why="全市规则")
    east, chief, leader = signed_in("0204"), signed_in("0107"), signed_in("0102")
    terms = {"unit_id": "DH-01", "why": "东河属地", "since": "2025-01-01", "kind": "fault_report"}
    assert east.post("/routes/add", terms, headers=HX).status_code == 422
    west = {**terms, "place_id": "XS"}
    assert east.post("/routes/add", west, headers=HX).status_code == 422
    assert east.post("/routes/add", {**terms, "place_id": "DH"}, headers=HX).status_code == 204
    assert leader.post("/routes/add", terms).status_code == 403
    page = leader.get("/routes/").content.decode()
    assert "全市规则" in page
    assert "东河属地" not in page
    assert "东河属地" in east.get("/routes/").content.decode()
    assert east.post(f"/routes/{everywhere.pk}/end", {"until": "2030-01-01"}).status_code == 404
    assert chief.get(f"/routes/{everywhere.pk}/end").status_code == 200
    ended = chief.post(f"/routes/{everywhere.pk}/end", {"until": localdate().isoformat()})
    assert ended.status_code == 302
    assert "全市规则" not in chief.get("/routes/").content.decode()
