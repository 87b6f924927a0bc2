"""Requests about personal data over the API: as on the card of the case, each write once."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from shouwen.domains.cases.models import Case
from shouwen.domains.customers.models import Customer
from shouwen.domains.privacy import actions as keeping
from shouwen.domains.privacy.models import DataRequest
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.exports import actions as exports
from shouwen.platform.exports.models import Use
from shouwen.platform.journal.models import Entry
from shouwen.platform.policies import actions as policies
from tests import world as cast
from tests.factories.cases import a_case
from tests.factories.customers import a_customer
from tests.world import World

pytestmark = pytest.mark.django_db
PLACE = "/api/v1/data-requests"
NOBODY = 99_999_999
SignedIn = Callable[[str], Client]


@pytest.fixture
def world() -> World:
    made = cast.build()
    policies.install_presets()
    keeping.install_presets(by=SYSTEM, at=timezone.now())
    return made


@pytest.fixture
def person(world: World) -> Customer:
    return a_customer(at=timezone.now() - timedelta(days=400))


@pytest.fixture
def other(world: World, person: Customer) -> Case:
    """A fault of the person, in whose call the request was made."""
    return a_case(world.actor("0101"), at=timezone.now(), customer_id=person.pk)


def post(client: Client, address: str, body: dict[str, Any], key: str = "") -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(f"{PLACE}{address}", body, content_type="application/json", headers=headers)


def test_a_copy_is_registered_verified_fetched_and_answered_once(
    world: World, signed_in: SignedIn, person: Customer, other: Case
) -> None:
    leader = signed_in("0102")
    asked = {"case": other.pk, "wish": "copy", "checked": "failed"}
    made, again = (post(leader, "", asked, "ask-1") for _ in range(2))
    assert (made.status_code, made.json()) == (201, again.json())
    row = DataRequest.objects.get()
    assert made.json()["case"] == row.case_id != other.pk
    place, told = f"/{row.pk}", {"text": "副本已寄出", "delivered": "post"}
    assert post(leader, f"{place}/answer", told).json()["code"] == "not_verified"
    assert post(leader, f"{place}/package", {}).status_code == 404
    assert post(leader, f"{place}/verify", {"checked": "papers"}).json()["checked"] == "papers"
    assert post(leader, f"{place}/answer", told).json()["code"] == "not_handed_over"
    today = timezone.localdate()
    exports.set_quota(rows_a_day=2, since=today, account_id=world.account("0102").pk, by=SYSTEM, at=timezone.now())  # fmt: skip
    spent = post(leader, f"{place}/package", {})
    assert (spent.status_code, spent.json()["code"]) == (409, "quota_spent")
    assert not Use.objects.exists()
    exports.grant(world.account("0102").pk, rows=50, reason="当日交付", by=world.actor("0103"), at=timezone.now())  # fmt: skip
    fetched = post(leader, f"{place}/package", {})
    with zipfile.ZipFile(io.BytesIO(fetched.content)) as packed:
        assert person.phone in packed.read("data.json").decode()
    done, twice = (post(leader, f"{place}/answer", told, "answer-1") for _ in range(2))
    assert done.json() == twice.json() == leader.get(f"{PLACE}{place}").json()
    assert (done.json()["outcome"], done.json()["export_number"]) == ("granted", Use.objects.get().pk)  # fmt: skip
    assert post(leader, f"{place}/answer", told).json()["code"] == "done_already"
    answered = Entry.objects.filter(subject_kind="case", subject_id=row.case_id, via="api")
    assert "privacy.request.done" in set(answered.values_list("kind", flat=True))


def test_a_refusal_wants_a_ground_and_the_list_tells_what_is_not_registered_yet(
    world: World, signed_in: SignedIn, person: Customer
) -> None:
    leader = signed_in("0102")
    given = {"kind": "data_request", "channel": "hall", "title": "要求删除", "customer_id": person.pk}  # fmt: skip
    case = a_case(world.actor("0101"), at=timezone.now(), **given)
    listed = leader.get(PLACE).json()
    assert [(one["case"], one["request"]) for one in listed["items"]] == [(case.pk, None)]
    assert listed["items"][0]["due_at"] and listed["after"] is None
    row = post(leader, "", {"case": case.pk, "wish": "deletion", "checked": "papers"}).json()
    assert row["case"] == case.pk
    assert post(leader, f"/{row['id']}/refuse", {"text": "不行"}).status_code == 422
    assert post(leader, f"/{row['id']}/refuse", {"text": "不行", "ground": "no"}).status_code == 422
    assert not DataRequest.objects.exclude(outcome="").exists()
    told = {"text": "法定期限未满", "ground": "kept"}
    assert post(leader, f"/{row['id']}/refuse", told).json()["ground"] == "kept"
    assert leader.get(PLACE).json()["items"][0]["request"]["outcome"] == "refused"


def test_who_may_not_handle_them_or_is_elsewhere_finds_none(
    world: World, signed_in: SignedIn, other: Case
) -> None:
    row = keeping.ask_beside(other.pk, wish="copy", checked="papers", by=world.actor("0101"), at=timezone.now())  # fmt: skip
    agent, elsewhere = signed_in("0101"), signed_in("0204")
    asked = {"case": other.pk, "wish": "access", "checked": "papers"}
    bodies: dict[str, dict[str, Any]] = {
        "": asked,
        f"/{row.pk}/verify": {"checked": "failed"},
        f"/{row.pk}/answer": {"text": "好"},
        f"/{row.pk}/refuse": {"text": "不", "ground": "secret"},
        f"/{row.pk}/package": {},
    }
    for address, body in bodies.items():
        assert post(agent, address, body).status_code == 403
        assert post(elsewhere, address, body).status_code in {403, 404}
    assert agent.get(PLACE).status_code == 403
    assert Client().get(PLACE).status_code == 401
    leader = signed_in("0102")
    assert leader.get(f"{PLACE}/{NOBODY}").status_code == 404
    assert post(leader, "", asked | {"case": NOBODY}).status_code == 404
    assert DataRequest.objects.get().checked == "papers" and not Use.objects.exists()
