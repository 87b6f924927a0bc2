"""A calendar that follows a roster is open while somebody is on published duty."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from shouwen.kernel.actor import SYSTEM
from shouwen.platform.calendars import actions, errors, queries, reactions, rostered
from shouwen.platform.clocks import actions as clocks
from shouwen.platform.rosters.events import RosterPublished
from tests.factories.rosters import MONDAY, NOW, a_hotline

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")


def local(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2025, 10, day, hour, minute, tzinfo=SHANGHAI)


@pytest.fixture
def hotline():
    clocks.install_presets()
    found = a_hotline()
    found.put(found.agents[0], MONDAY, "early")
    found.put(found.agents[1], MONDAY, "late")
    found.put(found.agents[2], MONDAY + timedelta(days=1), "night")
    found.publish()
    return found


def test_its_hours_are_those_of_the_published_duties(hotline):
    made = rostered.follow_roster(hotline.unit.pk, by=SYSTEM, at=NOW)
    assert made.calendar.code == f"roster:{hotline.unit.code}"
    calendar = queries.compiled(made)
    assert calendar.elapsed(local(13, 0), local(14, 0)) == timedelta(hours=16)
    assert calendar.due(local(13, 20), timedelta(hours=6)) == local(14, 2)
    assert calendar.elapsed(local(15, 0), local(20, 0)) == timedelta(0)


def test_beyond_the_published_weeks_the_usual_week_stands_in_provisionally(hotline):
    calendar = queries.compiled(rostered.follow_roster(hotline.unit.pk, by=SYSTEM, at=NOW))
    assert calendar.elapsed(local(20, 0), local(21, 0)) == timedelta(hours=10)
    assert calendar.knows(local(13, 0), local(19, 12))
    assert not calendar.knows(local(13, 0), local(20, 12))


def test_publishing_renews_it_and_only_for_units_that_have_one(hotline):
    rostered.follow_roster(hotline.unit.pk, by=SYSTEM, at=NOW)
    code = f"roster:{hotline.unit.code}"
    before = queries.newest(code).n
    hotline.put(hotline.agents[0], MONDAY + timedelta(days=7), "early")
    hotline.publish(MONDAY + timedelta(days=7))
    event = RosterPublished(
        subject=None,  # the reaction looks at the unit
        unit_id=hotline.unit.pk,
        monday=MONDAY,
        since=datetime(2025, 10, 20, tzinfo=UTC),
        until=datetime(2025, 10, 27, tzinfo=UTC),
        n=1,
        added=1,
        withdrawn=0,
        gaps=0,
        short_rests=0,
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: NOW)
        reactions.follow_the_roster(event)
    assert queries.newest(code).n == before + 1
    assert queries.newest(code).spec["known"][1] == "2025-10-26"
    other = a_hotline()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: NOW)
        reactions.follow_the_roster(RosterPublished(**{**event.__dict__, "unit_id": other.unit.pk}))
    assert f"roster:{other.unit.code}" not in queries.codes()


def test_the_same_roster_makes_no_new_version(hotline):
    first = rostered.follow_roster(hotline.unit.pk, by=SYSTEM, at=NOW)
    assert rostered.follow_roster(hotline.unit.pk, by=SYSTEM, at=NOW) == first


def test_it_is_not_edited_by_hand(hotline):
    made = rostered.follow_roster(hotline.unit.pk, by=SYSTEM, at=NOW)
    with pytest.raises(errors.FollowsRoster):
        actions.change_day(
            made.calendar.code, MONDAY, [], reason="x", based_on=made.n, by=SYSTEM, at=NOW
        )
