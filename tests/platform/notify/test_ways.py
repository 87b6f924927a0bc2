"""The ways out besides text messages: group robot, webhook, mail, file."""

from __future__ import annotations

import json
import smtplib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from shouwen.kernel.actor import SYSTEM
from shouwen.platform.access import vault
from shouwen.platform.notify import actions, gateway, signing, words
from shouwen.platform.notify.choices import Result
from shouwen.platform.notify.models import Attempt, Channel, Delivery
from shouwen.platform.notify.senders import Letter, Opened
from shouwen.platform.notify.senders.mail import Mail
from shouwen.platform.notify.senders.robot import cut
from tests.factories.org import AT
from tests.platform.notify.conftest import alarm, only, patience, work

MINUTE = timedelta(minutes=1)


def made(kind: str, *, secret: dict[str, str], **config: Any) -> Channel:
    return actions.create_channel(
        kind,
        kind,
        name=kind,
        config={"timeout": 20, **config},
        secret=secret,
        enabled=True,
        allow_private=True,
        by=SYSTEM,
        at=AT,
    )


@pytest.mark.django_db
def test_a_robot_sends_twenty_a_minute_and_merges_the_rest(world, sms_gateway):
    robot = made("robot", secret={"url": f"{sms_gateway.base}/robot?key=a1b2c3"})
    for n in range(25):
        alarm(world, n, channel="robot")
    work(robot, AT)
    kinds = [call["msgtype"] for call in sms_gateway.sent]
    assert kinds == ["text"] * 19 + ["markdown"]
    digest = sms_gateway.sent[-1]["markdown"]["content"]
    assert digest.count("matter:") == 6 and "6" in digest.splitlines()[0]
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}
    alarm(world, 30, channel="robot")
    work(robot, AT + timedelta(seconds=59))
    assert len(sms_gateway.sent) == 20
    work(robot, AT + timedelta(seconds=61))
    assert len(sms_gateway.sent) == 21


@pytest.mark.django_db
def test_words_of_a_customer_are_no_markup_for_a_robot(world, sms_gateway, monkeypatch):
    named = words.Named("<@all> [here](http://evil.example) **now**\n> x", "/cases/1/", "C25-1")
    monkeypatch.setitem(words._presenters, "matter", lambda ids: dict.fromkeys(ids, named))
    robot = made("robot", secret={"url": sms_gateway.base})
    alarm(world, 1, channel="robot")
    work(robot, AT)
    usual = sms_gateway.sent[0]["text"]["content"]
    assert "C25-1" in usual and "evil" not in usual, "only the number leaves unless asked for"
    actions.set_template(robot.pk, "", body="{title}", by=SYSTEM, at=AT)
    alarm(world, 2, channel="robot")
    work(robot, AT)
    said = sms_gateway.sent[1]["text"]["content"]
    assert not set("<>[]*\n") & set(said)


@pytest.mark.django_db
def test_a_digest_that_broke_off_is_uncertain_as_a_whole_and_not_repeated(world, sms_gateway):
    robot = made("robot", secret={"url": sms_gateway.base})
    actions.edit_channel(robot.pk, per_minute=1, by=SYSTEM, at=AT)
    for n in range(3):
        alarm(world, n, channel="robot")
    sms_gateway.mode = "half"
    work(robot, AT)
    sms_gateway.mode = "ok"
    work(robot, AT + 60 * MINUTE)
    assert list(Delivery.objects.values_list("state", flat=True)) == ["uncertain"] * 3
    assert len(sms_gateway.sent) == 1
    assert Attempt.objects.values("message").distinct().count() == 1


@pytest.mark.django_db
def test_the_address_of_a_robot_is_sealed_and_shown_by_its_end_only(world, sms_gateway):
    robot = made("robot", secret={"url": "https://qyapi.weixin.qq.com/x?key=0123456789abcdef"})
    assert "0123456789" not in robot.secret and robot.hint == "qyapi.weixin.qq.com …cdef"


@pytest.mark.parametrize("most", [10, 11, 12, 13])
def test_a_long_text_is_cut_between_characters(most):
    short = cut("超时超时超时", most)
    assert len(short.encode()) <= most and short.endswith("…")


def test_signatures_are_those_of_standard_webhooks():
    """The example of the specification's own libraries."""
    signed = signing.signature(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        message="msg_p5jXN8AQM9LWM0D4loKWxJek",
        stamp="1614265330",
        body=b'{"test": 2432232314}',
    )
    assert signed == "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert signing.usable(signing.new_key()) and not signing.usable("whsec_short")


@pytest.mark.django_db
def test_a_webhook_is_signed_repeated_under_one_id_and_replayed_under_another(world, sms_gateway):
    key = signing.new_key()
    hook = made("webhook", secret={"url": sms_gateway.base, "key": key})
    sms_gateway.mode = "slow_but_sent"
    alarm(world, channel="webhook")
    patience(hook, 0.3)
    work(hook, AT)
    patience(hook, 20)
    assert only().state == "queued", "the receiver drops doubles by our id: it is simply sent again"
    sms_gateway.mode = "ok"
    at = AT + MINUTE
    work(hook, at)
    assert only().state == "delivered"
    first, second = sms_gateway.headers
    assert first["webhook-id"] == second["webhook-id"] == f"msg_{only().uid.hex}"
    stamp = str(int(at.timestamp()))
    expected = signing.signature(
        key, message=second["webhook-id"], stamp=stamp, body=second["raw"].encode()
    )
    assert second["webhook-signature"] == f"v1,{expected}"
    assert json.loads(second["raw"])["type"] == "clocks.step.warning"
    assert json.loads(second["raw"])["data"]["subject"] == "matter:1"


