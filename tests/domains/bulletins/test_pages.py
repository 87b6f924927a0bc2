"""The bulletin on screen: read, draft, freeze, and every number opens its list."""

from __future__ import annotations

import json
import re
from argparse import ArgumentParser
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shouwen.domains.bulletins.commands import Bulletin as Command
from shouwen.domains.bulletins.models import Bulletin
from shouwen.kernel.actor import Actor
from shouwen.platform.exports.models import Use
from shouwen.platform.org.errors import PostMayNot, UnitOutOfSight
from tests import world as cast
from tests.factories.facts import Facts

START = datetime(2025, 10, 2, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def world(db: None) -> cast.World:
    return cast.build()


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    now = datetime(2025, 10, 11, 1, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)
    return now


@pytest.fixture
def counties(facts: Facts, world: cast.World) -> dict[str, int]:
    for code, cases, late in (("DH-01", 40, 2), ("XS-01", 35, 0)):
        unit = world.units[code]
        for n in range(cases):
            finished = START + (2 * HOUR if n < late else HOUR)
            case = facts.case(unit, START, due=START + HOUR, finished=finished)
            if n == 0:
                facts.urge(case, unit, START)
    return world.units


def signed_in(world: cast.World, number: str) -> Client:
    client = Client()
    client.force_login(world.account(number), backend="django.contrib.auth.backends.ModelBackend")
    return client


def url(name: str, unit: int, *more: object) -> str:
    return reverse(f"bulletins:{name}", args=[unit, "2025-10-X1", *more])


def test_the_newest_is_that_of_the_last_ten_days_that_are_over(
    counties: dict[str, int], world: cast.World
) -> None:
    answer = signed_in(world, "0107").get(reverse("bulletins:latest"))
    assert answer.headers["Location"] == url("bulletin", counties["QC"])


def test_every_number_on_the_page_opens_a_list_of_that_length(
    counties: dict[str, int], world: cast.World
) -> None:
    client = signed_in(world, "0107")
    page = client.get(url("bulletin", counties["QC"])).content.decode()
    links = re.findall(r'<a href="(/bulletins/[^"]+)">(\d+)</a>', page)
    assert len(links) > 15
    for href, number in links:
        assert client.get(href).context["number"] == int(number), href
    rates = re.findall(r'<a href="(/bulletins/[^"]+rate/)">([\d.]+)%</a>', page)
    for href, percent in rates:
        listed = client.get(href).context
        assert f"{100 * listed['number'] / listed['denominator']:.2f}" == percent


def test_a_manager_drafts_and_freezes_and_the_page_says_so(
    counties: dict[str, int], world: cast.World
) -> None:
    client = signed_in(world, "0107")
    drafter = signed_in(world, "0204")  # county manager: drafts, does not freeze
    east = counties["DH"]
    assert drafter.post(url("draft", east)).status_code == 302
    assert drafter.post(url("freeze", east)).status_code == 403
    assert client.post(url("freeze", east)).status_code == 302
    kept = Bulletin.objects.get()
    assert (kept.state, kept.unit_id, kept.drafted_by) == (
        "frozen",
        east,
        world.account("0204").pk,
    )
    page = client.get(url("bulletin", east))
    assert kept.digest[:8] in page.content.decode()
    assert not page.context["may_freeze"]


def test_a_county_neither_reads_nor_drafts_for_the_other(
    counties: dict[str, int], world: cast.World
) -> None:
    client = signed_in(world, "0304")
    east, city = counties["DH"], counties["QC"]
    for unit in (east, city):
        for address in (
            url("bulletin", unit),
            url("file", unit, "json"),
            url("rows", unit, "now", "total", "created"),
        ):
            assert client.get(address).status_code == 404, address
        assert client.post(url("draft", unit)).status_code == 404
    assert not Bulletin.objects.exists()


def test_the_command_refuses_whom_the_page_refuses(
    counties: dict[str, int], world: cast.World, now: datetime, tmp_path: Path
) -> None:
    """Another county, an agent, and whoever reads but may not freeze: no file, no issue, nothing counted."""
    for who, under, words in (
        ("0304", "DH", []),
        ("0304", None, []),
        ("0101", "QC-HOT", []),
        ("0204", "DH", ["--freeze"]),
    ):
        with pytest.raises((UnitOutOfSight, PostMayNot)):
            written(tmp_path / "no.json", world.actor(who), now, under, *words)
    assert not Bulletin.objects.exists() and not Use.objects.exists()
    assert not (tmp_path / "no.json").exists()
    data = json.loads(written(tmp_path / "a.json", world.actor("0304"), now, "XS").read_text())
    assert data["total"]["numbers"]["created"]["value"] == 35
    assert Use.objects.get().account_id == world.account("0304").pk


def written(file: Path, by: Actor, at: datetime, under: str | None, *words: str) -> Path:
    command, parser = Command(), ArgumentParser()
    command.arguments(parser)
    unit = ["--under", under] if under else []
    args = parser.parse_args(["2025-10-X1", *unit, "--out", str(file), *words])
    args.actor, args.now = by, at
    command.run(args, StringIO())
    return file


def test_files_carry_the_same_numbers(counties: dict[str, int], world: cast.World) -> None:
    client = signed_in(world, "0107")
    data = json.loads(client.get(url("file", counties["QC"], "json")).content)
    assert data["total"]["numbers"]["created"]["value"] == 75
    assert data["total"]["numbers"]["on_time_rate"]["value"] == 73 / 75
    for kind in ("html", "xlsx"):
        answer = client.get(url("file", counties["QC"], kind))
        assert answer.status_code == 200 and len(answer.content) > 2000
    assert client.get(url("file", counties["QC"], "exe")).status_code == 404


@pytest.mark.parametrize(
    "tail",
    ["now/0/created/", "now/total/nothing/", "then/total/created/", "now/abc/created/"],
)
def test_a_number_that_is_not_there_is_not_found(
    counties: dict[str, int], world: cast.World, tail: str
) -> None:
    client = signed_in(world, "0107")
    assert client.get(url("bulletin", counties["QC"]) + tail).status_code == 404


@pytest.mark.parametrize("period", ["2025-10", "2025-11-X1", "1800-01-X1", "x"])
def test_other_periods_are_not_found(
    counties: dict[str, int], world: cast.World, period: str
) -> None:
    address = reverse("bulletins:bulletin", args=[counties["QC"], period])
    assert signed_in(world, "0107").get(address).status_code == 404


def test_an_empty_period_says_so(counties: dict[str, int], world: cast.World) -> None:
    address = reverse("bulletins:bulletin", args=[counties["QC"], "2025-09-X1"])
    page = signed_in(world, "0107").get(address)
    assert page.context["paper"].empty
