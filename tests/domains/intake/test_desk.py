"""The front desk on the server: one case a form, the right customer, nothing of another county."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.choices import CaseState
from shouwen.domains.cases.models import Case, Urge
from shouwen.domains.customers import actions as customers
from shouwen.domains.customers.models import Customer
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.drafts import actions as drafts
from shouwen.platform.drafts.models import Draft
from shouwen.platform.policies.actions import install_presets
from tests import world
from tests.world import World

pytestmark = pytest.mark.django_db
PHONE = "10012345678"


@pytest.fixture
def town() -> World:
    install_presets()
    return world.build()


@pytest.fixture
def caller(town: World) -> Customer:
    made = customers.register(
        name="何小满", phone=PHONE, address="东河县人民路8号", by=SYSTEM, at=timezone.now()
    )
    customers.add_account(
        made.pk, number="08010000001", product="融合套餐", grid_unit_id=town.units["DH-01-G1"]
    )
    return made


def _signed_in(town: World, number: str) -> Client:
    client = Client()
    client.force_login(town.account(number), backend="django.contrib.auth.backends.ModelBackend")
    return client


def _words(**more: str) -> dict[str, str]:
    return {
        "kind": "consultation",
        "channel": "hotline",
        "title": "咨询资费",
        "key": uuid4().hex,
        "then": "next",
        **more,
    }


def test_a_form_sent_twice_makes_one_case(town: World, caller: Customer) -> None:
    client, form = _signed_in(town, "0101"), _words(customer=str(caller.pk))
    answers = [client.post("/intake/", form) for _ in range(3)]
    assert [a.status_code for a in answers] == [302, 302, 302]
    case = Case.objects.get()
    assert (case.customer_id, case.owner_unit_id) == (caller.pk, town.units["QC-HOT"])


def test_another_matter_under_the_same_key_is_asked_about(town: World, caller: Customer) -> None:
    client, form = _signed_in(town, "0101"), _words()
    client.post("/intake/", form)
    second = client.post("/intake/", {**form, "title": "咨询换档"})
    assert second.status_code == 409
    assert Case.objects.count() == 1
    fresh = second.context["form"].data["key"]
    assert client.post("/intake/", {**form, "title": "咨询换档", "key": fresh}).status_code == 302
    assert Case.objects.count() == 2


def test_what_is_missing_refuses_the_form_and_changes_nothing(town: World) -> None:
    answer = _signed_in(town, "0101").post("/intake/", _words(kind="fault_report", phone="100123"))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"phone", "address", "text"}
    assert not Case.objects.exists()
    assert not Customer.objects.exists()


def test_settled_at_once_needs_an_answer_and_closes(town: World, caller: Customer) -> None:
    client, form = _signed_in(town, "0101"), _words(customer=str(caller.pk), then="solved")
    assert client.post("/intake/", form).status_code == 422
    assert client.post("/intake/", {**form, "answer": "已说明"}).status_code == 302
    assert Case.objects.get().state == CaseState.CLOSED


def test_the_same_number_and_name_is_the_same_customer(town: World, caller: Customer) -> None:
    client = _signed_in(town, "0101")
    client.post("/intake/", _words(name="何小满", phone=PHONE))
    client.post("/intake/", _words(name="何大满", phone=PHONE))
    first, second = Case.objects.order_by("pk")
    assert first.customer_id == caller.pk
    assert second.customer_id != caller.pk
    assert Customer.objects.count() == 2


def test_a_caller_is_shown_masked(town: World, caller: Customer) -> None:
    for typed in (PHONE, "5678", "08010000001", "何小满"):
        page = _signed_in(town, "0101").post("/intake/caller/", {"q": typed}).content.decode()
        assert "100****5678" in page
        assert PHONE not in page.replace(f'value="{typed}"', "")
        assert "人民路8号" not in page


def test_a_clerk_finds_nobody_of_the_other_county(town: World, caller: Customer) -> None:
    here = _signed_in(town, "0201").post("/intake/caller/", {"q": PHONE})
    there = _signed_in(town, "0301").post("/intake/caller/", {"q": PHONE})
    assert here.context["caller"] is not None
    assert there.context["caller"] is None
    assert there.context["found"] == []
    picked = _signed_in(town, "0301").post("/intake/caller/", {"pick": str(caller.pk)})
    assert picked.context["caller"] is None


def test_an_urge_from_the_desk_is_counted_once_a_form(town: World, caller: Customer) -> None:
    made = cases.open_case(
        kind="fault_report",
        channel="hotline",
        title="断网",
        customer_id=caller.pk,
        by=town.actor("0101"),
        at=timezone.now(),
    )
    client, key = _signed_in(town, "0101"), uuid4().hex
    for _ in range(2):
        client.post(f"/intake/urge/{made.pk}/", {"key": key, "channel": "hotline"})
    assert Urge.objects.count() == 1
    other = _signed_in(town, "0301").post(f"/intake/urge/{made.pk}/", {"key": uuid4().hex})
    assert other.status_code == 404


def test_the_desk_asks_for_the_verb(town: World) -> None:
    assert _signed_in(town, "0112").get("/intake/").status_code == 403
    assert Client().get("/intake/").status_code == 302


def test_the_draft_goes_with_the_form_that_takes_it(town: World, caller: Customer) -> None:
    client, account = _signed_in(town, "0101"), town.account("0101").pk
    drafts.keep(account, "intake", {"title": "咨询资费"}, at=timezone.now())
    assert client.post("/intake/", _words(title="")).status_code == 422
    assert Draft.objects.exists()
    client.post("/intake/", _words())
    assert not Draft.objects.exists()
