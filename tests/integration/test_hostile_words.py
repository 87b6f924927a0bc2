"""A payload in every text field comes out as text: pages, fragments, searches, prints, files."""

from __future__ import annotations

from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.utils.timezone import now

from shouwen.domains.cases import actions
from shouwen.domains.macros.actions import keep
from shouwen.domains.routing.actions import add_route
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.access.saved import Look, save_view
from shouwen.platform.exchange.writers import harmless
from shouwen.platform.org.acting import acting_for
from shouwen.platform.org.actions import rename_staff, rename_unit
from shouwen.platform.policies.actions import install_presets
from tests.planted import Words, plant
from tests.walking import addresses, readable
from tests.world import World, build

MARK = "zq7"
CORPUS = (
    f"<script>{MARK}()</script>",
    f'"><img src=x onerror={MARK}()>',
    f"' onmouseover='{MARK}()",
    f'" autofocus onfocus="{MARK}()',
    f"</textarea><svg onload={MARK}()>",
    f"</title><iframe srcdoc='<b>{MARK}</b>'>",
    f"--><math><mi xlink:href=javascript:{MARK}()>",
    f"{{{{ {MARK} }}}}{{% {MARK} %}}",
    f"javascript:{MARK}()",
)
WORDS = Words(name=CORPUS[1], address=CORPUS[4], said=" ".join(CORPUS))
ADDRESSED = {"href", "src", "action", "formaction", "xlink:href", "hx-get", "hx-post"}


class Live(HTMLParser):
    """Finds what of the corpus became markup: a tag, a handler, an address of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag if tag in {"script", "style"} else ""
        for name, value in attrs:
            acts = name.startswith("on") or name == "srcdoc"
            leads = name in ADDRESSED and str(value).strip().lower().startswith("javascript:")
            if (acts and MARK in str(value)) or leads or (tag == "img" and value == "x"):
                self.found.append(f"{tag} {name}={value}")

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside and MARK in data:
            self.found.append(f"{self._inside}: {data[:60]}")


def live_in(page: str) -> list[str]:
    parser = Live()
    parser.feed(page)
    return parser.found


@pytest.fixture
def world(db: None) -> World:
    install_presets()
    return build()


def spread(world: World) -> None:
    """The corpus as the name of everything that people name."""
    acting = acting_for(world.administrator.pk, post_id=None, at=now())
    assert acting is not None
    at, said = now() - timedelta(hours=6), WORDS.said
    rename_unit(world.units["QC-NET"], said[:100], by=SYSTEM, at=at)
    rename_staff(world.staff["0112"], CORPUS[1], by=SYSTEM, at=at)
    save_view(
        "cases.list", name=CORPUS[0], look=Look(query=""), kind="global", acting=acting, at=at
    )
    steps = [("note", {"text": said, "visibility": "internal"}), ("answer", {"text": said})]
    keep(name=CORPUS[1][:40], kind="global", steps=steps, acting=acting, at=at)
    add_route(unit_id=world.units["QC-NET"], why=said[:200], since=at.date(), by=SYSTEM, at=at)


def test_words_typed_anywhere_stay_words_everywhere(client: Client, world: World) -> None:
    """Every page, fragment and print of every route, as somebody who sees it all."""
    spread(world)
    found = plant(world, WORDS)
    client.force_login(world.administrator)
    live: dict[str, list[str]] = {}
    pages = 0
    for route in readable():
        if route.method:
            continue
        for address in addresses(route, found):
            answer = client.get(address)
            if not answer.headers.get("Content-Type", "").startswith("text/html"):
                continue
            pages += 1
            policy = answer.headers["Content-Security-Policy"]
            assert "unsafe" not in policy, address
            assert "script-src 'self'" in policy or "script-src" not in policy, address
            assert "default-src" in policy, address
            assert answer.headers["X-Frame-Options"] == "DENY", address
            if markup := live_in(answer.content.decode()):
                live[address] = markup
    assert live == {}
    assert pages > 100
    case = client.get(f"/cases/{found.cases[0]}/").content.decode()
    assert MARK in case  # the words are there, as words


@pytest.mark.parametrize("payload", CORPUS[:7])
def test_the_parser_sees_what_lives(payload: str) -> None:
    """Written as it is into a page each of them would act."""
    for page in (f"<p>{payload}</p>", f'<input value="{payload}">', f"<input value='{payload}'>"):
        if live_in(page):
            return
    raise AssertionError(payload)


def test_no_form_is_taken_without_a_token(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.administrator, backend="django.contrib.auth.backends.ModelBackend")
    case = actions.open_case(
        kind="complaint", channel="hotline", title="x", by=world.actor("0102"), at=now()
    )
    sent = [f"/cases/{case.pk}/accept", f"/cases/{case.pk}/note", "/bulk/dispatch/", "/intake/",
            "/api/v1/cases", f"/api/v1/cases/{case.pk}/accept", "/imports/"]  # fmt: skip
    assert [client.post(a, {"text": "x"}, follow=False).status_code for a in sent] == [403] * len(
        sent
    )
    case.refresh_from_db()
    assert case.version == 1


def test_a_log_in_begins_a_new_session(world: World) -> None:
    client = Client()
    client.get("/login/")
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies["sessionid"] = planted = session.session_key
    account = world.account("0102")
    account.set_password("a long enough secret")
    account.must_change_password = False
    account.save()
    client.post("/login/", {"username": "0102", "password": "a long enough secret"})
    assert client.session.session_key != planted
    assert client.session["_auth_user_id"] == str(account.pk)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_formula_is_no_formula_in_a_csv(text: str) -> None:
    assert harmless(text) == f"'{text}"
