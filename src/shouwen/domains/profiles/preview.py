"""试看方案: the first rows as they would come in, with what is wrong in which cell and what mends it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from shouwen.domains.imports import covering
from shouwen.domains.imports.fields import word
from shouwen.domains.imports.registers import checking, plans
from shouwen.domains.imports.registers.shapes import SHAPES
from shouwen.domains.profiles.columns import LOOKED_AT
from shouwen.domains.profiles.remedies import remedy
from shouwen.domains.profiles.vocabulary import options
from shouwen.kernel.errors import Refused
from shouwen.platform.access.masking import mask_within
from shouwen.platform.exchange import profiles
from shouwen.platform.exchange.errors import ProfileRefused
from shouwen.platform.exchange.problems import Problem
from shouwen.platform.exchange.profiles import Binding, Profile, Reading
from shouwen.platform.exchange.reading import Table

ROWS, UNNAMED = 20, "—"


@dataclass(frozen=True, slots=True)
class Cell:
    """One value as it would come in."""

    text: str
    wrong: bool


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing wrong: in which rows and field, why, and what mends it."""

    rows: tuple[int, ...]
    field: str
    why: str
    remedy: str
    rejects: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows converted; ``refusal`` where the profile cannot be applied at all."""

    fields: tuple[str, ...] = ()
    rows: tuple[tuple[int, tuple[Cell, ...]], ...] = ()
    complaints: tuple[Complaint, ...] = ()
    refusal: str = ""
    where: str = ""
    rejected: int = field(default=0)


def preview(document: Mapping[str, Any], table: Table, *, at: datetime) -> Preview:
    """What the first rows of a table become by a profile; never raises for a wrong profile or file."""
    named = {**document, "profile": document.get("profile") or UNNAMED}
    try:
        profile = profiles.build(named, SHAPES, name=str(named["profile"]))
        plan = plans.plan(profile)
        binding = Binding(profile, table)
    except Refused as refusal:
        return refused(refusal)
    binding.survey(most=LOOKED_AT)
    readings = [binding.read(row) for row in islice(table.rows(), ROWS)]
    checking.check(readings, plan, at=at)
    return _shown(profile, binding, readings)


def refused(refusal: Refused) -> Preview:
    """A profile that cannot be applied: why, and the field where it is wrong."""
    where = refusal.params.get("where") if isinstance(refusal, ProfileRefused) else ""
    return Preview(refusal=said(refusal), where=str(where or ""))


def said(refusal: Refused) -> str:
    """A refusal in the words of the page: the field by its name instead of the path in the file."""
    if not isinstance(refusal, ProfileRefused):
        return str(refusal)
    section, _dot, name = str(refusal.params["where"]).partition(".")
    place = word(name.partition(".")[0]) if section == "fields" and name else _named(section, name)
    return _("%(place)s: %(what)s") % {"place": place, "what": refusal.params["what"]}


def _named(section: str, name: str) -> str:
    sections = {
        "profile": _("Short name"),
        "title": _("Name of the profile"),
        "source": _("Name of the foreign register"),
        "key": _("Key column"),
        "zone": _("Time zone of the file"),
        "read": _("How times are written"),
        "states": _("States"),
        "units": _("Unit above all"),
        "customers": _("Register of the customers"),
        "shape": _("What one row is"),
    }
    return " · ".join(part for part in (sections.get(section, section), name) if part)


def _shown(profile: Profile, binding: Binding, readings: list[Reading]) -> Preview:
    names = tuple(profile.rules)
    return Preview(
        fields=tuple(word(name) for name in names),
        rows=tuple(
            (reading.row.number, _cells(profile, binding, reading, names)) for reading in readings
        ),
        complaints=_gathered(c for r in readings for c in _complaints(profile, binding, r)),
        rejected=sum(bool(reading.problems) for reading in readings),
    )


def _cells(
    profile: Profile, binding: Binding, reading: Reading, names: tuple[str, ...]
) -> tuple[Cell, ...]:
    wrong = {problem.column for problem in reading.problems}
    return tuple(
        Cell(_text(profile, name, reading.values.get(name)), binding.by_name[name].label in wrong)
        for name in names
    )


def _text(profile: Profile, name: str, value: Any) -> str:
    """A value in our words and in the time of the file, personal data covered."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(profile.zone).strftime("%Y-%m-%d %H:%M")
    labels = dict(options(profile.shape, name)) if name != "state" else {}
    shown = labels.get(str(value), str(value))
    return covering.fields_covered(profile.shape.name).get(name, mask_within)(shown)


def _complaints(profile: Profile, binding: Binding, reading: Reading) -> list[Complaint]:
    by_label = {column.label: name for name, column in binding.by_name.items()}
    weighed = [(p, True) for p in reading.problems] + [(p, False) for p in reading.warnings]
    return [
        _complaint(profile, reading, problem, by_label.get(problem.column or "", ""), rejects)
        for problem, rejects in weighed
    ]


def _gathered(complaints: Iterable[Complaint]) -> tuple[Complaint, ...]:
    """What is wrong alike in several rows is said once, with all of them."""
    found: dict[Complaint, list[int]] = {}
    for one in complaints:
        found.setdefault(replace(one, rows=()), []).extend(one.rows)
    return tuple(replace(one, rows=tuple(rows)) for one, rows in found.items())


def _complaint(
    profile: Profile, reading: Reading, problem: Problem, name: str, rejects: bool
) -> Complaint:
    cover = covering.fields_covered(profile.shape.name).get(name, mask_within)
    shown = replace(problem, value=cover(problem.value or ""))
    column = problem.column or ""
    place = (
        f"{word(name)}（{column}）" if name and column != name else word(name) if name else column
    )
    return Complaint((reading.row.number,), place, shown.what(), remedy(shown), rejects)
