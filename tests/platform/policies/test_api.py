"""``/api/v1/clocks``: the same answers as the command, for whoever may."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.factories.cases import a_case
from tests.world import World

pytestmark = pytest.mark.django_db
SignedIn = Callable[[str], Client]


def test_a_due_time_is_answered(signed_in: SignedIn) -> None:
    answer = signed_in("0101").get(
        "/api/v1/clocks/due",
        {
            "calendar": "office",
            "start": "2025-09-27T16:00",
            "limit": "20 hours",
            "pause": "2025-09-29T10:00..2025-10-09T10:00",
        },
    )
    body = answer.json()
    assert (answer.status_code, body["due"]) == (200, "2025-10-10T07:00:00Z")
    assert set(body["segments"][0]) == {"from", "to", "counted", "cause"}


@pytest.mark.parametrize(
    "wrong", [{"limit": "soon"}, {"calendar": "nights"}, {"start": "now"}, {"pause": "x"}]
)
def test_what_cannot_be_read_is_refused_with_the_remedy(
    signed_in: SignedIn, wrong: dict[str, str]
) -> None:
    asked = {"calendar": "office", "start": "2025-09-27T16:00", "limit": "1 hour", **wrong}
    answer = signed_in("0101").get("/api/v1/clocks/due", asked)
    assert (answer.status_code, bool(answer.json()["message"])) == (422, True)


def test_a_case_is_explained_to_whoever_sees_it(world: World, signed_in: SignedIn) -> None:
    case = a_case(world.actor("0101"))
    place = f"/api/v1/clocks/explain/case:{case.number}"
    answer = signed_in("0101").get(place)
    assert answer.status_code == 200
    assert {c["kind"] for c in answer.json()["clocks"]} == {
        "first_response",
        "contact",
        "resolution",
    }
    assert signed_in("0204").get(place).status_code == 404
    assert signed_in("0101").get("/api/v1/clocks/explain/case:C0").status_code == 404


def test_a_replay_is_for_whoever_configures(world: World, signed_in: SignedIn) -> None:
    a_case(world.actor("0101"))
    asked = {"policy": "cable_cn", "from": "2025-10-01", "to": "2025-10-31"}
    answer = signed_in("").get("/api/v1/clocks/replay", asked)
    assert answer.status_code == 200
    body = answer.json()
    assert (body["policy"], body["from"], body["total"]["clocks"] > 0) == (
        "cable_cn",
        "2025-10-01",
        True,
    )
    assert signed_in("0101").get("/api/v1/clocks/replay", asked).status_code == 403
    back = asked | {"to": "2025-09-01"}
    assert signed_in("").get("/api/v1/clocks/replay", back).status_code == 422
    assert signed_in("").get("/api/v1/clocks/replay", asked | {"policy": "x"}).status_code == 404
