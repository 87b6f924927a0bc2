"""导出: every file says who took it, fits into the day's quota, and a second person may grant more."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from shouwen.kernel.actor import SYSTEM
from shouwen.platform.exports import actions, errors, queries
from shouwen.platform.exports.models import Grant, Use
from tests import world as cast
from tests.factories.cases import a_case
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    made = cast.build()
    for _n in range(3):
        a_case(made.actor("0101"), at=timezone.now())
    return made


def signed_in(world: World, number: str) -> Client:
    client = Client()
    client.force_login(world.account(number))
    return client


def most(world: World, role: str, day: date) -> int | None:
    return queries.standing(world.account("0101").pk, role, day=day).most


def a_quota(rows: int, role: str = "") -> None:
    today = timezone.localdate()
    actions.set_quota(rows_a_day=rows, since=today, role_code=role, by=SYSTEM, at=timezone.now())


def test_every_form_of_the_list_says_who_when_and_what(world: World) -> None:
    leader = signed_in(world, "0102")
    for form in ("html", "csv"):
        page = leader.get(f"/cases/file/{form}").content.decode("utf-8-sig")
        number = Use.objects.latest("pk").pk
        assert "班立夏" in page and "(0102)" in page and str(number) in page
    packed = leader.get("/cases/file/xlsx").content
    with zipfile.ZipFile(io.BytesIO(packed)) as book:
        assert "班立夏" in book.read("docProps/core.xml").decode()
        assert "班立夏" in book.read("xl/sharedStrings.xml" if "xl/sharedStrings.xml" in book.namelist() else "xl/worksheets/sheet1.xml").decode()  # fmt: skip
    used = Use.objects.order_by("pk").values_list("form", "rows", "what")
    assert list(used) == [(form, 3, "cases.list") for form in ("html", "csv", "xlsx")]


def test_what_does_not_fit_is_refused_until_somebody_else_grants_more(world: World) -> None:
    a_quota(4)
    leader, manager = signed_in(world, "0102"), signed_in(world, "0103")
    assert leader.get("/cases/file/csv").status_code == 200
    refused = leader.get("/cases/file/csv")
    assert refused.status_code == 409
    assert "Content-Disposition" not in refused.headers
    assert Use.objects.count() == 1
    more = {"login": "0102", "rows": "2", "reason": "上级要求当日报送"}
    assert leader.post("/exports/grant/", more).status_code == 403
    assert manager.post("/exports/grant/", {**more, "login": "0103"}).status_code == 409
    assert manager.post("/exports/grant/", {**more, "reason": ""}).status_code == 422
    assert not Grant.objects.exists()
    assert manager.post("/exports/grant/", more).status_code == 302
    assert leader.get("/cases/file/csv").status_code == 200
    left = queries.standing(world.account("0102").pk, "shift_leader", day=timezone.localdate())
    assert (left.most, left.left) == (6, 0)
    page = signed_in(world, "0111").get("/exports/").content.decode()
    assert "上级要求当日报送" in page and "0102" in page


def test_the_quota_of_a_role_goes_before_everybodys_and_holds_from_its_day(world: World) -> None:
    today = timezone.localdate()
    a_quota(100)
    a_quota(7, "agent")
    actions.set_quota(rows_a_day=5, since=today + timedelta(days=1), by=SYSTEM, at=timezone.now())
    assert most(world, "agent", today + timedelta(days=2)) == 7
    assert most(world, "expert", today) == 100
    assert most(world, "expert", today + timedelta(days=1)) == 5
    with pytest.raises(errors.QuotaInThePast):
        actions.set_quota(
            rows_a_day=5, since=today - timedelta(days=1), by=SYSTEM, at=timezone.now()
        )
    with pytest.raises(errors.QuotaInThePast):
        a_quota(8, "agent")


def test_what_was_exported_stays_on_the_record(world: World) -> None:
    signed_in(world, "0102").get("/cases/file/csv")
    with pytest.raises(DatabaseError), transaction.atomic():
        Use.objects.update(rows=0)
    assert Use.objects.get().rows == 3
