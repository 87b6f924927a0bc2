"""Who was told, and who has acknowledged it: part of the matter's own history."""

from __future__ import annotations

from dataclasses import dataclass

from shouwen.platform.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class NoticeSent(Event):
    kind = "notify.notice.sent"
    notice_kind: str
    staff_ids: list[int]


@dataclass(frozen=True, kw_only=True)
class NoticeAcknowledged(Event):
    kind = "notify.notice.acknowledged"
    notice_id: int
    notice_kind: str
    staff_id: int


@dataclass(frozen=True, kw_only=True)
class DeliveryMissed(Event):
    """A notice failed to reach somebody outside the application, or nobody knows whether it did."""

    kind = "notify.delivery.missed"
    delivery_id: int
    notice_kind: str
    staff_id: int | None
    state: str
    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class DeliveryResent(Event):
    """A person decided to send it again, knowing that it may arrive twice."""

    kind = "notify.delivery.resent"
    delivery_id: int
    staff_id: int | None
    from_state: str


@dataclass(frozen=True, kw_only=True)
class DeliveryCancelled(Event):
    kind = "notify.delivery.cancelled"
    delivery_id: int
    staff_id: int | None
    from_state: str


@dataclass(frozen=True, kw_only=True)
class ChannelChanged(Event):
    """The set-up of a channel: which fields, never their values."""

    kind = "notify.channel.changed"
    code: str
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class AddressChanged(Event):
    """Where a person is reached, or when not; never the address itself."""

    kind = "notify.address.changed"
    what: str
    removed: bool = False
