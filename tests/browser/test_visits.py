"""Visits: the customer says yes or no on a telephone in two taps each, the staff write down a yes by voice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from shouwen.domains.cases.choices import CaseState as S
from shouwen.domains.cases.models import Case
from shouwen.domains.portal import actions
from shouwen.domains.portal.models import Appointment
from shouwen.domains.portal.queries.appointing import appointment, windows
from shouwen.platform.journal.models import Entry
from shouwen.platform.notify.models import Notice
from tests.browser.checks import assert_accessible, assert_fits
from tests.browser.conftest import SignIn
from tests.browser.hands import Hands
from tests.factories.portal import a_channel, a_customers_case, a_link, opened_by
from tests.world import World

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def case(town: World) -> Case:
    """In work, with a visit that is offered for the day after tomorrow."""
    a_channel()
    at = timezone.now()
    made = a_customers_case(S.IN_PROGRESS, town, at=at - timedelta(hours=1))
    start, _end = windows(made, at=at)[2]
    actions.appoint(made.pk, start, seen=None, offer=True, by=town.actor("0112"), at=at)
    return made


def test_the_customer_agrees_and_calls_off_with_two_taps_each(page: Page, case: Case) -> None:
    hands = Hands(page)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(f"/s/{opened_by(a_link(case, at=timezone.now()))}/")
    page.locator("#digits").fill("5678")
    with hands.within(clicks=2):
        hands.click(page.locator(".sw-m__main button[type=submit]"))
        hands.click(page.locator("#appointment .btn-primary").first)
    expect(page.locator("[role=status]")).to_be_visible()
    assert_fits(page)
    assert_accessible(page)
    held = appointment(case)
    assert held is not None and (held.stage, held.by_customer) == ("agreed", True)
    with hands.within(clicks=2):
        hands.click(page.locator("#call-off summary"), page.locator("#call-off button"))
    expect(page.locator("#appointment")).to_have_count(0)
    assert appointment(case) is None
    told = Notice.objects.filter(kind="portal.appointment.cancelled")
    assert [notice.staff_id for notice in told] == [case.handler_id]


def test_the_staff_write_down_a_yes_by_telephone_and_call_it_off(
    page: Page, case: Case, town: World, sign_in: SignIn
) -> None:
    """The yes is one click on the card; calling off is the dialog and a reason, on a phone as well."""
    hands, card = Hands(page), page.locator("#appointment")
    sign_in(town.account("0112"))
    page.goto(f"/cases/{case.pk}/")
    with hands.within(clicks=1):
        hands.click(card.locator("[hx-post]"))
        expect(card.locator("[hx-post]")).to_have_count(0)
    held = Appointment.objects.order_by("pk").last()
    assert held is not None and (held.stage, held.by_customer) == ("agreed", False)
    assert Entry.objects.get(kind="portal.appointment.set", facts__agreed=True)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    with hands.within(clicks=3):
        hands.click(card.locator("[hx-get]"), page.locator("dialog #call-off summary"))
        assert_fits(page)
        assert_accessible(page)
        hands.click(page.locator("dialog #call-off button").first)
        expect(card).to_have_count(0)
    assert appointment(case) is None
