"""The five standing checks of the case list: ticks, counts, focus, hidden ticks, keys; and that nobody is shut out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from shouwen.domains.cases import actions
from shouwen.domains.cases.models import Case
from tests.browser.checks import assert_accessible, assert_fits
from tests.browser.conftest import SignIn
from tests.factories.cases import a_case
from tests.world import World


@pytest.fixture
def world(town: World) -> World:
    """The hotline with two fault reports and one complaint, taken in within the hour."""
    agent, at = town.actor("0101"), timezone.now() - timedelta(hours=1)
    for minutes, (kind, title) in enumerate(
        [
            ("fault_report", "宽带无法上网"),
            ("fault_report", "电视无信号"),
            ("complaint", "资费争议"),
        ]
    ):
        a_case(agent, at=at + timedelta(minutes=minutes), kind=kind, title=title)
    return town


@pytest.fixture
def cases(page: Page, sign_in: SignIn, world: World) -> Page:
    sign_in(world.account("0102"))
    page.goto("/cases/")
    expect(page.locator("tbody tr")).to_have_count(3)
    return page


def poll(page: Page) -> None:
    """Ask at once instead of waiting for the next round."""
    page.evaluate("document.querySelector('#poll').poll()")


def tick(page: Page, title: str) -> str:
    """Tick the row and return its id."""
    row = page.locator("tr", has_text=title)
    row.locator("input[data-tick]").click()
    return row.get_attribute("data-id") or ""


def test_ticks_scroll_and_focus_survive_a_poll_that_brings_news(cases: Page, world: World) -> None:
    tick(cases, "电视无信号")
    search = cases.locator("#q-all")
    search.focus()
    search.press_sequentially("宽带")
    a_case(world.actor("0101"), at=timezone.now(), title="刚刚来的")
    poll(cases)
    expect(cases.locator("tbody tr")).to_have_count(4)
    expect(cases.locator("tr[data-ticked]")).to_have_count(1)
    expect(cases.locator("tr", has_text="电视无信号").locator("input[data-tick]")).to_be_checked()
    expect(cases.locator(".sw-bulk")).to_be_visible()
    expect(search).to_be_focused()
    expect(search).to_have_value("宽带")


def test_a_filter_keeps_the_ticks_and_says_how_many_it_hides(cases: Page) -> None:
    ids = [tick(cases, "宽带无法上网"), tick(cases, "资费争议")]
    note = cases.locator(".sw-bulk__note")
    expect(note).to_contain_text("已选 2 条")
    cases.locator("#kind summary").click()
    cases.locator("#kind a[href*=complaint]").click()
    expect(cases.locator("tbody tr")).to_have_count(1)
    expect(note).to_contain_text("已选 2 条（1 条不在本页）")
    expect(cases.locator("input[data-selected]").first).to_have_value(",".join(ids))
    note.get_by_role("button").click()
    expect(cases.locator(".sw-bulk")).to_be_hidden()


def test_tabs_and_pager_count_what_the_filter_leaves(cases: Page) -> None:
    """Rows, tabs and pager are one fragment: none keeps an old number."""
    cases.locator("#kind summary").click()
    cases.locator("#kind a[href*=complaint]").click()
    expect(cases.locator(".sw-pager")).to_contain_text("共 1 条")
    expect(cases.locator(".sw-views__tab[aria-current] .sw-count")).to_have_text("1")
    cases.go_back()
    expect(cases.locator("tbody tr")).to_have_count(3)


def test_the_cursor_moves_by_key_and_the_panel_follows(cases: Page) -> None:
    rows = cases.locator("tbody tr")
    expect(rows.nth(0)).to_have_attribute("aria-selected", "true")
    cases.keyboard.press("j")
    expect(rows.nth(1)).to_have_attribute("aria-selected", "true")
    cases.keyboard.press("x")
    expect(cases.locator("tr[data-ticked]")).to_have_count(1)
    cases.keyboard.press("Enter")
    panel = cases.locator("side-panel")
    expect(panel).to_contain_text(rows.nth(1).locator("th a").inner_text())
    cases.keyboard.press("j")
    expect(panel).to_contain_text(rows.nth(2).locator("th a").inner_text())
    assert_accessible(cases)
    poll(cases)
    expect(panel).to_be_visible()
    cases.keyboard.press("Escape")
    expect(panel).to_be_hidden()


def test_the_whole_list_is_ticked_by_key(cases: Page) -> None:
    cases.keyboard.press("Shift+x")
    expect(cases.locator("tr[data-ticked]")).to_have_count(3)
    expect(cases.locator(".sw-bulk")).to_be_visible()


def test_a_list_of_two_pages_is_reassigned_as_a_whole_and_taken_back(
    cases: Page, world: World
) -> None:
    agent, at = world.actor("0101"), timezone.now() - timedelta(hours=2)
    for minutes in range(50):
        a_case(agent, at=at + timedelta(minutes=minutes))
    cases.reload()
    expect(cases.locator("tbody tr")).to_have_count(50)
    cases.keyboard.press("Shift+x")
    expect(cases.locator(".sw-bulk__note")).to_contain_text("已选 53 条（3 条不在本页）")
    cases.locator(".sw-bulk [hx-post*=dispatch]").click()
    dialog = cases.locator("#bulk")
    dialog.locator("[name=unit_id]").fill("QC-NET")
    dialog.locator("button[type=submit]").click()
    cases.get_by_role("link", name="结果与撤销").click()
    figures = cases.locator("#run .sw-strip")
    expect(figures).to_contain_text("53")
    net = Case.objects.filter(handler_unit_id=world.units["QC-NET"])
    assert net.count() == 53
    cases.locator("#run button[hx-post*=undo]").click()
    expect(figures).to_contain_text("已撤销")
    assert net.count() == 0


def test_before_a_bulk_verb_the_dialog_says_which_cases_will_be_refused(
    cases: Page, world: World
) -> None:
    cases.keyboard.press("Shift+x")
    expect(cases.locator(".sw-bulk__note")).to_contain_text("3")
    gone = Case.objects.order_by("pk")[0]
    actions.withdraw(gone.pk, text="客户要求撤回", by=world.actor("0101"), at=timezone.now())
    cases.locator(".sw-bulk [hx-post*=dispatch]").click()
    dialog = cases.locator("#bulk")
    expect(dialog.get_by_role("heading", name="3")).to_be_visible()
    expect(dialog.locator(".sw-rows li")).to_have_count(1)
    expect(dialog.locator(".sw-rows li")).to_contain_text(gone.number)
    assert_accessible(cases)
    dialog.locator("[name=unit_id]").fill("QC-NET")
    dialog.locator("button[type=submit]").click()
    cases.get_by_role("link", name="结果与撤销").click()
    expect(cases.locator("#run")).to_contain_text(gone.number)
    assert Case.objects.filter(handler_unit_id=world.units["QC-NET"]).count() == 2


def test_keys_typed_in_a_field_stay_there(cases: Page) -> None:
    cases.keyboard.press("/")
    search = cases.locator("#q-all")
    expect(search).to_be_focused()
    search.press_sequentially("jjx?nd")
    expect(search).to_have_value("jjx?nd")
    expect(cases.locator("tr[data-ticked]")).to_have_count(0)
    expect(cases.locator("dialog[open]")).to_have_count(0)


def test_single_keys_can_be_turned_off(page: Page, sign_in: SignIn, world: World) -> None:
    account = world.account("0102")
    account.single_keys = False
    account.save(update_fields=["single_keys"])
    sign_in(account)
    page.goto("/cases/")
    page.keyboard.press("x")
    expect(page.locator("tr[data-ticked]")).to_have_count(0)


@pytest.mark.parametrize("width", [1440, 390])
def test_the_list_is_accessible_and_fits(cases: Page, width: int) -> None:
    cases.set_viewport_size({"width": width, "height": 844})
    assert_fits(cases)
    assert_accessible(cases)
