"""The unit tree: made, moved on a day, closed when it is empty."""

from __future__ import annotations

import threading
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from shouwen.kernel.actor import SYSTEM
from shouwen.kernel.subject import Subject
from shouwen.platform.journal.models import Entry
from shouwen.platform.journal.queries import timeline
from shouwen.platform.org import actions, errors, matters, queries
from shouwen.platform.org.models import Unit, UnitPlace
from shouwen.platform.org.tree import tree
from tests.factories.org import AT, a_colleague, a_unit

TODAY = date(2025, 10, 10)

pytestmark = pytest.mark.django_db


def kinds(unit: Unit) -> list[str]:
    return [entry.kind for entry in timeline(Subject("unit", unit.pk))]


def paths() -> dict[int, list[int]]:
    return dict(Unit.objects.values_list("pk", "path"))


@pytest.mark.item("S000-81")
@pytest.mark.item("S003-13")
def test_a_unit_knows_its_way_from_the_root():
    city = a_unit(kind="city")
    county = a_unit(city)
    grid = a_unit(county, kind="grid")
    assert grid.path == [city.pk, county.pk, grid.pk]
    assert queries.below(city.pk) == {city.pk, county.pk, grid.pk}
    assert queries.below(county.pk) == {county.pk, grid.pk}
    assert [unit.pk for unit in queries.roots()] == [city.pk]
    assert kinds(grid) == ["org.unit.created"]


def test_a_code_is_given_once():
    a_unit(code="QC")
    with pytest.raises(errors.UnitCodeTaken):
        a_unit(code="QC")
    assert Unit.objects.count() == 1


def test_the_day_of_the_organisation_begins_a_unit_not_that_of_utc():
    late = datetime.fromisoformat("2025-10-09T18:00:00+00:00")
    assert a_unit(at=late).valid_from == date(2025, 10, 10)


def test_a_move_takes_everything_below_along():
    city, east, west = (root := a_unit(kind="city")), a_unit(root), a_unit(root)
    office = a_unit(east)
    grid = a_unit(office)
    actions.move_unit(office.pk, west.pk, by=SYSTEM, at=AT)
    assert paths()[grid.pk] == [city.pk, west.pk, office.pk, grid.pk]
    moved = timeline(Subject("unit", office.pk))[-1]
    assert moved.facts == {"from_parent_id": east.pk, "to_parent_id": west.pk, "on": "2025-10-10"}


def test_the_past_keeps_the_former_place():
    root = a_unit(kind="city", at=AT - timedelta(days=100))
    east, west = (a_unit(root, at=AT - timedelta(days=100)) for _ in range(2))
    office = a_unit(east, at=AT - timedelta(days=100))
    actions.move_unit(office.pk, west.pk, by=SYSTEM, at=AT)
    assert office.pk in queries.below_on(east.pk, on=TODAY - timedelta(days=1))
    assert office.pk in queries.below_on(west.pk, on=TODAY)
    assert office.pk not in queries.below_on(east.pk, on=TODAY)


def test_a_move_planned_ahead_happens_on_its_day():
    root = a_unit(kind="city")
    east, west = a_unit(root), a_unit(root)
    office = a_unit(east)
    actions.move_unit(office.pk, west.pk, on=TODAY + timedelta(days=3), by=SYSTEM, at=AT)
    assert office.pk in queries.below(east.pk)
    assert actions.apply_places(at=AT + timedelta(days=2)) == 0
    assert actions.apply_places(at=AT + timedelta(days=3)) == 1
    assert office.pk in queries.below(west.pk)
    with pytest.raises(errors.MoveTooEarly):
        at = AT + timedelta(days=3)
        actions.move_unit(office.pk, east.pk, on=TODAY, by=SYSTEM, at=at)


def test_a_second_move_waits_for_the_first():
    root = a_unit(kind="city")
    east, west = a_unit(root), a_unit(root)
    office = a_unit(east)
    actions.move_unit(office.pk, west.pk, on=TODAY + timedelta(days=3), by=SYSTEM, at=AT)
    with pytest.raises(errors.MovePlanned):
        actions.move_unit(office.pk, root.pk, on=TODAY + timedelta(days=1), by=SYSTEM, at=AT)


def test_two_moves_on_one_day_leave_the_last_place():
    root = a_unit(kind="city", at=AT - timedelta(days=9))
    east, west = a_unit(root), a_unit(root)
    office = a_unit(root, at=AT - timedelta(days=9))
    actions.move_unit(office.pk, east.pk, by=SYSTEM, at=AT)
    actions.move_unit(office.pk, west.pk, by=SYSTEM, at=AT)
    places = UnitPlace.objects.filter(unit=office).order_by("since")
    assert list(places.values_list("parent_id", "until")) == [(root.pk, TODAY), (west.pk, None)]


def test_planned_moves_cannot_make_a_circle_either():
    root = a_unit(kind="city")
    east, west = a_unit(root), a_unit(root)
    actions.move_unit(east.pk, west.pk, on=TODAY + timedelta(days=3), by=SYSTEM, at=AT)
    for days in (1, 3, 5):
        with pytest.raises(errors.UnderItself):
            on = TODAY + timedelta(days=days)
            actions.move_unit(west.pk, east.pk, on=on, by=SYSTEM, at=AT)


@pytest.mark.parametrize("target", ["itself", "below"])
def test_a_unit_cannot_stand_under_itself(target):
    county = a_unit(kind="county")
    office = a_unit(county)
    parent = county if target == "itself" else office
    with pytest.raises(errors.UnderItself):
        actions.move_unit(county.pk, parent.pk, by=SYSTEM, at=AT)
    assert kinds(county) == ["org.unit.created"]


