"""Channels over stub gateways, and people with numbers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from shouwen.kernel.actor import SYSTEM
from shouwen.kernel.subject import Subject
from shouwen.platform.notify import actions, courier, words
from shouwen.platform.notify.models import Channel, Delivery
from shouwen.platform.notify.outbox import Alarm
from tests import world as cast
from tests.factories.gateways import Gateway, gateway
from tests.factories.org import AT

PHONE = "13812345678"


@pytest.fixture
def world(db) -> cast.World:
    return cast.build()


@pytest.fixture
def sms_gateway() -> Iterator[Gateway]:
    with gateway() as mine:
        yield mine


@pytest.fixture
def sms(world: cast.World, sms_gateway: Gateway) -> Channel:
    """A text message channel whose gateway can be asked for receipts; two people have numbers."""
    channel = actions.create_channel(
        "sms",
        "sms",
        name="短信",
        config={"gateway": sms_gateway.description, "sign": "晴川有线", "timeout": 20},
        secret={"token": "t0psecret"},
        enabled=True,
        allow_private=True,
        by=SYSTEM,
        at=AT,
    )
    variables = {"number": "{matter}", "due": "{due}"}
    actions.set_template(channel.pk, "", provider_id="SMS_1", variables=variables, by=SYSTEM, at=AT)
    for number in ("0101", "0102"):
        actions.set_address(world.staff[number], "phone", PHONE, by=SYSTEM, at=AT)
    return channel


def alarm(
    world: cast.World,
    n: int = 1,
    *,
    to: str = "0101",
    channel: str = "sms",
    at: datetime = AT,
    **rest,
) -> None:
    """The n-th matter's warning to one person by a channel."""
    actions.tell(
        Subject("matter", n),
        words.STEP_WARNING,
        [world.staff[to]],
        key=f"step:{n}:1",
        params={"due_at": AT.isoformat(), "unit": world.units["QC-HOT"]},
        channels=[channel],
        alarm=Alarm(clock=n, step=1, **rest),
        by=SYSTEM,
        at=at,
    )


def work(channel: Channel, at: datetime) -> int:
    return courier.work(channel.pk, now=lambda: at)


def patience(channel: Channel, seconds: float) -> None:
    """How long the channel waits for an answer: little where there will be none, much elsewhere."""
    config = {**Channel.objects.get(pk=channel.pk).config, "timeout": seconds}
    Channel.objects.filter(pk=channel.pk).update(config=config)


def only() -> Delivery:
    return Delivery.objects.get()