@pytest.mark.django_db
def test_a_receiver_that_is_gone_is_switched_off(world, sms_gateway):
    hook = made("webhook", secret={"url": sms_gateway.base, "key": signing.new_key()})
    sms_gateway.mode = "gone"
    alarm(world, channel="webhook")
    work(hook, AT)
    assert (only().state, only().reason) == ("failed", "gone")
    assert not Channel.objects.get().enabled


@pytest.mark.django_db
def test_a_file_takes_lines_and_is_its_own_receipt(world, settings, tmp_path):
    from shouwen.platform.notify import breaker, courier

    settings.HOME = tmp_path
    channel = made("file", secret={}, refuse="0102")
    alarm(world, 1, channel="file")
    parcel = courier.claim(channel.pk, at=AT)
    courier.carry(parcel)  # written, and the process dies
    work(channel, AT + breaker.LEASE)
    assert only().state == "delivered"
    lines = (tmp_path / "outbox/file.jsonl").read_text().splitlines()
    assert len(lines) == 1 and json.loads(lines[0])["id"] == only().uid.hex
    alarm(world, 2, to="0102", channel="file")
    work(channel, AT)
    assert Delivery.objects.order_by("-pk")[0].reason == "not_a_number"


class Smtp(BaseEmailBackend):
    """A mail connection that fails where it is told to."""

    def __init__(self, opening: Exception | None = None, sending: Exception | None = None):
        super().__init__()
        self.opening, self.sending = opening, sending
        self.sent: list[EmailMessage] = []

    def open(self) -> None:
        if self.opening:
            raise self.opening

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        if self.sending:
            raise self.sending
        self.sent += messages
        return len(messages)

    def close(self) -> None:
        """Nothing to close."""


LETTER = Letter(
    uid="ab12",
    to="z@example.org",
    at=datetime(2025, 10, 10, 6, 5, tzinfo=UTC),
    kind="x",
    subject="超时\r\nBcc: all@example.org",
    text="正文",
)
OPENED = Opened(
    code="m",
    config={"host": "127.0.0.1", "port": 25, "sender": "sw@example.org"},
    allow_private=True,
)


@pytest.mark.parametrize(
    ("smtp", "result"),
    [
        (Smtp(), Result.SENT),
        (Smtp(opening=OSError()), Result.FAILED),
        (Smtp(sending=TimeoutError()), Result.UNCERTAIN),
        (Smtp(sending=smtplib.SMTPServerDisconnected()), Result.UNCERTAIN),
        (Smtp(sending=smtplib.SMTPDataError(451, b"later")), Result.FAILED),
        (Smtp(sending=smtplib.SMTPRecipientsRefused({"z": (550, b"no")})), Result.REFUSED),
    ],
)
def test_a_mail_knows_what_it_does_not_know(smtp, result):
    assert Mail(lambda _: smtp).send(LETTER, OPENED).result is result


def test_a_mail_carries_our_id_and_one_line_of_subject():
    smtp = Smtp()
    Mail(lambda _: smtp).send(LETTER, OPENED)
    (message,) = smtp.sent
    assert message.extra_headers["Message-ID"] == "<ab12@example.org>"
    assert message.subject == "超时 Bcc: all@example.org"


def test_a_mail_server_inside_needs_leave():
    inside = Opened(code="m", config=OPENED.config)
    assert Mail(lambda _: Smtp()).send(LETTER, inside).code == "private_address"


@pytest.mark.parametrize(
    "text",
    [
        "no toml [",
        "[success]\nwhere = {a = 1}",
        "[request]\nurl = 'http://x'",
        "[request]\nurl = 'ftp://x'\n[success]\nwhere = {a = 1}",
        "[request]\nurl = 'http://x'\nmethod = 'DELETE'\n[success]\nwhere = {a = 1}",
        "[request]\nurl = 'http://x/{whatever}'\n[success]\nwhere = {a = 1}",
        "[request]\nurl = 'http://x'\n[success]\nwhere = {a = 1}\n[receipt]\nurl = 'http://x'",
    ],
)
def test_a_wrong_description_is_refused_before_anything_is_sent(text):
    with pytest.raises(gateway.BadDescription):
        gateway.read(text)


def test_a_description_fills_tables_texts_and_addresses():
    part = {
        "url": "http://x/{id}?to={to}",
        "format": "form",
        "body": {"p": "{variables_json}", "t": "a{template}b"},
    }
    call = gateway.call(
        part, {"id": "a b", "to": "+86", "variables_json": '{"n": 1}', "template": "T"}
    )
    assert call.url == "http://x/a%20b?to=%2B86"
    assert call.content == b"p=%7B%22n%22%3A+1%7D&t=aTb"
    assert gateway.meets({"where": {"a.0.b": [1, 2]}}, {"a": [{"b": "2"}]})
    assert not gateway.meets({}, {}) and gateway.dig({"a": []}, "a.0") is None


def test_keys_change_one_after_the_other(settings):
    old, new = (["a" * 43 + "="], ["b" * 43 + "="])
    settings.SECRETS_KEYS = old
    sealed = vault.seal("秘密")
    settings.SECRETS_KEYS = [*new, *old]
    fresh = vault.reseal(sealed)
    settings.SECRETS_KEYS = new
    assert vault.unseal(fresh) == "秘密"
    with pytest.raises(vault.Unreadable):
        vault.unseal(sealed)
