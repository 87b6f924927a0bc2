"""A call that rings opens the desk beside what somebody is writing."""

from __future__ import annotations

import pytest
from django.test import Client

from shouwen.domains.calls.calling import Ringing, draft_of, local
from shouwen.domains.cases.models import Case
from shouwen.domains.customers.actions import register
from shouwen.kernel.actor import SYSTEM
from tests.factories.cases import T0
from tests.factories.customers import a_customer
from tests.world import World

OWN = Ringing("", "c-1").draft


@pytest.fixture
def agent(world: World) -> Client:
    client = Client()
    client.force_login(world.account("0101"), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("+86 138-1234-5678", "13812345678"),
        ("008613812345678", "13812345678"),
        ("013812345678", "13812345678"),
        ("05718888666", "05718888666"),
        ("anonymous", ""),
    ],
)
def test_a_number_becomes_what_customers_give(said: str, number: str) -> None:
    assert local(said) == number


def test_a_draft_is_the_calls_own_and_nobody_elses() -> None:
    one, two = (Ringing.of({"ani": "13812345678", "call_id": c}).draft for c in "Aa")
    assert one != two and "13812345678" not in one
    assert draft_of({"draft": one}) == one
    assert draft_of({"draft": 'pop-"><b>'}) == draft_of({}) == "intake"


def test_one_customer_is_there_masked_with_a_draft_of_the_call(agent: Client) -> None:
    customer = a_customer(at=T0)
    page = agent.get("/pop", {"ani": "+8613812345678", "call_id": "c-1"})
    text = page.content.decode()
    assert page.context["caller"].id == customer.pk and page.context["draft"] == OWN
    assert "138****5678" in text
    assert "13812345678" not in text.replace("ani=%2B8613812345678", "")  # the page's own address
    assert f'key="{OWN}"' in text and f'name="draft" value="{OWN}"' in text


def test_several_are_offered_and_a_new_number_stands_in_the_form(agent: Client) -> None:
    a_customer(at=T0)
    register(name="张明珠", phone="13812345678", by=SYSTEM, at=T0)
    page = agent.get("/pop", {"ani": "13812345678", "call_id": "c"})
    assert page.context["caller"] is None and len(page.context["found"]) == 2
    fresh = agent.get("/pop", {"ani": "13900001111"})
    assert fresh.context["nobody_found"] and fresh.context["form"].initial["phone"] == "13900001111"
    inner = agent.get("/pop", {"ani": "5678"})
    assert inner.context["found"] == [] and not inner.context["nobody_found"]


def test_what_is_taken_in_from_a_call_drops_the_draft_of_the_call_only(agent: Client) -> None:
    form = agent.get("/pop", {"ani": "13900001111", "call_id": "c-1"}).context["form"]
    sent = {
        "key": form.fields["key"].initial,
        "draft": OWN,
        "kind": "consultation",
        "channel": "hotline",
        "title": "资费咨询",
        "phone": "13900001111",
        "then": "next",
    }
    page = agent.post("/intake/", sent, follow=True)
    assert Case.objects.get().title == "资费咨询"
    assert f'data-draft-done="{OWN}"' in page.content.decode()
    assert agent.get("/intake/").context["draft"] == "intake"


def test_who_may_not_take_matters_in_gets_no_pop(world: World) -> None:
    client = Client()
    assert client.get("/pop?ani=13812345678").status_code == 302
    client.force_login(world.account("0112"), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/pop?ani=13812345678").status_code == 403
