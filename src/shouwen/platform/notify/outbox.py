"""Outbox: with the notice, in its transaction, one row for each way it is to leave the house."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shouwen.kernel.subject import Subject
from shouwen.platform.clocks.choices import ChannelKind as Way
from shouwen.platform.notify.choices import PERSONAL, AddressKind, ChannelKind, State
from shouwen.platform.notify.models import Address, Channel, Delivery, Notice
from shouwen.platform.notify.quiet import held_until

IN_APP = Way.IN_APP
"""The channel that every notice has; it needs no delivery."""
ADDRESS_OF = {
    ChannelKind.SMS: AddressKind.PHONE,
    ChannelKind.EMAIL: AddressKind.EMAIL,
    ChannelKind.FILE: AddressKind.PHONE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """What a notice stands for beyond its words: a step of a clock, and why these people."""

    clock: int | None = None
    step: int | None = None
    needs_ack: bool = False
    late: bool = False
    said: Sequence[str] = ()
    on_call: frozenset[int] = frozenset()
    """People whose quiet hours do not count now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is to be told, the same for everybody it goes to; ``key`` makes it one."""

    subject: Subject
    kind: str
    key: str
    params: Mapping[str, Any]
    alarm: Alarm
    at: datetime

    def delivery(self, whom: object, way: object, **rest: Any) -> Delivery:
        return Delivery(
            key=f"{self.key}:{whom}:{way}",
            subject_kind=self.subject.kind,
            subject_id=self.subject.id,
            kind=self.kind,
            params=dict(self.params),
            clock_id=self.alarm.clock,
            step=self.alarm.step,
            late=self.alarm.late,
            said=list(self.alarm.said),
            queued_at=self.at,
            **rest,
        )


def put(message: Message, notices: Iterable[Notice], words: Collection[str]) -> None:
    """One delivery for each person and channel (each group channel once), never a second time.

    ``words`` are codes or kinds of channels. What cannot be sent is written down with the reason.
    """
    told = list(notices)
    wanted = [word for word in dict.fromkeys(words) if word != IN_APP]
    if not wanted or not told:
        return
    people = [notice.staff_id for notice in told]
    addresses = _addresses(people)
    quiet = held_until([p for p in people if p not in message.alarm.on_call], at=message.at)
    rows: list[Delivery] = []
    for word, channel in chosen(wanted).items():
        if channel is None:
            rows.append(_without_channel(message, word))
        elif channel.kind in (ChannelKind.ROBOT, ChannelKind.WEBHOOK):
            rows.append(message.delivery(0, channel.pk, channel=channel, **start(channel, message)))
        else:
            rows += [_personal(message, n, channel, addresses, quiet) for n in told]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)


def nobody(message: Message) -> None:
    """An alarm for which nobody could be found must be seen as well."""
    row = message.delivery("nobody", IN_APP, state=State.FAILED, reason="nobody")
    Delivery.objects.bulk_create([row], ignore_conflicts=True)


def chosen(words: Collection[str]) -> dict[str, Channel | None]:
    """Word → the channel of that code, else the first of that kind in use, else any, else None."""
    known = list(Channel.objects.order_by("-enabled", "pk"))
    by_code = {channel.code: channel for channel in known}
    by_kind: dict[str, Channel] = {}
    for channel in known:
        by_kind.setdefault(channel.kind, channel)
    return {word: by_code.get(word) or by_kind.get(word) for word in words}


def _without_channel(message: Message, word: str) -> Delivery:
    return message.delivery(0, word[:40], state=State.SUPPRESSED, reason="no_channel")


def _personal(
    message: Message,
    notice: Notice,
    channel: Channel,
    addresses: Mapping[tuple[int, str], str],
    quiet: Mapping[int, datetime],
) -> Delivery:
    staff = notice.staff_id
    hint = addresses.get((staff, ADDRESS_OF[ChannelKind(channel.kind)]), "")
    begins = start(channel, message)
    if begins["state"] == State.QUEUED and channel.kind in PERSONAL and not hint:
        begins = {"state": State.SUPPRESSED, "reason": "no_address"}
    elif begins["state"] == State.QUEUED and (until := quiet.get(staff)):
        begins = {"state": State.HELD, "reason": "quiet_hours", "next_try_at": until}
    return message.delivery(
        staff,
        channel.pk,
        channel=channel,
        staff_id=staff,
        notice=notice,
        hint=hint,
        urgent=staff in message.alarm.on_call,
        **begins,
    )


def start(channel: Channel, message: Message) -> dict[str, Any]:
    """How a delivery by this channel begins: waiting, or not sent because the channel is off."""
    if not channel.enabled:
        return {"state": State.SUPPRESSED, "reason": "channel_off"}
    return {"state": State.QUEUED, "next_try_at": message.at}


def _addresses(people: Collection[int]) -> dict[tuple[int, str], str]:
    rows = Address.objects.filter(staff_id__in=people).values_list("staff_id", "kind", "hint")
    return {(staff, kind): hint for staff, kind, hint in rows}
