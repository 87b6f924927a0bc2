"""A profile made in the wizard: from the file over the mapping to the cases, by keyboard, in Chinese."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from shouwen.domains.cases.models import Case
from shouwen.platform.exchange.models import ProfileVersion
from tests.browser.checks import assert_accessible, assert_fits
from tests.browser.conftest import SignIn
from tests.browser.test_pages import work
from tests.domains.profiles.test_editor import TABLE, input_of
from tests.world import World


def test_from_a_file_without_profile_to_its_cases(
    page: Page, sign_in: SignIn, town: World, settings: Any, tmp_path: Path
) -> None:
    settings.HOME = tmp_path / "home"
    file = tmp_path / "热线登记.csv"
    file.write_bytes(("热线中心十月,,,,,,,,,,\n" + TABLE).encode("gb18030"))
    sign_in(town.account("0106"))
    page.goto("/imports/")
    page.set_input_files("[name=file]", file)
    page.locator("main button[type=submit]").click()
    page.locator("button[value=new]").click()
    expect(page.locator("#editor h2").first).to_be_visible()
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert_accessible(page)
        assert_fits(page)
    wrong = page.locator("#preview [data-complaints] tbody tr")
    expect(wrong).to_have_count(2)
    expect(wrong.first).to_contain_text("2025/13/45")
    held = page.locator(f"[name={input_of('w', '工单状态', '挂起')}]")
    held.focus()
    held.select_option("in_progress|customer")
    expect(wrong).to_have_count(1)
    expect(held).to_be_focused()
    page.locator("[name=missing]").fill("甲")
    with page.expect_response("**/profile/look"):
        page.keyboard.press("Tab")
    expect(page.locator("#kept")).not_to_be_empty()
    page.reload()
    expect(page.locator("#back")).to_be_visible()
    expect(page.locator("[name=missing]")).to_have_value("甲")
    expect(held).to_have_value("in_progress|customer")
    assert_accessible(page)
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/imports/*/")
    assert ProfileVersion.objects.get().spec["read"]["missing"] == ["甲"]
    work(page)
    expect(page.locator("#trial tbody tr")).to_have_count(1)
    page.keyboard.press("Control+Enter")
    page.locator("#progress").wait_for()
    work(page)
    expect(page.locator("#result tbody tr")).to_have_count(3)
    assert Case.objects.count() == 3
