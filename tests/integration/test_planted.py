"""The planted person (tests/planted.py) is read nowhere in plain words by whoever has given no reason."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client

from shouwen.kernel.actor import SYSTEM
from shouwen.platform.access import permissions, rules
from shouwen.platform.access.actions import issue_token
from shouwen.platform.access.choices import ShippedRole
from shouwen.platform.access.models import Account
from tests import world as cast
from tests.planted import ADDRESS, ID_NO, NAME, PHONE, Planted, plant, seen
from tests.routes import Route
from tests.walking import addresses, readable
from tests.world import World

pytestmark = pytest.mark.django_db


def _leaks(
    client: Client, found: Planted, wanted: list[Route], *, more: bool = True, **headers: str
) -> list[tuple[str, list[str]]]:
    leaks = []
    for route in wanted:
        for address in addresses(route, found, asked=more):
            if plain := seen(client.get(address, headers=headers)):
                leaks.append((address, plain))
    return leaks


@pytest.fixture
def world() -> World:
    return cast.build()


def test_no_page_shows_the_planted_person_to_the_administrator(
    client: Client, world: World
) -> None:
    """Every verb, every row, every address there is: pages, fragments, API, files, messages."""
    found = plant(world)
    account = world.administrator
    client.force_login(account)
    secret = issue_token(account.pk, "x", by=SYSTEM, at=cast.BEGAN)
    pages = [r for r in readable() if not r.method]
    operations = [r for r in readable() if r.method]
    assert _leaks(client, found, pages) == []
    assert _leaks(Client(), found, operations, Authorization=f"Bearer {secret}") == []
    for typed in ("0817", "mrxj", NAME, PHONE):
        answer = client.post("/intake/caller/", {"q": typed}, headers={"HX-Request": "true"})
        assert [word for word in seen(answer) if word != typed] == []
    assert not [m for m in mail.outbox if PHONE in f"{m.subject}{m.body}"]


MAIN = (
    "desk",
    "inbox",
    "cases:list",
    "cases:case",
    "cases:list_file",
    "asks:request",
    "teamwork:task",
)


def test_no_role_reads_the_planted_person(world: World) -> None:
    """The pages about the person's matters, as each role has them."""
    found = plant(world)
    wanted = [r for r in readable() if r.name in MAIN]
    found.cases, found.requests = found.cases[:1], found.requests[:1]
    leaks = {}
    for role in ShippedRole.values:
        account = Account.objects.filter(staff__appointments__post__role__code=role).first()
        assert account is not None, role
        client = Client()
        client.force_login(account)
        may = [r for r in wanted if r.permission and may_open(role, r.permission.code)]
        leaks[role] = _leaks(client, found, may, more=False)
    assert {role: found for role, found in leaks.items() if found} == {}


def may_open(role: str, verb: str) -> bool:
    return verb == rules.SIGNED_IN.code or verb in permissions.presets().get(role, ())


def test_what_a_title_said_of_the_person_is_kept_apart_and_shown_for_a_reason(
    client: Client, world: World
) -> None:
    """Nothing typed is lost: whoever gives a reason reads it all on the case page, for a while."""
    case = plant(world).cases[0]
    client.force_login(world.account("0101"))
    assert seen(client.get(f"/cases/{case}/")) == []
    client.post(f"/cases/{case}/unmask", {"reason": "call"})
    assert set(seen(client.get(f"/cases/{case}/"))) >= {PHONE, NAME, ADDRESS, ID_NO}
    assert seen(client.get("/cases/?view=open")) == []
