"""How a delivery proves who sent it: HMAC-SHA256 over timestamp, a dot and the body."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta

from shouwen.domains.hooks.errors import OutsideWindow, SignatureWrong
from shouwen.domains.hooks.models import Source
from shouwen.platform.access.vault import unseal

WINDOW = timedelta(minutes=5)
PREFIX = "sha256="


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """What the sender puts into ``X-Shouwen-Signature``."""
    signed = timestamp.encode() + b"." + body
    return PREFIX + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def check(source: Source, timestamp: str, given: str, body: bytes, *, at: datetime) -> None:
    """Refuse what was not signed by the source's secret, or by the former one while that holds; and what is old.

    The time is looked at after the signature, so that nobody else learns our clock.
    """
    secrets = [unseal(source.secret)]
    if source.former_until is not None and at < source.former_until:
        secrets.append(unseal(source.former_secret))
    fits = [
        hmac.compare_digest(signature(s, timestamp, body).encode(), given.encode()) for s in secrets
    ]
    if not any(fits):
        raise SignatureWrong
    late = abs(at.timestamp() - int(timestamp)) if _whole(timestamp) else None
    if late is None or late > WINDOW.total_seconds():
        raise OutsideWindow(minutes=int(WINDOW.total_seconds()) // 60)


def _whole(timestamp: str) -> bool:
    return timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12
