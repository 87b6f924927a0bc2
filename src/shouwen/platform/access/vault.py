"""Secrets at rest: what the database keeps of passwords, addresses of robots and telephone numbers.

Fernet tokens (AES-128-CBC, HMAC-SHA256) under the installation's keys; the first key seals, every key
opens, so that keys can be changed one after the other (docs/operations/secrets.md).
"""

from __future__ import annotations

import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class Unreadable(Exception):
    """Sealed with a key that this installation does not have."""


def seal(text: str) -> str:
    """The text as it may stand in the database; empty stays empty."""
    return _fernet().encrypt(text.encode()).decode() if text else ""


def unseal(token: str) -> str:
    """What was sealed; Unreadable when no key of ours opens it."""
    if not token:
        return ""
    try:
        return _fernet().decrypt(token).decode()
    except InvalidToken as error:
        raise Unreadable from error


def reseal(token: str) -> str:
    """The same under the first key."""
    if not token:
        return ""
    try:
        return _fernet().rotate(token).decode()
    except InvalidToken as error:
        raise Unreadable from error


def seal_set(values: dict[str, Any]) -> str:
    """Several named secrets as one token."""
    return seal(json.dumps(values, ensure_ascii=False)) if values else ""


def unseal_set(token: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(unseal(token) or "{}")
    return found


def _fernet() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.SECRETS_KEYS])
