"""``shouwen import`` for units and people: one line of JSON, and the bounds of whoever it acts for."""

from __future__ import annotations

import io
import json
from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from shouwen.domains.cases.errors import ColumnUnknown, FilterUnreadable
from shouwen.domains.imports.commands import Export, Import
from shouwen.domains.imports.errors import ShapeForbidden
from shouwen.kernel.actor import Actor
from shouwen.kernel.command import Command
from shouwen.platform.exchange.errors import BatchUnknown, FileRefused, ProfileRefused
from shouwen.platform.org.models import Unit
from tests import world
from tests.domains.imports.test_organisation import PROFILES, SAMPLES
from tests.world import World

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 10, 10, 4, 0, tzinfo=UTC)
UNITS = "--profile", str(PROFILES / "branch_units.toml")


@pytest.fixture
def town(settings: object, tmp_path: Path) -> World:
    settings.HOME = tmp_path  # type: ignore[attr-defined]
    return world.build()


def run(command: Command, *words: str, by: Actor | None = None) -> dict[str, Any]:
    parser = ArgumentParser()
    command.arguments(parser)
    args = parser.parse_args(words)
    args.actor, args.now = by or Actor(via="cli"), NOW
    out = io.StringIO()
    assert command.run(args, out) == 0
    lines = out.getvalue().splitlines()
    answer: dict[str, Any] = json.loads(lines[-1]) if "--json" in words else {}
    return answer


def test_units_and_people_answer_with_the_same_line_and_can_be_undone(town: World) -> None:
    units = run(Import(), str(SAMPLES / "branch_units.csv"), *UNITS, "--json")
    assert list(units) == [
        "rows", "created", "updated", "unchanged", "rejected", "warned", "conflicts", "batch", "mode",
        "rejects_file", "seconds",
    ]  # fmt: skip
    assert (units["rows"], units["created"], units["rejects_file"]) == (6, 6, None)
    undone = run(Import(), "--undo", str(units["batch"]), "--json")
    assert (undone["voided"], undone["restored"], undone["left"]) == (6, 0, 0)


def test_acting_for_somebody_keeps_within_the_verbs_and_units_of_the_post(town: World) -> None:
    by = town.actor("0108", NOW)
    with pytest.raises(ShapeForbidden):
        run(Import(), str(SAMPLES / "branch_units.csv"), *UNITS, by=by)
    assert not Unit.objects.filter(code="YH").exists()
    answer = run(
        Import(), str(SAMPLES / "branch_units.csv"), *UNITS, "--json", by=town.actor("0110", NOW)
    )
    assert answer["created"] == 6  # the organisation's administrator at the top sees everything
    with pytest.raises(BatchUnknown):
        run(Import(), "--undo", str(answer["batch"]), by=by)


def test_what_cannot_be_used_is_said_in_the_language_in_force(town: World, tmp_path: Path) -> None:
    def refusal(*words: str, command: Command, error: type[Exception]) -> str:
        with pytest.raises(error) as refused:
            run(command, *words)
        return str(refused.value)

    with translation.override("zh-hans"):
        assert refusal("--undo", "99", command=Import(), error=BatchUnknown) == (
            "没有批次 99。批次列表见“导入”页。"
        )
        gone = str(tmp_path / "gone.csv")
        assert refusal(gone, *UNITS, command=Import(), error=FileRefused).startswith(
            f"文件 {gone} 打不开：文件不存在"
        )
        toml = ("--profile", str(tmp_path / "gone.toml"))
        assert "文件不存在" in refusal(gone, *toml, command=Import(), error=ProfileRefused)
        filtered = refusal(
            "cases", "--filter", "units=QC", command=Export(), error=FilterUnreadable
        )
        assert "没有字段“units”；可用的有 number, source_key" in filtered
        column = refusal("cases", "--columns", "extra.nope", command=Export(), error=ColumnUnknown)
        assert "extra.nope" in column and "source_key" in column
