"""Bulletins as they are read: a draft from the facts, a frozen one from what was kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from shouwen.domains.bulletins import checks, named
from shouwen.domains.bulletins import sheet as sheets
from shouwen.domains.bulletins.checks import Check
from shouwen.domains.bulletins.choices import BulletinState, Column, Part
from shouwen.domains.bulletins.errors import NotTenDays
from shouwen.domains.bulletins.models import Bulletin, BulletinCell
from shouwen.domains.bulletins.named import Entry
from shouwen.domains.bulletins.sheet import Correction, Line, Sheet
from shouwen.domains.kpi import definitions
from shouwen.kernel import periods
from shouwen.kernel.periods import Grain, Period
from shouwen.kernel.problem import Problem


@dataclass(frozen=True, kw_only=True)
class Issue:
    """One number of the bulletin (一期): figures, lists, checks, and what is known of its making."""

    bulletin: Bulletin | None
    unit: int
    period: Period
    serial: int
    sheet: Sheet
    entries: Sequence[Entry]
    checks: Sequence[Check]
    corrections: Sequence[Correction]
    definitions: str

    @property
    def is_frozen(self) -> bool:
        return self.bulletin is not None and self.bulletin.is_frozen

    @property
    def state(self) -> str:
        """none (nobody has opened it), draft or frozen; reckoned anew with ``as_of`` it is none."""
        return "none" if self.bulletin is None else str(self.bulletin.state)


def ten_days(spelling: str) -> Period:
    """The ten-day period of this id; NotTenDays for anything else."""
    try:
        period = periods.parse(spelling)
    except ValueError:
        raise NotTenDays(period=spelling) from None
    if period.grain is not Grain.XUN:
        raise NotTenDays(period=spelling)
    return period


def serial_of(period: Period) -> int:
    """28 for the first ten days of October: the how-manieth ten-day period of its year."""
    return (period.first.month - 1) * 3 + period.xun


def find(unit: int, period: Period) -> Bulletin | None:
    return Bulletin.objects.filter(unit_id=unit, period=period.id).first()


def issue(unit: int, period: Period, *, at: datetime, as_of: datetime | None = None) -> Issue:
    """The bulletin of a unit and period: what was kept when it is frozen, else as it would be now."""
    bulletin = find(unit, period)
    if bulletin is not None and bulletin.is_frozen and as_of is None:
        return _kept(bulletin, at=at)
    sheet = sheets.reckon(unit, period, as_of=as_of or at)
    entries = named.entries(sheet)
    return Issue(
        bulletin=bulletin if as_of is None else None,
        unit=unit,
        period=period,
        serial=serial_of(period),
        sheet=sheet,
        entries=entries,
        checks=checks.all_of(sheet, entries),
        corrections=(),
        definitions=definitions.VERSION,
    )


def _kept(bulletin: Bulletin, *, at: datetime) -> Issue:
    sheet = kept_sheet(bulletin)
    entries = kept_entries(bulletin)
    same = digest(sheet, entries, bulletin.definitions) == bulletin.digest
    return Issue(
        bulletin=bulletin,
        unit=bulletin.unit_id,
        period=bulletin.days,
        serial=bulletin.serial,
        sheet=sheet,
        entries=entries,
        checks=[
            *checks.of_kept(sheet, entries),
            Check("digest", _("Unchanged since the freeze"), same),
        ],
        corrections=sheets.corrections(sheet, sheets.reckon(sheet.unit, sheet.period, as_of=at)),
        definitions=bulletin.definitions,
    )


def kept_sheet(bulletin: Bulletin) -> Sheet:
    assert bulletin.as_of is not None
    lines: dict[Part, dict[int, dict[Column, tuple[int, ...]]]] = {part: {} for part in Part}
    cells = BulletinCell.objects.filter(bulletin=bulletin).order_by("part", "position", "pk")
    for part, unit, column, rows in cells.values_list("part", "unit_id", "column", "rows"):
        lines[Part(part)].setdefault(unit, {})[Column(column)] = tuple(rows)
    return Sheet(
        unit=bulletin.unit_id,
        period=bulletin.days,
        as_of=bulletin.as_of,
        lines={
            part: {unit: Line(columns) for unit, columns in units.items()}
            for part, units in lines.items()
        },
    )


def kept_entries(bulletin: Bulletin) -> list[Entry]:
    found = [
        Entry(
            table=one.table,
            case=one.case_id,
            unit=one.facts["unit"],
            facts={name: value for name, value in one.facts.items() if name != "unit"},
        )
        for one in bulletin.entries.order_by("table", "position")
    ]
    return sorted(found, key=lambda e: named.TABLES.index(e.table))  # stable: keeps positions


def verify() -> list[Problem]:
    """Frozen bulletins whose kept figures no longer give the digest they were frozen with."""
    kept = Bulletin.objects.filter(state=BulletinState.FROZEN).order_by("pk")
    return [
        Problem(f"{one.subject} {one.period}", "the kept figures do not give the digest")
        for one in kept.iterator(chunk_size=50)
        if digest(kept_sheet(one), kept_entries(one), one.definitions) != one.digest
    ]


def digest(sheet: Sheet, entries: Iterable[Entry], version: str) -> str:
    """校验码: SHA-256 over unit, period, data instant, definitions, every cell and every list line."""
    cells = [
        [part, unit, column, list(line.ids(column))]
        for part, lines in sorted(sheet.lines.items())
        for unit, line in lines.items()
        for column in sheet.columns
    ]
    content = {
        "unit": sheet.unit,
        "period": sheet.period.id,
        "as_of": sheet.as_of.timestamp(),
        "definitions": version,
        "cells": cells,
        "entries": [[e.table, e.case, e.unit, dict(e.facts)] for e in entries],
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
