"""People: hired, appointed, handed over when they leave."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from shouwen.kernel.actor import SYSTEM
from shouwen.kernel.subject import Subject
from shouwen.platform.access.models import Account
from shouwen.platform.journal.queries import timeline
from shouwen.platform.org import actions, errors, matters, queries
from shouwen.platform.org.acting import acting_for
from shouwen.platform.org.models import Appointment, Contact, Staff
from shouwen.platform.org.pinyin import initials
from tests.factories.org import AT, a_colleague, a_role, a_unit

pytestmark = pytest.mark.django_db


def contacts_of(unit_id: int, *, at: datetime) -> list[int]:
    """A first, then B."""
    found = Contact.objects.filter(queries.running(at), unit_id=unit_id, topic="宽带")
    return list(found.order_by("role").values_list("staff_id", flat=True))


def kinds(staff: Staff) -> list[str]:
    return [entry.kind for entry in timeline(Subject("staff", staff.pk))]


@pytest.mark.parametrize(
    ("name", "letters"),
    [("张明华", "zmh"), ("欧阳 娜娜", "oynn"), ("Anna Li", "al"), ("阿 Q", "aq"), ("", "")],
)
def test_people_are_found_by_the_initials_of_their_names(name, letters):
    assert initials(name) == letters


def test_a_new_colleague_has_a_number_of_his_own():
    a_colleague(number="0126")
    with pytest.raises(errors.NumberTaken):
        a_colleague(number="0126")
    assert Staff.objects.count() == 1


def test_a_login_opened_later_starts_with_a_password_to_change():
    person = a_colleague(number="0126")
    password = actions.open_account(person.pk, "0126", by=SYSTEM, at=AT)
    account = Account.objects.get(login="0126")
    assert account.check_password(password) and account.must_change_password
    with pytest.raises(errors.AlreadyHasAccount):
        actions.open_account(person.pk, "0127", by=SYSTEM, at=AT)
    assert kinds(person) == ["org.staff.hired", "org.staff.account_opened"]


def test_an_appointment_gives_verbs_and_rows_and_its_end_takes_them():
    city = a_unit(kind="city")
    east, west = a_unit(city), a_unit(city)
    person = a_colleague(east, login="0126")
    post = acting_for(person.account_id, post_id=None, at=AT)
    assert (post.unit_id, post.role_code, post.scope.units) == (east.pk, "agent", {east.pk})
    held = actions.appoint(person.pk, unit_id=west.pk, role="agent", by=SYSTEM, at=AT)
    other = acting_for(person.account_id, post_id=held.post_id, at=AT)
    assert other.unit_id == west.pk and len(other.posts) == 2
    later = AT + timedelta(hours=1)
    actions.end_appointment(held.pk, by=SYSTEM, at=later)
    assert acting_for(person.account_id, post_id=held.post_id, at=later).unit_id == east.pk
    with pytest.raises(errors.AppointmentOver):
        actions.end_appointment(held.pk, by=SYSTEM, at=later)


def test_without_a_post_nothing_is_seen():
    person = a_colleague(login="0126")
    acting = acting_for(person.account_id, post_id=None, at=AT)
    assert (acting.scope.everything, acting.scope.units, acting.permissions) == (
        False,
        frozenset(),
        frozenset(),
    )


def test_a_post_is_held_once_at_a_time():
    unit = a_unit()
    person = a_colleague(unit)
    with pytest.raises(errors.AlreadyAppointed):
        actions.appoint(person.pk, unit_id=unit.pk, role="agent", by=SYSTEM, at=AT)
    (held,) = Appointment.objects.all()
    with pytest.raises(IntegrityError, match="appointment_does_not_overlap"), transaction.atomic():
        Appointment.objects.create(staff=person, post=held.post, since=AT + timedelta(days=1))


def test_an_appointment_that_has_not_begun_is_taken_back():
    unit = a_unit()
    person = a_colleague()
    a_role("expert")
    tomorrow = AT + timedelta(days=1)
    held = actions.appoint(
        person.pk, unit_id=unit.pk, role="expert", since=tomorrow, by=SYSTEM, at=AT
    )
    assert queries.posts_of(person.pk, at=AT) == []
    actions.end_appointment(held.pk, by=SYSTEM, at=AT)
    assert not Appointment.objects.exists()


def test_appointments_are_refused_at_closed_units_and_for_unknown_roles():
    unit, person = a_unit(), a_colleague()
    with pytest.raises(errors.UnknownRole):
        actions.appoint(person.pk, unit_id=unit.pk, role="magician", by=SYSTEM, at=AT)
    actions.deactivate_unit(unit.pk, by=SYSTEM, at=AT)
    a_role("agent")
    with pytest.raises(errors.UnitClosed):
        actions.appoint(person.pk, unit_id=unit.pk, role="agent", by=SYSTEM, at=AT)


def test_leaving_ends_posts_contacts_and_login():
    unit = a_unit()
    person = a_colleague(unit, login="0126")
    actions.set_contact(unit.pk, "宽带", "A", person.pk, by=SYSTEM, at=AT)
    later = AT + timedelta(days=30)
    actions.leave(person.pk, by=SYSTEM, at=later)
    person.refresh_from_db()
    assert person.active_to and not person.account.is_active
    assert queries.posts_of(person.pk, at=later) == []
    assert contacts_of(unit.pk, at=later) == []
    assert kinds(person)[-2:] == ["org.staff.appointment_ended", "org.staff.left"]
    with pytest.raises(errors.StaffGone):
        actions.leave(person.pk, by=SYSTEM, at=later)


def test_open_matters_need_a_successor(monkeypatch):
    monkeypatch.setitem(matters._sources, "test", matters.Source(lambda unit: 0, lambda staff: 3))
    unit = a_unit()
    person, heir = a_colleague(unit), a_colleague(unit)
    with pytest.raises(errors.SuccessorNeeded, match="3"):
        actions.leave(person.pk, by=SYSTEM, at=AT)
    with pytest.raises(errors.SuccessorSame):
        actions.leave(person.pk, person.pk, by=SYSTEM, at=AT)
    person.refresh_from_db()
    assert person.active_to is None
    actions.leave(person.pk, heir.pk, by=SYSTEM, at=AT)
    left = timeline(Subject("staff", person.pk))[-1]
    assert left.facts == {"staff_id": person.pk, "successor_id": heir.pk}


def test_b_stands_in_when_a_leaves():
    unit = a_unit()
    a, b = a_colleague(unit), a_colleague(unit)
    actions.set_contact(unit.pk, "宽带", "B", b.pk, by=SYSTEM, at=AT)
    actions.set_contact(unit.pk, "宽带", "A", a.pk, by=SYSTEM, at=AT)
    assert contacts_of(unit.pk, at=AT) == [a.pk, b.pk]
    later = AT + timedelta(hours=1)
    actions.leave(a.pk, by=SYSTEM, at=later)
    assert contacts_of(unit.pk, at=later) == [b.pk]


def test_a_contact_is_replaced_from_now_on():
    unit = a_unit()
    first, second = a_colleague(unit), a_colleague(unit)
    actions.set_contact(unit.pk, "宽带", "A", first.pk, by=SYSTEM, at=AT)
    later = AT + timedelta(days=1)
    actions.set_contact(unit.pk, "宽带", "A", second.pk, by=SYSTEM, at=later)
    actions.set_contact(unit.pk, "宽带", "A", second.pk, by=SYSTEM, at=later)
    assert [contacts_of(unit.pk, at=at) for at in (AT, later)] == [[first.pk], [second.pk]]
    assert len(timeline(Subject("unit", unit.pk))) == 3


def test_leaders_are_sought_upwards():
    city = a_unit(kind="city")
    county = a_unit(city)
    grid = a_unit(county)
    a_colleague(grid)
    boss = a_colleague(city, role="leader_in_charge")
    assert queries.leaders_of(grid.pk, at=AT) == [boss]
    manager = a_colleague(county, role="county_manager")
    assert queries.leaders_of(grid.pk, at=AT) == [manager]


def test_people_are_found_by_name_number_and_initials():
    from shouwen.platform.access.scope import EVERYTHING

    person = a_colleague(name="张明华", number="0126")
    a_colleague(name="李四", number="0999")
    for text in ("明华", "012", "zmh", "ZM"):
        assert list(queries.people(scope=EVERYTHING, text=text)) == [person]
    assert not queries.people(scope=EVERYTHING, text="王").exists()


def test_a_work_phone_is_set_kept_in_words_and_refused_when_nobody_can_call_it():
    person = a_colleague(number="0126")
    actions.set_work_phone(person.pk, " 0999-5550123 ", by=SYSTEM, at=AT)
    actions.set_work_phone(person.pk, "0999-5550100,23", by=SYSTEM, at=AT)
    person.refresh_from_db()
    assert person.work_phone == "0999-5550100,23"
    said = [e.body for e in timeline(Subject("staff", person.pk)) if e.kind.endswith("phone_set")]
    assert said == ["— → 0999-5550123", "0999-5550123 → 0999-5550100,23"]
    with pytest.raises(errors.NotAPhone):
        actions.set_work_phone(person.pk, "call me", by=SYSTEM, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Staff.objects.filter(pk=person.pk).update(work_phone="javascript:1")
    assert len(kinds(person)) == 3
