"""A ladder under fire: two sweepers, jobs that run twice, a courier that is killed, a gateway that hangs.

Each step fires once and reaches each person once, or is seen not to; acknowledging stops the chain.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
from django.db import connections
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from shouwen.kernel.actor import SYSTEM
from shouwen.kernel.subject import Subject
from shouwen.platform.clocks import actions as clocks
from shouwen.platform.clocks import sweeper
from shouwen.platform.clocks.actions import Start
from shouwen.platform.clocks.ladders import Rung
from shouwen.platform.clocks.models import Acknowledgement, Clock, Fire
from shouwen.platform.journal.actions import run_reaction
from shouwen.platform.journal.models import Entry
from shouwen.platform.notify import actions, breaker, courier
from shouwen.platform.notify.models import Channel, Delivery, Notice
from shouwen.platform.policies.actions import install_presets
from tests import world as cast
from tests.factories.clocks import a_limit
from tests.factories.gateways import Gateway, gateway

pytestmark = pytest.mark.django_db(transaction=True)

CHINA = ZoneInfo("Asia/Shanghai")
START = datetime(2025, 10, 10, 9, 0, tzinfo=CHINA)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
STEPS = [
    Rung(
        when="share",
        amount=50,
        to=("handler",),
        channels=("in_app", "sms"),
        ack_within=10 * MINUTE,
    ),
    Rung(when="share", amount=100, to=("handler", "role:shift_leader"), channels=("in_app", "sms")),
]


@pytest.fixture
def sms() -> Iterator[Gateway]:
    with gateway() as mine:
        yield mine


@pytest.fixture
def world(sms: Gateway) -> cast.World:
    """A clock of two hours with two steps, and two people with numbers."""
    install_presets()
    world = cast.build()
    channel = actions.create_channel(
        "sms",
        "sms",
        name="短信",
        config={"gateway": sms.description, "timeout": 20},
        secret={"token": "t"},
        enabled=True,
        allow_private=True,
        by=SYSTEM,
        at=START,
    )
    actions.set_template(channel.pk, "", provider_id="S", by=SYSTEM, at=START)
    for number in ("0101", "0102"):
        actions.set_address(world.staff[number], "phone", f"1381234{number}", by=SYSTEM, at=START)
    clocks.save_ladder("fire", STEPS, by=SYSTEM, at=START - 24 * HOUR)
    a_limit("fire", 2, ladder="fire")
    clocks.open_matter(
        Subject("matter", 1),
        unit=world.units["QC-HOT"],
        person=world.staff["0101"],
        owner_unit=world.units["QC-HOT"],
        reason="received",
        starts=[Start(kind="fire")],
        by=SYSTEM,
        at=START,
    )
    return world


def at_once(n: int, act) -> None:
    gate = Barrier(n)

    def one() -> None:
        try:
            gate.wait()
            act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(n) as pool:
        for done in [pool.submit(one) for _ in range(n)]:
            done.result()


def react() -> None:
    """Every queued reaction of this test, by two workers at once, as if each were handed out twice."""
    known = set(Entry.objects.values_list("pk", flat=True))
    jobs = ProcrastinateJob.objects.filter(task_name="journal.react").order_by("id")
    for args in jobs.values_list("args", flat=True):
        if args["reaction"] == "notify.clock_step" and args["entry_id"] in known:
            at_once(2, lambda args=args: run_reaction(**args))


def serve(at: datetime) -> None:
    courier.work(Channel.objects.get().pk, now=lambda: at)


def reached(sms: Gateway) -> list[str]:
    return [one["phone"][-4:] for one in sms.sent]


def test_each_step_fires_once_and_reaches_each_person_once(world, sms):
    at_once(2, lambda: sweeper.sweep(START + HOUR + MINUTE))
    react()
    now = timezone.now()
    assert courier.claim(Channel.objects.get().pk, at=now) is not None  # and the courier is killed
    serve(now + breaker.LEASE)
    assert reached(sms) == ["0101"]
    at_once(2, lambda: sweeper.sweep(START + HOUR + 20 * MINUTE))  # nobody acknowledged: sooner
    sms.mode = "half"  # sent, and the answer breaks off
    react()
    serve(timezone.now())
    sms.mode = "ok"
    serve(timezone.now() + 2 * MINUTE)
    at_once(2, lambda: sweeper.sweep(START + 3 * HOUR))
    react()
    serve(timezone.now() + 5 * MINUTE)
    assert sorted(Fire.objects.exclude(step=0).values_list("step", flat=True)) == [1, 2]
    assert sorted(reached(sms)) == ["0101", "0101", "0102"]
    assert set(Delivery.objects.values_list("state", flat=True)) <= {"sent", "delivered"}
    assert Notice.objects.count() == 3


def test_acknowledging_stops_the_chain(world, sms):
    sweeper.sweep(START + HOUR + MINUTE)
    react()
    notice = Notice.objects.get()
    assert (notice.needs_ack, notice.step) == (True, 1)
    seen = max(START + HOUR + 5 * MINUTE, notice.at)
    actions.acknowledge(notice.staff_id, [notice.pk], by=world.actor("0101"), at=seen)
    assert Acknowledgement.objects.get().person_id == notice.staff_id
    sweeper.sweep(START + HOUR + 20 * MINUTE)
    assert list(Fire.objects.values_list("step", flat=True)) == [1]
    serve(timezone.now())
    assert sms.calls == []  # acknowledged before it was sent


def test_after_a_downtime_the_steps_come_once_and_are_marked_late(world, sms):
    sweeper.sweep(START + 5 * HOUR)
    sweeper.sweep(START + 5 * HOUR)
    react()
    serve(timezone.now())
    assert sorted(reached(sms)) == ["0101", "0101", "0102"]
    assert set(Delivery.objects.values_list("late", flat=True)) == {True}


def test_an_ended_clock_is_not_reminded_of(world, sms):
    sweeper.sweep(START + HOUR + MINUTE)
    react()
    clocks.end_matter(Subject("matter", 1), reason="done", by=SYSTEM, at=START + HOUR + 2 * MINUTE)
    assert Clock.objects.get().ended_at is not None
    serve(timezone.now())
    assert sms.calls == []
    assert Delivery.objects.get().reason == "ended"
