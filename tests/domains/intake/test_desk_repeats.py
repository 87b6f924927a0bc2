"""A second call about the same matter: an urge or a repeated call, a new case only on purpose."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.models import Case, Urge
from shouwen.domains.customers import actions as customers
from shouwen.domains.customers.models import Customer, ServiceAccount
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.policies.actions import install_presets
from tests import world
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> World:
    install_presets()
    return world.build()


@pytest.fixture
def client(town: World) -> Client:
    client = Client()
    client.force_login(town.account("0101"), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def caller() -> Customer:
    made = customers.register(name="曾小满", phone="10012345678", by=SYSTEM, at=timezone.now())
    for number, address in (("08010000001", "人民路8号"), ("08010000002", "解放路9号")):
        customers.add_account(made.pk, number=number, address=f"东河县{address}")
    return made


def _accounts(caller: Customer) -> list[int]:
    return list(ServiceAccount.objects.filter(customer=caller).values_list("pk", flat=True))


def _matter(
    town: World, caller: Customer, *, account: int | None, kind: str = "fault_report"
) -> Case:
    return cases.open_case(
        kind=kind,
        channel="hotline",
        title="断网",
        customer_id=caller.pk,
        account_id=account,
        by=town.actor("0101"),
        at=timezone.now() - timedelta(hours=2),
    )


def _form(caller: Customer, **more: Any) -> dict[str, Any]:
    return {
        "kind": "fault_report",
        "channel": "hotline",
        "title": "又断网了",
        "text": "还是上不了网",
        "key": uuid4().hex,
        "then": "next",
        "customer": caller.pk,
        **more,
    }


def test_initials_find_and_the_account_is_chosen(client: Client, caller: Customer) -> None:
    first, second = _accounts(caller)
    page = client.post("/intake/caller/", {"q": "cxm"})
    assert page.context["caller"].account.id == first
    assert page.content.decode().count(f'value="{caller.pk}.{second}"') == 1
    typed = client.post("/intake/caller/", {"q": "08010000002"})
    picked = client.post("/intake/caller/", {"pick": f"{caller.pk}.{second}"})
    assert typed.context["caller"].account.id == picked.context["caller"].account.id == second


def test_the_same_kind_on_the_same_account_is_a_new_case_on_purpose_only(
    client: Client, town: World, caller: Customer
) -> None:
    first, second = _accounts(caller)
    _matter(town, caller, account=first)
    refused = client.post("/intake/", _form(caller, account=first))
    assert refused.status_code == 422
    assert refused.context["form"].non_field_errors()
    assert Case.objects.count() == 1
    assert client.post("/intake/", _form(caller, account=second)).status_code == 302
    assert client.post("/intake/", _form(caller, account=first, anew="on")).status_code == 302
    assert Case.objects.count() == 3


def test_what_is_suggested_follows_the_kind(client: Client, town: World, caller: Customer) -> None:
    first, _second = _accounts(caller)
    fault = _matter(town, caller, account=first)
    question = _matter(town, caller, account=first, kind="consultation")

    def asked(kind: str) -> str:
        form = _form(caller, kind=kind, account=first)
        return client.post("/intake/repeats/", form).content.decode()

    for kind, case in (("fault_report", fault), ("consultation", question)):
        page = asked(kind)
        assert "data-same" in page
        assert f"/intake/urge/{case.pk}/" in page
    assert "data-same" not in asked("complaint")


def test_one_settled_today_is_named(client: Client, town: World, caller: Customer) -> None:
    first, second = _accounts(caller)
    done, by, at = _matter(town, caller, account=first), town.actor("0101"), timezone.now()
    cases.accept(done.pk, by=by, at=at)
    cases.answer(done.pk, text="已恢复", contacted=True, by=by, at=at)
    cases.close(done.pk, by=by, at=at)
    here = client.post("/intake/repeats/", _form(caller, account=first)).content.decode()
    there = client.post("/intake/repeats/", _form(caller, account=second)).content.decode()
    assert done.number in here
    assert done.number not in there


def test_a_repeated_call_keeps_the_words_and_counts_no_urge(
    client: Client, town: World, caller: Customer
) -> None:
    made, form = _matter(town, caller, account=None), _form(caller)
    for _ in range(2):
        assert client.post(f"/intake/repeat/{made.pk}/", form).status_code == 302
    story = client.get(f"/cases/{made.pk}/").content.decode()
    assert story.count("还是上不了网") == 1
    assert not Urge.objects.exists()
    client.post(f"/intake/urge/{made.pk}/", {**form, "text": ""})
    assert "又断网了" in client.get(f"/cases/{made.pk}/").content.decode()
    assert Urge.objects.get().counted
