"""Whom a step reaches at 03:00: on duty → A → B → deputy → head, and never off shift without a word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shouwen.kernel.actor import SYSTEM
from shouwen.platform.org.actions import set_contact
from shouwen.platform.org.models import Staff, Unit
from shouwen.platform.rosters import actions, queries
from shouwen.platform.rosters.queries import Resolution
from tests.factories.org import a_colleague, a_unit
from tests.factories.rosters import BEGAN, MONDAY, NOW, Hotline, a_hotline, a_roster, a_shift

pytestmark = pytest.mark.django_db
NIGHT = datetime(2025, 10, 13, 19, tzinfo=UTC)
"""Tuesday 03:00 in China."""
TUESDAY = date(2025, 10, 14)
OFFICE = datetime(2025, 10, 14, 2, tzinfo=UTC)
"""Tuesday 10:00."""


@dataclass
class House:
    """A company with a head, its hotline on shifts, and a department that keeps no roster."""

    root: Unit
    boss: Staff
    hotline: Hotline
    department: Unit
    head: Staff
    clerks: list[Staff]

    def ask(self, target: str, unit: Unit, person: Staff | None, at: datetime, **terms: Any) -> Resolution:  # fmt: skip
        number = person.pk if person else None
        return queries.resolve(target, unit=unit.pk, person=number, at=at, **terms)


@pytest.fixture
def house() -> House:
    root = a_unit(kind="city")
    boss = a_colleague(root, role="leader_in_charge", at=BEGAN)
    hotline = a_hotline(3, parent=root)
    department = a_unit(root, kind="department")
    head = a_colleague(department, role="department_head", at=BEGAN)
    clerks = [a_colleague(department, role="department_clerk", at=BEGAN) for _ in range(2)]
    hotline.put(hotline.leader, MONDAY, "early")
    hotline.put(hotline.agents[0], MONDAY, "early")
    hotline.put(hotline.agents[1], TUESDAY, "night")
    hotline.publish()
    return House(root, boss, hotline, department, head, clerks)


def told(found: Resolution) -> list[tuple[int, str, bool]]:
    return [(p.staff_id, str(p.via), p.off_shift) for p in found.people]


def test_a_handler_on_shift_is_told_himself(house: House):
    night = house.hotline.agents[1]
    found = house.ask("handler", house.hotline.unit, night, NIGHT)
    assert (told(found), found.said) == ([(night.pk, "handler", False)], [])
    assert found.people[0].on_call


def test_for_a_handler_off_shift_the_one_on_duty_is_told_and_why(house: House):
    night = house.hotline.agents[1]
    found = house.ask("handler", house.hotline.unit, house.hotline.agents[0], NIGHT)
    assert (told(found), found.said) == ([(night.pk, "on_duty", False)], ["handler_off_shift"])


def test_whoever_leaves_is_off_duty_from_midnight_of_the_house(house: House):
    """It is three o'clock on Tuesday there, and Monday still in UTC."""
    night, unit = house.hotline.agents[1], house.hotline.unit.pk
    for last, there in ((TUESDAY + timedelta(days=1), [night.pk]), (TUESDAY, [])):
        Staff.objects.filter(pk=night.pk).update(active_to=last)
        assert [p.staff_id for p in queries.on_duty(unit, at=NIGHT)] == there


def test_a_unit_without_roster_is_taken_as_reachable_without_a_remark(house: House):
    clerk = house.clerks[0]
    for at in (OFFICE, NIGHT):
        found = house.ask("handler", house.department, clerk, at)
        assert (told(found), found.said) == ([(clerk.pk, "handler", False)], [])


@pytest.mark.item("S003-18")
def test_absent_contacts_are_passed_over_a_b_deputy_head(house: House):
    a, b = house.clerks
    deputy = a_colleague(house.department, role="department_clerk", at=BEGAN)
    for role, person in (("A", a), ("B", b)):
        set_contact(house.department.pk, "宽带", role, person.pk, by=SYSTEM, at=BEGAN)

    def ask() -> tuple[list[tuple[int, str, bool]], list[str]]:
        found = house.ask("contact", house.department, None, OFFICE, topic="宽带")
        return told(found), found.said

    assert ask() == ([(a.pk, "A", False)], [])
    away(a, deputy)
    assert ask() == ([(b.pk, "B", False)], ["a_absent"])
    away(b)
    assert ask() == ([(deputy.pk, "deputy", False)], ["a_absent", "b_absent"])
    away(deputy)
    said = ["a_absent", "b_absent", "deputy_absent"]
    assert ask() == ([(house.head.pk, "head", False)], said)


