"""What the network department cost us: the time of a month, to the second."""

from __future__ import annotations

import io
import json
from argparse import Namespace
from collections.abc import Callable
from datetime import date, timedelta

import openpyxl
import pytest
from django.test import Client

from shouwen.domains.asks import actions as asks
from shouwen.domains.blame import commands, queries
from shouwen.domains.blame.choices import Side
from shouwen.domains.blame.queries import Question
from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.models import Case
from shouwen.kernel import periods
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.access.actions import issue_token
from shouwen.platform.access.scope import EVERYTHING
from shouwen.platform.clocks import queries as clocks
from shouwen.platform.org.errors import UnitOutOfSight
from tests.factories.asks import HOUR, a_request
from tests.factories.cases import T0, a_case_in
from tests.world import World

LATER = T0 + timedelta(days=60)


@pytest.fixture
def told(world: World) -> Case:
    """Two hours with the hotline, three with the network department, two waiting for the customer."""
    case = a_case_in("accepted", world)
    clerk = world.actor("0112")
    request = a_request(case, world, at=T0 + 2 * HOUR)
    asks.accept(request.pk, by=clerk, at=T0 + 3 * HOUR)
    asks.answer(request.pk, text="已修复", by=clerk, at=T0 + 5 * HOUR)
    cases.wait(case.pk, waiting_for="customer", reason="customer_absent", until=T0 + 100 * HOUR, by=clerk, at=T0 + 5 * HOUR)  # fmt: skip
    cases.withdraw(a_case_in("accepted", world).pk, text="不需要了", by=SYSTEM, at=T0 + 50 * HOUR)
    cases.answer(case.pk, text="已恢复", by=clerk, at=T0 + 7 * HOUR)
    cases.close(case.pk, by=SYSTEM, at=T0 + 8 * HOUR)
    return case


def asked(world: World, unit: str = "QC", period: str = "2025-10", side: str = "held") -> Question:
    return Question(
        unit=world.units[unit],
        period=periods.parse(period),
        side=Side(side),
        scope=EVERYTHING,
        at=LATER,
    )


def hours(lines: list[queries.Line]) -> dict[str, tuple[float, float]]:
    return {x.name: (x.calendar / 3600, x.charged_calendar / 3600) for x in lines}


def test_the_time_of_a_month_by_unit_reason_and_person(world: World, told: Case) -> None:
    found = queries.figures(asked(world))
    assert found.total.calendar == 8 * 3600
    assert found.total.matters == 1  # the withdrawn one is in no figure
    assert hours(found.units) == {"客服热线中心": (5.0, 3.0), "网络维护部": (3.0, 3.0)}
    assert {x.key: x.calendar / 3600 for x in found.reasons} == {
        "department/internal_request": 3.0,
        "customer/customer_absent": 2.0,
    }
    assert {x.key: x.calendar / 3600 for x in found.waits} == {
        "none": 3.0,
        "department": 3.0,
        "customer": 2.0,
    }
    people = {(x.unit, x.person): x.calendar / 3600 for x in found.people}
    assert people == {
        (world.units["QC-HOT"], world.staff["0101"]): 5.0,
        (world.units["QC-NET"], None): 1.0,
        (world.units["QC-NET"], world.staff["0112"]): 2.0,
    }
    for lines in (found.units, found.people, found.waits):
        assert sum(x.working for x in lines) == pytest.approx(found.total.working)
    ledger = clocks.blame(told.subject, at=LATER)
    assert found.total.working == ledger.total_working


def test_a_department_is_asked_about_whose_matters_it_holds(world: World, told: Case) -> None:
    network = queries.figures(asked(world, "QC-NET"))
    assert network.total.calendar == 3 * 3600
    ours = queries.figures(asked(world, "QC-HOT", side="owned"))
    assert hours(ours.units)["网络维护部"] == (3.0, 3.0)
    assert queries.figures(asked(world, "XS")).total.matters == 0


def test_periods_cut_the_time_in_the_zone_of_the_unit(world: World, told: Case) -> None:
    whole = queries.figures(asked(world, period="2025-10-X1")).total.calendar
    assert whole == 8 * 3600
    assert queries.figures(asked(world, period="2025-11")).total.matters == 0
    day = [queries.figures(asked(world, period=f"2025-10-{n}")).total.calendar for n in (10, 11)]
    assert day == [8 * 3600, 0]


def test_requests_have_figures_of_their_own(world: World, told: Case) -> None:
    lines = queries.requests(asked(world))
    assert [(x.name, x.asked, x.answered, x.late, x.calendar) for x in lines] == [
        ("网络维护部", 1, 1, 0, 3 * 3600.0)
    ]


def test_the_matters_behind_a_number(world: World, told: Case) -> None:
    behind = queries.matters(
        asked(world), unit=world.units["QC-NET"], person=None, waiting_for=None
    )
    assert [(m.subject, m.calendar_seconds) for m in behind[:]] == [(told.pk, 3 * 3600.0)]
    waited = queries.matters(asked(world), unit=None, person=None, waiting_for="customer")
    assert [(m.subject, m.calendar_seconds) for m in waited[:]] == [(told.pk, 2 * 3600.0)]


def test_the_page_its_rows_and_its_files(
    world: World, told: Case, signed_in: Callable[[str], Client]
) -> None:
    leader = signed_in("0106")
    assert leader.get(f"/blame/?unit={world.units['QC-SVC']}&period=2025-10").status_code == 200
    client = Client()
    client.force_login(world.administrator)
    page = client.get("/blame/?period=2025-10").content.decode()
    assert "网络维护部" in page
    assert "100.0%" in page
    rows = client.get(
        f"/blame/matters/?period=2025-10&unit={world.units['QC']}&of={world.units['QC-NET']}"
    ).content.decode()
    assert told.number in rows
    csv = client.get("/blame/file/csv?period=2025-10").content.decode("utf-8-sig")
    assert csv.startswith("table,name,working_seconds")
    assert "网络维护部" in csv
    book = client.get("/blame/file/xlsx?period=2025-10")
    sheet = openpyxl.load_workbook(io.BytesIO(book.content)).active
    assert sheet["A2"].value == "total"
    assert client.get("/blame/file/pdf?period=2025-10").status_code == 404
    assert client.get("/blame/?period=2025-13").status_code == 404
    assert signed_in("0304").get(f"/blame/?unit={world.units['DH']}").status_code == 404


def test_the_command_and_the_api_say_the_same(world: World, told: Case) -> None:
    out = io.StringIO()
    given = Namespace(
        first=date(2025, 10, 1),
        last=date(2025, 10, 31),
        under="QC",
        side="held",
        json=True,
        now=LATER,
        actor=SYSTEM,
    )
    assert commands.Blame().run(given, out) == 0
    given.actor = world.actor("0304")  # of the other county
    with pytest.raises(UnitOutOfSight):
        commands.Blame().run(given, io.StringIO())
    rows = json.loads(out.getvalue())["rows"]
    assert rows[0]["calendar_seconds"] == 8 * 3600
    secret = issue_token(world.account("0107").pk, "x", by=SYSTEM, at=T0)
    answer = Client().get(
        f"/api/v1/blame?period=2025-10&unit={world.units['QC']}",
        headers={"Authorization": f"Bearer {secret}"},
    )
    assert answer.json()["rows"] == rows
