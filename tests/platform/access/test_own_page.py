"""My page: preferences and keys to the API."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from shouwen.kernel.actor import SYSTEM
from shouwen.platform.access import actions
from shouwen.platform.access.api_auth import SessionAuth, TokenAuth
from shouwen.platform.access.models import ApiToken
from shouwen.platform.org.middleware import ActingMiddleware
from tests.factories.access import AT, an_account

pytestmark = pytest.mark.django_db


def test_preferences_are_kept_and_the_language_follows_at_once(client):
    account = an_account()
    client.force_login(account)
    answer = client.post("/me/", {"locale": "en", "density": "roomy"})
    account.refresh_from_db()
    assert (account.locale, account.density, account.single_keys) == ("en", "roomy", False)
    assert answer.cookies["django_language"].value == "en"
    assert "Preferences" in client.get("/me/").content.decode()


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ({"density": "roomy"}, ("zh-hans", "roomy", True)),
        ({"locale": "zh-hant"}, ("zh-hant", "compact", True)),
        ({"single_keys": "off"}, ("zh-hans", "compact", False)),
        ({"density": "gigantic"}, ("zh-hans", "compact", True)),
    ],
)
def test_one_click_in_the_menu_changes_one_thing(client, sent, kept):
    account = an_account()
    client.force_login(account)
    answer = client.post("/me/preferences/", {**sent, "next": "/org/"})
    account.refresh_from_db()
    assert (account.locale, account.density, account.single_keys) == kept
    assert answer.headers["Location"] == "/org/"


def test_a_key_is_shown_once_and_kept_as_a_digest(client):
    account = an_account()
    client.force_login(account)
    secret = client.post("/me/keys/", {"name": "报表"}).context["secret"]
    token = ApiToken.objects.get(account=account)
    assert secret.startswith("sw_") and secret not in token.digest
    assert secret not in client.get("/me/").content.decode()


def acting_of(rf, secret: str):
    request = rf.get("/api/v1/", headers={"Authorization": f"Bearer {secret}"})
    request.session = {}
    ActingMiddleware(lambda r: None)(request)
    return TokenAuth()(request)


def test_a_key_acts_for_its_owner_over_the_api(rf):
    account = an_account()
    secret = actions.issue_token(account.pk, "报表", by=SYSTEM, at=AT)
    acting = acting_of(rf, secret)
    assert (acting.account.pk, acting.actor().via) == (account.pk, "api")


def test_a_key_that_is_expired_revoked_or_wrong_opens_nothing(rf):
    account, at = an_account(), timezone.now()
    past = at - timedelta(days=1)
    expired = actions.issue_token(account.pk, "a", expires_at=past, by=SYSTEM, at=AT)
    revoked = actions.issue_token(account.pk, "b", by=SYSTEM, at=AT)
    token = ApiToken.objects.get(name="b")
    actions.revoke_token(token.pk, by=SYSTEM, at=at)
    actions.revoke_token(token.pk, by=SYSTEM, at=at)
    assert [acting_of(rf, secret) for secret in (expired, revoked, "sw_x", "")] == [None] * 4


def test_a_wrong_key_never_falls_back_to_the_session(client, rf):
    client.force_login(an_account())
    request = rf.get("/api/v1/", headers={"Authorization": "Bearer sw_x"})
    request.session = client.session
    ActingMiddleware(lambda r: None)(request)
    assert TokenAuth()(request) is None
    assert SessionAuth(csrf=False)(request) is None


def test_somebody_elses_key_cannot_be_taken_back(client):
    actions.issue_token(an_account().pk, "x", by=SYSTEM, at=AT)
    client.force_login(an_account())
    token = ApiToken.objects.get()
    assert client.post(f"/me/keys/{token.pk}/revoke/").status_code == 404
    token.refresh_from_db()
    assert token.revoked_at is None
