"""A hotline with its roster, made through the actions: early, late and night, and a duty manager."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from shouwen.kernel.actor import SYSTEM, Actor
from shouwen.platform.org.models import Staff, Unit
from shouwen.platform.rosters import actions
from shouwen.platform.rosters.models import Duty, Roster, Shift
from tests.factories.org import a_colleague, a_unit

NOW = datetime(2025, 10, 10, 6, 5, tzinfo=UTC)
"""Friday 14:05 in China."""
BEGAN = datetime(2025, 1, 1, tzinfo=UTC)
MONDAY = date(2025, 10, 13)

SHIFTS: list[dict[str, Any]] = [
    {"code": "early", "name": "早班", "short": "早", "kind": "day", "starts": time(8), "ends": time(16)},
    {"code": "late", "name": "晚班", "short": "晚", "kind": "evening", "starts": time(16), "ends": time(0)},
    {"code": "night", "name": "夜班", "short": "夜", "kind": "night", "starts": time(0), "ends": time(8)},
    {
        "code": "duty",
        "name": "值班经理",
        "short": "值",
        "kind": "duty24",
        "starts": time(8),
        "ends": time(8),
        "roles": ["shift_leader", "duty_manager"],
    },
]  # fmt: skip


@dataclass
class Hotline:
    """A team with one leader and some agents, and its roster."""

    unit: Unit
    leader: Staff
    agents: list[Staff]
    roster: Roster
    at: datetime = field(default=NOW)

    def actor(self, staff: Staff) -> Actor:
        return Actor(staff=staff.pk, unit=self.unit.pk, account=staff.account_id)

    @property
    def by(self) -> Actor:
        return self.actor(self.leader)

    def put(self, staff: Staff, on: date, shift: str, at: datetime | None = None) -> None:
        actions.set_duty(self.roster.pk, staff.pk, on, shift, by=self.by, at=at or self.at)

    def publish(self, monday: date = MONDAY, at: datetime | None = None, despite: str = "") -> None:
        actions.publish(self.roster.pk, monday, despite=despite, by=self.by, at=at or self.at)

    def duty(self, staff: Staff, on: date, state: str = "published") -> Duty:
        return Duty.objects.get(staff=staff, on=on, state=state)


def a_shift(unit: Unit, code: str, **terms: Any) -> Shift:
    known = next((s for s in SHIFTS if s["code"] == code), SHIFTS[0])
    given = {**known, "code": code, **terms}
    return actions.define_shift(unit.pk, given.pop("code"), **given, by=SYSTEM, at=NOW)


def a_hotline(agents: int = 3, *, parent: Unit | None = None, **needed: int) -> Hotline:
    """``needed`` is the head count of a shift on every day: ``early=1``."""
    unit = a_unit(parent, kind="team")
    leader = a_colleague(unit, role="shift_leader", at=BEGAN)
    people = [a_colleague(unit, at=BEGAN) for _ in range(agents)]
    for shift in SHIFTS:
        n = needed.get(shift["code"], 0)
        a_shift(unit, shift["code"], needed=n, needed_weekend=n, needed_holiday=n)
    codes = [s["code"] for s in SHIFTS]
    return Hotline(unit, leader, people, a_roster(unit, codes))


def a_roster(unit: Unit, shifts: list[str], name: str = "热线", **terms: Any) -> Roster:
    return actions.keep_roster(unit.pk, name=name, shifts=shifts, **terms, by=SYSTEM, at=NOW)
