"""The courier: takes one message at a time, sends it, writes down what came of it.

Three short transactions a message: claim (the row says ``sending`` before a byte leaves), and settle
after it. A process killed in between leaves a row that counts as uncertain when its time is over: the
gateway is asked by our own id, and only what it does not know is sent again. Where nobody can be asked
the row stays ``uncertain`` until a person decides. Any number of couriers may run.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from shouwen.platform.access import vault
from shouwen.platform.notify import breaker, outsiders, settling
from shouwen.platform.notify.choices import WAITING, ChannelKind, Circuit, Result, State
from shouwen.platform.notify.letters import NoTemplate, digest, letter
from shouwen.platform.notify.models import Address, Attempt, Channel, Delivery, Health
from shouwen.platform.notify.models.deliveries import DeliveryQuerySet
from shouwen.platform.notify.outbox import ADDRESS_OF
from shouwen.platform.notify.senders import SENDERS, Letter, Opened, Outcome
from shouwen.platform.notify.senders.letter import failed, unsure
from shouwen.platform.notify.weeding import weeded

log = logging.getLogger(__name__)

LOOK_AHEAD = 20
MOST_MERGED = 200
MINUTE = timedelta(minutes=1)
Now = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Parcel:
    """A claimed message: what goes, by which channel, and the rows it stands for."""

    channel: Channel
    message: UUID
    deliveries: Sequence[int]
    letter: Letter | None = None
    trouble: Outcome | None = None


def waiting_channels(at: datetime) -> list[int]:
    """The channels that have something to do now."""
    busy = Delivery.objects.filter(
        next_try_at__lte=at,
        state__in=[*WAITING, State.SENDING, State.SENT, State.UNCERTAIN],
        channel__enabled=True,
    )
    return sorted(busy.order_by().values_list("channel_id", flat=True).distinct())


def work(channel_id: int, *, now: Now, most: int = 500) -> int:
    """Everything the channel has to do now: the dead, the questions, then what is due, in order."""
    settling.bury(channel_id, at=now())
    done = 0
    while done < most and answer_one(channel_id, at=now()):
        done += 1
    while done < most and send_one(channel_id, at=now()):
        done += 1
    return done


def send_one(channel_id: int, *, at: datetime, only: int | None = None) -> bool:
    """Claim, send, settle one message; whether there was one."""
    parcel = claim(channel_id, at=at, only=only)
    if parcel is None:
        return False
    outcome = parcel.trouble or carry(parcel)
    settling.settle(parcel.channel, parcel.message, outcome, at=at)
    return True


def carry(parcel: Parcel) -> Outcome:
    """Outside every transaction; whatever a sender raises counts as "may have arrived"."""
    assert parcel.letter is not None
    try:
        return SENDERS[parcel.channel.kind].send(parcel.letter, opened(parcel.channel))
    except vault.Unreadable:
        return failed("secret_unreadable")
    except Exception:
        log.exception("the channel %s failed in a way nobody foresaw", parcel.channel.code)
        return unsure("fault")


def opened(channel: Channel) -> Opened:
    return Opened(
        code=channel.code,
        config=channel.config,
        secret=vault.unseal_set(channel.secret),
        allow_private=channel.allow_private,
    )


@transaction.atomic
def claim(channel_id: int, *, at: datetime, only: int | None = None) -> Parcel | None:
    """Take the oldest message that may go now; None when there is none, or the channel rests.

    The channel's health row is the lock: rate and order hold however many couriers run. ``only`` is
    a test message, which goes whatever the channel's state.
    """
    health = (
        Health.objects.select_for_update(skip_locked=only is None)
        .filter(channel_id=channel_id)
        .first()
    )
    if health is None:
        return None
    channel = Channel.objects.get(pk=channel_id)
    rows = Delivery.objects.filter(channel_id=channel_id)
    if only is not None:
        found = list(rows.filter(pk=only, state=State.QUEUED).select_for_update())
        return _taken(channel, found, at) if found else None
    if not channel.enabled or health.circuit(at) is Circuit.OPEN:
        return None
    if not rows.due(at).exists() or (room := _room(channel, at)) <= 0:
        return None
    merging = channel.kind == ChannelKind.ROBOT and room == 1
    fit = _fit(rows.due(at), MOST_MERGED if merging else LOOK_AHEAD, at)
    if not fit or not breaker.allowed(health, at):
        return None
    return _taken(channel, fit if merging else fit[:1], at)


def _fit(due: DeliveryQuerySet, most: int, at: datetime) -> list[Delivery]:
    """The first of these that still are to go; what is pointless by now is taken out on the way."""
    whole = due.select_related("notice", "staff__account")
    while found := list(whole.select_for_update(skip_locked=True, of=("self",))[:most]):
        if fit := weeded(found, at=at):
            return fit
    return []


def _room(channel: Channel, at: datetime) -> int:
    """How many more messages the channel takes within this minute."""
    if channel.per_minute is None:
        return 1_000_000
    lately = Attempt.objects.filter(channel=channel, started_at__gt=at - MINUTE, started_at__lte=at)
    return channel.per_minute - lately.values("message").distinct().count()


def _taken(channel: Channel, rows: Sequence[Delivery], at: datetime) -> Parcel | None:
    """Mark the rows before anything leaves, and note the attempt."""
    message = uuid4()
    parcel = Parcel(channel, message, [row.pk for row in rows])
    if len(rows) > 1:
        written, fitting = digest(rows, uid=message.hex, at=at)
        rows = rows[:fitting]
        parcel = replace(parcel, letter=written, deliveries=[row.pk for row in rows])
    else:
        try:
            parcel = replace(parcel, letter=_written(rows[0], channel, at))
        except NoTemplate:
            parcel = replace(parcel, trouble=Outcome(Result.REFUSED, "no_template", ours=True))
        except Address.DoesNotExist:
            parcel = replace(parcel, trouble=Outcome(Result.REFUSED, "no_address", ours=True))
        except vault.Unreadable:
            parcel = replace(parcel, trouble=failed("secret_unreadable"))
    for row in rows:
        row.state, row.reason, row.message = State.SENDING, "", message
        row.tries, row.next_try_at = row.tries + 1, at + breaker.LEASE
    Delivery.objects.bulk_update(rows, ["state", "reason", "message", "tries", "next_try_at"])
    Attempt.objects.bulk_create(
        Attempt(delivery=row, n=row.tries, channel=channel, message=message, started_at=at)
        for row in rows
    )
    return parcel


def _written(row: Delivery, channel: Channel, at: datetime) -> Letter:
    return letter(row, channel, to=_address(row, channel), at=at)


def _address(row: Delivery, channel: Channel) -> str:
    """Where the person is reached now; the file takes a staff number where there is none."""
    if outsiders.goes_outside(row.kind):
        outsider = outsiders.find(row)
        if outsider is None or not outsider.phone:
            raise Address.DoesNotExist
        return outsider.phone
    kind = ADDRESS_OF.get(ChannelKind(channel.kind))
    if kind is None or row.staff_id is None:
        return ""
    found = Address.objects.filter(staff_id=row.staff_id, kind=kind).first()
    if found is not None:
        return vault.unseal(found.value)
    if channel.kind == ChannelKind.FILE and row.staff is not None:
        return row.staff.number
    raise Address.DoesNotExist


def answer_one(channel_id: int, *, at: datetime) -> bool:
    """Ask the gateway what became of one message; whether there was one to ask about."""
    row = _to_ask(channel_id, at)
    if row is None or row.channel is None:
        return False
    found: Outcome | None = None
    try:
        question = _question(row, row.channel, at)
        found = SENDERS[row.channel.kind].ask(question, opened(row.channel))
    except Exception:
        log.exception("the channel %s could not be asked", row.channel.code)
    settling.answered(row.pk, found, at=at)
    return True


def _question(row: Delivery, channel: Channel, at: datetime) -> Letter:
    """All a gateway needs to find a message again."""
    uid, to = row.uid.hex, _address(row, channel)
    return Letter(uid=uid, to=to, at=at, kind=row.kind, subject="", text="")


@transaction.atomic
def _to_ask(channel_id: int, at: datetime) -> Delivery | None:
    """The next row to ask about, put off so that nobody else asks meanwhile."""
    rows = Delivery.objects.filter(channel_id=channel_id).to_ask(at)
    row = rows.select_for_update(skip_locked=True, of=("self",)).select_related("channel").first()
    if row is not None:
        row.next_try_at = at + breaker.LEASE
        row.save(update_fields=["next_try_at"])
    return row
