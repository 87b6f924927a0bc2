"""The caller's card: in full for a reason and a while, and what the caller allows, in one key."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from shouwen.domains.customers import consents
from shouwen.domains.customers.models import Consent, Customer
from shouwen.platform.access.models import Unmask
from tests import world as cast
from tests.factories.customers import a_customer
from tests.world import World

pytestmark = pytest.mark.django_db
HX = {"HX-Request": "true"}


@pytest.fixture
def world() -> World:
    return cast.build()


@pytest.fixture
def caller(world: World) -> Customer:
    return a_customer(at=timezone.now(), unit_id=world.units["XS-01"])


def signed_in(world: World, number: str) -> Client:
    client = Client()
    client.force_login(world.account(number))
    return client


def shown(client: Client, caller: Customer) -> str:
    return client.get(f"/intake/customer/{caller.pk}/", headers=HX).content.decode()


def test_a_caller_is_shown_in_full_to_whoever_says_why(world: World, caller: Customer) -> None:
    agent, colleague = signed_in(world, "0101"), signed_in(world, "0102")
    address = f"/intake/customer/{caller.pk}/unmask"
    assert caller.phone not in shown(agent, caller)
    assert agent.get(address).status_code == 200
    assert agent.post(address, {"reason": "nonsense"}, headers=HX).status_code == 422
    assert not Unmask.objects.exists()
    answer = agent.post(address, {"reason": "verify", "detail": "核对来电人"}, headers=HX)
    assert answer.status_code == 204
    assert "caller-changed" in answer.headers["HX-Trigger"]
    assert {caller.phone, caller.name, caller.address} <= {
        word for word in (caller.phone, caller.name, caller.address) if word in shown(agent, caller)
    }
    assert caller.phone in agent.get(f"/intake/?customer={caller.pk}").content.decode()
    assert caller.phone not in shown(colleague, caller)


def test_the_auditor_sees_who_looked_and_why(world: World, caller: Customer) -> None:
    signed_in(world, "0101").post(
        f"/intake/customer/{caller.pk}/unmask", {"reason": "verify", "detail": "核对来电人"}
    )
    page = signed_in(world, "0111").get("/settings/looks/").content.decode()
    assert f"customer:{caller.pk}" in page
    assert "核对来电人" in page
    assert "0101" in page
    assert (
        "核对来电人"
        not in signed_in(world, "0111").get("/settings/looks/?login=0102").content.decode()
    )
    assert signed_in(world, "0101").get("/settings/looks/").status_code == 403


def test_a_word_of_the_caller_is_kept_with_one_key(world: World, caller: Customer) -> None:
    agent, address = signed_in(world, "0101"), f"/intake/customer/{caller.pk}/consent"
    word = {"purpose": "marketing", "channel": "phone"}
    assert 'data-key="Alt+5"' in shown(agent, caller)
    assert agent.post(address, {**word, "given": "yes"}, headers=HX).status_code == 204
    assert consents.allows(caller.pk, "marketing", "phone")
    assert not consents.allows(caller.pk, "marketing", "sms")
    assert signed_in(world, "0301").post(address, {**word, "given": "no"}).status_code == 302
    assert not consents.allows(caller.pk, "marketing", "phone")
    kept = Consent.objects.order_by("pk").values_list("given", "evidence", "by_id")
    assert list(kept) == [
        (True, "call", world.staff["0101"]),
        (False, "counter", world.staff["0301"]),
    ]
    assert agent.post(address, {**word, "purpose": "x", "given": "no"}).status_code == 400


def test_a_hall_of_another_county_knows_no_such_caller(world: World, caller: Customer) -> None:
    eastern = signed_in(world, "0201")
    for part in ("", "unmask", "consent"):
        address = f"/intake/customer/{caller.pk}/{part}"
        assert eastern.post(address).status_code in {404, 405}
        assert eastern.get(address).status_code in {404, 405}
    assert not Consent.objects.exists()
