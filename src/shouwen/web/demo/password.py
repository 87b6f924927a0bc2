"""The one password of all demo log-ins of an installation, readable by its owner only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

FILE = "demo_password"


def password(home: Path) -> str:
    """Made once, kept 0600 in the home."""
    file = home / FILE
    if not file.exists():
        home.mkdir(parents=True, exist_ok=True)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as out:
            out.write(f"demo-{secrets.token_hex(4)}")
    return file.read_text().strip()
