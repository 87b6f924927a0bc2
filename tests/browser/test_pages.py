"""Pages nobody sits in front of all day, but which must be as good: accessible, within the width, in Chinese."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from shouwen.domains.cases import actions as cases
from shouwen.domains.customers import actions as customers
from shouwen.domains.imports import uploads
from shouwen.domains.imports.models import Upload
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.org.actions import appoint
from tests.browser.checks import assert_accessible, assert_fits
from tests.browser.conftest import SignIn
from tests.domains.imports.test_uploads import PROFILE, TABLE
from tests.factories.cases import a_case
from tests.hostile import CORPUS, MARK
from tests.world import World

WIDTHS = (1440, 390)


def look(page: Page, *, widths: tuple[int, ...] = WIDTHS) -> None:
    """The page as it stands, at a desk and on a phone."""
    for width in widths:
        page.set_viewport_size({"width": width, "height": 844})
        assert_fits(page)
        assert_accessible(page)
    page.set_viewport_size({"width": WIDTHS[0], "height": 844})


def test_the_log_in_and_what_it_refuses(page: Page, town: World) -> None:
    page.goto("/login/?next=/cases/")
    look(page)
    page.fill("[name=username]", "0101")
    page.fill("[name=password]", "not the one")
    page.locator("main button[type=submit]").click()
    expect(page.locator("[name=password]")).to_have_attribute("aria-invalid", "true")
    look(page)


def test_the_post_is_chosen_after_the_log_in(page: Page, sign_in: SignIn, town: World) -> None:
    day = timezone.now() - timedelta(days=1)
    at: dict[str, Any] = {
        "unit_id": town.units["DH"],
        "role": "county_manager",
        "by": SYSTEM,
        "at": day,
    }
    appoint(town.staff["0102"], **at)
    sign_in(town.account("0102"))
    page.goto("/org/post/")
    expect(page.locator("main li")).to_have_count(2)
    look(page)


def test_the_figures(page: Page, sign_in: SignIn, town: World) -> None:
    agent, now = town.actor("0101"), timezone.now()
    for n in range(3):
        a_case(agent, at=now - timedelta(hours=30 + n))
    sign_in(town.account("0106"))
    for address in ("/kpi/", "/kpi/K14/", "/kpi/K36/", "/kpi/N01/rows/", "/monitor/"):
        page.goto(address)
        look(page)


def test_full_information_asks_a_reason(page: Page, sign_in: SignIn, town: World) -> None:
    at = timezone.now() - timedelta(hours=1)
    made = customers.register(
        name="何小满", phone="10012345678", address="东河县人民路8号", by=SYSTEM, at=at
    )
    case = a_case(town.actor("0101"), at=at, customer_id=made.pk)
    sign_in(town.account("0101"))
    page.goto(f"/cases/{case.pk}/")
    page.locator("[hx-get$='/unmask']").first.click()
    dialog = page.locator("dialog[open]")
    expect(dialog).to_be_visible()
    look(page)


def test_hostile_words_are_only_words(page: Page, sign_in: SignIn, town: World) -> None:
    """No dialog, no request to where they point, and nothing the policy had to stop (see ``page``)."""
    at, by = timezone.now() - timedelta(hours=1), town.actor("0101")
    case = a_case(by, at=at, title=CORPUS[1] + CORPUS[4], text="\n".join(CORPUS))
    cases.note(case.pk, text="\n".join(reversed(CORPUS)), by=by, at=at)
    odd: list[str] = []
    page.on("dialog", lambda dialog: odd.append(dialog.message))
    page.on("request", lambda asked: odd.append(asked.url) if f"//{MARK}" in asked.url else None)
    sign_in(town.account("0102"))
    for address in (f"/cases/{case.pk}/", "/leader/", f"/cases/?q={MARK}"):
        page.goto(address)
        expect(page.get_by_text(MARK).first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("side-panel")).to_contain_text(MARK)
    assert odd == []


@pytest.fixture
def register(tmp_path: Path, settings: object) -> Path:
    settings.HOME = tmp_path / "home"  # type: ignore[attr-defined]
    file = tmp_path / "客服登记.csv"
    file.write_bytes(TABLE.encode("gb18030"))
    (tmp_path / "register.toml").write_text(PROFILE, "utf-8")
    return file


def test_a_register_comes_in_step_by_step(
    page: Page, sign_in: SignIn, town: World, register: Path
) -> None:
    sign_in(town.administrator)
    page.goto("/imports/")
    look(page)
    page.set_input_files("[name=file]", register)
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/imports/*/")
    look(page)
    page.set_input_files("[name=toml]", register.with_name("register.toml"))
    page.locator("button[value=look]").click()
    expect(page.locator("#columns")).to_contain_text("受理时间")
    look(page)
    page.locator("button[value=check]").click()
    expect(page.locator("#progress")).to_be_visible()
    look(page, widths=(390,))
    work(page)
    expect(page.locator("#trial tbody tr")).to_have_count(1)
    look(page)
    page.locator("form[action$=import] button").click()
    page.locator("#progress").wait_for()
    work(page)
    expect(page.locator("#result tbody tr")).to_have_count(2)
    look(page)
    page.locator("[data-opens=undo]").click()
    expect(page.locator("#undo")).to_contain_text("新增 2")
    look(page)
    page.locator("#undo button[type=submit]").click()
    page.locator("#progress").wait_for()
    work(page)
    expect(page.locator("#result")).to_contain_text("作废 2")
    look(page)


def work(page: Page) -> None:
    """Do what the worker would; the page finds out by itself."""
    uploads.work_off(Upload.objects.latest("pk").pk, at=timezone.now())
