"""Customers for tests, made through actions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from shouwen.domains.customers import actions
from shouwen.domains.customers.models import Customer
from shouwen.kernel.actor import SYSTEM

PEOPLE = ["张明华", "李素珍", "王小芳", "欧阳建国"]


def a_customer(*, at: datetime, n: int = 0, **given: Any) -> Customer:
    """One customer; ``n`` chooses name and telephone."""
    wanted = {
        "name": PEOPLE[n % len(PEOPLE)],
        "phone": f"1381234{5678 + n:04d}",
        "address": f"晴川市东河县柳荫路{n + 1}号",
    }
    return actions.register(**{**wanted, **given}, by=SYSTEM, at=at)
