"""The door: who comes in, who stays out, and what either learns."""

from __future__ import annotations

import json

import pytest
from django.conf import settings as configured
from django.contrib.sessions.models import Session
from django.test import Client

from shouwen.kernel.actor import SYSTEM
from shouwen.kernel.subject import Subject
from shouwen.platform.access import actions
from shouwen.platform.access.requires import LOGIN_REQUIRED
from shouwen.platform.journal.queries import timeline
from tests.factories.access import AT, PASSWORD, an_account

pytestmark = pytest.mark.django_db


def knock(client, login: str = "0126", password: str = PASSWORD, **more):
    return client.post("/login/", {"username": login, "password": password, **more})


def test_the_right_password_opens_and_is_recorded(client):
    account = an_account("0126")
    answer = knock(client, next="/me/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/me/")
    assert client.get("/me/").status_code == 200
    assert timeline(Subject("account", account.pk))[-1].kind == "access.account.signed_in"


def test_the_log_in_never_leads_to_another_site(client):
    an_account("0126")
    assert knock(client, next="https://evil.example/").headers["Location"] == "/"


def test_somebody_signed_in_is_led_past_the_door(client):
    client.force_login(an_account())
    assert client.get("/login/?next=/me/").headers["Location"] == "/me/"


def test_unknown_and_wrong_are_told_the_same(client):
    an_account("0126")
    wrong, unknown = knock(client, password="no"), knock(client, login="9999", password="no")
    assert wrong.status_code == unknown.status_code == 422
    assert _told(wrong) == _told(unknown)


def _told(answer) -> list[str]:
    return answer.context["form"].errors["password"]


def test_an_unknown_login_costs_a_hash_like_a_known_one(client, monkeypatch):
    an_account("0126")
    hashed: list[str] = []
    hasher = "django.contrib.auth.hashers.MD5PasswordHasher"
    from django.contrib.auth import hashers

    plain = hashers.MD5PasswordHasher.encode

    def encode(self, password, salt):
        hashed.append(password)
        return plain(self, password, salt)

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", encode)
    assert [hasher] == configured.PASSWORD_HASHERS
    knock(client, password="known but wrong")
    knock(client, login="9999", password="unknown")
    assert hashed == ["known but wrong", "unknown"]


def test_the_last_tries_are_counted_aloud_and_then_the_door_is_shut(client):
    an_account("0126")
    answers = [knock(client, password=f"no {n}") for n in range(10)]
    assert [a.status_code for a in answers] == [422] * 9 + [429]
    assert "1" in _told(answers[8])[0]
    assert knock(client).status_code == 429


def test_a_shut_door_is_shut_for_one_login_only(client):
    an_account("0126")
    an_account("0127")
    for n in range(10):
        knock(client, password=f"no {n}")
    assert knock(client, login="0127").status_code == 302


def test_after_a_reset_only_the_new_password_can_be_set(client):
    account = an_account("0126")
    password = actions.reset_password(account.pk, by=SYSTEM, at=AT)
    knock(client, password=password)
    assert client.get("/me/").headers["Location"] == "/me/password/"
    new = "my very own secret"
    answer = client.post("/me/password/", {"present": password, "new": new, "again": new})
    assert answer.headers["Location"] == "/me/"
    assert client.get("/me/").status_code == 200


@pytest.mark.parametrize(
    ("present", "new", "again", "field"),
    [
        ("not it", "my very own secret", "my very own secret", "present"),
        (PASSWORD, "my very own secret", "my very own", "again"),
        (PASSWORD, "short", "short", "new"),
    ],
)
def test_a_wrong_change_says_where(client, present, new, again, field):
    account = an_account("0126")
    client.force_login(account)
    answer = client.post("/me/password/", {"present": present, "new": new, "again": again})
    assert answer.status_code == 422 and answer.context["form"].errors.keys() == {field}
    account.refresh_from_db()
    assert account.check_password(PASSWORD)


