"""One import on its way: by which plan, what it has met, and how a matter becomes what the ledger is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from shouwen.domains.cases.actions import CaseHistory
from shouwen.domains.imports.registers import logs, rows
from shouwen.domains.imports.registers.limits import OwnLimits
from shouwen.domains.imports.registers.logs import Told
from shouwen.domains.imports.registers.places import Party, People, Units
from shouwen.domains.imports.registers.plans import Plan
from shouwen.kernel.actor import Actor
from shouwen.platform.exchange import queries
from shouwen.platform.exchange.actions import Counts, Remark
from shouwen.platform.exchange.problems import Problem
from shouwen.platform.exchange.profiles import Reading
from shouwen.platform.exchange.rejects import RejectsFile

KIND = "case"


@dataclass(slots=True)
class Incoming:
    """One matter of the set being written."""

    key: str
    row_no: int
    values: Mapping[str, Any]
    remembered: Any
    encoded: str
    row_hash: bytes
    reading: Reading | None = None
    standing: rows.Standing | None = None
    told: Sequence[Told] = ()
    before: queries.Known | None = None


@dataclass
class Run:
    """One import on its way. ``batch`` None is a dry run: everything is checked, nothing written."""

    plan: Plan
    batch: int | None
    by: Actor
    at: datetime
    rejects: RejectsFile
    counts: Counts = field(default_factory=Counts)
    remarks: list[Remark] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.units = Units(self.plan.units)
        self.people = People()
        self.limits = OwnLimits(applies=self.plan.limits == "policy")
        self.source = self.plan.profile.source

    def unit_of(self, values: Mapping[str, Any]) -> int:
        return self.units.id_of(values.get("unit")) or self.units.root or 0

    def history_of(self, m: Incoming, party: Party) -> CaseHistory:
        """A matter told by one row."""
        assert m.standing is not None and m.reading is not None
        unit = self.unit_of(m.values)
        return rows.history(
            m.values,
            m.reading.extra,
            m.standing,
            self.plan,
            key=m.key,
            unit_id=unit,
            owner_unit_id=self.units.id_of(m.values.get("owner_unit")) or unit,
            handler_id=self.people.id_of(m.values.get("handler")),
            party=party,
            limits=self.limits,
            at=self.at,
        )

    def history_of_log(
        self, told: Sequence[Told], party: Party, *, key: str = ""
    ) -> tuple[CaseHistory, int]:
        """A matter told by many rows, and its number of irregular steps."""
        return logs.history(
            told,
            self.plan,
            key=key,
            units=self.units.ids,
            root=self.units.root,
            party=party,
            limits=self.limits,
        )
