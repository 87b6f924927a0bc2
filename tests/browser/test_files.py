"""A file is added by a real browser, which has to show the token of its form."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

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
