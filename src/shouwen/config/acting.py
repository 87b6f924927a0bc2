"""On whose behalf a command acts: ``--as LOGIN``, else the system."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from shouwen.kernel.actor import SYSTEM, Actor
from shouwen.kernel.command import UnusableInput


def actor(login: str | None, *, at: datetime) -> Actor:
    """The account's actor under its main post; the system's without a log-in."""
    if login is None:
        return replace(SYSTEM, via="cli")
    from shouwen.platform.access.models import Account
    from shouwen.platform.org.acting import acting_for

    account = Account.objects.filter(login=login, is_active=True).first()
    acting = acting_for(account.pk, post_id=None, at=at, via="cli") if account else None
    if acting is None:
        raise UnusableInput(f"--as {login}: there is no active account with this log-in")
    return acting.actor(via="cli")
