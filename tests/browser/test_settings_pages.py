"""What leaders and administrators set: calendars, rosters, channels; with something on every page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from shouwen.kernel.actor import SYSTEM
from shouwen.platform.notify import actions as notify
from shouwen.platform.notify.models import Delivery
from tests.browser.conftest import SignIn
from tests.browser.test_pages import look
from tests.factories.rosters import SHIFTS, a_roster, a_shift
from tests.platform.notify.conftest import alarm
from tests.world import World


def calendars(town: World) -> list[str]:
    own = ("", "day/", "week/", "versions/", "clocks/")
    return ["", "add/", "roster/", "notice/", *(f"office/{page}" for page in own)]


def rosters(town: World) -> list[str]:
    """The hotline's week, one early place a day still open."""
    unit = town.unit("QC-HOT")
    for shift in SHIFTS:
        a_shift(unit, shift["code"], needed=int(shift["code"] == "early"))
    roster = a_roster(unit, [shift["code"] for shift in SHIFTS])
    return ["", f"{roster.pk}/", "mine/", "swaps/", "contacts/", "shifts/", f"shifts/{unit.pk}/"]


def channels(town: World) -> list[str]:
    notify.create_channel(
        "wecom",
        "robot",
        name="值班群",
        config={"timeout": 10},
        secret={"url": "https://robot.test/send?key=1"},
        enabled=True,
        allow_private=True,
        by=SYSTEM,
        at=timezone.now(),
    )
    return ["", "add/", "wecom/"]


def deliveries(town: World) -> list[str]:
    channels(town)
    for n in range(3):
        alarm(town, n, channel="wecom", at=timezone.now())
    return ["", f"{Delivery.objects.latest('pk').pk}/"]


def notices(town: World) -> list[str]:
    return ["", "settings/"]


@pytest.mark.parametrize("made", [calendars, rosters, channels, deliveries, notices])
def test_every_page_is_accessible_and_fits(
    page: Page, sign_in: SignIn, town: World, made: Callable[[World], list[str]]
) -> None:
    addresses = made(town)
    sign_in(town.administrator)
    for address in addresses:
        answer = page.goto(f"/{made.__name__}/{address}")
        assert answer and answer.ok, answer and answer.url
        look(page)
