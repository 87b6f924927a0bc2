"""K20 divides by users who are brought in, never counted from the customers held here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from shouwen.domains.kpi import definitions, queries, reach
from shouwen.domains.kpi.actions import UsersOf, count_users
from shouwen.domains.kpi.errors import (
    NotBrokenDown,
    SourceMissing,
    UserDayAhead,
    UsersCountedTwice,
)
from shouwen.domains.kpi.models import UserCount
from shouwen.domains.kpi.reach import Question
from shouwen.domains.kpi.targets import Aim
from shouwen.domains.kpi.words import shown
from shouwen.kernel import periods
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.journal.models import Entry
from tests import world as cast
from tests.factories.facts import Facts

LATER = datetime(2025, 12, 1, tzinfo=UTC)
NOON = datetime(2025, 10, 5, 4, tzinfo=UTC)
DAY = timedelta(days=1)
FAR = "DH-01-G1 " + "0" * 12 + "9" * 5000
XUN, OCTOBER = periods.parse("2025-10-X1"), periods.parse("2025-10")


def count(unit: int, day: date, users: int, *, at: datetime = LATER) -> None:
    count_users([UsersOf(unit, day, users)], source="BOSS", by=SYSTEM, at=at)


def rate(
    unit: int, period: periods.Period = OCTOBER, *, at: datetime = LATER, split: bool = False
) -> list[queries.Figure]:
    definition = definitions.find("K20")
    assert definition is not None
    where = reach.by_unit(unit) if split else reach.whole(unit)
    return queries.measure(definition, Question(reach=where, span=reach.over(period, as_of=at)))


def numbers(
    unit: int, period: periods.Period = OCTOBER, *, at: datetime = LATER
) -> tuple[float, int]:
    (figure,) = rate(unit, period, at=at)
    return figure.ratio.numerator, figure.ratio.denominator


@pytest.mark.item("S000-38")
def test_declarations_for_each_thousand_users_of_start_and_end(
    ten_days: dict[str, int], facts: Facts
) -> None:
    """Six declarations of the worked ten days; users as of 1 October and of 11 October, halved."""
    county, offices = ten_days["county"], ["福海", "清洋", "东厅", "门楼"]
    for name, before, after in zip(
        offices, (2350, 1800, 2700, 900), (2361, 1800, 2690, 910), strict=True
    ):
        count(ten_days[name], date(2025, 10, 1), before)
        count(ten_days[name], date(2025, 10, 11), after)
    (whole,) = rate(county, XUN)
    assert (whole.ratio.numerator, whole.ratio.denominator) == (6, 7756)  # 7,750 and 7,761
    assert shown(whole) == "0.77‰"
    aim = Aim("<=", Decimal("0.0007"), is_rate=True, sign="‰", scale=1000)
    assert (aim.text, aim.judge(whole.ratio), aim.gap(whole.ratio)) == (
        "≤ 0.7‰",
        "missed",
        Decimal("0.07"),
    )
    by_unit = {
        f.unit: (f.ratio.numerator, f.ratio.denominator) for f in rate(county, XUN, split=True)
    }
    assert by_unit[ten_days["福海"]] == (2, 2356)  # 2,355.5
    assert by_unit[ten_days["门楼"]] == (0, 905)
    rows = list(
        queries.listed(
            whole.definition, reach=reach.whole(county), span=reach.over(XUN, as_of=LATER)
        )
    )
    assert len(rows) == 6
    with pytest.raises(NotBrokenDown):
        queries.measure(
            whole.definition,
            Question(
                reach=reach.whole(county), span=reach.over(XUN, as_of=LATER), breakdown=("kind",)
            ),
        )


def test_a_later_row_counts_and_without_users_there_is_no_rate(
    facts: Facts, unit: Callable[..., int]
) -> None:
    office = unit("office")
    case = facts.case(office, NOON)
    facts.declaration(case, office, NOON + DAY)
    facts.declaration(case, office, NOON + 2 * DAY, counted=False)
    assert numbers(office) == (1, 0)
    assert [shown(one) for one in rate(office)] == ["—"]
    count(office, date(2025, 10, 1), 2000)
    count(office, date(2025, 10, 1), 2350)
    assert numbers(office) == (1, 2350)
    assert UserCount.objects.count() == 2
    with pytest.raises(DatabaseError), transaction.atomic():
        UserCount.objects.update(users=1)
    # as of an instant before the first number, and of a unit whose users are known from the end on only
    assert numbers(office, at=datetime(2025, 9, 30, tzinfo=UTC)) == (0, 0)
    assert numbers(office, periods.parse("2025-09")) == (0, 2350)
    assert numbers(office, periods.parse("2025-11")) == (0, 2350)
    assert numbers(office, periods.parse("2025-08")) == (0, 0)


def test_users_are_counted_on_one_level_of_a_branch(db: None, unit: Callable[..., int]) -> None:
    county = unit("county")
    office = unit("office", county)
    grid = unit("grid", office)
    count(office, date(2025, 10, 1), 5000)
    with pytest.raises(UsersCountedTwice):
        count(grid, date(2025, 10, 1), 2350)
    with pytest.raises(UsersCountedTwice):
        count(county, date(2025, 9, 1), 90_000)
    assert numbers(county) == (0, 5000)
    count_users(
        [UsersOf(office, date(2025, 11, 1), 0), UsersOf(grid, date(2025, 11, 1), 2350)],
        source="BOSS",
        by=SYSTEM,
        at=LATER,
    )
    assert numbers(county, periods.parse("2025-11")) == (0, 2350)
    for refused, given in ((SourceMissing, " "), (UserDayAhead, "BOSS")):
        with pytest.raises(refused):
            count_users([UsersOf(grid, date(2026, 1, 1), 1)], source=given, by=SYSTEM, at=LATER)
    assert UserCount.objects.count() == 3
    assert Entry.objects.filter(kind="kpi.users.counted").count() == 3


def signed_in(world: cast.World, number: str) -> Client:
    client = Client()
    client.force_login(world.account(number), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_page_takes_all_lines_or_none(db: None) -> None:
    world = cast.build()
    manager, where = signed_in(world, "0204"), reverse("kpi:count_users")
    said = {"day": "2025-10-01", "source": "BOSS", "lines": "DH-01-G1 2350\nDH-01-G2,1,980\n"}
    assert manager.post(where, said).status_code == 409  # "DH-01-G2 1" is no unit
    said["lines"] = "DH-01-G1\t2350\r\nDH-01-G2, 1980\n"
    assert manager.post(where, said).status_code == 302
    assert sorted(UserCount.objects.values_list("users", flat=True)) == [1980, 2350]
    page = manager.get(reverse("kpi:users")).content.decode()
    assert page.count("data-users=") == 2
    for lines, status in (("XS-01-G1 1200", 409), ("DH-01-G1 many", 422), ("", 422), (FAR, 422)):
        assert manager.post(where, said | {"lines": lines}).status_code == status
    assert UserCount.objects.count() == 2
    assert (
        signed_in(world, "0304").get(reverse("kpi:users")).content.decode().count("data-users") == 0
    )
    assert signed_in(world, "0107").post(where, said).status_code == 403
    figure = signed_in(world, "0107").get(reverse("kpi:figure", args=["K20"]))
    assert reverse("kpi:users") in figure.content.decode()


def test_numbers_of_users_over_the_api(db: None) -> None:
    world = cast.build()
    manager, url = signed_in(world, "0204"), "/api/v1/figures/users"
    row = {"unit": "DH-01-G1", "day": "2025-10-01", "users": 2350}
    given = {"source": "BOSS", "rows": [row]}
    sent = [
        manager.post(url, given, "application/json", headers={"Idempotency-Key": "once"})
        for _n in range(2)
    ]
    assert [one.status_code for one in sent] == [201, 201]
    assert UserCount.objects.count() == 1
    (item,) = manager.get(url).json()["items"]
    assert (item["code"], item["users"], item["counts"]) == ("DH-01-G1", 2350, True)
    outside = given | {"rows": [row, row | {"unit": "XS-01-G1"}]}
    refused = manager.post(url, outside, "application/json")
    assert (refused.status_code, refused.json()["code"]) == (409, "unit_unknown")
    assert UserCount.objects.count() == 1