def test_the_database_forbids_two_places_on_one_day():
    unit = a_unit()
    with pytest.raises(IntegrityError, match="unit_has_one_place_a_day"), transaction.atomic():
        UnitPlace.objects.create(unit=unit, parent=None, since=TODAY)


def test_a_unit_closes_when_it_is_empty():
    county = a_unit(a_unit(kind="city"))
    actions.deactivate_unit(county.pk, by=SYSTEM, at=AT)
    county.refresh_from_db()
    assert county.valid_to == TODAY and kinds(county)[-1] == "org.unit.deactivated"
    with pytest.raises(errors.UnitClosed):
        a_unit(county)
    with pytest.raises(errors.UnitClosed):
        actions.deactivate_unit(county.pk, by=SYSTEM, at=AT)


def test_a_unit_with_units_people_or_matters_does_not_close(monkeypatch):
    county = a_unit()
    office = a_unit(county)
    with pytest.raises(errors.UnitHasChildren):
        actions.deactivate_unit(county.pk, by=SYSTEM, at=AT)
    a_colleague(office)
    with pytest.raises(errors.UnitHasPeople):
        actions.deactivate_unit(office.pk, by=SYSTEM, at=AT)
    empty = a_unit(county)
    monkeypatch.setitem(matters._sources, "test", matters.Source(lambda unit: 2, lambda staff: 0))
    with pytest.raises(errors.UnitHasMatters, match="2"):
        actions.deactivate_unit(empty.pk, by=SYSTEM, at=AT)
    assert not Unit.objects.filter(valid_to__isnull=False).exists()


def test_a_former_name_stays_readable():
    unit = a_unit(name="东河公司")
    actions.rename_unit(unit.pk, "东河县分公司", by=SYSTEM, at=AT)
    actions.rename_unit(unit.pk, "东河县分公司", by=SYSTEM, at=AT)
    (_, renamed) = timeline(Subject("unit", unit.pk))
    assert renamed.body == "东河公司 → 东河县分公司" and renamed.facts == {}


def test_a_time_zone_is_inherited_until_a_unit_has_its_own(settings):
    city = a_unit(kind="city")
    county = a_unit(city)
    assert queries.zone_of(county.pk).key == settings.TIME_ZONE
    actions.set_zone(city.pk, "America/New_York", by=SYSTEM, at=AT)
    assert queries.zone_of(county.pk).key == "America/New_York"
    actions.set_zone(county.pk, "Asia/Urumqi", by=SYSTEM, at=AT)
    assert queries.zones() == {city.pk: "America/New_York", county.pk: "Asia/Urumqi"}
    with pytest.raises(errors.UnknownZone):
        actions.set_zone(county.pk, "Mars/Olympus", by=SYSTEM, at=AT)


def test_the_tree_is_read_once_and_again_only_after_a_change(django_assert_num_queries):
    unit = a_unit(name="旧名")
    tree()
    with django_assert_num_queries(1):
        assert queries.names([unit.pk]) == {unit.pk: "旧名"}
    actions.rename_unit(unit.pk, "新名", by=SYSTEM, at=AT)
    with django_assert_num_queries(2):
        assert queries.names([unit.pk]) == {unit.pk: "新名"}


def test_what_was_rolled_back_is_forgotten():
    unit = a_unit(name="旧名")
    with transaction.atomic():
        actions.rename_unit(unit.pk, "新名", by=SYSTEM, at=AT)
        assert queries.names([unit.pk]) == {unit.pk: "新名"}
        transaction.set_rollback(True)
    assert queries.names([unit.pk]) == {unit.pk: "旧名"}
    with transaction.atomic():
        actions.rename_unit(unit.pk, "再改", by=SYSTEM, at=AT)
    assert queries.names([unit.pk]) == {unit.pk: "再改"}


@pytest.mark.django_db(transaction=True)
def test_two_moves_at_once_cannot_make_a_circle():
    root = a_unit(kind="city")
    east, west = a_unit(root), a_unit(root)
    ready, refused = threading.Barrier(2), []

    def move(unit: Unit, parent: Unit) -> None:
        try:
            ready.wait()
            actions.move_unit(unit.pk, parent.pk, by=SYSTEM, at=AT)
        except errors.UnderItself as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=move, args=pair) for pair in ((east, west), (west, east))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert Entry.objects.filter(kind="org.unit.moved").count() == 1
    assert queries.below(root.pk) == {root.pk, east.pk, west.pk}


def test_an_area_is_inherited_until_a_unit_has_its_own(django_assert_num_queries):
    city = a_unit(code="C")
    county = a_unit(city, code="X")
    grid = a_unit(county, code="G", kind="grid")
    assert queries.tree().area(grid.pk) == queries.tree().area(None) == "urban"
    actions.set_area(county.pk, "rural", by=SYSTEM, at=AT)
    actions.set_area(city.pk, "remote", by=SYSTEM, at=AT)
    assert [queries.tree().area(u.pk) for u in (city, county, grid)] == ["remote", "rural", "rural"]
    with django_assert_num_queries(1):  # the version of the tree
        queries.tree().area(grid.pk)
    actions.set_area(county.pk, "", by=SYSTEM, at=AT)
    assert queries.tree().area(grid.pk) == "remote"
    told = Entry.objects.filter(kind="org.unit.area_set", subject_id=county.pk)
    assert [facts["area"] for facts in told.order_by("id").values_list("facts", flat=True)] == [
        "rural",
        "",
    ]


def test_the_database_knows_no_other_area():
    with pytest.raises(IntegrityError, match="unit_area_known_or_inherited"):
        Unit.objects.filter(pk=a_unit().pk).update(area="suburb")
