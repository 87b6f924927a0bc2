"""Monitor, figures and rows: what a reader sees, and never more than the scope."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import world as cast
from tests.factories.facts import Facts

HOUR = timedelta(hours=1)


@pytest.fixture
def world(db: None) -> cast.World:
    return cast.build()


@pytest.fixture
def today(facts: Facts, world: cast.World, noon: datetime) -> Facts:
    """Three matters of East River, one of West Hill; one of them overdue, one due soon, one urged."""
    east, west = world.units["DH-01"], world.units["XS-01"]
    late = facts.case(east, noon - 5 * HOUR, due=noon - HOUR)
    facts.case(east, noon - 3 * HOUR, due=noon + HOUR)
    facts.case(east, noon - 4 * HOUR, due=noon - 2 * HOUR, finished=noon - 3 * HOUR)
    facts.case(west, noon - 2 * HOUR, due=noon + 5 * HOUR)
    facts.urge(late, east, noon - HOUR)
    return facts


def signed_in(world: cast.World, number: str) -> Client:
    client = Client()
    client.force_login(world.account(number), backend="django.contrib.auth.backends.ModelBackend")
    return client


def texts(html: str) -> list[list[str]]:
    """The rows of the last table, cell by cell."""
    table = html[html.rindex("<tbody>") : html.rindex("</tbody>")]
    return [
        [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[hd].*?</t[hd]>", row)]
        for row in re.findall(r"<tr.*?</tr>", table, re.S)
    ]


def test_the_monitor_counts_by_unit_and_sums(today: Facts, world: cast.World) -> None:
    page = signed_in(world, "0107").get(reverse("kpi:monitor")).content.decode()
    rows = {row[0].split()[0]: row[1:] for row in texts(page)}
    #                           in, answered, urges, due, on time, rate, gap, overdue, soon
    assert rows["东河县分公司"][:6] == ["3", "1", "1", "2", "1", "50.0%"]
    assert rows["东河县分公司"][7:] == ["1", "1"]
    assert rows["西山县分公司"][:1] + rows["西山县分公司"][7:] == ["1", "0", "0"]
    total = texts(page)[-1][1:]
    assert (total[0], total[3], total[7], total[8]) == ("4", "2", "1", "1")


def test_every_number_of_the_monitor_opens_a_list_of_that_length(
    today: Facts, world: cast.World
) -> None:
    client = signed_in(world, "0107")
    page = client.get(reverse("kpi:monitor")).content.decode()
    links = re.findall(r'<a[^>]*href="(/kpi/[^"]+/rows/[^"]+)"[^>]*>([\d,]+)</a>', page)
    assert len(links) > 10
    for href, number in links:
        listed = client.get(href.replace("&amp;", "&"))
        assert listed.context["number"] == int(number), href


def test_a_poll_gets_the_board_alone_and_304_while_nothing_moves(
    today: Facts, world: cast.World, noon: datetime
) -> None:
    client = signed_in(world, "0107")
    url = reverse("kpi:monitor")
    first = client.get(url, headers={"X-Poll": "1", "HX-Request": "true"})
    assert b"<html" not in first.content and b'id="board"' in first.content
    headers = {"X-Poll": "1", "HX-Request": "true", "If-None-Match": first["ETag"]}
    assert client.get(url, headers=headers).status_code == 304
    today.case(world.units["XS-01"], noon - HOUR)
    assert client.get(url, headers=headers).status_code == 200


def test_a_county_sees_nothing_of_the_other(today: Facts, world: cast.World) -> None:
    client = signed_in(world, "0304")  # county manager of West Hill
    page = client.get(reverse("kpi:monitor")).content.decode()
    assert "东河" not in page
    assert texts(page)[-1][1] == "1"
    east = world.units["DH-01"]
    for name, args in (
        ("kpi:monitor", []),
        ("kpi:catalogue", []),
        ("kpi:figure", ["on_time_rate"]),
        ("kpi:rows", ["on_time_rate"]),
    ):
        url = reverse(name, args=args) + f"?unit={east}&from=2025-10-01&to=2025-10-10"
        assert client.get(url).status_code == 404, name


def test_a_day_without_anything_says_so(world: cast.World, noon: datetime, facts: Facts) -> None:
    page = signed_in(world, "0304").get(reverse("kpi:monitor"), {"day": "2025-10-09"})
    assert page.status_code == 200
    assert page.context["board"].live is False


@pytest.mark.parametrize("code", ["on_time_rate", "K16", "urge_rate", "K36", "hold_hours", "N01"])
def test_each_figure_has_its_page_with_course_and_units(
    today: Facts, world: cast.World, code: str
) -> None:
    page = signed_in(world, "0107").get(reverse("kpi:figure", args=[code]))
    assert page.status_code == 200
    assert len(page.context["trend"]) == 12
    assert page.context["ranked"]


def test_the_catalogue_tells_figures_and_targets(today: Facts, world: cast.World) -> None:
    from shouwen.domains.kpi import actions
    from shouwen.kernel.actor import SYSTEM

    actions.install_presets(by=SYSTEM, at=cast.BEGAN)
    actions.install_presets(by=SYSTEM, at=cast.BEGAN)
    page = signed_in(world, "0107").get(reverse("kpi:catalogue"))
    listed = {one["definition"].id: one for one in page.context["listed"]}
    assert (listed["K14"]["now"], listed["K14"]["target"]) == ("50.00%", "≥ 98%")
    assert listed["K14"]["state"] == "late"
    assert listed["K19"]["target"] == "≤ 3%"


def test_rows_can_be_narrowed_to_the_numerator(today: Facts, world: cast.World) -> None:
    client = signed_in(world, "0107")
    url = reverse("kpi:rows", args=["on_time_rate"])
    days: dict[str, Any] = {
        "unit": world.units["DH"],
        "from": "2025-10-10",
        "to": "2025-10-10",
    }
    numbers = [client.get(url, {**days, "hit": hit}).context["number"] for hit in ("", "1", "0")]
    assert numbers == [2, 1, 1]


@pytest.mark.parametrize(
    "query",
    ["", "?from=x&to=2025-10-10", "?from=2025-10-10&to=2025-10-01", "?unit=0&from=2025-10-10"],
)
def test_addresses_that_mean_nothing_are_not_found(
    today: Facts, world: cast.World, query: str
) -> None:
    url = reverse("kpi:rows", args=["on_time_rate"]) + query
    assert signed_in(world, "0107").get(url).status_code == 404


def test_without_the_permission_there_is_no_page(today: Facts, world: cast.World) -> None:
    client = signed_in(world, "0101")  # hotline agent
    for name in ("kpi:monitor", "kpi:catalogue", "bulletins:latest"):
        assert client.get(reverse(name)).status_code == 403


def test_the_monitor_asks_the_same_few_queries_at_any_size(
    today: Facts,
    world: cast.World,
    noon: datetime,
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:
    client = signed_in(world, "0107")
    client.get(reverse("kpi:monitor"))
    for n in range(20):
        today.case(world.units["DH-01-G1"], noon - n * HOUR, due=noon + HOUR)
    with django_assert_max_num_queries(32):
        client.get(reverse("kpi:monitor"))
