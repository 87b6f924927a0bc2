"""A link reaches the customer's number and nobody else; what opens it is kept nowhere."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core import serializers
from django.utils import timezone

from shouwen.domains.cases.choices import CaseState as S
from shouwen.domains.customers import consents
from shouwen.domains.customers.actions import correct
from shouwen.domains.customers.events import CustomerCorrected
from shouwen.domains.portal import actions, reactions
from shouwen.domains.portal.actions.entering import forget_tries
from shouwen.domains.portal.choices import EVALUATE, PROGRESS
from shouwen.domains.portal.errors import DoesNotFit, TooOften
from shouwen.domains.portal.models import Link, Try
from shouwen.kernel.actor import SYSTEM
from shouwen.kernel.subject import Subject
from shouwen.platform.journal.models import Entry
from shouwen.platform.notify import courier
from shouwen.platform.notify.models import Delivery
from tests.factories.cases import T0
from tests.factories.portal import a_channel, a_customers_case, a_link, opened_by
from tests.world import World

HOUR = timedelta(hours=1)


def _enter(token: str, digits: str, at: object = T0, address: str = "203.0.113.7") -> Link:
    return actions.enter(token, digits, address=address, by=SYSTEM, at=at)  # type: ignore[arg-type]


def test_the_message_carries_the_link_and_the_database_does_not(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "HOME", tmp_path)
    channel = a_channel()
    at = timezone.now()
    case = a_customers_case(S.IN_PROGRESS, world)
    link = actions.send_link(case.pk, PROGRESS, key="once", by=SYSTEM, at=at)
    again = actions.send_link(case.pk, PROGRESS, key="once", by=SYSTEM, at=at)
    assert link is not None and again == link
    token, sent = opened_by(link), Delivery.objects.get()
    stored = serializers.serialize("json", [link, sent, *Entry.objects.all()])
    assert token not in stored and "13812345678" not in stored
    assert sent.hint == "138****5678"
    Delivery.objects.update(state="queued", next_try_at=at)  # whatever hour the test runs at
    assert courier.send_one(channel.pk, at=at)
    line = json.loads((tmp_path / "outbox" / "sms.jsonl").read_text(encoding="utf-8"))
    assert line["to"] == "13812345678"
    assert f"/s/{token}/" in line["text"] and case.title not in line["text"]


def test_who_says_no_gets_nothing_even_if_it_was_queued(world: World) -> None:
    channel, at = a_channel(), timezone.now()
    case = a_customers_case(S.AWAITING_EVALUATION, world)
    assert case.customer_id is not None
    a_link(case, message=EVALUATE, at=at)
    Delivery.objects.update(state="queued", next_try_at=at)
    terms = {"purpose": "evaluation", "channel": "sms", "given": False, "evidence": "call"}
    consents.say(case.customer_id, **terms, by=SYSTEM, at=at)  # type: ignore[arg-type]
    courier.send_one(channel.pk, at=at)
    assert Delivery.objects.get().reason == "no_address"
    assert actions.send_link(case.pk, EVALUATE, key="later", by=SYSTEM, at=at) is None
    assert actions.send_link(case.pk, PROGRESS, key="other", by=SYSTEM, at=at) is not None


def test_at_night_it_waits_for_the_morning(world: World) -> None:
    a_channel()
    case = a_customers_case(S.AWAITING_EVALUATION, world)
    a_link(case, message=EVALUATE, at=T0.replace(hour=14))  # 22:00 in Shanghai
    row = Delivery.objects.get()
    assert (row.state, row.next_try_at) == ("held", T0.replace(day=11, hour=0))


def test_without_a_channel_or_a_number_there_is_no_trace(world: World) -> None:
    case = a_customers_case(S.IN_PROGRESS, world)
    before = Entry.objects.count()
    assert actions.send_link(case.pk, PROGRESS, key="x", by=SYSTEM, at=T0) is None
    assert (Link.objects.count(), Entry.objects.count()) == (0, before)


def test_the_digits_open_it_until_it_ends(world: World) -> None:
    a_channel()
    link = a_link(a_customers_case(S.IN_PROGRESS, world), at=T0)
    token = opened_by(link)
    assert _enter(token, "5678") == link
    for wrong in (("nowhere", "5678"), (token, "0000"), (token, "")):
        with pytest.raises(DoesNotFit):
            _enter(*wrong)
    with pytest.raises(DoesNotFit):
        _enter(token, "5678", at=link.expires_at)
    assert Entry.objects.filter(kind="portal.link.entered").count() == 1


def test_too_many_tries_of_a_link_or_from_an_address_wait(world: World) -> None:
    a_channel()
    link = a_link(a_customers_case(S.IN_PROGRESS, world), at=T0)
    token = opened_by(link)
    for n in range(5):
        with pytest.raises(DoesNotFit):
            _enter(token, f"000{n}")
    with pytest.raises(TooOften):
        _enter(token, "5678")
    assert _enter(token, "5678", at=T0 + HOUR) == link
    for n in range(54):
        with pytest.raises(DoesNotFit):
            _enter(f"unknown-{n}", "5678")
    before = Try.objects.count()
    with pytest.raises(TooOften):
        _enter("one-more", "5678")
    assert Try.objects.count() == before  # whoever is shut out fills no table
    assert forget_tries(at=T0 + 24 * HOUR) == 0
    assert forget_tries(at=T0 + 26 * HOUR) == before


def test_a_link_that_is_guessed_at_ends_for_good(world: World) -> None:
    a_channel()
    link = a_link(a_customers_case(S.IN_PROGRESS, world), at=T0)
    Link.objects.update(wrong=19)
    with pytest.raises(DoesNotFit):
        _enter(opened_by(link), "0000")
    with pytest.raises(DoesNotFit):
        _enter(opened_by(link), "5678")
    link.refresh_from_db()
    assert link.revoked_at == T0


def test_a_new_number_ends_the_links_to_the_old_one(world: World) -> None:
    a_channel()
    case = a_customers_case(S.IN_PROGRESS, world)
    link = a_link(case, at=T0)
    assert case.customer_id is not None
    correct(case.customer_id, phone="13900000001", by=SYSTEM, at=T0)
    told = CustomerCorrected(subject=Subject("customer", case.customer_id), fields="phone")
    reactions.take_back_links_of_an_old_number(told)
    link.refresh_from_db()
    assert link.revoked_at is not None
