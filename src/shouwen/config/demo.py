"""What the commands need to know of the demo branch: whether it is here, and how to sign in to it."""

from __future__ import annotations

from pathlib import Path

from shouwen.config.installation import connected
from shouwen.web.demo import cast
from shouwen.web.demo.password import FILE, password

__all__ = ["due", "forget", "log_ins", "password", "present"]

REMOVED = "demo_removed"
"""A file in the home: somebody has taken the demo away, ``up`` does not bring it back."""


def present() -> bool:
    """Whether demo accounts exist."""
    with connected() as link:
        row = link.execute(
            "SELECT EXISTS (SELECT 1 FROM access_account WHERE is_demo AND is_active)"
        ).fetchone()
    return bool(row and row[0])


def due(home: Path) -> bool:
    """Whether ``up`` has to fill the branch: it is neither complete nor was it taken away."""
    if (home / REMOVED).exists():
        return False
    with connected() as link:
        row = link.execute(
            "SELECT EXISTS (SELECT 1 FROM demo_branch"
            " WHERE ready_at IS NOT NULL OR removed_at IS NOT NULL)"
        ).fetchone()
    return not (row and row[0])


def forget(home: Path) -> None:
    """Nobody signs in to the demo any more, and ``up`` leaves it away."""
    (home / FILE).unlink(missing_ok=True)
    (home / REMOVED).touch()


def remember(home: Path) -> None:
    """The demo was asked for again."""
    (home / REMOVED).unlink(missing_ok=True)


def log_ins(home: Path) -> list[str]:
    """The demo's log-ins, a role a line, with the password they share; empty without a demo."""
    if not (home / FILE).exists():
        return []
    units = {unit.code: unit.name for unit in cast.units()}
    tried = [player for player in cast.players() if player.login]
    lines = [f"demo log-ins, all with the password {password(home)}"]
    lines += [f"  {p.login:<12}{p.title} · {units[p.unit]}" for p in tried]
    return lines
