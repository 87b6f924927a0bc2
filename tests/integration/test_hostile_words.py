"""Hostile words come out as words: on every page and fragment, in the API, in print and in files."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.timezone import now

from shouwen.domains.cases import actions
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.access.actions import issue_token
from shouwen.platform.exchange.writers import harmless
from tests import hostile, planted
from tests.world import World

pytestmark = pytest.mark.usefixtures("files_home")


def test_no_page_no_file_and_no_answer_takes_words_for_markup(client: Client, world: World) -> None:
    """Every route whoever may do everything can read, with a payload in every text there is."""
    found, rows = hostile.plant(world)
    account = world.administrator
    secret = issue_token(account.pk, "x", by=SYSTEM, at=now())
    client.post(f"/s/{found.token}/enter/", {"digits": planted.PHONE[-4:]})
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    for case in found.cases:
        client.post(f"/cases/{case}/unmask", {"reason": "call"})
    api, odd, met = Client(headers={"Authorization": f"Bearer {secret}"}), [], 0
    for address, operation in hostile.addresses(found, rows):
        answer = (api if operation else client).get(address)
        met += hostile.MARK in hostile.body(answer)
        if wrong := hostile.alive(answer):
            odd.append((address, wrong))
    assert odd == []
    assert met > 100, "the words did not reach the pages"


@pytest.mark.parametrize("payload", hostile.MARKUP)
def test_what_is_asked_for_is_said_back_as_text(payload: str, client: Client, world: World) -> None:
    client.force_login(world.administrator, backend="django.contrib.auth.backends.ModelBackend")
    for address in ("/cases/", "/pop", "/cases/?view=", "/asks/", "/inbox/", "/leader/"):
        path, _, view = address.partition("?")
        asked = {"q": payload, "ani": payload, "tab": payload, "view": payload}
        answer = client.get(path, asked, follow=True)
        assert hostile.alive(answer) == [], (address, view)
    answer = client.post("/intake/caller/", {"q": payload}, headers={"HX-Request": "true"})
    assert hostile.alive(answer) == []


def test_the_detector_knows_a_hole() -> None:
    """Every payload put into a page as it is would be found."""
    for payload in hostile.MARKUP:
        places = (f"<p>{payload}</p>", f'<p title="{payload}">', f"<p title='{payload}'>")
        assert any(hostile.live(page) for page in places), payload
    assert hostile.formulas([["=1+1", "x"], ["-3.5", "＋"]]) == ["=1+1"]


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
    planted = session.session_key or ""
    client.cookies["sessionid"] = planted
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
