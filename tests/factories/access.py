"""Accounts for tests, made through the actions."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from typing import Any

from shouwen.kernel.actor import SYSTEM
from shouwen.platform.access import actions
from shouwen.platform.access.models import Account

AT = datetime(2025, 10, 10, 6, 5, tzinfo=UTC)
PASSWORD = "a long enough secret"

_numbers = count(1)


def an_account(login: str = "", **terms: Any) -> Account:
    """Somebody who can sign in with PASSWORD."""
    login = login or f"person-{next(_numbers)}"
    given = {"password": PASSWORD, "by": SYSTEM, "at": AT, **terms}
    return actions.create_account(login, **given)
