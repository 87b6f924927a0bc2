"""Personal data as everybody sees them by default (security promise 5)."""

from __future__ import annotations

import re
from collections.abc import Iterable

_STREET = re.compile(r"^(.*?(?:路|街道|街|大道|道|巷|弄|胡同|镇|乡|村|小区|社区))")


_NUMBER = re.compile(r"(?<!\d)(?:1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}[- ]?\d{7,8})(?!\d)")
_IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?![\dA-Za-z])")


def mask_within(text: str, *, names: Iterable[str] = (), addresses: Iterable[str] = ()) -> str:
    """Words somebody wrote, without telephone and identity numbers, and without these names and addresses."""
    text = _IDENTITY.sub(lambda m: mask_id(m[0]), text)
    text = _NUMBER.sub(lambda m: mask_phone(re.sub(r"[- ]", "", m[0])), text)
    for address in addresses:
        if len(address) > 3:
            text = text.replace(address, mask_address(address))
    for name in names:
        if len(name) > 1:
            text = text.replace(name, mask_name(name))
    return text


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
