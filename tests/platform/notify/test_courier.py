"""Each alarm is delivered or visibly failed: never twice, never lost, whatever the gateway does."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from shouwen.kernel.actor import SYSTEM
from shouwen.kernel.subject import Subject
from shouwen.platform.journal.queries import timeline
from shouwen.platform.notify import actions, breaker, courier, outbox
from shouwen.platform.notify.choices import Circuit
from shouwen.platform.notify.errors import NotResendable
from shouwen.platform.notify.models import Attempt, Delivery, Health, Notice
from tests.factories.org import AT
from tests.platform.notify.conftest import PHONE, alarm, only, patience, work

pytestmark = pytest.mark.django_db

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def states() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def test_an_alarm_reaches_the_telephone_and_its_receipt_comes_back(world, sms, sms_gateway):
    alarm(world)
    assert work(sms, AT) == 1
    assert (only().state, only().sent_at, only().provider_id) == ("sent", AT, "p1")
    (sent,) = sms_gateway.sent
    assert sent["phone"] == PHONE and sent["template"] == "SMS_1" and sent["sign"] == "晴川有线"
    assert sent["params"]["number"] == "matter:1" and "10-10 14:05" in sent["params"]["due"]
    assert sms_gateway.headers[0]["Authorization"] == "Bearer t0psecret"
    work(sms, AT + MINUTE)
    assert (only().state, only().delivered_at) == ("delivered", AT + MINUTE)
    assert sms_gateway.asked == [only().uid.hex]


def test_no_number_stands_open_in_the_database(world, sms):
    alarm(world)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT value, hint FROM notify_address")
        kept = cursor.fetchall()
        cursor.execute("SELECT secret FROM notify_channel")
        kept += cursor.fetchall()
        cursor.execute("SELECT hint FROM notify_delivery")
        kept += cursor.fetchall()
    assert PHONE not in str(kept) and "t0psecret" not in str(kept)
    assert only().hint == "138****5678"


def test_the_same_job_fifty_times_is_one_message(world, sms, sms_gateway):
    for _ in range(50):
        alarm(world)
    for _ in range(3):
        work(sms, AT)
    assert len(sms_gateway.sent) == 1 and Notice.objects.count() == 1


def test_timed_out_but_sent_is_never_sent_again(world, sms, sms_gateway):
    sms_gateway.mode = "slow_but_sent"
    alarm(world)
    patience(sms, 0.3)
    work(sms, AT)
    patience(sms, 20)
    assert (only().state, only().reason) == ("uncertain", "timed_out")
    sms_gateway.mode = "ok"
    work(sms, AT + MINUTE)
    assert only().state == "delivered" and len(sms_gateway.sent) == 1


def test_timed_out_and_not_sent_goes_out_after_the_gateway_was_asked(world, sms, sms_gateway):
    sms_gateway.mode = "slow_not_sent"
    alarm(world)
    patience(sms, 0.3)
    work(sms, AT)
    patience(sms, 20)
    assert only().state == "uncertain" and sms_gateway.asked == []
    sms_gateway.mode = "ok"
    work(sms, AT + MINUTE)
    assert only().state == "sent" and len(sms_gateway.sent) == 1
    assert sms_gateway.asked == [only().uid.hex] == sms_gateway.ids()


@pytest.mark.parametrize("mode", ["half", "error_but_sent", "slow_but_sent"])
def test_an_answer_that_says_nothing_is_asked_about(world, sms, sms_gateway, mode):
    sms_gateway.mode = mode
    alarm(world)
    patience(sms, 0.3 if mode == "slow_but_sent" else 20)
    work(sms, AT)
    patience(sms, 20)
    assert only().state == "uncertain"
    sms_gateway.mode = "ok"
    for minutes in range(1, 6):
        work(sms, AT + minutes * MINUTE)
    assert only().state == "delivered" and len(sms_gateway.sent) == 1


def test_without_receipts_uncertain_stays_and_a_person_decides(world, sms, sms_gateway):
    text = sms_gateway.description.partition("[receipt]")[0]
    actions.edit_channel(sms.pk, config={**sms.config, "gateway": text}, by=SYSTEM, at=AT)
    sms_gateway.mode = "slow_but_sent"
    alarm(world)
    patience(sms, 0.3)
    work(sms, AT)
    patience(sms, 20)
    sms_gateway.mode = "ok"
    for hours in range(1, 30):
        work(sms, AT + hours * HOUR)
    assert only().state == "uncertain" and len(sms_gateway.sent) == 1
    before = only().uid
    actions.resend(only().pk, by=world.actor("0102"), at=AT + 30 * HOUR)
    work(sms, AT + 30 * HOUR)
    assert only().state == "sent" and len(sms_gateway.sent) == 2 and only().uid != before
    kinds = [entry.kind for entry in timeline(Subject("matter", 1))]
    assert kinds == ["notify.notice.sent", "notify.delivery.missed", "notify.delivery.resent"]


def test_killed_between_taking_and_sending_is_asked_about_and_then_sent(world, sms, sms_gateway):
    alarm(world)
    assert courier.claim(sms.pk, at=AT) is not None  # and here the process dies
    assert only().state == "sending"
    assert work(sms, AT + MINUTE) == 0 and sms_gateway.calls == []
    work(sms, AT + breaker.LEASE)
    assert sms_gateway.asked == [only().uid.hex]
    assert only().state == "sent" and len(sms_gateway.sent) == 1
    assert list(Attempt.objects.order_by("n").values_list("result", "code")) == [
        ("uncertain", "killed"),
        ("sent", ""),
    ]


def test_killed_between_sending_and_writing_down_is_not_doubled(world, sms, sms_gateway):
    alarm(world)
    parcel = courier.claim(sms.pk, at=AT)
    courier.carry(parcel)  # it has left, and here the process dies
    work(sms, AT + breaker.LEASE)
    assert only().state == "delivered" and len(sms_gateway.sent) == 1


def test_whoever_comes_back_from_the_dead_changes_nothing(world, sms, sms_gateway):
    from shouwen.platform.notify import settling

    alarm(world)
    parcel = courier.claim(sms.pk, at=AT)
    outcome = courier.carry(parcel)
    work(sms, AT + breaker.LEASE)
    settling.settle(parcel.channel, parcel.message, outcome, at=AT + HOUR)
    assert (only().state, only().sent_at) == ("delivered", AT + breaker.LEASE)


def test_two_hours_down_then_everything_in_order(world, sms, sms_gateway):
    sms_gateway.mode = "down"
    at = AT
    while at < AT + 2 * HOUR:
        if (at - AT) % (10 * MINUTE) == timedelta(0):
            alarm(world, int((at - AT) / MINUTE), at=at)
        work(sms, at)
        at += timedelta(seconds=20)
    tried = len(sms_gateway.calls)
    assert tried < 30, "the breaker keeps the channel quiet"
    assert Health.objects.get().circuit(at) is not Circuit.CLOSED
    sms_gateway.mode = "ok"
    while at < AT + 2.5 * HOUR:
        work(sms, at)
        at += timedelta(seconds=20)
    uids = [uid.hex for uid in Delivery.objects.order_by("queued_at").values_list("uid", flat=True)]
    assert sms_gateway.ids() == uids
    assert set(states()) <= {"sent", "delivered"}
    assert Health.objects.get().circuit(at) is Circuit.CLOSED
    assert all(delivery.delayed for delivery in Delivery.objects.all())


def test_a_message_that_breaks_the_gateway_is_not_every_probe(world, sms, sms_gateway):
    alarm(world, 1)
    alarm(world, 2)
    first = Delivery.objects.order_by("pk")[0]
    Delivery.objects.filter(pk=first.pk).update(tries=30)
    Health.objects.update(failures=9, opened_until=AT, cool_seconds=60)
    sms_gateway.mode = "down"
    work(sms, AT)
    sms_gateway.mode = "ok"
    work(sms, Health.objects.get().opened_until)
    assert sms_gateway.ids() == [Delivery.objects.order_by("pk")[1].uid.hex]
    assert states() == ["queued", "sent"]


def test_the_breaker_opens_after_five_and_tries_with_one(world, sms, sms_gateway):
    sms_gateway.mode = "down"
    for n in range(9):
        alarm(world, n)
    work(sms, AT)
    assert len(sms_gateway.calls) == breaker.THRESHOLD
    health = Health.objects.get()
    assert (health.circuit(AT), health.last_code) == (Circuit.OPEN, "http_503")
    later = AT + timedelta(seconds=breaker.FIRST_REST)
    assert health.circuit(later) is Circuit.PROBE
    work(sms, later)
    assert len(sms_gateway.calls) == breaker.THRESHOLD + 1
    assert Health.objects.get().cool_seconds == 2 * breaker.FIRST_REST


def test_what_is_given_up_is_seen(world, sms, sms_gateway):
    sms_gateway.mode = "down"
    alarm(world)
    for hours in range(26):
        work(sms, AT + hours * HOUR)
    assert (only().state, only().reason) == ("failed", "http_503")
    missed = [e for e in timeline(Subject("matter", 1)) if e.kind == "notify.delivery.missed"]
    assert [e.facts["state"] for e in missed] == ["failed"]


def test_a_bad_number_fails_at_once_and_says_nothing_about_the_channel(world, sms, sms_gateway):
    sms_gateway.mode = "refuse"
    for n in range(7):
        alarm(world, n)
    work(sms, AT)
    assert set(states()) == {"failed"} and only_reason() == {"BAD_NUMBER"}
    assert Health.objects.get().circuit(AT) is Circuit.CLOSED


def only_reason() -> set[str]:
    return set(Delivery.objects.values_list("reason", flat=True))


def test_too_many_at_once_pauses_the_channel(world, sms, sms_gateway):
    sms_gateway.mode = "throttle"
    alarm(world, 1)
    alarm(world, 2)
    work(sms, AT)
    assert len(sms_gateway.calls) == 1 and states() == ["queued", "queued"]
    sms_gateway.mode = "ok"
    work(sms, AT + MINUTE)
    work(sms, AT + 2 * MINUTE)
    assert len(sms_gateway.sent) == 2


def test_an_alarm_acknowledged_meanwhile_is_not_sent(world, sms, sms_gateway):
    alarm(world)
    notice = Notice.objects.get()
    actions.acknowledge(notice.staff_id, [notice.pk], by=world.actor("0101"), at=AT)
    work(sms, AT)
    assert (only().state, only().reason, sms_gateway.calls) == ("suppressed", "acknowledged", [])


def test_nobody_is_sent_anything_without_number_template_or_channel(world, sms, sms_gateway):
    alarm(world, 1, to="0103")
    alarm(world, 2, channel="pigeon")
    actions.remove_template(sms.templates.get().pk, by=SYSTEM, at=AT)
    alarm(world, 3)
    work(sms, AT)
    reasons = list(Delivery.objects.order_by("pk").values_list("state", "reason"))
    assert reasons == [
        ("suppressed", "no_address"),
        ("suppressed", "no_channel"),
        ("failed", "no_template"),
    ]
    assert sms_gateway.calls == []


def test_a_switched_off_channel_says_so(world, sms, sms_gateway):
    actions.edit_channel(sms.pk, enabled=False, by=SYSTEM, at=AT)
    alarm(world)
    assert (only().state, only().reason) == ("suppressed", "channel_off")
    actions.edit_channel(sms.pk, enabled=True, by=SYSTEM, at=AT)
    actions.resend(only().pk, by=world.actor("0102"), at=AT)
    work(sms, AT)
    assert only().state == "sent"
    with pytest.raises(NotResendable):
        actions.resend(only().pk, by=world.actor("0102"), at=AT)


def test_an_alarm_for_nobody_is_seen(world):
    from shouwen.platform.notify.outbox import Alarm, Message

    message = Message(
        subject=Subject("matter", 1), kind="x", key="step:1:1", params={}, alarm=Alarm(), at=AT
    )
    outbox.nobody(message)
    outbox.nobody(message)
    assert (only().state, only().reason) == ("failed", "nobody")


def test_a_lost_key_stops_the_channel_visibly_and_loses_nothing(world, sms, sms_gateway, settings):
    alarm(world)
    keys = settings.SECRETS_KEYS
    settings.SECRETS_KEYS = ["c2hvdXdlbi1zaG91d2VuLXNob3V3ZW4tc2hvdXdlbjE="]
    work(sms, AT)
    assert (only().state, only().reason) == ("queued", "secret_unreadable")
    settings.SECRETS_KEYS = keys
    work(sms, AT + MINUTE)
    assert only().state == "sent" and json.dumps(sms_gateway.sent[0])
