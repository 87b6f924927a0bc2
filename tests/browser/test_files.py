"""A file is added by a real browser, which has to show the token of its form."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.checks import assert_accessible
from tests.browser.conftest import SignIn
from tests.domains.appeals.test_appeals import a_late_case, an_appeal
from tests.factories.cases import a_case
from tests.world import World

pytestmark = pytest.mark.usefixtures("files_home")


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    file = tmp_path / "光猫红灯.png"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 2000)
    return file


def test_a_picture_and_a_note_come_to_a_case(
    page: Page, sign_in: SignIn, town: World, picture: Path
) -> None:
    case = a_case(town.actor("0101"), at=timezone.now())
    sign_in(town.account("0101"))
    page.goto(f"/cases/{case.pk}/")
    card = page.locator("#files")
    card.locator("summary").click()
    card.locator("input[type=file]").set_input_files(picture)
    card.locator("button[type=submit]").click()
    expect(page.locator("#files .sw-rows")).to_contain_text("光猫红灯.png")
    page.locator("#note-text").fill("客户已发照片")
    page.locator("#note-text").press("Control+Enter")
    expect(page.locator(".sw-line").first).to_contain_text("客户已发照片")
    page.goto(f"/cases/{case.pk}/")
    page.locator("#files button.btn--quiet").click()
    dialog = page.locator("#remove-file")
    dialog.locator("textarea").fill("传错了")
    dialog.locator("button[type=submit]").click()
    expect(page.locator("#files .sw-rows")).to_have_count(0)


def test_evidence_comes_to_an_appeal(
    page: Page, sign_in: SignIn, town: World, picture: Path
) -> None:
    row = an_appeal(a_late_case(town), town)
    sign_in(town.account("0112"))
    page.goto(f"/appeals/{row.pk}/")
    card = page.locator("#evidence")
    card.locator("summary").click()
    card.locator("input[type=file]").set_input_files(picture)
    card.locator("button[type=submit]").click()
    expect(page.locator("#evidence .sw-rows")).to_contain_text("光猫红灯.png")


def test_an_upload_shows_how_far_it_is(
    page: Page, sign_in: SignIn, town: World, tmp_path: Path
) -> None:
    file = tmp_path / "登记.csv"
    file.write_text("工单编号,标题\n" + "".join(f"G{n},断网{n}\n" for n in range(30_000)), "utf-8")
    sign_in(town.account("0106"))
    page.goto("/imports/")
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 200_000}
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.emulateNetworkConditions", slow)
    page.set_input_files("[name=file]", file)
    expect(page.locator("[data-file-name]")).to_contain_text("登记.csv")
    page.locator("main button[type=submit]").click()
    bar = page.locator("main progress")
    expect(bar).to_be_visible()
    part = bar.evaluate("bar => bar.value / bar.max")
    assert 0 < part <= 1
    page.wait_for_function(
        "before => document.querySelector('main progress').position > before", arg=part
    )
    network.send("Network.emulateNetworkConditions", {**slow, "uploadThroughput": -1})
    page.wait_for_url("**/imports/*/")
    page.wait_for_load_state("networkidle")


def test_a_file_dropped_on_a_form_is_named_and_sent_with_it(
    page: Page, sign_in: SignIn, town: World
) -> None:
    sign_in(town.account("0106"))
    page.goto("/duties/import")
    zone = page.locator("file-drop .sw-filedrop")
    expect(zone).to_contain_text("把文件拖到这里")
    zone.evaluate(
        """(zone, text) => {
          const held = new DataTransfer();
          held.items.add(new File([text], "职责.csv", { type: "text/csv" }));
          zone.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: held }));
        }""",
        "不是职责清单\n1\n",
    )
    expect(zone).to_contain_text("职责.csv")
    page.locator("main button[type=submit]").click()
    expect(page.get_by_role("alert")).to_contain_text("不是职责清单")
    page.wait_for_load_state()
    with page.expect_file_chooser() as chosen:
        page.locator(".sw-filedrop").click()  # the whole box is the control
    assert not chosen.value.is_multiple()
    assert_accessible(page)
