"""Saved views over the API: the same views as on the page, and nobody else's."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils.timezone import now

from shouwen.domains.cases import actions
from shouwen.platform.access.models import SavedView
from tests.factories.cases import a_case
from tests.world import World

SignedIn = Callable[[str], Client]
HOUR = timedelta(hours=1)
URGENT = {"name": "催过的", "query": "kind=complaint&order=urges&cols=urges&nonsense=1&after=1.2"}


def send(client: Client, method: str, address: str, body: Any = None, **headers: str) -> Any:
    return client.generic(
        method,
        f"/api/v1/views{address}",
        json.dumps(body) if body is not None else "",
        content_type="application/json",
        headers=headers,
    )


def test_a_view_is_kept_counted_run_changed_and_brought_back(
    world: World, signed_in: SignedIn
) -> None:
    agent, client = world.actor("0101"), signed_in("0101")
    calm, urged = (a_case(agent, at=now() - n * HOUR, kind="complaint") for n in (2, 1))
    a_case(agent, at=now() - HOUR, kind="consultation")
    a_case(world.actor("0301"), at=now() - HOUR, kind="complaint")
    actions.urge(urged.pk, by=agent, at=now())
    key = {"Idempotency-Key": "view-1"}
    made = send(client, "POST", "", URGENT, **key)
    assert send(client, "POST", "", URGENT, **key).json() == made.json()
    view = SavedView.objects.get()
    assert (made.status_code, view.query, view.order) == (201, "kind=complaint", "urges")
    (listed,) = send(client, "GET", "").json()
    assert (listed["count"], listed["whole"], listed["mine"], listed["columns"]) == (
        *(2, True, True),
        ["urges"],
    )
    page = send(client, "GET", f"/{view.pk}/cases").json()
    assert ([c["id"] for c in page["items"]], page["after"], page["count"]) == (
        *([urged.pk, calm.pk], None),
        2,
    )
    onward = send(client, "GET", f"/{view.pk}/cases?after=-1.{urged.pk}").json()
    assert [c["id"] for c in onward["items"]] == [calm.pk]
    changed = send(client, "PATCH", f"/{view.pk}", {"query": "is=urged"}).json()
    assert (changed["name"], changed["query"]) == (URGENT["name"], "is=urged")
    assert send(client, "DELETE", f"/{view.pk}").status_code == 200
    assert send(client, "GET", "").json() == []
    assert send(client, "GET", f"/{view.pk}/cases").status_code == 404
    assert send(client, "POST", f"/{view.pk}/restore").json()["id"] == view.pk
    assert [v["id"] for v in send(client, "GET", "").json()] == [view.pk]


def test_views_are_shared_by_leaders_run_in_the_own_scope_and_changed_by_nobody_else(
    world: World, signed_in: SignedIn
) -> None:
    case = a_case(world.actor("0101"), at=now() - HOUR)
    agent, leader, west = signed_in("0101"), signed_in("0102"), signed_in("0301")
    shared = {"name": "在办", "kind": "role", "role": "agent"}
    assert send(agent, "POST", "", shared).status_code == 409
    assert send(leader, "POST", "", {**shared, "role": "nonsense"}).status_code == 404
    assert not SavedView.objects.exists()
    pk = send(leader, "POST", "", shared).json()["id"]
    assert [c["id"] for c in send(agent, "GET", f"/{pk}/cases").json()["items"]] == [case.pk]
    for method, body in (("PATCH", {"name": "改"}), ("DELETE", None)):
        assert send(agent, method, f"/{pk}", body).json()["code"] == "view_not_yours"
        assert send(west, method, f"/{pk}", body).status_code == 404
    assert send(west, "GET", f"/{pk}/cases").status_code == 404
    assert send(agent, "POST", f"/{pk}/restore").status_code == 404
    assert Client().get("/api/v1/views").status_code == 401
    assert send(agent, "POST", "", {"name": ""}).status_code == 422
    view = SavedView.objects.get()
    assert (view.name, view.removed_at) == ("在办", None)
