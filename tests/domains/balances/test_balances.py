"""账户状况: the newest word of the billing system, with its age, a hint at the desk and never a refusal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import now
from pytest_django import DjangoAssertNumQueries

from shouwen.domains.balances import rules
from shouwen.domains.balances.actions import News, take
from shouwen.domains.balances.models import Standing
from shouwen.domains.cases.models import Case
from shouwen.domains.customers import actions as customers
from shouwen.domains.customers.models import Customer
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.access.models import RolePermission
from shouwen.platform.access.scope import EVERYTHING, Scope
from tests.world import World

SignedIn = Callable[[str], Client]
LINE, PHONE = "08010000001", "10012345678"
HOUR = timedelta(hours=1)


@pytest.fixture
def caller(world: World) -> Customer:
    made = customers.register(
        name="何小满",
        phone=PHONE,
        address="东河县人民路8号",
        unit_id=world.units["DH"],
        by=SYSTEM,
        at=now(),
    )
    customers.add_account(made.pk, number=LINE, grid_unit_id=world.units["DH-01-G1"])
    return made


def news(balance: int, *, hours: int, suspended: bool = False) -> News:
    then = now() - hours * HOUR
    return News(LINE, balance, then, then.date() if suspended else None)


def test_the_newest_word_counts_in_whatever_order(
    caller: Customer, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    at = now()
    with django_assert_num_queries(4):  # two of them are the transaction
        first = take([news(-1230, hours=2)], source="boss", scope=EVERYTHING, at=at)
    assert (first.taken, first.older) == (1, 0)
    said = [news(500, hours=9), news(0, hours=1), News("nobody", 1, at), news(7, hours=-1)]
    second = take(said, source="boss", scope=EVERYTHING, at=at)
    assert (second.taken, second.older) == (1, 1)
    assert (second.unknown, second.ahead) == (("nobody",), (LINE,))
    late = take([news(-99, hours=3)], source="boss", scope=EVERYTHING, at=at)
    assert (late.taken, late.older) == (0, 1)
    assert Standing.objects.get().balance == 0
    elsewhere = take([news(1, hours=0)], source="boss", scope=Scope(units=frozenset()), at=now())
    assert elsewhere.unknown == (LINE,)


def test_a_suspended_line_is_a_hint_and_no_refusal(
    world: World, signed_in: SignedIn, caller: Customer
) -> None:
    take([news(-1230, hours=2, suspended=True)], source="boss", scope=EVERYTHING, at=now())
    agent, account = signed_in("0101"), caller.accounts.get()
    who: dict[str, Any] = {"customer": caller.pk, "account": account.pk}
    page = agent.post("/intake/caller/", {"q": PHONE}).content.decode()
    assert "data-standing" in page and "12.30" in page and 'id="barred"' not in page
    RolePermission.objects.filter(code=rules.AMOUNTS.code).delete()
    hidden = agent.get(f"/intake/customer/{caller.pk}/?account={account.pk}").content.decode()
    assert "data-standing" in hidden and "12.30" not in hidden
    said = {**who, "kind": "fault_report"}
    assert 'id="barred"' in agent.post("/intake/repeats/", said).content.decode()
    said |= {"channel": "hotline", "title": "断网", "text": "已交费", "then": "next"}
    assert agent.post("/intake/", {**said, "key": uuid4().hex}).status_code == 302
    assert Case.objects.get().account == account
    take([news(0, hours=1)], source="boss", scope=EVERYTHING, at=now())
    assert 'id="barred"' not in agent.post("/intake/repeats/", said).content.decode()


def test_the_billing_system_tells_over_the_api(
    world: World, signed_in: SignedIn, caller: Customer
) -> None:
    system, at = signed_in("0109"), now().isoformat()
    row = {"account": LINE, "balance": -50, "as_of": at}
    body = {"source": "boss", "rows": [row, {**row, "account": "0"}]}

    def post(body: object, key: str = "k1") -> Any:
        address = "/api/v1/accounts/standings"
        headers = {"Idempotency-Key": key}
        return system.post(address, body, content_type="application/json", headers=headers)

    role = world.person("0109").appointments.get().post.role
    RolePermission.objects.filter(role=role, code=rules.FEED.code).delete()
    assert post(body).status_code == 403
    RolePermission.objects.create(role=role, code=rules.FEED.code)
    told = post(body)
    assert (told.status_code, told.json()) == (
        200,
        {"taken": 1, "older": 0, "unknown": ["0"], "ahead": []},
    )
    assert post(body).json() == told.json()
    ancient = {**row, "as_of": "0001-01-01T00:00:00+14:00"}  # a year that no reader could read
    for wrong in (
        {**body, "source": " "},
        {**body, "rows": []},
        {"rows": [row]},
        {**body, "rows": [ancient]},
    ):
        assert post(wrong, uuid4().hex).status_code == 422
    assert Standing.objects.get().balance == -50


def test_a_file_of_the_billing_system_comes_in_row_by_row(
    caller: Customer, world: World, signed_in: SignedIn
) -> None:
    client = Client()
    client.force_login(world.administrator, backend="django.contrib.auth.backends.ModelBackend")
    then = (now() - 5 * HOUR).strftime("%Y-%m-%dT%H:%M")

    def send(table: str, **said: str) -> Any:
        file = SimpleUploadedFile("欠费.csv", table.encode("gb18030"))
        return client.post("/balances/", {"file": file, "source": "BOSS", "as_of": then, **said})

    head = "业务账号,账户余额,停机日期,截止时间\n"
    rows = f'{LINE},"-1,230.50元",2025/10/01,\nnobody,1,,\n{LINE},五元,,\n{LINE},7,,2099-01-01\n{LINE},,,\n'
    answer = send(head + rows)
    brought = answer.context["brought"]
    assert (answer.status_code, brought.rows, brought.taken) == (200, 5, 1)
    assert [(one.row, one.column) for one in brought.left] == [
        (3, "业务账号"), (4, "账户余额"), (5, "截止时间"), (6, "业务账号"),
    ]  # fmt: skip
    assert all(one.why and one.remedy for one in brought.left)
    standing = Standing.objects.get()
    assert (standing.balance, str(standing.suspended_since)) == (-123050, "2025-10-01")
    assert send(f"账号,欠费金额\n{LINE},12\n").context["brought"].older == 1, "no newer word"
    for table, said in (
        ("名称,余额\n1,2\n", {}),
        ("", {}),
        (head + rows, {"as_of": "2099-01-01T00:00"}),
    ):
        assert send(table, **said).status_code == 422
    assert Standing.objects.get().balance == -123050
    assert signed_in("0101").get("/balances/").status_code == 403
    assert client.get("/balances/").status_code == 200
