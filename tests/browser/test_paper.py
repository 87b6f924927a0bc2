"""What is printed: the words of a page and who opened them, without what can only be clicked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.conftest import SignIn
from tests.factories.cases import a_case
from tests.world import World

A4_LANDSCAPE = ViewportSize(width=1032, height=703)
"""In CSS pixels, without the margins."""


@pytest.mark.parametrize("place", ["/", "/cases/", "/inbox/", "/leader/", "case"])
def test_a_page_on_paper_is_read_and_not_clicked(
    page: Page, sign_in: SignIn, town: World, place: str
) -> None:
    at = timezone.now() - timedelta(hours=1)
    cases = [a_case(town.actor("0101"), at=at, title="整栋楼宽带无法上网，光猫亮红灯") for _ in range(3)]  # fmt: skip
    sign_in(town.account("0102"))
    page.goto(f"/cases/{cases[0].pk}/" if place == "case" else place)
    page.set_viewport_size(A4_LANDSCAPE)
    page.emulate_media(media="print")
    expect(page.locator("main")).to_contain_text("整栋楼宽带无法上网")
    expect(page.locator(".btn:visible, kbd:visible, form:visible")).to_have_count(0)
    expect(page.locator(".sw-onpaper")).to_contain_text("班立夏")
    wide, overflow = page.evaluate(
        "() => [document.documentElement.clientWidth, document.documentElement.scrollWidth]"
    )
    assert overflow <= wide
    heads = page.locator("main .sw-grid thead th:visible")
    assert all(
        height < 45 for height in heads.evaluate_all("all => all.map(th => th.offsetHeight)")
    )
