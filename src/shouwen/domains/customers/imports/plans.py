"""A profile whose rows are customers or service accounts, and the register that takes them in."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from shouwen.domains.customers.imports.accounts import AccountRegister
from shouwen.domains.customers.imports.people import CustomerRegister
from shouwen.domains.customers.imports.taking import Register
from shouwen.kernel.actor import Actor
from shouwen.platform.access.scope import Scope
from shouwen.platform.exchange.profiles import Profile
from shouwen.platform.exchange.profiles.sections import Section
from shouwen.platform.exchange.rejects import RejectsFile


@dataclass(frozen=True, slots=True)
class Plan:
    """A profile that leads to customers or accounts; the latter name customers by the number of ``holders``."""

    profile: Profile
    holders: str = ""


def plan(profile: Profile) -> Plan:
    """The plan of a profile; raises ProfileRefused where accounts do not say whose numbers they name."""
    if profile.shape.name == "customer":
        return Plan(profile)
    section = Section(profile.code, "customers", profile.sections["customers"])
    holders = section.needed("source")
    section.done()
    return Plan(profile, holders)


def register(
    plan: Plan,
    batch: int | None,
    *,
    scope: Scope,
    rejects: RejectsFile,
    renamed: Callable[[Collection[int]], object],
    by: Actor,
    at: datetime,
) -> Register:
    """The register that takes the rows in; without a batch it is a dry run.

    ``renamed`` hears in the same transaction whose words have changed, so that their matters are found.
    """
    if plan.profile.shape.name == "customer":
        return CustomerRegister(plan.profile, batch, scope, rejects, by, at, renamed)
    return AccountRegister(plan.profile, batch, scope, rejects, by, at, renamed, plan.holders)
