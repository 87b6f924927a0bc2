"""Units and people in sets: what a file names exists afterwards, once."""

from __future__ import annotations

from typing import Any

import pytest

from shouwen.kernel.actor import SYSTEM
from shouwen.platform.access.errors import LoginTaken
from shouwen.platform.journal.models import Entry
from shouwen.platform.org import actions, errors, queries
from shouwen.platform.org.actions import StaffRow, UnitRow
from shouwen.platform.org.models import Appointment, Staff, Unit, UnitPlace
from tests.factories.org import AT, a_role, a_unit

pytestmark = pytest.mark.django_db


def row(code: str, parent: str | None = None, **more: Any) -> UnitRow:
    return UnitRow(code=code, name=code, kind="department", parent_code=parent, **more)


def test_children_may_stand_before_their_parents():
    ids = actions.ensure_units([row("C", "B"), row("B", "A"), row("A")], by=SYSTEM, at=AT)
    unit = Unit.objects.get(code="C")
    assert unit.path == [ids["A"], ids["B"], ids["C"]]
    assert queries.below(ids["A"]) == set(ids.values())
    assert UnitPlace.objects.count() == Entry.objects.filter(kind="org.unit.created").count() == 3


def test_a_set_may_say_which_units_are_in_the_country():
    ids = actions.ensure_units([row("A"), row("B", "A", area="rural")], by=SYSTEM, at=AT)
    assert {code: queries.tree().area(pk) for code, pk in ids.items()} == {
        "A": "urban",
        "B": "rural",
    }


def test_the_same_set_twice_writes_once():
    rows = [row("A"), row("B", "A")]
    first = actions.ensure_units(rows, by=SYSTEM, at=AT)
    entries = Entry.objects.count()
    assert actions.ensure_units([*rows, row("A")], by=SYSTEM, at=AT) == first
    assert Entry.objects.count() == entries


def test_the_set_form_makes_what_the_single_form_makes():
    single = a_unit(a_unit(code="R"), code="S", kind="grid", name="网格")
    ids = actions.ensure_units(
        [UnitRow(code="T", name="网格", kind="grid", parent_code="R")], by=SYSTEM, at=AT
    )
    left, right = (
        Unit.objects.filter(pk=pk).values("name", "kind", "parent_id", "zone", "valid_from").get()
        for pk in (single.pk, ids["T"])
    )
    assert left == right
    facts = Entry.objects.filter(subject_kind="unit", subject_id__in=(single.pk, ids["T"]))
    assert [f | {"code": ""} for f in facts.values_list("facts", flat=True)] == [
        {"code": "", "unit_kind": "grid", "parent_id": single.parent_id}
    ] * 2


def test_an_unknown_parent_and_a_circle_are_refused():
    with pytest.raises(errors.UnknownUnit):
        actions.ensure_units([row("A", "X")], by=SYSTEM, at=AT)
    with pytest.raises(errors.UnderItself):
        actions.ensure_units([row("A", "B"), row("B", "A")], by=SYSTEM, at=AT)
    assert not Unit.objects.exists()


def test_three_hundred_units_cost_as_many_statements_as_three(django_assert_max_num_queries):
    rows = [row("R"), *(row(f"D{n}", "R") for n in range(300))]
    with django_assert_max_num_queries(14):
        actions.ensure_units(rows, by=SYSTEM, at=AT)
    assert Unit.objects.count() == 301


def test_people_come_with_login_and_post():
    a_unit(code="U")
    a_role("agent")
    people = [
        StaffRow(number="1", name="张三", unit_code="U", role="agent", login="1"),
        StaffRow(number="2", name="李四"),
    ]
    ids = actions.ensure_staff(people, by=SYSTEM, at=AT)
    entries = Entry.objects.count()
    assert actions.ensure_staff(people[1:], by=SYSTEM, at=AT) == {"2": ids["2"]}
    assert Entry.objects.count() == entries
    first = Staff.objects.get(number="1")
    assert (first.initials, first.account.login) == ("zs", "1")
    assert not first.account.has_usable_password()
    (held,) = Appointment.objects.all()
    assert (held.staff_id, held.post.unit.code) == (ids["1"], "U")


def test_a_post_named_again_is_not_given_twice():
    a_unit(code="U")
    a_role("agent")
    person = StaffRow(number="1", name="张三", unit_code="U", role="agent")
    for _ in range(2):
        actions.ensure_staff([person], by=SYSTEM, at=AT)
    assert Appointment.objects.count() == 1


def test_a_login_in_use_refuses_the_whole_set():
    actions.ensure_staff([StaffRow(number="1", name="张三", login="a")], by=SYSTEM, at=AT)
    rows = [StaffRow(number="2", name="李四"), StaffRow(number="3", name="王五", login="a")]
    with pytest.raises(LoginTaken):
        actions.ensure_staff(rows, by=SYSTEM, at=AT)
    assert Staff.objects.count() == 1


def test_unknown_units_and_roles_are_named():
    a_unit(code="U")
    with pytest.raises(errors.UnknownUnit, match="X"):
        actions.ensure_staff(
            [StaffRow(number="1", name="a", unit_code="X", role="agent")], by=SYSTEM, at=AT
        )
    with pytest.raises(errors.UnknownRole, match="magician"):
        actions.ensure_staff(
            [StaffRow(number="1", name="a", unit_code="U", role="magician")], by=SYSTEM, at=AT
        )
    assert not Staff.objects.exists()
