"""Several couriers and several hands at once: one message, one alarm."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from shouwen.platform.notify import courier
from shouwen.platform.notify.models import Attempt, Delivery, Notice
from tests.factories.org import AT
from tests.platform.notify.conftest import alarm

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(n: int, act) -> None:
    """The same in n threads that begin together."""
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


def test_two_couriers_send_each_message_once(world, sms, sms_gateway):
    for n in range(12):
        alarm(world, n)

    def serve() -> None:
        while Delivery.objects.due(AT).exists():
            courier.work(sms.pk, now=lambda: AT)

    at_once(3, serve)
    assert len(sms_gateway.sent) == 12 == len(set(sms_gateway.ids()))
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}
    assert Attempt.objects.count() == 12


def test_one_alarm_told_by_five_jobs_at_once_is_one_notice_and_one_message(world, sms, sms_gateway):
    at_once(5, lambda: alarm(world))
    assert (Notice.objects.count(), Delivery.objects.count()) == (1, 1)
    courier.work(sms.pk, now=lambda: AT)
    assert len(sms_gateway.sent) == 1


def test_a_rate_holds_for_all_couriers_together(world, sms, sms_gateway):
    type(sms).objects.filter(pk=sms.pk).update(per_minute=4)
    for n in range(10):
        alarm(world, n)
    at_once(3, lambda: courier.work(sms.pk, now=lambda: AT))
    assert len(sms_gateway.sent) <= 4
    while courier.work(sms.pk, now=lambda: AT):
        pass
    assert len(sms_gateway.sent) == 4