def test_a_changed_password_ends_the_other_sessions(client):
    account = an_account("0126")
    client.force_login(account)
    actions.change_password(account.pk, "my very own secret", by=SYSTEM, at=AT)
    assert client.get("/me/").status_code == 302


def test_a_closed_account_is_out_at_its_next_click(client):
    account = an_account()
    client.force_login(account)
    actions.set_active(account.pk, False, by=SYSTEM, at=AT)
    assert client.get("/me/").headers["Location"].startswith("/login/")


def test_an_ended_session_leads_to_the_door_and_back(client):
    assert client.get("/me/?a=1").headers["Location"] == "/login/?next=/me/%3Fa%3D1"


def test_a_form_sent_too_late_leads_back_to_its_page(client):
    answer = client.post("/me/keys/", {"name": "x"}, headers={"referer": "http://testserver/me/"})
    assert answer.headers["Location"] == "/login/?next=/me/"


def test_htmx_hears_that_the_session_has_ended_and_keeps_the_page(client):
    answer = client.get("/me/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Trigger"]) == (401, LOGIN_REQUIRED)


def test_the_dialog_logs_in_without_leaving_the_page(client):
    an_account("0126")
    answer = client.post(
        "/login/", {"username": "0126", "password": PASSWORD}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 204
    token = json.loads(answer.headers["HX-Trigger"])["sw:signed-in"]["csrf"]
    assert client.get("/session/", headers={"HX-Request": "true"}).status_code == 200
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    gone_on = strict.post("/logout/", headers={"X-CSRFToken": token})
    assert gone_on.status_code == 302
    refused = client.post(
        "/login/", {"username": "0126", "password": "no"}, headers={"HX-Request": "true"}
    )
    assert refused.status_code == 422 and b"<html" not in refused.content


def test_the_dialog_asks_nobody_who_is_logged_in(client):
    """What was asked before a log-in and refused after it goes on by itself."""
    client.force_login(an_account("0126"))
    answer = client.get("/login/", headers={"HX-Request": "true"})
    token = json.loads(answer.headers["HX-Trigger"])["sw:signed-in"]["csrf"]
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    assert answer.status_code == 204
    assert strict.post("/logout/", headers={"X-CSRFToken": token}).status_code == 302


@pytest.mark.parametrize("ended", ["over", "password"])
def test_a_refusal_overtaken_by_a_log_in_does_not_take_the_new_cookie(client, ended):
    account = an_account("0126")
    client.force_login(account)
    if ended == "over":
        Session.objects.all().delete()
    else:
        actions.change_password(account.pk, "my very own secret", by=SYSTEM, at=AT)
    answer = client.get("/session/", headers={"HX-Request": "true"})
    assert (answer.status_code, "sessionid" in answer.cookies) == (401, False)


def test_an_ended_session_has_no_token_and_says_so(client):
    answer = client.get("/session/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Trigger"]) == (401, LOGIN_REQUIRED)


def test_a_page_with_an_old_token_is_given_the_new_one():
    """Logged in again in another tab: a fragment gets the token to repeat with, a form the plain page."""
    account = an_account("0126")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(account)
    refused = strict.post("/logout/", headers={"HX-Request": "true"})
    assert refused.status_code == 403
    token = refused.headers["X-CSRFToken"]
    assert strict.post("/logout/").status_code == 403
    assert strict.post("/logout/", headers={"X-CSRFToken": token}).status_code == 302


def test_the_first_page_asks_for_a_log_in(client):
    assert client.get("/").headers["Location"] == "/login/?next=/"


def test_log_out_ends_the_session(client):
    account = an_account()
    client.force_login(account)
    assert client.post("/logout/").headers["Location"] == "/login/"
    assert client.get("/me/").status_code == 302
    assert timeline(Subject("account", account.pk))[-1].kind == "access.account.signed_out"


def test_log_out_by_a_link_is_not_possible(client):
    client.force_login(an_account())
    assert client.get("/logout/").status_code == 405
