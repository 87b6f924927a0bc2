"""Links and appointments for other systems: the pages' verbs, each once by its key."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from shouwen.domains.cases.choices import CaseState as S
from shouwen.domains.cases.models import Case
from shouwen.domains.portal.models import Appointment, Link
from tests.factories.portal import a_channel, a_customers_case
from tests.world import World

SignedIn = Callable[[str], Client]
JSON = "application/json"


@pytest.fixture
def case(world: World) -> Case:
    a_channel()
    return a_customers_case(S.IN_PROGRESS, world, at=timezone.now() - timedelta(hours=1))


def post(client: Client, path: str, body: dict[str, Any], key: str = "") -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(f"/api/v1/links{path}", body, content_type=JSON, headers=headers)


def test_a_link_is_sent_once_and_taken_back(case: Case, signed_in: SignedIn) -> None:
    client, path = signed_in("0102"), f"/cases/{case.pk}/links"
    first, again = (post(client, path, {"sent": 0}, key="k-1") for _ in range(2))
    assert (first.status_code, again.json()) == (201, first.json())
    stale = post(client, path, {"sent": 0})
    assert (stale.status_code, stale.json()["code"]) == (409, "link_sent_meanwhile")
    listed = client.get(f"/api/v1/links{path}").json()
    assert (listed["sent"], [row["lives"] for row in listed["links"]]) == (1, [True])
    link = Link.objects.get()
    assert link.token_hash not in str(listed) and link.nonce not in str(listed)
    assert post(signed_in("0304"), f"/{link.pk}/revoke", {}).status_code == 404
    assert post(client, f"/{link.pk}/revoke", {}).json()["lives"] is False
    assert post(signed_in("0112"), path, {"sent": 1}).status_code == 403
    assert post(signed_in("0304"), path, {"sent": 1}).status_code == 404


def test_an_appointment_is_offered_moved_and_called_off(case: Case, signed_in: SignedIn) -> None:
    client, path = signed_in("0112"), f"/cases/{case.pk}/appointment"
    windows = client.get(f"/api/v1/links{path}").json()["windows"]
    said = {"starts_at": windows[2]["starts_at"], "offer": True}
    first, again = (post(client, path, said, key="k-2") for _ in range(2))
    assert (first.status_code, first.json()["stage"], again.json()) == (
        201,
        "offered",
        first.json(),
    )
    moved = post(client, path, {"starts_at": windows[3]["starts_at"], "seen": first.json()["id"]})
    assert (moved.status_code, moved.json()["stage"]) == (201, "agreed")
    off: dict[str, Any] = {"seen": first.json()["id"], "reason": "cannot_come"}
    assert post(client, f"{path}/cancel", off).json()["code"] == "appointment_moved"
    assert Appointment.objects.count() == 2
    off["seen"] = moved.json()["id"]
    assert post(signed_in("0304"), f"{path}/cancel", off).status_code == 404
    assert post(client, f"{path}/cancel", off | {"reason": "?"}).status_code == 422
    assert client.get(f"/api/v1/links{path}").json()["changeable_until"] < windows[3]["starts_at"]
    done = [post(client, f"{path}/cancel", off).json() for _ in range(2)]
    assert done[0]["stage"] == "cancelled" and done[0] == done[1]
    assert client.get(f"/api/v1/links{path}").json()["held"] is None
