"""The tables of limits that ship (预设): one TOML file each, every limit with its source and grade."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Any

from shouwen.platform.clocks.actions import LimitTerms
from shouwen.platform.policies.errors import PresetUnknown

CODES = ("cable_cn", "telecom_cn", "power_sgcc", "power_csg", "gov_hotline_cn")
FIRST = "cable_cn"
"""What a new installation begins with."""
_FIELDS = {f.name for f in fields(LimitTerms)}


@dataclass(frozen=True, slots=True)
class Preset:
    """A shipped table of limits, in the order in which they are tried."""

    code: str
    name: str
    note: str
    longest_wait_days: int
    limits: tuple[LimitTerms, ...]


@cache
def preset(code: str) -> Preset:
    """One shipped table; PresetUnknown where there is none."""
    if code not in CODES:
        raise PresetUnknown(code=code, known=", ".join(CODES))
    place = files("shouwen.platform.policies").joinpath("presets", f"{code}.toml")
    told = tomllib.loads(place.read_text(encoding="utf-8"))
    return Preset(
        told["code"],
        told["name"],
        told["note"],
        told["longest_wait_days"],
        tuple(_limit(row) for row in told["limit"]),
    )


def presets() -> list[Preset]:
    return [preset(code) for code in CODES]


def _limit(row: Mapping[str, Any]) -> LimitTerms:
    unknown = row.keys() - _FIELDS
    if unknown:
        raise ValueError(f"{row.get('name')}: unknown {', '.join(sorted(unknown))}")
    return LimitTerms(**row)
