"""Every page the installation has, with something on it: no accessibility failure, no sideways scrolling.

The pages are found from the addresses, so a new one is looked at without being named here.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from shouwen.kernel.actor import SYSTEM
from shouwen.platform.notify import actions as notify
from shouwen.platform.notify.models import Delivery
from tests.browser.checks import violations
from tests.browser.conftest import SignIn
from tests.factories.rosters import SHIFTS, a_roster, a_shift
from tests.planted import plant
from tests.platform.notify.conftest import alarm
from tests.walking import addresses, readable
from tests.world import World

pytestmark = pytest.mark.usefixtures("files_home")
SHARES = 2
"""The pages are dealt out, so that both workers look at them."""


def rosters(town: World) -> Iterator[str]:
    """The hotline's week, one early place a day still open."""
    unit = town.unit("QC-HOT")
    for shift in SHIFTS:
        a_shift(unit, shift["code"], needed=int(shift["code"] == "early"))
    roster = a_roster(unit, [shift["code"] for shift in SHIFTS])
    yield from (f"/rosters/{roster.pk}/", f"/rosters/shifts/{unit.pk}/")


def messages(town: World) -> Iterator[str]:
    """A channel that is in use, and what was sent by it."""
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
    for n in range(3):
        alarm(town, n, channel="wecom", at=timezone.now())
    yield from ("/channels/wecom/", f"/deliveries/{Delivery.objects.latest('pk').pk}/")


def settings(town: World) -> Iterator[str]:
    """Pages of rows that every installation has."""
    own = ("", "day/", "week/", "versions/", "clocks/")
    yield from (f"/calendars/office/{page}" for page in own)
    person, unit = town.staff["0101"], town.units["DH"]
    yield from (f"/org/units/{unit}/{page}" for page in ("", "move/", "contact/"))
    yield from (f"/org/staff/{person}/{page}" for page in ("", "leave/"))


def pages(town: World) -> list[str]:
    """The addresses that answer the administrator with a whole page, each once."""
    made = [*rosters(town), *messages(town), *settings(town)]
    found = plant(town)
    found.cases = found.cases[:1]
    walked = [a for r in readable() if not r.method for a in addresses(r, found, asked=False)]
    client = Client()
    client.force_login(town.administrator, backend="django.contrib.auth.backends.ModelBackend")
    return [a for a in dict.fromkeys([*made, *walked]) if _whole(client, a)]


def _whole(client: Client, address: str) -> bool:
    """A page of ours, not a part of one, a file, the stream or the way out."""
    if address.startswith(("/live/", "/logout", "/login", "/api/")):
        return False
    answer = client.get(address)
    shown = "Content-Disposition" not in answer.headers
    html = answer.headers.get("Content-Type", "").startswith("text/html")
    return answer.status_code == 200 and shown and html and b"</html>" in answer.content


@pytest.mark.parametrize("share", range(SHARES))
def test_every_page_is_accessible_and_fits(
    page: Page, sign_in: SignIn, town: World, share: int
) -> None:
    mine = pages(town)[share::SHARES]
    assert len(mine) >= 80 // SHARES
    sign_in(town.administrator)
    wrong: dict[str, list[str]] = {}
    for address in mine:
        page.set_viewport_size({"width": 1440, "height": 844})
        page.goto(address)
        found = violations(page)
        page.set_viewport_size({"width": 390, "height": 844})
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append("the page scrolls sideways at 390")
        if found:
            wrong[address] = found
    assert wrong == {}
