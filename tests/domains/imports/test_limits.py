"""Our own limits on imported matters: those of the unit that owns them, and of town or country."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from shouwen.domains.cases.models import Case
from shouwen.domains.customers.actions import add_account
from shouwen.domains.imports.registers.limits import OwnLimits, Site
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.clocks.models import Clock, Limit
from shouwen.platform.org import actions as org
from shouwen.platform.org.actions import UnitRow
from shouwen.platform.policies import actions as policies
from tests.factories.customers import a_customer
from tests.factories.imports import LOG, NOW, REGISTER, Desk

OURS = '\n[cases]\nlimits = "policy"\n'
ROWS = REGISTER.replace('[fields]', '[fields]\naccount = "line"').replace(
    'street = "street"', 'area = "street"'
) + OURS  # fmt: skip
HEAD = "no,kind,opened,due,closed,title,office,answer,street,line"
ROW = "1,fault,2025-10-01 08:00,,,No picture,{office},,{area},{line}"


@pytest.fixture
def units(db: None) -> dict[str, int]:
    """EAST is in town, WEST in the country; both under the city."""
    policies.install_presets(by=SYSTEM, at=NOW)
    rows = [
        UnitRow(code="CITY", name="City branch", kind="city"),
        UnitRow(code="EAST", name="East", kind="grid", parent_code="CITY"),
        UnitRow(code="WEST", name="West", kind="grid", parent_code="CITY", area="rural"),
    ]
    return org.ensure_units(rows, valid_from=date(2020, 1, 1), by=SYSTEM, at=NOW)


def limit() -> tuple[str, str]:
    """Policy and area of the limit by which the one case has to be settled."""
    clock = Clock.objects.get(kind="resolution")
    assert clock.limit is not None
    return clock.limit.policy.code, clock.limit.match.get("area", "")


def test_a_limit_begins_at_midnight_where_its_calendar_is_kept(units: dict[str, int]) -> None:
    """Of two cases of one day in UTC, one from before and one from after midnight, each has its own."""
    policy = policies.install(
        "telecom_cn", since=date(2025, 10, 2), unit=units["CITY"], by=SYSTEM, at=NOW
    )
    ours, site = OwnLimits(applies=True), Site(owner=units["EAST"], unit=units["EAST"])
    evening = datetime(2025, 10, 1, 15, 30, tzinfo=UTC)  # 23:30 in Shanghai
    told = {"kind": "fault_report"}
    found = [
        ours.clock("resolution", told, started_at=at, ended_at=None, site=site).limit_id
        for at in (evening, evening + timedelta(hours=1))
    ]
    assert [Limit.objects.get(pk=pk).policy_id == policy.pk for pk in found] == [False, True]


def test_a_row_follows_its_unit(desk: Desk, units: dict[str, int]) -> None:
    row = ROW.format(office="WEST", area="", line="")
    desk.take_in(row, profile=ROWS, head=HEAD)
    assert limit() == ("cable_cn", "rural")


def test_a_row_of_a_town_has_the_limit_of_towns(desk: Desk, units: dict[str, int]) -> None:
    desk.take_in(ROW.format(office="EAST", area="", line=""), profile=ROWS, head=HEAD)
    assert limit() == ("cable_cn", "")


def test_the_grid_of_the_line_goes_before_the_unit_and_what_is_said_before_both(
    desk: Desk, units: dict[str, int]
) -> None:
    add_account(a_customer(at=NOW).pk, number="0801", grid_unit_id=units["WEST"])
    desk.take_in(ROW.format(office="EAST", area="", line="0801"), profile=ROWS, head=HEAD)
    assert limit() == ("cable_cn", "rural")
    desk.take_in(ROW.format(office="EAST", area="urban", line="0801"), profile=ROWS, head=HEAD)
    assert Case.objects.get().extra == {"area": "urban"}


def test_a_row_told_anew_keeps_the_place_of_its_line(desk: Desk, units: dict[str, int]) -> None:
    add_account(a_customer(at=NOW).pk, number="0801", grid_unit_id=units["WEST"])
    row = ROW.format(office="EAST", area="", line="0801")
    desk.take_in(row, profile=ROWS, head=HEAD)
    desk.take_in(row.replace("08:00", "08:30"), profile=ROWS, head=HEAD)
    running = Clock.objects.filter(kind="resolution").latest("id")
    assert running.limit is not None and running.limit.match.get("area") == "rural"


@pytest.mark.parametrize("told", ["rows", "log"])
def test_the_policy_of_the_unit_goes_before_the_one_for_everybody(
    desk: Desk, units: dict[str, int], told: str
) -> None:
    policies.install(
        "telecom_cn", since=date(2025, 1, 1), unit=units["CITY"], by=SYSTEM, at=NOW
    )  # fmt: skip
    ways: dict[str, Callable[[], object]] = {
        "rows": lambda: desk.take_in(
            ROW.format(office="WEST", area="", line=""), profile=ROWS, head=HEAD
        ),
        "log": lambda: desk.take_log(
            "A,0,1/10/2025 08:00,1/10/2025 08:10,New,WEST", profile=LOG + OURS
        ),
    }
    ways[told]()
    assert limit() == ("telecom_cn", "rural")


def test_a_log_belongs_to_the_unit_that_had_it_first(desk: Desk, units: dict[str, int]) -> None:
    desk.take_log(
        "A,0,1/10/2025 08:00,1/10/2025 08:10,New,WEST",
        "A,1,1/10/2025 08:00,1/10/2025 09:10,Active,EAST",
        profile=LOG + OURS,
    )
    assert limit() == ("cable_cn", "rural")