def away(person: Staff, deputy: Staff | None = None) -> None:
    actions.record_absence(
        person.pk,
        "leave",
        first=MONDAY,
        last=TUESDAY,
        deputy_id=deputy.pk if deputy else None,
        by=SYSTEM,
        at=NOW,
    )


@pytest.mark.item("S003-16")
def test_noon_cover_answers_for_a_department_while_its_office_is_closed(house: House):
    first, second = house.clerks
    a_shift(house.department, "noon", kind="cover", starts=time(12), ends=time(13, 30))
    noon = a_roster(house.department, ["noon"], name="午间", whole=False)
    for person, on in ((second, TUESDAY), (first, MONDAY)):
        actions.set_duty(noon.pk, person.pk, on, "noon", by=SYSTEM, at=NOW)
    actions.publish(noon.pk, MONDAY, by=SYSTEM, at=NOW)
    at_noon = datetime(2025, 10, 14, 4, 30, tzinfo=UTC)
    found = house.ask("handler", house.department, first, at_noon)
    assert (told(found), found.said) == (
        [(second.pk, "on_duty", False)],
        ["handler_out_of_hours"],
    )
    morning = house.ask("handler", house.department, first, OFFICE)
    assert (told(morning), morning.said) == ([(first.pk, "handler", False)], [])


def test_whoever_checked_out_early_is_passed_over(house: House):
    night = house.hotline.agents[1]
    by = house.hotline.actor(night)
    started = NIGHT - timedelta(hours=3)
    actions.check(night.pk, "on", by=by, at=started)
    actions.check(night.pk, "off", by=by, at=NIGHT - timedelta(minutes=5))
    found = house.ask("handler", house.hotline.unit, night, NIGHT)
    assert "handler_checked_out" in found.said
    assert night.pk not in [p.staff_id for p in found.people if not p.off_shift]


def test_the_shift_leader_is_the_one_on_duty(house: House):
    at = datetime(2025, 10, 13, 3, tzinfo=UTC)
    found = house.ask("shift_leader", house.hotline.unit, None, at)
    assert (told(found), found.said) == ([(house.hotline.leader.pk, "on_duty", False)], [])


def test_without_a_leader_on_duty_the_duty_manager_leads(house: House):
    manager = a_colleague(house.hotline.unit, role="duty_manager", at=BEGAN)
    house.hotline.put(manager, MONDAY, "duty")
    house.hotline.publish()
    for target in ("shift_leader", "duty_manager"):
        found = house.ask(target, house.hotline.unit, None, NIGHT)
        assert told(found) == [(manager.pk, "on_duty", False)]
    far = house.ask("duty_manager", house.department, None, NIGHT)
    assert told(far) == [(manager.pk, "on_duty", False)]


def test_whoever_is_told_off_shift_is_marked_so(house: House):
    """Nobody is on duty on Monday evening, and the hotline has neither contacts nor a head of its own."""
    evening = datetime(2025, 10, 13, 13, tzinfo=UTC)
    found = house.ask("level:1", house.hotline.unit, None, evening)
    assert told(found) == [(house.hotline.leader.pk, "level", True)]
    assert found.said == ["level_1_off_shift", "nobody_reachable"]


def test_a_vacant_level_is_passed_over_for_the_next_one(house: House):
    found = house.ask("level:1", house.department, None, OFFICE)
    assert (told(found), found.said) == (
        [(house.head.pk, "level", False)],
        ["level_1_vacant"],
    )
    assert told(house.ask("level:3", house.department, None, OFFICE)) == [
        (house.boss.pk, "level", False)
    ]


