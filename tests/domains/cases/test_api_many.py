"""Other systems: many matters in one call, and the client of the documentation as it is printed."""

from __future__ import annotations

import json
import os
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from shouwen.domains.cases.models import Case
from shouwen.platform.access.actions import issue_token
from shouwen.platform.policies.actions import install_presets
from tests.factories.cases import T0
from tests.factories.customers import a_customer
from tests.world import World, build

SignedIn = Callable[[str], Client]
CLIENT = Path(__file__).resolve().parents[3] / "docs/examples/client.py"
MATTER = {"kind": "complaint", "channel": "app", "title": "多扣费"}


def send(client: Client, rows: Any) -> Any:
    return client.post(
        "/api/v1/cases/bulk", json.dumps({"rows": rows}), content_type="application/json"
    )


def test_good_rows_go_in_and_every_row_is_answered_for(world: World, signed_in: SignedIn) -> None:
    client = signed_in("0101")
    rows = [
        {**MATTER, "key": "a"},
        {**MATTER, "key": "b", "kind": "wish"},
        {**MATTER, "key": "c", "customer": 999_999_999},
        {**MATTER, "key": "a"},
        {**MATTER, "key": "a", "title": "另一件"},
        MATTER,
        {**MATTER, "key": "d", "title": "断网"},
    ]
    answer = send(client, rows).json()
    said = [(r["result"], r["code"]) for r in answer["rows"]]
    assert said == [
        ("opened", ""),
        ("invalid", "invalid"),
        ("refused", "not_found"),
        ("repeated", ""),
        ("refused", "idempotency_key_reused"),
        ("invalid", "invalid"),
        ("opened", ""),
    ]
    assert answer["rows"][1]["fields"][0]["at"] == ["kind"]
    assert (answer["opened"], answer["repeated"], answer["refused"], answer["invalid"]) == (
        2,
        1,
        2,
        2,
    )
    again = send(client, [rows[0], rows[6]]).json()
    assert [r["case"] for r in again["rows"]] == [
        answer["rows"][0]["case"],
        answer["rows"][6]["case"],
    ]
    assert again["repeated"] == 2 and Case.objects.count() == 2


def test_too_many_rows_and_who_may_not_open_are_refused(world: World, signed_in: SignedIn) -> None:
    assert (
        send(signed_in("0101"), [{**MATTER, "key": str(n)} for n in range(501)]).status_code == 422
    )
    assert send(signed_in("0101"), []).status_code == 422
    assert send(signed_in("0112"), [{**MATTER, "key": "a"}]).status_code == 403
    assert not Case.objects.exists()


def test_a_customer_elsewhere_is_nobody(world: World, signed_in: SignedIn) -> None:
    """A hall may not hang a matter on somebody it cannot know."""
    stranger = a_customer(at=T0, unit_id=world.units["XS-01"])
    row = {**MATTER, "key": "a", "customer": stranger.pk}
    assert send(signed_in("0201"), [row]).json()["rows"][0]["code"] == "not_found"


@pytest.mark.django_db(transaction=True)
def test_the_client_of_the_documentation_opens_urges_and_answers(
    live_server: LiveServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    install_presets()
    world = build()
    token = issue_token(world.account("0101").pk, "x", by=world.actor("0101"), at=T0)
    monkeypatch.setitem(os.environ, "SHOUWEN_URL", live_server.url)
    monkeypatch.setitem(os.environ, "SHOUWEN_TOKEN", token)
    runpy.run_path(str(CLIENT), run_name="__main__")
    case = Case.objects.get()
    assert (case.state, case.urges, case.channel) == ("answered", 1, "app")
    assert case.number in capsys.readouterr().out
