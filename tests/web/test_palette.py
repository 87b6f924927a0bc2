"""命令面板: the reader's views and cases of the own scope, told to nobody else."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from django.utils.timezone import now

from shouwen.platform.access import saved
from shouwen.platform.access.acting import Acting
from tests.factories.cases import a_case
from tests.world import World

SignedIn = Callable[[str], Client]


def test_cases_are_found_by_number_and_words_within_the_own_scope(
    world: World,
    signed_in: SignedIn,
) -> None:
    mine = a_case(world.actor("0101"), at=now(), title="宽带无法上网")
    west = a_case(world.actor("0301"), at=now(), title="宽带无法上网")
    agent = signed_in("0101")
    for typed in (mine.number, "宽带无法"):
        page = agent.get("/palette/", {"q": typed}).content.decode()
        assert (f"/cases/{mine.pk}/" in page, f"/cases/{west.pk}/" in page) == (True, False)
    assert f"/cases/{mine.pk}/" not in agent.get("/palette/", {"q": "查无此事"}).content.decode()


def test_saved_views_are_offered_to_their_owner_alone(
    world: World,
    signed_in: SignedIn,
) -> None:
    agent = signed_in("0101")
    view = saved.save_view(
        "cases.list",
        name="我的投诉",
        look=saved.Look(query="kind=complaint"),
        acting=Acting(account=world.account("0101")),
        at=now(),
    )
    assert f"v={view.pk}" in agent.get("/palette/").content.decode()
    assert f"v={view.pk}" not in signed_in("0102").get("/palette/").content.decode()
    assert Client().get("/palette/", headers={"HX-Request": "true"}).status_code == 401
