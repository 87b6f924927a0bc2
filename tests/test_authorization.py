"""The authorization matrix: every route × every shipped role × inside and outside the scope.

A new page is in it by itself; a new page about one row needs a line in FOREIGN_ROWS.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import Client, RequestFactory

from shouwen.platform.access import permissions, rules
from shouwen.platform.access.acting import Acting
from shouwen.platform.access.choices import ShippedRole
from shouwen.platform.access.models import Account
from tests import world as cast
from tests.routes import NOWHERE, guarded, routes

Rows = Callable[[cast.World], dict[str, object]]

FOREIGN_ROWS: dict[str, Rows] = {
    "org:unit": lambda world: {"pk": world.units["XS"]},
    "org:rename_unit": lambda world: {"pk": world.units["XS"]},
    "org:set_zone": lambda world: {"pk": world.units["XS"]},
    "org:move_unit": lambda world: {"pk": world.units["XS"]},
    "org:close_unit": lambda world: {"pk": world.units["XS"]},
    "org:set_contact": lambda world: {"pk": world.units["XS"]},
    "org:staff": lambda world: {"pk": world.staff["0301"]},
    "org:rename_staff": lambda world: {"pk": world.staff["0301"]},
    "org:appoint": lambda world: {"pk": world.staff["0301"]},
    "org:end_appointment": lambda world: {"pk": world.staff["0301"]},
    "org:leave": lambda world: {"pk": world.staff["0301"]},
    "org:open_account": lambda world: {"pk": world.staff["0301"]},
    "org:reset_password": lambda world: {"pk": world.staff["0301"]},
    "org:set_active": lambda world: {"pk": world.staff["0301"]},
}
"""Route → arguments of a row of the western county, which the eastern county must not see."""

EVERYWHERE = {"access:role", "access:role_permissions", "access:revoke_token", "notify:acknowledge"}
"""Routes with an id whose rows belong to no unit: roles hold everywhere, keys and notices to one person."""


@cache
def _held(role: str) -> frozenset[str]:
    return frozenset(permissions.presets().get(role, ()))


@pytest.mark.parametrize("role", ShippedRole.values)
def test_a_role_without_the_verb_is_refused_before_anything_is_read(rf: RequestFactory, role: str):
    """No database: the guard stands before every query."""
    acting = Acting(account=Account(pk=1, login="x"), role_code=role, permissions=_held(role))
    for route in routes():
        asked = route.permission
        if asked is None or asked is rules.SIGNED_IN or asked.code in acting.permissions:
            continue
        for method in ("get", "post"):
            request = getattr(rf, method)(route.address())
            request.acting = acting
            with pytest.raises(PermissionDenied):
                route.view(request, **route.arguments)


@pytest.mark.django_db
def test_whoever_holds_every_verb_gets_every_page(client: Client):
    """Pages without a row answer; pages about a row that is not there say so; nothing fails."""
    client.force_login(cast.build().administrator)
    odd = []
    for route in guarded():
        expected = {302, 404, 405} if route.parameters else {200, 302, 400, 405, 422}
        got = {client.get(route.address()).status_code}
        if route.parameters:
            got.add(client.post(route.address()).status_code)
        if not got <= expected:
            odd.append((str(route), got))
    assert odd == []


@pytest.mark.django_db
def test_a_row_out_of_scope_answers_like_a_row_that_is_not_there(client: Client):
    """Even with every verb: the eastern county's manager must not learn that the row exists."""
    world = cast.build()
    _grant_everything("county_manager")
    client.force_login(world.account("0204"))
    odd = []
    for route in guarded():
        if route.name not in FOREIGN_ROWS:
            continue
        address = route.address(**FOREIGN_ROWS[route.name](world))
        for send in (client.get, client.post):
            there, absent = send(address), send(route.address())
            alike = _neutral(there, address) == _neutral(absent, route.address())
            if there.status_code not in {404, 405} or not alike:
                odd.append((str(route), there.status_code, absent.status_code))
    assert odd == []


def _neutral(answer: HttpResponse, address: str) -> tuple[int, str]:
    """Status and page without what differs from one request to the next: address, token, time."""
    page = answer.content.decode().replace(address, "")
    page = re.sub(r"(csrf-token\" content|csrfmiddlewaretoken\" value)=\"\w+\"", "", page)
    return answer.status_code, re.sub(r"20\d\d-\d\d-\d\dT[\d:.+]+", "", page)


def _grant_everything(role: str) -> None:
    from shouwen.platform.access.models import Role, RolePermission

    owner = Role.objects.get(code=role)
    held = set(owner.permissions.values_list("code", flat=True))
    RolePermission.objects.bulk_create(
        RolePermission(role=owner, code=code) for code in permissions.codes() - held
    )


def test_every_route_about_one_row_has_a_line_here():
    about_rows = {
        route.name
        for route in guarded()
        if "int" in route.parameters.values() and route.name.split(":")[0] in {"access", "org"}
    }
    assert about_rows <= FOREIGN_ROWS.keys() | EVERYWHERE


def test_the_dummy_id_is_nobodys():
    assert NOWHERE > 10**8
