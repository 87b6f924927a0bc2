"""个人信息权利请求 as a kind of case: a clock of the law, a verified person, an outcome before the end."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from shouwen.domains.balances import actions as standings
from shouwen.domains.balances.actions import News
from shouwen.domains.balances.models import Standing
from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.models import Case
from shouwen.domains.customers import actions as customers
from shouwen.domains.customers import consents
from shouwen.domains.customers.models import Customer
from shouwen.domains.privacy import actions, errors, queries
from shouwen.domains.privacy.models import DataRequest, Rule
from shouwen.domains.teamwork.models import Link
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.access.scope import EVERYTHING
from shouwen.platform.clocks import actions as clocks
from shouwen.platform.clocks import limits
from shouwen.platform.clocks.models import EARLIEST, Clock, Limit
from shouwen.platform.exports.models import Use
from shouwen.platform.journal import queries as journal
from shouwen.platform.policies import actions as policies
from tests import world as cast
from tests.factories.cases import a_case
from tests.factories.customers import a_customer
from tests.world import World

pytestmark = pytest.mark.django_db
HX = {"HX-Request": "true"}
DAYS = timedelta(days=15)


@pytest.fixture
def world() -> World:
    made = cast.build()
    policies.install_presets()
    actions.install_presets(by=SYSTEM, at=timezone.now())
    return made


@pytest.fixture
def person(world: World) -> Customer:
    return a_customer(at=timezone.now() - timedelta(days=400))


@pytest.fixture
def manager(world: World) -> Client:
    client = Client()
    client.force_login(world.account("0102"))
    return client


def a_request_case(world: World, person: Customer, at: datetime | None = None) -> Case:
    given = {"kind": "data_request", "channel": "hall", "title": "要求本人信息"}
    at = at or timezone.now() - timedelta(days=1)
    return a_case(world.actor("0101"), at=at, customer_id=person.pk, **given)


def legal(case: Case) -> Clock:
    return Clock.objects.get(subject_kind="case", subject_id=case.pk, basis="legal")


def completed() -> int:
    wanted = {"kind": "data_request"}
    return policies.complete(wanted, since=EARLIEST, by=SYSTEM, at=timezone.now())


def test_the_limit_of_the_law_runs_from_the_taking_in_and_names_its_source(
    world: World, person: Customer
) -> None:
    case = a_request_case(world, person)
    clock = legal(case)
    assert clock.due_at is not None and clock.limit is not None
    assert timedelta(days=14) < clock.due_at - case.opened_at <= DAYS + timedelta(days=1)
    assert clock.limit.grade == "W" and "第12条" in clock.limit.source
    shipped = Limit.objects.filter(match__kind="data_request").count()
    assert completed() == 0
    assert Limit.objects.filter(match__kind="data_request").count() == shipped == 2
    assert all("本单位自定" in rule.basis for rule in Rule.objects.all())


def test_an_installation_without_these_limits_gets_them_once(world: World) -> None:
    Limit.objects.filter(match__kind="data_request").delete()
    clocks.adopt_policy(
        "duties-1", [], name="职责", preset=limits.DUTY, unit=world.units["QC-NET"],
        longest_wait_days=30, since=EARLIEST, by=SYSTEM, at=timezone.now(),
    )  # fmt: skip
    assert completed() == 2
    ranks = Limit.objects.order_by("rank").values_list("match__kind", flat=True)
    assert list(ranks[:2]) == ["data_request", "data_request"]


def test_no_case_of_the_kind_ends_without_its_outcome(world: World, person: Customer) -> None:
    agent, at = world.actor("0101"), timezone.now()
    case = a_request_case(world, person)
    cases.accept(case.pk, by=agent, at=at)
    with pytest.raises(errors.OutcomeMissing):
        cases.answer(case.pk, text="已处理", by=agent, at=at)
    with pytest.raises(errors.AnsweredItself):
        cases.merge(case.pk, into_id=a_case(agent).pk, text="同一件", by=agent, at=at)
    row = actions.ask(case.pk, wish="explanation", checked="needless", by=agent, at=at)
    with pytest.raises(errors.AskedAlready):
        actions.ask(case.pk, wish="copy", checked="papers", by=agent, at=at)
    actions.answer(row.pk, text="处理规则见公示", delivered="told", by=agent, at=at)
    assert legal(case).ended_at == at
    cases.reopen(case.pk, text="没有说清楚", by=agent, at=at)
    with pytest.raises(errors.OutcomeMissing):
        cases.answer(case.pk, text="再答", by=agent, at=at)
    assert actions.ask(case.pk, wish="copy", checked="papers", by=agent, at=at).instance == 2


def test_said_beside_another_matter_it_gets_its_own_case_and_clock(
    world: World, person: Customer, manager: Client
) -> None:
    other = a_case(world.actor("0101"), at=timezone.now(), customer_id=person.pk)
    with pytest.raises(errors.NotSuchACase):
        actions.ask(other.pk, wish="copy", checked="papers", by=SYSTEM, at=timezone.now())
    asked = {"wish": "copy", "checked": "papers"}
    assert manager.get(f"/privacy/case/{other.pk}/ask").status_code == 200
    assert manager.post(f"/privacy/case/{other.pk}/ask", asked).status_code == 302
    row = DataRequest.objects.get()
    assert row.case.kind == "data_request" and row.case_id != other.pk
    assert row.case.customer_id == person.pk and legal(row.case).ended_at is None
    assert Link.objects.filter(case__in=[row.case, other]).exists()
    listed = manager.get("/privacy/requests/").content.decode()
    assert row.case.number in listed and other.number not in listed


def owing(person: Customer) -> str:
    """A line on which 12.34 yuan are owed; its number."""
    at, number = timezone.now(), "08010000009"
    line = customers.add_account(person.pk, number=number)
    standings.take([News(line.number, -12_34, at)], source="BOSS", scope=EVERYTHING, at=at)
    return number


def test_a_copy_goes_to_a_verified_person_through_the_rules_of_exports(
    world: World, person: Customer, manager: Client
) -> None:
    case, number = a_request_case(world, person), owing(person)
    assert (
        manager.post(
            f"/privacy/case/{case.pk}/ask", {"wish": "copy", "checked": "failed"}, headers=HX
        ).status_code
        == 204
    )
    row = DataRequest.objects.get()
    place = f"/privacy/requests/{row.pk}"
    granted = {"outcome": "granted", "delivered": "counter", "text": "已交付"}
    assert manager.get(f"{place}/package.zip").status_code == 404
    assert manager.post(f"{place}/answer", granted).status_code == 409
    assert manager.post(f"{place}/verify", {"checked": "papers"}, headers=HX).status_code == 204
    assert manager.post(f"{place}/answer", granted).status_code == 409  # nothing was handed over
    answer = manager.get(f"{place}/package.zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        told = json.loads(archive.read("data.json"))
        assert "班立夏" in archive.read("export.txt").decode()
    assert told["customer"]["phone"] == person.phone
    assert [(one["account"], one["balance"]) for one in told["standings"]] == [(number, -12_34)]
    use = Use.objects.get(what="privacy.package")
    row.refresh_from_db()
    assert row.export_number == use.pk
    assert manager.post(f"{place}/answer", granted | {"text": ""}).status_code == 422
    assert manager.post(f"{place}/answer", granted).status_code == 302
    assert manager.post(f"{place}/answer", granted).status_code == 409
    case.refresh_from_db()
    assert case.state == "answered"
    page = manager.get(f"/cases/{case.pk}/").content.decode()
    assert "第45条" in page
    agent = Client()
    agent.force_login(world.account("0101"))
    assert agent.get(f"{place}/package.zip").status_code == 403
    assert agent.get("/privacy/requests/").status_code == 403


def test_a_refusal_names_its_ground_and_ends_every_use_but_storing(
    world: World, person: Customer, manager: Client
) -> None:
    row = actions.ask(
        a_request_case(world, person).pk,
        wish="deletion", checked="papers", by=world.actor("0101"), at=timezone.now(),
    )  # fmt: skip
    refused = {"outcome": "refused", "delivered": "told", "text": "法定期限未满"}
    assert manager.post(f"/privacy/requests/{row.pk}/answer", refused).status_code == 409
    assert DataRequest.objects.get().outcome == ""
    ground = refused | {"ground": "kept"}
    assert manager.post(f"/privacy/requests/{row.pk}/answer", ground).status_code == 302
    done = DataRequest.objects.get()
    assert (done.outcome, done.ground) == ("refused", "kept")
    assert not consents.allows(person.pk, "progress")
    assert Customer.objects.get(pk=person.pk).phone == person.phone
    assert "第47条第2款" in manager.get(f"/cases/{row.case_id}/").content.decode()


def test_a_deletion_waits_for_open_matters_and_leaves_its_proof(
    world: World, person: Customer
) -> None:
    at = timezone.now()
    agent = world.actor("0101")
    owing(person)
    other = a_case(agent, at=at, customer_id=person.pk, text="请打我妻子的电话")
    case = a_request_case(world, person)
    row = actions.ask(case.pk, wish="deletion", checked="call_back", by=agent, at=at)
    told: dict[str, Any] = {"text": "已删除", "delivered": "told", "by": agent, "at": at}
    with pytest.raises(errors.StillOpen):
        actions.answer(row.pk, **told)
    assert not DataRequest.objects.exclude(done_at=None).exists()
    assert Standing.objects.exists()
    cases.withdraw(other.pk, text="不再需要", by=agent, at=at)
    hold = actions.hold(case.subject, reason="诉讼在审", by=SYSTEM, at=at)
    with pytest.raises(errors.HeldByLaw):
        actions.answer(row.pk, **told)
    actions.lift(hold.pk, by=SYSTEM, at=at)
    done = actions.answer(row.pk, **told)
    assert done.proof["texts"] >= 2 and done.proof["fields"] >= 3
    assert not consents.allows(person.pk, "progress")
    assert Customer.objects.get(pk=person.pk).phone == ""
    assert not Standing.objects.exists()
    assert not [*journal.verify(), *queries.verify()]


def test_requests_of_an_earlier_version_become_cases_as_of_the_day_they_were_asked(
    world: World, person: Customer
) -> None:
    at = timezone.now()
    other = a_case(world.actor("0101"), at=at - timedelta(days=9), customer_id=person.pk)
    told = {"customer": person, "wish": "copy", "checked": "papers"}
    row = DataRequest.objects.create(case=other, asked_at=at - timedelta(days=5), **told)
    assert actions.adopt(by=SYSTEM, at=at) == 1
    assert actions.adopt(by=SYSTEM, at=at) == 0
    row.refresh_from_db()
    assert row.case_id != other.pk and row.case.opened_at == row.asked_at
    due = legal(row.case).due_at
    assert due is not None and due < row.asked_at + DAYS + timedelta(days=1)
