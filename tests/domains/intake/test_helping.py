"""The third pane: a mass fault to join in one step, answers given before, who would know."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.models import Case
from shouwen.domains.customers import actions as customers
from shouwen.domains.customers.models import ServiceAccount
from shouwen.domains.teamwork import actions as teamwork
from shouwen.domains.teamwork.models import Link
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.org.models import Contact
from shouwen.platform.policies.actions import install_presets
from tests import world
from tests.world import World

pytestmark = pytest.mark.django_db
TYPE = "宽带/无法上网"
BEFORE = timedelta(hours=2)


@pytest.fixture
def town() -> World:
    install_presets()
    return world.build()


@pytest.fixture
def client(town: World) -> Client:
    return _signed_in(town, "0101")


def _signed_in(town: World, number: str) -> Client:
    client = Client()
    client.force_login(town.account(number), backend="django.contrib.auth.backends.ModelBackend")
    return client


def _line(town: World, name: str, grid: str) -> ServiceAccount:
    known = customers.register(name=name, phone="", by=SYSTEM, at=timezone.now())
    number = f"0801{known.pk:07}"
    made = customers.add_account(known.pk, number=number, address=f"东河县人民路{known.pk}号")
    ServiceAccount.objects.filter(pk=made.pk).update(grid_unit_id=town.units[grid])
    return made


def _fault(town: World, line: ServiceAccount, category: str = "") -> Case:
    return cases.open_case(
        kind="fault_report",
        channel="hotline",
        title="断网",
        customer_id=line.customer_id,
        account_id=line.pk,
        by=town.actor("0101"),
        at=timezone.now() - BEFORE,
        category=category,
    )


def _mass_fault(town: World, grid: str) -> Case:
    parent, child = (_fault(town, _line(town, "曾小满", grid)) for _ in range(2))
    by = town.actor("0102")
    teamwork.put_under(child.pk, parent_id=parent.pk, by=by, at=timezone.now() - BEFORE)
    return parent


def _form(line: ServiceAccount, **more: Any) -> dict[str, Any]:
    return {
        "kind": "fault_report",
        "channel": "hotline",
        "title": "又断网了",
        "text": "全楼上不了网",
        "key": uuid4().hex,
        "customer": line.customer_id,
        "account": line.pk,
        **more,
    }


def test_a_matter_of_the_same_grid_joins_the_mass_fault_in_one_step(
    client: Client, town: World
) -> None:
    grid, elsewhere = "DH-01-G1", "XS-01-G1"
    parent, line = _mass_fault(town, grid), _line(town, "林大为", grid)
    shown = client.post("/intake/help/", _form(line)).content.decode()
    assert f'name="parent" value="{parent.pk}"' in shown
    far = client.post("/intake/help/", _form(_line(town, "陈一", elsewhere))).content.decode()
    assert "data-parent" not in far
    sent = _form(line, parent=parent.pk)
    assert client.post("/intake/", sent).status_code == 302
    assert client.post("/intake/", sent).status_code == 302
    made = Case.objects.get(title="又断网了")
    assert Link.objects.children().filter(case=made, other=parent).count() == 1


def test_an_ended_parent_or_none_leaves_no_matter(client: Client, town: World) -> None:
    parent, line = _mass_fault(town, "DH-01-G1"), _line(town, "林大为", "DH-01-G1")
    cases.withdraw(parent.pk, text="重复", by=town.actor("0101"), at=timezone.now())
    before = Case.objects.count()
    assert client.post("/intake/", _form(line, parent=parent.pk)).status_code == 422
    assert client.post("/intake/", _form(line, parent="9" * 15)).status_code == 404
    assert client.post("/intake/", _form(line, parent="x")).status_code == 404
    assert Case.objects.count() == before


def _answered(town: World, line: ServiceAccount, text: str) -> Case:
    case, by = _fault(town, line, category=TYPE), town.actor("0101")
    cases.accept(case.pk, by=by, at=timezone.now() - BEFORE)
    return cases.answer(case.pk, text=text, contacted=True, by=by, at=timezone.now())


def test_answers_given_before_are_covered_counted_and_inserted(client: Client, town: World) -> None:
    line = _line(town, "曾小满", "DH-01-G1")
    _answered(town, line, "重启光猫即可")
    _answered(town, line, "已告知曾小满先生拨13812345678")
    newest = _answered(town, line, "重启光猫即可")
    shown = client.post("/intake/help/", _form(line, category=TYPE))
    first, second = shown.context["help"].answers
    assert (first.text, first.times, first.case_id) == ("重启光猫即可", 2, newest.pk)
    assert "曾小满" not in second.text and "13812345678" not in second.text
    sent = _form(line, category=TYPE, answer="您好")
    field = client.post(f"/intake/official/{newest.pk}/", sent).content.decode()
    assert 'id="f-answer"' in field and "您好\n重启光猫即可</textarea>" in field
    assert client.post("/intake/official/999999/", sent).status_code == 404
    other = client.post("/intake/help/", _form(line, kind="complaint", category=TYPE))
    assert other.context["help"].answers == []


def test_the_nearest_contacts_above_the_line_are_named(client: Client, town: World) -> None:
    line, now = _line(town, "曾小满", "DH-01-G1"), timezone.now()
    above = town.unit("DH-01").pk
    for role, number in (("B", "0102"), ("A", "0101")):
        Contact.objects.create(
            unit_id=above,
            topic="宽带",
            role=role,
            staff_id=town.staff[number],
            since=now - BEFORE,
        )
    found = client.post("/intake/help/", _form(line)).context["help"]
    assert [c.role for c in found.contacts] == ["A", "B"]
    assert found.unit == town.unit("DH-01").name


def test_who_may_not_take_in_is_offered_nothing(town: World) -> None:
    stranger = _signed_in(town, "0112")
    assert stranger.post("/intake/help/").status_code == 403
    assert stranger.post("/intake/official/1/").status_code == 403
