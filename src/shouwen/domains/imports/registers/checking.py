"""试看: what the rules of cases say to a few rows, before anything is tried with the whole file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from shouwen.domains.imports.registers import logs
from shouwen.domains.imports.registers.places import People, Units
from shouwen.domains.imports.registers.plans import AnyPlan, Plan
from shouwen.domains.imports.registers.rows import standing
from shouwen.platform.exchange.profiles import Reading


def check(readings: Sequence[Reading], plan: AnyPlan, *, at: datetime) -> None:
    """Add to each row what keeps it out: its times, its state, its unit, its handler.

    Rows of other shapes are weighed against their register by the trial only.
    """
    if not isinstance(plan, Plan):
        return
    units, people = Units(plan.units), People()
    people.learn(reading.values.get("handler") for reading in readings)
    for reading in readings:
        if plan.profile.shape.name == "case":
            standing(reading, plan, at=at)
        else:
            logs.acceptable(reading, plan, at=at)
        _placed(reading, plan, units)
        handler = reading.values.get("handler")
        if handler and plan.handler_needed and not people.id_of(handler):
            reading.problems.append(reading.problem("handler_unknown", "handler"))


def _placed(reading: Reading, plan: Plan, units: Units) -> None:
    code = reading.values.get("unit")
    if code and not units.accepts(code):
        reading.problems.append(reading.problem("unit_unknown", "unit"))
    elif not code and plan.units.root is None and not reading.problems:
        reading.problems.append(reading.problem("unit_missing", "unit"))
