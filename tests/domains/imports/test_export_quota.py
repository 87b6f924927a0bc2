"""命令行导出 counts like a page: the person's quota, the number beside the table; the system is on record."""

from __future__ import annotations

import io
from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from shouwen.domains.imports.commands import Export
from shouwen.kernel.actor import SYSTEM, Actor
from shouwen.platform.exports import actions
from shouwen.platform.exports.errors import QuotaSpent
from shouwen.platform.exports.models import Use
from tests import world as cast
from tests.factories.cases import a_case

pytestmark = pytest.mark.django_db


def export(by: Actor, out: Path | None) -> str:
    told = io.StringIO()
    given: dict[str, Any] = {
        "what": "cases", "columns": "number,kind", "filter": [], "as_of": None, "format": "csv",
        "in_full": None, "source": "customers", "out": out, "actor": by, "now": timezone.now(),
    }  # fmt: skip
    Export().run(Namespace(**given), told)
    return told.getvalue()


def test_a_person_has_the_quota_of_the_day_and_the_system_is_on_record(tmp_path: Path) -> None:
    world = cast.build()
    for _n in range(3):
        a_case(world.actor("0101"), at=timezone.now())
    today = timezone.localdate()
    actions.set_quota(rows_a_day=4, since=today, by=SYSTEM, at=timezone.now())
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    leader = world.actor("0102")
    export(leader, first)
    use = Use.objects.get()
    assert (use.account_id, use.rows, use.what) == (leader.account, 3, "export.cases")
    mark = (tmp_path / "a.csv.export.txt").read_text()
    assert "班立夏" in mark and str(use.pk) in mark
    with pytest.raises(QuotaSpent):
        export(leader, second)
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["a.csv", "a.csv.export.txt"]
    assert export(SYSTEM, None).count("\n") == 4
    assert Use.objects.latest("pk").account_id is None
