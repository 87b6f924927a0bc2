"""A profile whose rows are units or people, and the register that takes them in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from shouwen.kernel.actor import Actor
from shouwen.platform.access.scope import Scope
from shouwen.platform.exchange.errors import FileRefused
from shouwen.platform.exchange.organisation.staff import StaffRegister
from shouwen.platform.exchange.organisation.taking import Register
from shouwen.platform.exchange.organisation.units import UnitRegister
from shouwen.platform.exchange.profiles import Profile
from shouwen.platform.exchange.rejects import RejectsFile

REGISTERS: Mapping[str, type[Register]] = {"unit": UnitRegister, "staff": StaffRegister}
MOST = 50_000
"""Rows of one file: a parent may stand anywhere in it, so the file is taken in as a whole."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A profile that leads to units or people."""

    profile: Profile


def needed(rows: int) -> None:
    """Refuse a file that is too long to be taken in as a whole."""
    if rows > MOST:
        raise FileRefused("rows_many", params={"count": rows, "limit": MOST})


def register(
    plan: Plan, batch: int | None, *, scope: Scope, rejects: RejectsFile, by: Actor, at: datetime
) -> Register:
    """The register that takes the rows in; without a batch it is a dry run."""
    made = REGISTERS[plan.profile.shape.name]
    return made(plan.profile, batch, scope, rejects, by, at)
