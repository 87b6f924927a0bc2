from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from shouwen.kernel.actor import Actor
from shouwen.kernel.subject import Subject
from shouwen.platform.clocks import actions, queries
from shouwen.platform.clocks.actions import Start
from shouwen.platform.clocks.actions.installing import OFFICE, specs
from shouwen.platform.clocks.actions.reclocking import Reclocked, reclock
from shouwen.platform.clocks.models import Calendar, Clock, ClockEvent

pytestmark = pytest.mark.django_db
CHINA = ZoneInfo("Asia/Shanghai")
BY = Actor(account=7)


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=CHINA)


def complaint(number: int, opened: datetime) -> Clock:
    starts = [
        Start(kind=k, match={"kind": "complaint"}, basis=b)
        for k, b in (("contact", "internal"), ("resolution", "internal"), ("resolution", "legal"))
    ]
    made = actions.open_matter(
        Subject("case", number),
        unit=1,
        person=None,
        owner_unit=1,
        reason="received",
        starts=starts,
        by=BY,
        at=opened,
    )
    return made[1]


def import_2027() -> None:
    """The holiday table of 2027 arrives: 4–8 January are off, Sunday the 10th is made up."""
    spec = specs()["office"]
    spec["years"] = [2004, 2027]
    spec["overrides"] |= {f"2027-01-{day:02}": "off" for day in range(4, 9)}
    spec["overrides"]["2027-01-10"] = OFFICE
    actions.revise_calendar(Calendar.objects.get(code="office"), spec, by=BY, at=at(2026, 12, 30))


def test_beyond_the_known_years_due_times_are_provisional(presets: None) -> None:
    clock = complaint(1, at(2026, 12, 30, 9))
    assert (clock.provisional, clock.due_at) == (True, at(2027, 1, 6, 17, 30))
    assert complaint(2, at(2026, 12, 1, 9)).provisional is False


def test_importing_a_year_moves_only_provisional_due_times(presets: None) -> None:
    unsure, sure = complaint(1, at(2026, 12, 30, 9)), complaint(2, at(2026, 12, 21, 9))
    actions.wait(
        unsure.subject,
        waiting_for="customer",
        reason="w",
        until=at(2027, 1, 1),
        by=BY,
        at=at(2026, 12, 30, 10),
    )
    actions.resume(unsure.subject, by=BY, at=at(2026, 12, 31, 18))
    import_2027()
    seen = reclock("office", by=BY, at=at(2026, 12, 31, 20), preview=True)
    assert seen == Reclocked(clocks=3, changed=2, turned_red=0)
    assert Clock.objects.get(pk=unsure.pk).due_at == at(2027, 1, 7, 17, 30)
    assert reclock("office", by=BY, at=at(2026, 12, 31, 20)) == seen
    found = Clock.objects.get(pk=unsure.pk)
    assert (found.provisional, found.due_at) == (False, at(2027, 1, 13, 17, 30))
    assert Clock.objects.get(pk=sure.pk).revision_id == sure.revision_id
    told = ClockEvent.objects.get(clock=unsure, kind="retarget").facts
    assert told["was_due_at"] == "2027-01-07T09:30:00+00:00"
    assert queries.verify() == []


def test_every_open_clock_moves_when_asked_and_fronts_follow(presets: None) -> None:
    for n in range(1, 6):
        complaint(n, at(2026, 12, 24 + n, 9))
    import_2027()
    now = at(2026, 12, 30, 12)
    reclock("office", by=BY, at=now, only_provisional=False)
    assert not Clock.objects.filter(provisional=True).exists()
    assert queries.verify() == []
    before = list(Clock.objects.order_by("id").values())
    actions.rebuild(Subject("case", n) for n in range(1, 6))
    assert list(Clock.objects.order_by("id").values()) == before
