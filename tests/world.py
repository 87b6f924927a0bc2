"""The small cast every test may count on: 晴川市有线 with two counties, and one person for each role.

Names speak: 话小满 answers the hotline, 班立夏 leads the shift. Everything is built through actions.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from shouwen.kernel.actor import SYSTEM, Actor
from shouwen.platform.access.actions import create_administrator, install_presets
from shouwen.platform.access.models import Account
from shouwen.platform.org.acting import acting_for
from shouwen.platform.org.actions import StaffRow, UnitRow, ensure_staff, ensure_units
from shouwen.platform.org.models import Staff, Unit

BEGAN = datetime(2025, 1, 1, 0, 0, tzinfo=UTC)

UNITS = [
    UnitRow(code="QC", name="晴川市有线", kind="city"),
    UnitRow(code="QC-HOT", name="客服热线中心", kind="team", parent_code="QC"),
    UnitRow(code="QC-DUTY", name="值班经理室", kind="team", parent_code="QC"),
    UnitRow(code="QC-EXP", name="专家坐席", kind="team", parent_code="QC"),
    UnitRow(code="QC-CALL", name="回访组", kind="team", parent_code="QC"),
    UnitRow(code="QC-NET", name="网络维护部", kind="department", parent_code="QC"),
    UnitRow(code="QC-MKT", name="市场部", kind="department", parent_code="QC"),
    UnitRow(code="QC-HR", name="人力资源部", kind="department", parent_code="QC"),
    UnitRow(code="QC-SVC", name="客户服务部", kind="department", parent_code="QC"),
    UnitRow(code="DH", name="东河县分公司", kind="county", parent_code="QC"),
    UnitRow(code="DH-01", name="东河城关营业处", kind="business_office", parent_code="DH"),
    UnitRow(code="DH-01-H", name="东河城关营业厅", kind="hall", parent_code="DH-01"),
    UnitRow(code="DH-01-G1", name="东河城关一网格", kind="grid", parent_code="DH-01"),
    UnitRow(code="DH-01-G2", name="东河城关二网格", kind="grid", parent_code="DH-01"),
    UnitRow(code="XS", name="西山县分公司", kind="county", parent_code="QC"),
    UnitRow(code="XS-01", name="西山城关营业处", kind="business_office", parent_code="XS"),
    UnitRow(code="XS-01-H", name="西山城关营业厅", kind="hall", parent_code="XS-01"),
    UnitRow(code="XS-01-G1", name="西山城关一网格", kind="grid", parent_code="XS-01"),
]

_CAST = [
    ("0101", "话小满", "QC-HOT", "agent"),
    ("0102", "班立夏", "QC-HOT", "shift_leader"),
    ("0103", "值守恒", "QC-DUTY", "duty_manager"),
    ("0104", "专知远", "QC-EXP", "expert"),
    ("0105", "回春晓", "QC-CALL", "callback_agent"),
    ("0106", "服思远", "QC-SVC", "service_manager"),
    ("0107", "领建国", "QC", "leader_in_charge"),
    ("0108", "人事安", "QC-HR", "hr_clerk"),
    ("0109", "系统明", "QC", "system_admin"),
    ("0110", "组织方", "QC", "org_admin"),
    ("0111", "审计清", "QC", "auditor"),
    ("0112", "网维新", "QC-NET", "department_clerk"),
    ("0113", "网主管", "QC-NET", "department_head"),
    ("0201", "厅春花", "DH-01-H", "hall_clerk"),
    ("0202", "派东河", "DH-01", "dispatcher"),
    ("0203", "装东生", "DH-01-G1", "field_technician"),
    ("0204", "县东河", "DH", "county_manager"),
    ("0301", "厅秋月", "XS-01-H", "hall_clerk"),
    ("0302", "派西山", "XS-01", "dispatcher"),
    ("0303", "装西平", "XS-01-G1", "field_technician"),
    ("0304", "县西山", "XS", "county_manager"),
]


@dataclass(frozen=True, slots=True)
class World:
    """Ids by code and number: ``world.units["DH"]``, ``world.staff["0101"]``."""

    units: dict[str, int]
    staff: dict[str, int]
    administrator: Account

    def unit(self, code: str) -> Unit:
        return Unit.objects.get(pk=self.units[code])

    def person(self, number: str) -> Staff:
        return Staff.objects.select_related("account").get(pk=self.staff[number])

    def account(self, number: str) -> Account:
        account = self.person(number).account
        assert account is not None
        return account

    def actor(self, number: str, at: datetime = BEGAN) -> Actor:
        """The person as the one who answers for an action, under the main post."""
        acting = acting_for(self.account(number).pk, post_id=None, at=at)
        assert acting is not None
        return acting.actor()


def build() -> World:
    """The whole cast, in about twenty statements."""
    install_presets(by=SYSTEM, at=BEGAN)
    units = ensure_units(UNITS, by=SYSTEM, at=BEGAN)
    staff = ensure_staff(
        [
            StaffRow(number=number, name=name, unit_code=unit, role=role, login=number)
            for number, name, unit, role in _CAST
        ],
        by=SYSTEM,
        at=BEGAN,
    )
    return World(units, staff, create_administrator("a long enough secret", by=SYSTEM, at=BEGAN))
