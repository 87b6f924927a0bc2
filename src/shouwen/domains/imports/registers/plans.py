"""A profile read with the eyes of the case: states, units, limits; checked before any row is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from django.utils.translation import gettext as _

from shouwen.domains.cases.choices import ENDED, IN_WORK, SETTLED, CaseState, WaitingFor
from shouwen.domains.customers import imports as customers
from shouwen.domains.imports.errors import ShapeForbidden
from shouwen.domains.imports.registers.shapes import SHAPES
from shouwen.platform.access import permissions
from shouwen.platform.exchange import organisation, profiles
from shouwen.platform.exchange.profiles import Profile
from shouwen.platform.exchange.profiles.sections import Section
from shouwen.platform.org.actions import UnitRow
from shouwen.platform.org.choices import UnitKind

NO_CHANGE = "no change"
NONE = "none"
IMPORTABLE = (IN_WORK | SETTLED | ENDED) - {CaseState.MERGED, CaseState.VOID}
Limits = Literal["own", "policy"]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a foreign state is for us; ``state`` None leaves everything as it was."""

    state: str | None
    waiting_for: str = NONE


@dataclass(frozen=True, slots=True)
class UnitsPlan:
    """Where units of the file belong: under ``root``, created as ``kind`` when not known."""

    root: UnitRow | None
    kind: str
    create: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """A profile that leads to cases, complete and checked."""

    profile: Profile
    units: UnitsPlan
    states: Mapping[str, Meaning]
    limits: Limits
    open_state: str
    keeps_rows: bool
    handler_needed: bool = True
    """Whether a handler who is not here rejects the row; else the case goes in without one."""

    def means(self, word: str) -> Meaning | None:
        """What a state in the file means; without a [states] table our own words are expected."""
        if self.states:
            return self.states.get(word)
        return Meaning(word) if word in IMPORTABLE else None


AnyPlan = Plan | organisation.Plan | customers.Plan


def load(path: Path) -> AnyPlan:
    """The plan in a profile file; raises ProfileRefused."""
    return plan(profiles.load(path, SHAPES))


def plan(profile: Profile) -> AnyPlan:
    """The plan of a profile, whatever its rows are."""
    if profile.shape.name in organisation.SHAPES:
        return organisation.Plan(profile)
    if profile.shape.name in customers.SHAPES:
        return customers.plan(profile)
    return of_cases(profile)


def permit(profile: Profile, may: Callable[[str], bool]) -> None:
    """Refuse a shape whose verb the one who brings the file does not hold."""
    verb = profile.shape.permission
    if not may(verb):
        raise ShapeForbidden(shape=profile.shape.name, permission=permissions.label(verb))


def of_cases(profile: Profile) -> Plan:
    """The plan of a profile whose rows are cases."""
    name = profile.code
    sections = profile.sections
    cases = Section(name, "cases", sections["cases"])
    limits = cases.choice("limits", ("own", "policy"), "own")
    open_state = cases.choice("open_state", sorted(IN_WORK), CaseState.DISPATCHED.value)
    keeps_rows = cases.flag("updates", default=True)
    unknown = cases.choice("handler_unknown", ("reject", "ignore"), "reject")
    cases.done()
    return Plan(
        profile=profile,
        units=_units(profile, Section(name, "units", sections["units"])),
        states=_states(Section(name, "states", sections["states"])),
        limits="policy" if limits == "policy" else "own",
        open_state=open_state,
        keeps_rows=keeps_rows,
        handler_needed=unknown == "reject",
    )


def _units(profile: Profile, section: Section) -> UnitsPlan:
    root = None
    if "root" in section.words:
        inner = section.section("root")
        code = inner.needed("code")
        root = UnitRow(
            code=code,
            name=inner.text("name", code) or code,
            kind=inner.choice("kind", UnitKind.values, UnitKind.COMPANY.value),
            zone=str(profile.zone),
        )
        inner.done()
    planned = UnitsPlan(
        root,
        section.choice("kind", UnitKind.values, UnitKind.DEPARTMENT.value),
        section.flag("create", default=True),
    )
    section.done()
    if root is None and "unit" not in profile.rules:
        section.refuse("root", _("name a root unit, or map the field unit"))
    return planned


def _states(section: Section) -> dict[str, Meaning]:
    return {word: _meaning(section, word, value) for word, value in section.words.items()}


def _meaning(section: Section, word: str, value: Any) -> Meaning:
    if value == NO_CHANGE:
        return Meaning(None)
    words = value if isinstance(value, Mapping) else {"state": value}
    inner = Section(section.profile, f"{section.path}.{word}", words)
    state = inner.choice("state", [*sorted(IMPORTABLE)])
    waiting = inner.choice("waiting_for", [NONE, *WaitingFor.values], NONE)
    inner.done()
    if waiting != NONE and state in ENDED:
        inner.refuse("waiting_for", _("a matter that has ended waits for nothing"))
    return Meaning(state, waiting)
