"""The planted person (tests/planted.py) is read nowhere in plain words by whoever has given no reason."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from shouwen.domains.appeals.models import Appeal
from shouwen.domains.asks.models import Request
from shouwen.domains.calls.models import Call
from shouwen.domains.cases.models import Case
from shouwen.domains.customers.models import Customer
from shouwen.domains.imports.models import Upload
from shouwen.domains.portal.models import Link
from shouwen.domains.privacy.models import DataRequest, LegalHold
from shouwen.domains.rulings.models import Return
from shouwen.domains.teamwork.models import Task
from shouwen.domains.voices.models import BookEntry
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.access import permissions, rules
from shouwen.platform.access.actions import issue_token
from shouwen.platform.access.choices import ShippedRole
from shouwen.platform.access.models import Account
from shouwen.platform.files.models import Attachment
from shouwen.platform.notify.models import Delivery
from tests import world as cast
from tests.planted import ADDRESS, FILE_NAME, ID_NO, NAME, PHONE, Planted, plant, seen
from tests.routes import Route
from tests.walking import addresses, model_of, readable
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files_home")]


FORM = re.compile(r"<form\b[^>]*>(?:(?!</form>).)*", re.DOTALL)
TOKEN = re.compile(r'<input type="hidden" name="csrfmiddlewaretoken" value="\w{32,}">')
SHOWN_FOR_A_REASON = {
    "privacy:package",  # the person's own copy, for whoever answers the request
    "imports:upload",  # whoever brings a file sees some of its rows, to tell its columns apart
    "profiles:edit",
}
UNANSWERED = {
    "get_next_step",  # nothing of the matters has to be escalated
    "get_import_rejects",  # the file was not tried yet
    "imports:rejects",
    "appeals:make",  # what can be appealed has been
    "asks:to_case",  # the requests have a case
}
PERSONAL = (
    Appeal, Attachment, BookEntry, Call, Case, Customer, DataRequest, Delivery, LegalHold, Link, Request, Return,
    Task, Upload,
)  # fmt: skip


@dataclass
class Walk:
    """What answered with what, what said who the person is, and which forms lack their token."""

    leaks: list[tuple[str, list[str]]] = field(default_factory=list)
    bare: set[tuple[str, str]] = field(default_factory=set)
    sent: int = 0
    answered: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

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
            for address in addresses(route, found, asked=more):
                answer = client.get(address, headers=headers)
                self.answered[route.name].add(answer.status_code)
                self.forms(route, answer)
                plain = seen(answer)
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

    def unanswered(self) -> set[str]:
        """Pages that can be read, of which no row was."""
        return {
            name
            for name, told in self.answered.items()
            if not any(status < 400 or status == 405 for status in told)
        }


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
    walk = Walk()
    walk.through(client, found, pages)
    walk.through(Client(), found, operations, Authorization=f"Bearer {secret}")
    assert walk.leaks == []
    assert walk.bare == set()
    assert walk.sent > 300
    about = {r.name for r in readable() if "pk" in r.parameters and model_of(r) in PERSONAL}
    assert walk.unanswered() & about == UNANSWERED
    assert not walk.unanswered() & {"kpi:rows", "kpi:file", "figure", "figure_rows"}
    for typed in ("0817", "mrxj", NAME, PHONE):
        answer = client.post("/intake/caller/", {"q": typed}, headers={"HX-Request": "true"})
        assert [word for word in seen(answer) if word != typed] == []
    assert not [m for m in mail.outbox if PHONE in f"{m.subject}{m.body}"]


MAIN = (
    "desk", "inbox", "leader", "cases:list", "cases:case", "cases:panel", "cases:list_file", "cases:file",
    "asks:", "teamwork:task", "rulings:list", "appeals:list", "appeals:appeal", "voices:", "privacy:re",
    "intake:calls", "intake:caller", "links:", "notify:deliver", "blame:matters",
)  # fmt: skip
"""How the names of the pages begin that say something of a person's matters."""


def test_no_role_reads_the_planted_person(world: World) -> None:
    """The pages about the person's matters, as each role has them."""
    found = plant(world)
    wanted = [r for r in readable() if r.name.startswith(MAIN) and not r.method]
    found.cases = found.cases[:1]
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
