"""The planted person (tests/planted.py) is read nowhere in plain words by whoever has given no reason."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from shouwen.kernel.actor import SYSTEM
from shouwen.platform.access import permissions, rules
from shouwen.platform.access.actions import issue_token
from shouwen.platform.access.choices import ShippedRole
from shouwen.platform.access.masking import mask_address, mask_id, mask_name, mask_phone
from shouwen.platform.access.models import Account
from tests import world as cast
from tests.furnished import furnish
from tests.ground import made
from tests.planted import ADDRESS, FILE_NAME, ID_NO, NAME, PHONE, Planted, plant, seen
from tests.routes import Route
from tests.walking import MOST, ROWS, addresses, readable, start_of, told
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files_home")]


FORM = re.compile(r"<form\b[^>]*>(?:(?!</form>).)*", re.DOTALL)
TOKEN = re.compile(r'<input type="hidden" name="csrfmiddlewaretoken" value="\w{32,}">')
SHOWN_FOR_A_REASON = {
    "privacy:package",  # the person's own copy, for whoever answers the request
    "imports:upload",  # whoever brings a file sees some of its rows, to tell its columns apart
    "profiles:edit",
}
NEVER_OPENED = {
    "api:api-root": "no page: the API begins below it",
    "asks:to_case": "the requests have a case",
    "bulletins:rows": "nothing is frozen",
    "get_import_profile": "no profile was saved",
    "get_import_rejects": "the file was not tried yet",
    "imports:rejects": "the file was not tried yet",
    "notify:opened": "a link of a message; leads on only for whom it was written",
    "policies:remove_step": "of the default ladder no step can go",
    "rosters:ask_swap": "of one's own duties; the administrator has none",
}
"""What the walk cannot open, and why."""
LEADS_ON = {
    "access:login", "bulletins:latest", "calendars:calendars", "policies:limits", "rosters:home", "rosters:setup",
    "rulings:between",
}  # fmt: skip
"""Answered with another address of ours, or with nothing to show."""


@dataclass
class Walk:
    """What answered with what, what said who the person is, and which forms lack their token."""

    leaks: list[tuple[str, list[str]]] = field(default_factory=list)
    bare: set[tuple[str, str]] = field(default_factory=set)
    sent: int = 0
    answered: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    marks: list[str] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)

    def through(
        self,
        client: Client,
        found: Planted,
        wanted: list[Route],
        *,
        more: bool = True,
        **headers: str,
    ) -> None:
        for route in wanted:
            for address in addresses(route, found, asked=more, most=MOST if more else 1):
                answer = client.get(address, headers=headers)
                self.answered[told(route)].add(answer.status_code)
                self.forms(route, answer)
                plain, traces = seen(answer), seen(answer, self.marks)
                if traces:
                    self.touched.add(route.name)
                if plain and route.name not in SHOWN_FOR_A_REASON:
                    self.leaks.append((address, plain))

    def forms(self, route: Route, answer: Any) -> None:
        """A browser needs the token in each form; the test client never asks for it."""
        if answer.streaming or not answer.headers.get("Content-Type", "").startswith("text/html"):
            return
        for form in FORM.findall(answer.content.decode()):
            if 'method="post"' in form:
                self.sent += 1
                if not TOKEN.search(form):
                    self.bare.add((route.name, form[:160]))

    def not_opened(self) -> set[str]:
        """Pages that can be read, of which none was: neither a form's address nor one that leads on."""
        return {
            name
            for name, codes in self.answered.items()
            if not codes & {200, 204}
            and codes != {405}
            and not (codes == {302} and name in LEADS_ON)
        }


@pytest.fixture
def world() -> World:
    return made()


TRACES = [mask_name(NAME), mask_phone(PHONE), mask_id(ID_NO), mask_address(ADDRESS), "光猫红灯"]
"""What a page says that speaks of the person: the masked words, and what remains of the words typed."""


def test_every_address_with_an_id_stands_in_the_table() -> None:
    """A new kind of address needs its kind of row, or nobody opens it here."""
    assert {start_of(r) for r in readable() if "pk" in r.parameters} == set(ROWS)


def test_no_page_shows_the_planted_person_to_anybody(client: Client, world: World) -> None:
    """Every row and every address there is, as the administrator; then what speaks of the person, as each role."""
    found = plant(world)
    furnish(world)
    account = world.administrator
    client.force_login(account)
    secret = issue_token(account.pk, "x", by=SYSTEM, at=cast.BEGAN)
    pages = [r for r in readable() if not r.method]
    operations = [r for r in readable() if r.method]
    walk = Walk(marks=TRACES)
    walk.through(client, found, pages)
    walk.through(Client(), found, operations, Authorization=f"Bearer {secret}")
    assert walk.leaks == []
    assert walk.bare == set()
    assert walk.sent > 300
    assert {told(r) for r in readable()} == set(walk.answered)
    assert walk.not_opened() == set(NEVER_OPENED)
    for typed in ("0817", "mrxj", NAME, PHONE):
        answer = client.post("/intake/caller/", {"q": typed}, headers={"HX-Request": "true"})
        assert [word for word in seen(answer) if word != typed] == []
    assert not [m for m in mail.outbox if PHONE in f"{m.subject}{m.body}"]
    assert len(walk.touched) > 60
    assert {r.name for r in pages} >= OWN
    _as_each_role(world, found, [r for r in pages if r.name in walk.touched or r.name in OWN])


OWN = {
    "desk",
    "inbox",
    "rosters:mine",
    "notify:notices",
    "notify:bell",
    "asks:inbox",
    "watching:list",
}
"""Pages of one's own: what stands there is another's for each."""


def _as_each_role(world: World, found: Planted, wanted: list[Route]) -> None:
    leaks = {}
    for role in ShippedRole.values:
        account = Account.objects.filter(staff__appointments__post__role__code=role).first()
        assert account is not None, role
        client, walk = Client(), Walk()
        client.force_login(account)
        may = [r for r in wanted if r.permission and may_open(role, r.permission.code)]
        walk.through(client, found, may, more=False)
        assert walk.answered, role
        leaks[role] = walk.leaks
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
    page = client.get(f"/cases/{case}/")
    assert set(seen(page)) >= {PHONE, NAME, ADDRESS, ID_NO}
    assert FILE_NAME in page.content.decode()
    assert seen(client.get("/cases/?view=open")) == []
