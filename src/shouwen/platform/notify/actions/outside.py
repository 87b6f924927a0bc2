"""Write to somebody outside the house."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from django.db import transaction

from shouwen.kernel.subject import Subject
from shouwen.platform.access.masking import mask_phone
from shouwen.platform.notify.choices import ChannelKind
from shouwen.platform.notify.models import Delivery
from shouwen.platform.notify.outbox import Alarm, Message, chosen, start
from shouwen.platform.notify.quiet import quiet_until
from shouwen.platform.org import queries as org

NIGHT = (time(21, 0), time(8, 0))
"""When nobody outside is written to unless the message may not wait."""
WAY = ChannelKind.SMS.value


def can_write() -> bool:
    """Whether there is a way to people outside: a channel for text messages in use."""
    channel = chosen([WAY])[WAY]
    return channel is not None and channel.enabled


@transaction.atomic
def write_to(
    subject: Subject,
    kind: str,
    *,
    key: str,
    phone: str,
    params: Mapping[str, Any],
    unit_id: int,
    by_night: bool = False,
    at: datetime,
) -> bool:
    """外发短信: one text message, once per ``key``; ``phone`` only to show whom, masked.

    False where it was written before, or no channel for text messages is in use. At night it waits for
    the morning of the unit.
    """
    channel = chosen([WAY])[WAY]
    if channel is None or not channel.enabled:
        return False
    message = Message(
        subject=subject,
        kind=kind,
        key=key,
        params={**params, "unit": unit_id},
        alarm=Alarm(),
        at=at,
    )
    begins = start(channel, message)
    morning = None if by_night else quiet_until(*NIGHT, at=at, zone=org.zone_of(unit_id))
    if morning is not None:
        begins = {"state": "held", "reason": "quiet_hours", "next_try_at": morning}
    row = message.delivery("outside", channel.pk, channel=channel, hint=mask_phone(phone), **begins)
    if Delivery.objects.filter(key=row.key).exists():
        return False
    return bool(Delivery.objects.bulk_create([row], ignore_conflicts=True))
