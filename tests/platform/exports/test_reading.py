"""接口读取: pages of the API count against the day like files, once each, and the refusal is on record."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from shouwen.kernel.actor import SYSTEM
from shouwen.platform.access.actions import issue_token
from shouwen.platform.exports import actions, queries
from shouwen.platform.exports.errors import QuotaForTwo, QuotaSpent, ReadsSpent
from shouwen.platform.exports.models import ReadDay, Use
from shouwen.platform.journal.models import Entry
from shouwen.platform.org.commanding import acting_as
from tests import world as cast
from tests.factories.cases import a_case
from tests.world import World

CASES = 3


@pytest.fixture
def world(db: None) -> World:
    made = cast.build()
    for _n in range(CASES):
        a_case(made.actor("0101"), at=timezone.now())
    return made


def a_program(world: World, number: str = "0102") -> Client:
    account, by = world.account(number), world.actor(number)
    secret = issue_token(account.pk, "夜间同步", by=by, at=timezone.now())
    return Client(headers={"Authorization": f"Bearer {secret}"})


def a_quota(rows: int, **whose: Any) -> None:
    day = timezone.localdate()
    actions.set_quota(rows_a_day=rows, since=day, **whose, by=SYSTEM, at=timezone.now())


def test_pages_count_until_the_day_is_read_and_the_first_refusal_is_told(world: World) -> None:
    a_quota(2 * CASES + 1)
    program, leader = a_program(world), Client()
    for _ in range(2):
        assert len(program.get("/api/v1/cases").json()["items"]) == CASES
    refused = [program.get("/api/v1/cases") for _ in range(2)]
    assert [answer.status_code for answer in refused] == [429, 429]
    said = refused[0].json()
    assert (said["code"], said["details"]["left"]) == ("quota_spent", 1)
    assert 0 < int(refused[0]["Retry-After"]) <= 24 * 3600
    case = program.get("/api/v1/cases?q=没有这样的词").json()
    assert case["items"] == []
    day = ReadDay.objects.get()
    assert (day.rows, day.refused_at is not None) == (2 * CASES, True)
    assert Entry.objects.filter(kind="exports.read.refused").count() == 1
    leader.force_login(world.account("0102"))
    assert leader.get("/cases/file/csv").status_code == 409
    assert not Use.objects.exists()
    auditor = Client()
    auditor.force_login(world.account("0111"))
    page = auditor.get("/exports/").content.decode()
    assert "班立夏" in page and "cases.list" not in page


def test_a_program_has_a_quota_of_its_own_set_on_the_page(world: World) -> None:
    account, today = world.account("0102"), timezone.localdate()
    a_quota(1)
    a_quota(2, role_code="shift_leader")
    manager = Client()
    manager.force_login(world.administrator)
    terms = {"role_code": "agent", "account_id": "0102", "rows_a_day": "9", "since": today}
    assert manager.post("/exports/quota/", terms).status_code == 409
    assert manager.post("/exports/quota/", {**terms, "account_id": "x"}).status_code == 422
    assert manager.post("/exports/quota/", {**terms, "role_code": ""}).status_code == 302
    own = queries.standing(account.pk, "shift_leader", day=today)
    other = queries.standing(account.pk + 1, "shift_leader", day=today)
    anybody = queries.standing(account.pk + 1, "agent", day=today)
    assert (own.most, other.most, anybody.most) == (9, 2, 1)
    with pytest.raises(QuotaForTwo):
        a_quota(1, role_code="agent", account_id=account.pk)
    assert a_program(world).get("/api/v1/cases").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_pages_and_files_at_once_never_take_more_than_the_day_holds(world: World) -> None:
    a_quota(25)
    at = timezone.now()
    acting = acting_as(world.actor("0102"), at=at)
    assert acting is not None
    start = Barrier(8)

    def one(n: int) -> int:
        start.wait()
        try:
            if n % 2:
                actions.read(acting, rows=10, at=at)
            else:
                actions.take(acting, "cases.list", "csv", rows=10, scope="", at=at)
        except QuotaSpent:
            return 0
        finally:
            connection.close()
        return 10

    with ThreadPoolExecutor(8) as pool:
        took = sum(pool.map(one, range(8)))
    held = queries.standing(world.account("0102").pk, acting.role_code, day=timezone.localdate(at))
    assert took == held.taken == 20
    with pytest.raises(ReadsSpent):
        actions.read(acting, rows=10, at=at)
    actions.read(acting, rows=10, at=at + timedelta(days=1))
