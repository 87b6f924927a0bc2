"""J and K: beside the list in the panel, and on a case's own page through the list it was opened from."""

from __future__ import annotations

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.conftest import SignIn
from tests.factories.cases import a_case
from tests.world import World


def test_the_next_case_is_one_key_away(page: Page, sign_in: SignIn, town: World) -> None:
    agent, at = town.actor("0101"), timezone.now()
    for minutes in (30, 20, 10):
        a_case(agent, at=at - timedelta(minutes=minutes))
    sign_in(town.account("0102"))
    page.goto("/cases/?order=opened")  # newest first: not the order of the server's own neighbours
    links = page.locator("tbody a[data-panel]")
    pages = [link.get_attribute("href") or "" for link in links.all()]
    assert len(pages) == 3
    page.keyboard.press("Enter")
    panel = page.locator("#panel")
    expect(panel.locator(f"a[href='{pages[0]}']").first).to_be_visible()
    panel.locator("[data-step='1']").click()
    expect(panel.locator(f"a[href='{pages[1]}']").first).to_be_visible()
    page.goto(pages[1])
    expect(page.locator("[data-place]")).to_have_text("2 / 3")
    page.keyboard.press("j")
    page.wait_for_url(re.compile(re.escape(pages[2]) + "$"))
    expect(page.locator("list-steps [data-key=J]")).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("k")
    page.wait_for_url(re.compile(re.escape(pages[1]) + "$"))
