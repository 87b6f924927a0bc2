"""A file of units may say which of them are in the country."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from shouwen.domains.imports.registers import plans, running, undoing
from shouwen.domains.imports.registers.running import Outcome
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.org import queries
from shouwen.platform.org.models import Unit
from tests.domains.imports.test_organisation import counts

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 10, 10, 4, 0, tzinfo=UTC)
AREAS = """
profile = "areas"
title = "Units"
shape = "unit"
zone = "Asia/Shanghai"
key = "code"
[fields]
code = "code"
name = "name"
kind = "kind"
parent = "parent"
area = "area"
"""


def test_a_column_may_say_which_units_are_in_the_country(tmp_path: Path) -> None:
    profile = tmp_path / "areas.toml"
    profile.write_text(AREAS, encoding="utf-8")

    def take(*lines: str) -> Outcome:
        path = tmp_path / "areas.csv"
        path.write_text("\n".join(["code,name,kind,parent,area", *lines]) + "\n", encoding="utf-8")
        return running.run(
            path, plans.load(profile), rejects_in=tmp_path / "rejects", by=SYSTEM, at=NOW
        )

    first = ("YH,City,city,,", "LS,County,county,YH,rural", "LS-1,Grid,grid,LS,")
    assert counts(take(*first, "LS-2,Grid,grid,LS,moon")) == (4, 3, 0, 0, 1, 0)
    units = dict(Unit.objects.values_list("code", "pk"))
    assert {c: queries.tree().area(pk) for c, pk in units.items()} == {
        "YH": "urban", "LS": "rural", "LS-1": "rural",
    }  # fmt: skip
    again = take(*first[:2], "LS-1,Grid,grid,LS,urban")
    assert counts(again) == (3, 0, 1, 2, 0, 0)
    assert queries.tree().area(units["LS-1"]) == "urban"
    assert again.batch is not None
    undoing.undo(again.batch, by=SYSTEM, at=NOW)
    assert queries.tree().area(units["LS-1"]) == "rural"
