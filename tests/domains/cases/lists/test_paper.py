"""The list as a file: masked, within the scope, with a head that says what it is."""

from __future__ import annotations

import csv
import io
from argparse import Namespace
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils.timezone import localdate, now
from python_calamine import CalamineWorkbook

from shouwen.domains.cases.commands import Desk, Reindex
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.exports.actions import set_quota
from shouwen.platform.exports.errors import QuotaSpent
from shouwen.platform.exports.models import Use
from shouwen.platform.org.errors import PostMayNot, UnitOutOfSight
from tests.factories.cases import a_case
from tests.factories.customers import a_customer
from tests.world import World

SignedIn = Callable[[str], Client]


def test_the_filtered_list_is_written_masked_with_its_head(
    world: World, signed_in: SignedIn
) -> None:
    customer = a_customer(at=now())
    at = now() - timedelta(hours=1)
    case = a_case(
        world.actor("0101"), at=at, kind="complaint", title="=cmd|<b>", customer_id=customer.pk
    )
    a_case(world.actor("0101"), at=at, kind="consultation", title="别的事")
    a_case(world.actor("0301"), at=at, kind="complaint", title="西山的事")
    client = signed_in("0102")
    answer = client.get("/cases/file/csv?kind=complaint")
    text = answer.content.decode("utf-8-sig")
    head, columns, *rows = csv.reader(io.StringIO(text))
    assert "类型：投诉" in head[0] and "Asia/Shanghai" in head[0] and "客服热线中心" in head[0]
    assert [row[0] for row in rows] == [case.number]
    assert dict(zip(columns, rows[0], strict=True))["事项"] == "'=cmd|<b>"
    page = client.get("/cases/file/html").content.decode()
    assert "&lt;b&gt;" in page and "别的事" in page and "西山的事" not in page
    for said in (text, page):
        assert "138****5678" in said and "13812345678" not in said and "张明华" not in said
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get("/cases/file/xlsx").content))
    assert len(book.get_sheet_by_index(0).to_python()) == 4
    assert client.get("/cases/file/exe").status_code == 404
    assert signed_in("0101").get("/cases/file/csv").status_code == 403


def test_the_desk_is_written_for_a_failure(world: World, tmp_path: Path) -> None:
    mine = a_case(world.actor("0301"), at=now() - timedelta(hours=1))
    a_case(world.actor("0101"), at=now() - timedelta(hours=1))
    out = io.StringIO()
    Desk().run(Namespace(out=tmp_path / "desk", under="XS", now=now(), actor=SYSTEM), out)
    page, table = (Path(line) for line in out.getvalue().splitlines())
    assert mine.number in page.read_text() and mine.number in table.read_text("utf-8-sig")
    assert len(table.read_text("utf-8-sig").splitlines()) == 3
    assert sorted(p.name for p in (tmp_path / "desk").iterdir()) == ["desk.csv", "desk.html"]
    Desk().run(Namespace(out=tmp_path / "desk", under=None, now=now(), actor=SYSTEM), out)
    assert len(table.read_text("utf-8-sig").splitlines()) == 4
    for who, under, refusal in (("0304", "DH", UnitOutOfSight), ("0101", None, PostMayNot)):
        given = Namespace(out=tmp_path / "no", under=under, now=now(), actor=world.actor(who))
        with pytest.raises(refusal):
            Desk().run(given, out)
    assert not (tmp_path / "no").exists() and not Use.objects.exists()
    given = Namespace(out=tmp_path / "own", under="XS", now=now(), actor=world.actor("0304"))
    Desk().run(given, out)
    assert Use.objects.get().rows == 1
    taken = [(tmp_path / "own" / name).read_text("utf-8-sig") for name in ("desk.html", "desk.csv")]
    assert all(f"{Use.objects.get().pk}" in text and "县西山" in text for text in taken)
    set_quota(rows_a_day=1, since=localdate(), by=SYSTEM, at=now())
    with pytest.raises(QuotaSpent):
        Desk().run(Namespace(**{**vars(given), "out": tmp_path / "no"}), out)
    assert not (tmp_path / "no").exists()
    Reindex().run(Namespace(), out)
    assert out.getvalue().endswith("2\n")
