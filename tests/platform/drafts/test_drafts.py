"""Drafts: one's own, sealed, small, gone after thirty days or with the form they belong to."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from shouwen.platform.drafts import actions, queries
from shouwen.platform.drafts.errors import DraftTooLarge
from shouwen.platform.drafts.models import Draft
from tests import world
from tests.world import World

pytestmark = pytest.mark.django_db
ADDRESS = "/drafts/?form=intake"


@pytest.fixture
def town() -> World:
    return world.build()


def _signed_in(town: World, number: str) -> Client:
    client = Client()
    client.force_login(town.account(number), backend="django.contrib.auth.backends.ModelBackend")
    return client


def _post(client: Client, body: object) -> int:
    return client.post(ADDRESS, body, content_type="application/json").status_code


def test_what_is_typed_comes_back_on_another_browser_for_its_writer_only(town: World) -> None:
    assert _post(_signed_in(town, "0101"), {"title": "断网"}) == 200
    assert _post(_signed_in(town, "0101"), {"title": "断网三天"}) == 200
    assert _signed_in(town, "0101").get(ADDRESS).json()["fields"] == {"title": "断网三天"}
    assert _signed_in(town, "0201").get(ADDRESS).status_code == 204
    assert "断网" not in Draft.objects.get().sealed


def test_thrown_away_is_gone(town: World) -> None:
    client = _signed_in(town, "0101")
    _post(client, {"title": "断网"})
    assert client.delete(ADDRESS).status_code == 204
    assert client.get(ADDRESS).status_code == 204
    assert not Draft.objects.exists()


def test_what_no_form_sends_is_refused(town: World) -> None:
    client = _signed_in(town, "0101")
    assert _post(client, {"title": "长" * 12_000}) == 413
    assert [_post(client, body) for body in (["a"], {"a": 1}, "no")] == [400, 400, 400]
    assert client.get("/drafts/?form=../x").status_code == 400
    assert not Draft.objects.exists()
    with pytest.raises(DraftTooLarge):
        actions.keep(1, "intake", {"a": "x" * 40_000}, at=timezone.now())


def test_after_thirty_days_nobody_comes_back_for_it(town: World) -> None:
    account, at = town.account("0101").pk, timezone.now()
    actions.keep(account, "intake", {"title": "旧"}, at=at - timedelta(days=31))
    actions.keep(account, "note", {"title": "新"}, at=at - timedelta(days=29))
    assert queries.kept(account, "intake", at=at) is None
    assert actions.expire(at=at) == 1
    assert queries.kept(account, "note", at=at) is not None


def test_one_sealed_with_a_lost_key_is_as_none(town: World) -> None:
    account, at = town.account("0101").pk, timezone.now()
    actions.keep(account, "intake", {"title": "断网"}, at=at)
    Draft.objects.update(sealed="gAAAAA-of-another-key")
    assert queries.kept(account, "intake", at=at) is None
