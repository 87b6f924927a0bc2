"""到期清除 and 个人信息请求: what goes is gone, what stays is whole, and the proof says how much."""

from __future__ import annotations

import io
from argparse import Namespace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from shouwen.domains.asks import actions as asks
from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.models import Case
from shouwen.domains.cases.queries.search import search
from shouwen.domains.customers import actions as customers
from shouwen.domains.customers.models import Customer
from shouwen.domains.privacy import actions, queries
from shouwen.domains.privacy.commands import Retention
from shouwen.domains.privacy.models import LegalHold, Run
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.access.scope import EVERYTHING
from shouwen.platform.journal import queries as journal
from shouwen.platform.journal.models import EntryText
from tests import world as cast
from tests.factories.cases import a_case
from tests.factories.customers import a_customer
from tests.world import World

pytestmark = pytest.mark.django_db
SAID = "请打我妻子的电话，她在家等候"
YEAR = timedelta(days=365)


@pytest.fixture
def world() -> World:
    made = cast.build()
    actions.install_presets(by=SYSTEM, at=timezone.now())
    return made


@pytest.fixture
def person(world: World) -> Customer:
    made = a_customer(at=timezone.now() - 4 * YEAR)
    customers.correct(
        made.pk, address="晴川市西山县松涛路9号", by=SYSTEM, at=timezone.now() - 4 * YEAR
    )
    return made


def an_ended_case(world: World, at: datetime, **given: Any) -> Case:
    agent = world.actor("0101")
    case = a_case(agent, at=at, text=SAID, **given)
    quick = asks.ask_quickly(
        unit_id=world.units["QC-EXP"], text=SAID, case_id=case.pk, by=agent, at=at
    )
    asks.answer(quick.pk, text=SAID, by=world.actor("0104"), at=at)
    cases.accept(case.pk, by=agent, at=at)
    cases.answer(case.pk, text=SAID, by=agent, at=at)
    cases.close(case.pk, by=agent, at=at)
    return case


def words_left() -> int:
    return EntryText.objects.filter(body=SAID).count()


def whole() -> bool:
    return not [*journal.verify(), *queries.verify()]


def shouwen_retention(**given: Any) -> list[list[str]]:
    args = {"run": False, "rule": "", "most": None, "now": timezone.now(), **given}
    out = io.StringIO()
    Retention().run(Namespace(**args), out)
    return [line.split("\t") for line in out.getvalue().splitlines()]


def test_what_is_old_enough_goes_once_and_the_chain_stays_whole(
    world: World, person: Customer
) -> None:
    old = an_ended_case(world, timezone.now() - 4 * YEAR, customer_id=person.pk)
    young = an_ended_case(world, timezone.now() - timedelta(days=30))
    before = words_left()
    counted = {line[0]: line[2] for line in shouwen_retention()}
    assert (counted["words"], counted["customers"]) == ("1", "1")
    assert words_left() == before and not Run.objects.exists()
    done = shouwen_retention(run=True)
    assert {line[0] for line in done} == {"words", "customers"}
    assert words_left() == before // 2
    old.refresh_from_db()
    person.refresh_from_db()
    assert (person.name, person.phone, person.address, person.id_no) == ("", "", "", None)
    assert not Customer.pgh_event_model.objects.filter(pgh_obj_id=person.pk).exists()  # type: ignore[attr-defined]
    assert search("妻子", scope=EVERYTHING) == [young.pk]
    assert old.title != young.title
    assert whole()
    assert shouwen_retention(run=True) == []
    assert Run.objects.count() == 2


def test_a_run_is_bounded_goes_on_and_a_forged_proof_is_found(world: World) -> None:
    for _n in range(3):
        an_ended_case(world, timezone.now() - 4 * YEAR)
    assert [line[2] for line in shouwen_retention(run=True, most=2)] == ["2"]
    assert [line[2] for line in shouwen_retention(run=True)] == ["1"]
    first, second = Run.objects.order_by("pk")
    assert first.digest != second.digest
    assert whole()
    EntryText.objects.filter(erased_at=first.at).update(erased_rule="x")
    assert [str(p) for p in queries.verify()]


def test_what_is_held_by_law_stays(world: World) -> None:
    case = an_ended_case(world, timezone.now() - 4 * YEAR)
    manager = Client()
    manager.force_login(world.account("0107"))
    assert manager.post(f"/privacy/case/{case.pk}/hold", {"reason": ""}).status_code == 422
    hx = {"HX-Request": "true"}
    held = manager.post(f"/privacy/case/{case.pk}/hold", {"reason": "诉讼在审"}, headers=hx)
    assert held.status_code == 204
    before = words_left()
    assert shouwen_retention(run=True) == []
    assert words_left() == before
    assert "诉讼在审" in manager.get(f"/cases/{case.pk}/").content.decode()
    manager.post(f"/privacy/holds/{LegalHold.objects.get().pk}/lift", headers=hx)
    assert len(shouwen_retention(run=True)) == 1
    page = manager.get("/privacy/").content.decode()
    assert Run.objects.get().digest[:16] in page
