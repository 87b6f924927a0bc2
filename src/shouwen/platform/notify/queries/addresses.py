"""Where people are reached, asked without showing it; only the number of whoever is on watch is shown."""

from __future__ import annotations

from shouwen.platform.access import vault
from shouwen.platform.notify.choices import AddressKind
from shouwen.platform.notify.models import Address


def is_number_of(staff_id: int, phone: str) -> bool:
    """Whether this telephone number is the one the member of staff is reached at."""
    held = Address.objects.filter(staff_id=staff_id, kind=AddressKind.PHONE).first()
    if held is None or not phone:
        return False
    try:
        return digits(vault.unseal(held.value)) == digits(phone)
    except vault.Unreadable:
        return False


def number_of(staff_id: int) -> str:
    """The telephone number of somebody on duty, for colleagues who have to reach them; else nothing."""
    held = Address.objects.filter(staff_id=staff_id, kind=AddressKind.PHONE).first()
    try:
        return vault.unseal(held.value) if held is not None else ""
    except vault.Unreadable:
        return ""


def digits(phone: str) -> str:
    """The number without spaces, signs and the country's prefix."""
    kept = "".join(c for c in phone if c.isdecimal())
    return kept[2:] if len(kept) == 13 and kept.startswith("86") else kept
