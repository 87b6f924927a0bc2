"""Personal data as everybody sees them by default (security promise 5)."""

from __future__ import annotations

import re

_STREET = re.compile(r"^(.*?(?:路|街道|街|大道|道|巷|弄|胡同|镇|乡|村|小区|社区))")


def mask_phone(phone: str) -> str:
    """138****5678; a short number keeps its last two digits only."""
    if len(phone) >= 11:
        return f"{phone[:-8]}****{phone[-4:]}"
    return "*" * max(len(phone) - 2, 0) + phone[-2:] if len(phone) > 2 else "*" * len(phone)


def mask_name(name: str) -> str:
    """张*: the surname stays; a compound name of four and more keeps two characters."""
    name = name.strip()
    if not name:
        return ""
    return f"{name[:2] if len(name) >= 4 and not name.isascii() else name[:1]}*"


def mask_id(number: str) -> str:
    """110101********1234."""
    if len(number) >= 15:
        return f"{number[:6]}{'*' * (len(number) - 10)}{number[-4:]}"
    return "*" * len(number)


def mask_address(address: str) -> str:
    """To the street: 晴川县人民路***; without a street word the first half stays."""
    address = address.strip()
    if not address:
        return ""
    found = _STREET.match(address)
    return f"{found.group(1) if found else address[: len(address) // 2]}***"
