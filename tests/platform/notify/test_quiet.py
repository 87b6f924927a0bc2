"""静默时段: who is not disturbed until when, and who is all the same."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from shouwen.kernel.actor import SYSTEM
from shouwen.platform.notify import actions
from shouwen.platform.notify.quiet import held_until, quiet_until
from tests.factories.org import AT
from tests.platform.notify.conftest import alarm, only, work

SHANGHAI = ZoneInfo("Asia/Shanghai")


def on(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2025, 10, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("starts", "ends", "at", "until"),
    [
        (time(22), time(7), on(10, 21, 59), None),
        (time(22), time(7), on(10, 22), on(11, 7)),
        (time(22), time(7), on(11, 0), on(11, 7)),
        (time(22), time(7), on(11, 6, 59), on(11, 7)),
        (time(22), time(7), on(11, 7), None),
        (time(12), time(14), on(10, 13), on(10, 14)),
        (time(12), time(14), on(10, 14), None),
        (time(12), time(14), on(10, 11), None),
    ],
)
def test_quiet_hours_may_pass_midnight(starts, ends, at, until):
    assert quiet_until(starts, ends, at=at, zone=SHANGHAI) == until


def test_the_end_is_reckoned_in_the_zone_of_the_unit():
    berlin = ZoneInfo("Europe/Berlin")
    at = datetime(2025, 10, 26, 0, 30, tzinfo=ZoneInfo("UTC"))
    until = quiet_until(time(22), time(7), at=at, zone=berlin)
    assert until == datetime(2025, 10, 26, 7, tzinfo=berlin)


@pytest.mark.django_db
def test_a_message_waits_for_the_morning_and_says_so(world, sms, sms_gateway):
    staff, night = world.staff["0101"], on(10, 23)
    actions.set_quiet(time(22), time(7), staff_id=staff, by=SYSTEM, at=AT)
    alarm(world, at=night)
    assert (only().state, only().reason, only().next_try_at) == ("held", "quiet_hours", on(11, 7))
    work(sms, on(11, 6, 59))
    assert sms_gateway.calls == []
    work(sms, on(11, 7))
    assert only().state == "sent" and only().delayed


@pytest.mark.django_db
def test_whoever_is_on_call_is_reached_at_night(world, sms, sms_gateway):
    staff, night = world.staff["0101"], on(10, 23)
    actions.set_quiet(time(22), time(7), staff_id=staff, by=SYSTEM, at=AT)
    alarm(world, at=night, on_call=frozenset({staff}))
    work(sms, night)
    assert only().state == "sent"


@pytest.mark.django_db
def test_a_retry_that_comes_into_the_night_waits_too(world, sms, sms_gateway):
    actions.set_quiet(time(22), time(7), staff_id=world.staff["0101"], by=SYSTEM, at=AT)
    sms_gateway.mode = "down"
    alarm(world, at=on(10, 21, 59))
    work(sms, on(10, 21, 59))
    sms_gateway.mode = "ok"
    work(sms, on(10, 22, 30))
    assert (only().state, only().next_try_at) == ("held", on(11, 7))


@pytest.mark.django_db
def test_ones_own_hours_go_before_the_units_and_the_nearest_unit_before_those_above(world):
    own, colleague, boss = (world.staff[n] for n in ("0101", "0102", "0107"))
    actions.set_quiet(time(20), time(6), unit_id=world.units["QC"], by=SYSTEM, at=AT)
    actions.set_quiet(time(21), time(8), unit_id=world.units["QC-HOT"], by=SYSTEM, at=AT)
    actions.set_quiet(time(23), time(5), staff_id=own, by=SYSTEM, at=AT)
    night = on(10, 23, 30)
    found = held_until([own, colleague, boss], at=night)
    assert found == {own: on(11, 5), colleague: on(11, 8), boss: on(11, 6)}
    assert set(held_until([own, colleague, boss], at=night - timedelta(hours=1))) == {
        colleague,
        boss,
    }
    actions.set_quiet(None, None, staff_id=own, by=SYSTEM, at=AT)
    assert held_until([own], at=night) == {own: on(11, 8)}
