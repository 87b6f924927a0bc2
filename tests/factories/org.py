"""Units and people for tests, made through the actions."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from typing import Any

from shouwen.kernel.actor import SYSTEM
from shouwen.platform.access.models import Role
from shouwen.platform.org import actions
from shouwen.platform.org.models import Staff, Unit

AT = datetime(2025, 10, 10, 6, 5, tzinfo=UTC)

_numbers = count(1)


def a_unit(parent: Unit | None = None, *, kind: str = "county", **terms: Any) -> Unit:
    """A unit with a code of its own."""
    code = f"u{next(_numbers)}"
    given = {"code": code, "name": f"单位{code}", "kind": kind, "by": SYSTEM, "at": AT, **terms}
    return actions.create_unit(parent_id=parent.pk if parent else None, **given)


def a_role(code: str = "") -> Role:
    code = code or f"role_{next(_numbers)}"
    return Role.objects.get_or_create(code=code, defaults={"name": code})[0]


def a_colleague(unit: Unit | None = None, *, role: str = "agent", **terms: Any) -> Staff:
    """A person, with a post when a unit is given."""
    number = f"n{next(_numbers)}"
    given = {"name": f"员工{number}", "number": number, "by": SYSTEM, "at": AT, **terms}
    if unit is not None:
        a_role(role)
        given |= {"unit_id": unit.pk, "role": role}
    return actions.hire(**given)
