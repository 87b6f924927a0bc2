"""Links for tests: a case of a customer with a telephone, a channel that writes to a file, a link."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from shouwen.domains.cases.models import Case
from shouwen.domains.portal import actions
from shouwen.domains.portal.choices import PROGRESS
from shouwen.domains.portal.models import Link
from shouwen.domains.portal.tokens import token_of
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.notify.actions import create_channel
from shouwen.platform.notify.models import Channel
from tests.factories.cases import T0, a_case_in
from tests.factories.customers import a_customer
from tests.world import World


def a_channel() -> Channel:
    """Text messages as lines of a file."""
    return create_channel("sms", "file", name="短信", config={}, enabled=True, by=SYSTEM, at=T0)


def a_link(case: Case, *, message: str = PROGRESS, at: datetime) -> Link:
    link = actions.send_link(case.pk, message, key=f"t:{case.pk}:{message}", by=SYSTEM, at=at)
    assert link is not None
    return link


def a_customers_case(state: str, world: World, *, at: datetime = T0, **given: Any) -> Case:
    customer = a_customer(at=at)
    return a_case_in(state, world, at=at, customer_id=customer.pk, **given)


def opened_by(link: Link) -> str:
    return token_of(link.nonce)
