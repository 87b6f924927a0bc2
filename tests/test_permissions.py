"""Nothing opens by accident: every page and every API operation declares who may use it."""

from __future__ import annotations

import pytest
from django.test import Client

from shouwen.platform.access import permissions, rules
from tests.routes import Route, guarded, routes

FOREIGN = {"ninja.openapi.views"}
"""Views of libraries that may be routed unguarded: the API's root, which is never found."""

OPEN = {
    *("access:login", "healthz", "readyz"),
    "hooks:deliver",
    "live",
    *("portal:page", "portal:enter", "portal:urge", "portal:appointment", "portal:call_off"),
    *("portal:evaluate", "portal:opt"),
}
"""What anybody on the network may open (the stream tells nobody anything who is not signed in); the customer's page asks for a link and four digits, a delivery
for a signature."""


@pytest.mark.parametrize("route", routes(), ids=str)
def test_every_route_declares_a_permission_or_that_it_is_open(route: Route):
    if route.ours:
        assert (route.permission is not None) != route.open_to_all, route
    else:
        module = getattr(route.view, "func", route.view).__module__
        assert module in FOREIGN, f"{route}: {module}"


def test_every_permission_asked_for_is_registered():
    known = permissions.codes() | {rules.SIGNED_IN.code}
    asked = {route.permission.code for route in routes() if route.permission}
    assert asked <= known


def test_what_is_open_to_all_is_on_the_list():
    assert {route.name for route in routes() if route.open_to_all} == OPEN


def test_page_names_are_used_once():
    names = [route.name for route in routes() if route.name and route.ours and not route.method]
    assert len(names) == len(set(names))


@pytest.mark.django_db
def test_without_log_in_every_page_asks_for_one(client: Client):
    for route in guarded():
        answer = client.get(route.address())
        if route.path.startswith("api/"):
            assert answer.status_code == 401, route
        else:
            assert answer.headers["Location"].startswith("/login/?next="), route
        fragment = client.post(route.address(), headers={"HX-Request": "true"})
        assert fragment.status_code == 401, route


@pytest.mark.django_db
def test_the_api_answers_nobody_without_a_key(client: Client):
    for route in routes():
        if route.method:
            answer = client.generic(
                route.method, route.address(), "{}", content_type="application/json"
            )
            assert answer.status_code == 401, route


@pytest.mark.django_db
def test_nothing_is_changed_without_a_token_of_the_page():
    stranger = Client(enforce_csrf_checks=True)
    for route in guarded():
        assert stranger.post(route.address(), {"x": "1"}).status_code == 403, route
