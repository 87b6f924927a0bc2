"""A customer on a phone: four digits, then an urge and an evaluation in two taps each."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from django.utils import timezone
from playwright.sync_api import Page, expect

from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.choices import CaseState as S
from shouwen.domains.cases.models import Rating, Urge
from tests.browser.checks import assert_accessible, assert_fits
from tests.factories.portal import a_channel, a_customers_case, a_link, opened_by
from tests.world import World

HOUR = timedelta(hours=1)
SHOTS = os.environ.get("SHOUWEN_SHOTS", "")


def _seen(page: Page, name: str) -> None:
    """Whole to whoever cannot see, and not wider than the phone; 48-px targets."""
    assert_accessible(page)
    assert_fits(page)
    for button in page.locator(".btn:visible").all():
        box = button.bounding_box()
        assert box is not None and box["height"] >= 48, button.inner_text()
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


def test_a_customer_urges_and_evaluates_in_two_taps_each(page: Page, town: World) -> None:
    a_channel()
    began = timezone.now() - 2 * HOUR
    case = a_customers_case(S.IN_PROGRESS, town, at=began)
    told = "明早带机顶盒到营业厅更换，或等师傅上门。"
    cases.note(case.pk, text=told, visibility="customer", by=town.actor("0101"), at=began + HOUR)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"/s/{opened_by(a_link(case, at=began))}/")
    _seen(page, "door")
    page.get_by_label("收到短信的手机号后四位").fill("5678")
    page.get_by_role("button", name="查看进度").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("正在为您办理")
    _seen(page, "progress")
    page.locator("summary").get_by_text("催一催").click()
    page.get_by_role("button", name="确认催办").click()
    expect(page.get_by_role("status").first).to_contain_text("已转达")
    assert Urge.objects.filter(counted=True).count() == 1
    _seen(page, "urged")

    cases.answer(case.pk, text="已更换光猫，恢复正常", by=town.actor("0112"), at=timezone.now())
    page.reload()
    page.locator("label").get_by_text("满意", exact=True).first.click()
    page.get_by_role("button", name="提交评价").click()
    expect(page.get_by_role("heading", name="您的评价")).to_be_visible()
    assert [r.score for r in Rating.objects.all()] == [5]
    _seen(page, "evaluated")
    if SHOTS:
        page.set_viewport_size({"width": 1440, "height": 900})
        _seen(page, "wide")
