"""Signatures of webhooks by the scheme of Standard Webhooks: id, time and body under one key."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from datetime import datetime

PREFIX = "whsec_"


def new_key() -> str:
    """A key for a receiver, to be shown once."""
    return PREFIX + base64.b64encode(secrets.token_bytes(24)).decode()


def usable(key: str) -> bool:
    try:
        return len(base64.b64decode(key.removeprefix(PREFIX), validate=True)) >= 24
    except (binascii.Error, ValueError):
        return False


def headers(key: str, *, message: str, at: datetime, body: bytes) -> dict[str, str]:
    """What goes with the body; the id stays the same when the message is sent again."""
    stamp = str(int(at.timestamp()))
    return {
        "Content-Type": "application/json",
        "webhook-id": message,
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{signature(key, message=message, stamp=stamp, body=body)}",
    }


def signature(key: str, *, message: str, stamp: str, body: bytes) -> str:
    secret = base64.b64decode(key.removeprefix(PREFIX))
    signed = f"{message}.{stamp}.".encode() + body
    return base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()
