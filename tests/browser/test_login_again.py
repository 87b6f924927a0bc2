"""When the session has ended: the password is asked for over the page, and no word of it is lost."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import APIResponse, Locator, Page, Route, expect

from shouwen.domains.cases.models import Case
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.access.acting import POST_SESSION_KEY
from shouwen.platform.org.actions import appoint
from tests.browser.checks import assert_accessible, assert_fits
from tests.browser.conftest import SignIn
from tests.factories.cases import a_case
from tests.world import World

SECRET = "0102 keeps a long secret"


@pytest.fixture
def desk(page: Page, sign_in: SignIn, town: World) -> Page:
    """The page of a case in front of 班立夏, whose password is known."""
    account = town.account("0102")
    account.set_password(SECRET)
    account.save(update_fields=["password"])
    case = a_case(town.actor("0101"), at=timezone.now() - timedelta(hours=1), title="宽带无法上网")
    sign_in(account)
    page.goto(f"/cases/{case.pk}/")
    return page


def end_session(page: Page) -> Locator:
    """The session ends on the server; the dialog that will ask for the password."""
    Session.objects.all().delete()
    return page.locator("#log-in-again")


def log_in(dialog: Locator, password: str = SECRET) -> None:
    dialog.locator("input[name=password]").fill(password)
    dialog.locator("input[name=password]").press("Enter")


def test_an_interrupted_note_is_written_after_the_password(desk: Page) -> None:
    desk.locator("textarea[name=text]").first.fill("客户称昨晚起断网")
    dialog = end_session(desk)
    desk.locator("textarea[name=text]").first.press("Control+Enter")
    expect(dialog).to_be_visible()
    expect(dialog.locator("input[name=username]")).to_have_value("0102")
    expect(dialog.locator("input[name=password]")).to_be_focused()
    expect(desk.locator("textarea[name=text]").first).to_have_value("客户称昨晚起断网")
    assert_accessible(desk)
    log_in(dialog)
    expect(dialog).to_be_hidden()
    expect(desk.locator(".sw-line")).to_contain_text("客户称昨晚起断网")
    expect(desk.locator(".sw-line").get_by_text("客户称昨晚起断网")).to_have_count(1)
    # the token of the page is renewed: a second note needs nothing more
    desk.locator("textarea[name=text]").first.fill("已约明天上午")
    desk.locator("textarea[name=text]").first.press("Control+Enter")
    expect(desk.locator(".sw-line")).to_contain_text("已约明天上午")


def test_a_wrong_password_is_told_in_the_dialog_and_later_keeps_the_words(desk: Page) -> None:
    note = desk.locator("textarea[name=text]").first
    note.fill("客户称昨晚起断网")
    dialog = end_session(desk)
    note.press("Control+Enter")
    log_in(dialog, "something else")
    expect(dialog.locator("input[name=password]")).to_have_attribute("aria-invalid", "true")
    assert_accessible(desk)
    desk.set_viewport_size({"width": 390, "height": 844})
    assert_fits(desk)
    desk.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(note).to_have_value("客户称昨晚起断网")
    expect(note).to_be_focused()
    note.press("Control+Enter")
    log_in(dialog)
    expect(desk.locator(".sw-line")).to_contain_text("客户称昨晚起断网")


def test_a_form_that_leaves_the_page_waits_for_the_password(
    page: Page, desk: Page, town: World
) -> None:
    """The front desk posts as a page: it stays until the session lives again, and sends once."""
    page.goto("/intake/")
    page.keyboard.press("Alt+2")
    page.keyboard.insert_text("整栋楼断网")
    dialog = end_session(page)
    page.locator("#f-title").press("Control+Enter")
    expect(dialog).to_be_visible()
    expect(page.locator("#f-title")).to_have_value("整栋楼断网")
    log_in(dialog)
    page.wait_for_url("**/cases/**")
    assert Case.objects.filter(title="整栋楼断网").count() == 1


def test_the_post_in_use_is_kept(desk: Page, town: World) -> None:
    person = town.person("0102")
    appoint(
        person.pk,
        unit_id=town.units["DH"],
        role="county_manager",
        by=SYSTEM,
        at=timezone.now() - timedelta(days=1),
    )
    desk.goto("/org/post/")
    desk.locator("main li", has_text="东河").get_by_role("button").click()
    desk.wait_for_url(lambda url: urlsplit(url).path == "/")
    chosen = Session.objects.get().get_decoded()[POST_SESSION_KEY]
    desk.goto("/cases/")
    dialog = end_session(desk)
    desk.evaluate("document.querySelector('#poll').poll()")
    log_in(dialog)
    expect(dialog).to_be_hidden()
    assert Session.objects.get().get_decoded()[POST_SESSION_KEY] == chosen


def test_a_poll_does_not_interrupt_whoever_writes(desk: Page) -> None:
    desk.goto("/cases/")
    search = desk.locator("#q-all")
    search.focus()
    dialog = end_session(desk)
    with desk.expect_response(lambda answer: answer.status == 401):
        desk.evaluate("document.querySelector('#poll').poll()")
    expect(dialog).to_be_hidden()
    expect(desk.locator("#fresh")).to_have_attribute("data-state", "stale")


def test_what_the_page_fetches_by_itself_does_not_interrupt_either(desk: Page) -> None:
    """What it missed comes with the log-in somebody is asked for at their next step."""
    note = desk.locator("textarea[name=text]").first
    note.fill("客户称昨晚起断网")
    dialog = end_session(desk)
    asking = desk.evaluate(
        """() => new Promise((done) => {
            document.addEventListener("htmx:afterRequest", () =>
                done(document.getElementById("log-in-again").ariaBusy), { once: true });
            document.body.dispatchEvent(new CustomEvent("request-changed", { bubbles: true }));
        })"""
    )
    assert asking is None
    note.press("Control+Enter")
    with desk.expect_response(lambda answer: answer.ok and answer.url.endswith("/asks/answers")):
        log_in(dialog)
    expect(desk.locator(".sw-line")).to_contain_text("客户称昨晚起断网")


def test_a_refusal_from_before_the_log_in_asks_nobody_again(desk: Page) -> None:
    """It arrives when the session lives again: what was refused is fetched, without a question."""
    held: list[tuple[Route, APIResponse]] = []
    desk.route("**/asks/answers", lambda route: held.append((route, route.fetch())), times=1)
    dialog = end_session(desk)
    desk.evaluate("document.body.dispatchEvent(new CustomEvent('request-changed'))")
    desk.locator("textarea[name=text]").first.fill("客户称昨晚起断网")
    desk.locator("textarea[name=text]").first.press("Control+Enter")
    log_in(dialog)
    expect(desk.locator(".sw-line")).to_contain_text("客户称昨晚起断网")
    desk.evaluate("document.activeElement.blur()")
    [(route, refusal)] = held
    assert refusal.status == 401
    with desk.expect_response(lambda answer: answer.ok and answer.url.endswith("/asks/answers")):
        route.fulfill(response=refusal)
    assert not dialog.is_visible()


def test_after_a_log_in_in_another_tab_the_old_page_goes_on(desk: Page, sign_in: SignIn) -> None:
    """Only the token of the page is old: it is renewed and the step repeated, without a question."""
    desk.context.clear_cookies(name="csrftoken")
    other = desk.context.new_page()
    other.goto("/me/")
    other.close()
    note = desk.locator("textarea[name=text]").first
    note.fill("另一页登录过")
    note.press("Control+Enter")
    expect(desk.locator(".sw-line")).to_contain_text("另一页登录过")
