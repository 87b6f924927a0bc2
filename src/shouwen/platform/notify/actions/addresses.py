"""Where people are reached, and when not."""

from __future__ import annotations

from datetime import datetime, time

from django.db import transaction

from shouwen.kernel.actor import Actor
from shouwen.kernel.subject import Subject
from shouwen.platform.access import vault
from shouwen.platform.access.masking import mask_phone
from shouwen.platform.journal.actions import record
from shouwen.platform.notify.choices import AddressKind
from shouwen.platform.notify.events import AddressChanged
from shouwen.platform.notify.models import Address, Quiet


@transaction.atomic
def set_address(staff_id: int, kind: str, value: str, *, by: Actor, at: datetime) -> Address:
    """登记联系方式: the database keeps it sealed, pages show the hint only."""
    row, _ = Address.objects.update_or_create(
        staff_id=staff_id,
        kind=kind,
        defaults={"value": vault.seal(value), "hint": masked(kind, value), "set_at": at},
    )
    record(AddressChanged(subject=Subject("staff", staff_id), what=kind), by=by, at=at)
    return row


@transaction.atomic
def forget_address(staff_id: int, kind: str, *, by: Actor, at: datetime) -> None:
    """Take an address away; nothing happens when there is none."""
    gone, _ = Address.objects.filter(staff_id=staff_id, kind=kind).delete()
    if gone:
        fact = AddressChanged(subject=Subject("staff", staff_id), what=kind, removed=True)
        record(fact, by=by, at=at)


@transaction.atomic
def set_quiet(
    starts: time | None,
    ends: time | None,
    *,
    staff_id: int | None = None,
    unit_id: int | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """静默时段 of a person or a unit; without times there is none."""
    owner = {"staff_id": staff_id} if staff_id is not None else {"unit_id": unit_id}
    if starts is None or ends is None:
        changed = Quiet.objects.filter(**owner).delete()[0] > 0
    else:
        Quiet.objects.update_or_create(**owner, defaults={"starts": starts, "ends": ends})
        changed = True
    if changed:
        subject = Subject("staff", staff_id) if staff_id else Subject("unit", unit_id or 0)
        record(AddressChanged(subject=subject, what="quiet", removed=starts is None), by=by, at=at)


def masked(kind: str, value: str) -> str:
    """138****5678, z***@example.org."""
    if kind == AddressKind.PHONE:
        return mask_phone(value)
    name, _, domain = value.partition("@")
    return f"{name[:1]}***@{domain}"