@pytest.mark.item("S000-27")
def test_a_unit_says_itself_who_leads_on_a_level(house: House):
    actions.set_chain_level(house.department.pk, 1, "department_clerk", by=SYSTEM, at=NOW)
    clerks = [person.pk for person in house.clerks]
    assert queries.chain(house.department.pk, 1, at=OFFICE) == clerks
    actions.set_chain_level(
        house.root.pk, 2, "shift_leader", at_unit_id=house.hotline.unit.pk, by=SYSTEM, at=NOW
    )
    assert queries.chain(house.department.pk, 2, at=OFFICE) == [house.hotline.leader.pk]
    actions.set_chain_level(house.root.pk, 2, None, by=SYSTEM, at=NOW)
    assert queries.chain(house.department.pk, 2, at=OFFICE) == [house.head.pk]


def test_a_role_is_looked_for_upwards(house: House):
    found = house.ask("role:leader_in_charge", house.department, None, OFFICE)
    assert told(found) == [(house.boss.pk, "level", False)]
    vacant = house.ask("role:expert", house.department, None, OFFICE)
    assert (told(vacant), vacant.said) == ([(house.head.pk, "head", False)], ["role_vacant"])


def test_the_owner_is_looked_for_in_his_own_unit(house: House):
    night = house.hotline.agents[1]
    found = house.ask("owner", house.department, house.clerks[0], NIGHT, owner=house.hotline.agents[0].pk)  # fmt: skip
    assert (told(found), found.said) == ([(night.pk, "on_duty", False)], ["owner_off_shift"])


def test_an_unknown_target_still_reaches_somebody(house: House):
    found = house.ask("nonsense", house.department, None, OFFICE)
    assert (told(found), found.said) == ([(house.head.pk, "head", False)], ["unknown_target"])


@pytest.mark.item("S004-82")
def test_a_grid_is_served_by_the_night_crew_its_people_belong_to():
    county = a_unit(kind="county")
    grids = [a_unit(county, kind="grid") for _ in range(2)]
    field = [a_colleague(g, role="field_technician", at=BEGAN) for g in grids]
    a_shift(county, "night", roles=["field_technician"])
    crew = a_roster(county, ["night"], name="装维夜班", roles=["field_technician"], below=True, whole=False)  # fmt: skip
    for person, on in zip(field, (TUESDAY, MONDAY), strict=True):
        actions.set_duty(crew.pk, person.pk, on, "night", by=SYSTEM, at=NOW)
    actions.publish(crew.pk, MONDAY, by=SYSTEM, at=NOW)
    for unit in (*grids, county):
        assert [d.staff_id for d in queries.on_duty(unit.pk, at=NIGHT)] == [field[0].pk]
    hall = a_unit(county, kind="hall")
    assert queries.on_duty(hall.pk, at=NIGHT) == []


def test_hours_are_the_merged_spans_of_the_published_duties(house: House):
    since = datetime(2025, 10, 12, 16, tzinfo=UTC)
    found = queries.hours(house.hotline.unit.pk, since, since + timedelta(days=2))
    early = datetime(2025, 10, 13, 0, tzinfo=UTC)
    night = datetime(2025, 10, 13, 16, tzinfo=UTC)
    eight = timedelta(hours=8)
    assert found == [(early, early + eight), (night, night + eight)]


@pytest.mark.item("S002-21")
def test_whoever_has_a_duty_is_on_call(house: House):
    night = house.hotline.agents[1]
    off = house.hotline.agents[0]
    stands = queries.standings([night.pk, off.pk], at=NIGHT)
    assert stands[night.pk].on_shift and not stands[off.pk].on_shift


@pytest.mark.parametrize(
    ("target", "most"),
    [("handler", 1), ("contact", 6), ("shift_leader", 7), ("level:2", 4), ("duty_manager", 7)],
)
def test_a_target_is_resolved_with_few_statements(house: House, target: str, most: int):
    ask: Callable[[], Resolution] = lambda: house.ask(  # noqa: E731
        target, house.department, house.clerks[0], OFFICE, topic="宽带"
    )
    ask()
    with CaptureQueriesContext(connection) as caught:
        ask()
    assert len(caught) <= most, [q["sql"] for q in caught]
