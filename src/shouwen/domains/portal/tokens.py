"""What opens a link: 128 bits made from the installation's key, never stored."""

from __future__ import annotations

import base64
import hashlib

from django.utils.crypto import salted_hmac

_SALT = "shouwen.domains.portal.link"


def token_of(nonce: str) -> str:
    """The token of a link, the same whenever it is asked for."""
    made = salted_hmac(_SALT, nonce, algorithm="sha256").digest()[:16]
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def bucket(*parts: str) -> str:
    """A name for somebody who tries, from which nobody reads who it is."""
    return salted_hmac(f"{_SALT}.try", "\0".join(parts), algorithm="sha256").hexdigest()
