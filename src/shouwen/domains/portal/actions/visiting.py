"""What the customer does on the own page: urge, evaluate, say no to messages."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.actions import Judgement
from shouwen.domains.cases.choices import Channel, UrgeSource
from shouwen.domains.cases.errors import SelfRating
from shouwen.domains.cases.models import Case, Urge
from shouwen.domains.customers import consents
from shouwen.domains.customers.choices import ConsentChannel, Evidence
from shouwen.domains.portal.errors import UrgedLately
from shouwen.domains.portal.models import Link
from shouwen.domains.portal.queries.urging import again_at
from shouwen.kernel.actor import Actor

CUSTOMER = Actor(via="customer")
"""The customer acts: no account, no post, nobody of us."""


@transaction.atomic
def urge(link: Link, *, at: datetime) -> Urge:
    """自助催单: once per window; inside it nothing is written, and the page says from when on."""
    case = Case.objects.lock(link.case_id)
    if (free := again_at(case, at=at)) is not None and at < free:
        raise UrgedLately
    return cases.urge(case.pk, source=UrgeSource.CUSTOMER, channel=Channel.WEB, by=CUSTOMER, at=at)


def evaluate(link: Link, said: Judgement, *, signed_in_as: int | None, at: datetime) -> Case:
    """自助评价; refused while the handler of the case is signed in on the same browser."""
    handler = Case.objects.values_list("handler_id", flat=True).get(pk=link.case_id)
    if signed_in_as is not None and signed_in_as == handler:
        raise SelfRating
    return cases.judge(link.case_id, said, by=CUSTOMER, at=at)


def opt(link: Link, *, purpose: str, given: bool, at: datetime) -> None:
    """退订、恢复: the customer's word on text messages for this purpose, into the ledger."""
    customer = Case.objects.values_list("customer_id", flat=True).get(pk=link.case_id)
    assert customer is not None, "a link belongs to a case of a customer"
    consents.say(
        customer,
        purpose=purpose,
        channel=ConsentChannel.SMS,
        given=given,
        evidence=Evidence.PAGE,
        by=CUSTOMER,
        at=at,
    )
