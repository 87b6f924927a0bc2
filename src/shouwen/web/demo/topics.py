"""What customers of the demo branch come with, read from ``topics.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

SELF, GRID, HALL, OFFICE = "self", "grid", "hall", "office"

KIND_WEIGHTS = {
    "consultation": 30,
    "service_request": 16,
    "fault_report": 33,
    "new_installation": 7,
    "relocation": 3,
    "complaint": 8,
    "suggestion": 2,
    "commendation": 1,
}


@dataclass(frozen=True, slots=True)
class Topic:
    """One kind of concern: where it goes, how it is worded, how it is answered."""

    kind: str
    category: str
    to: str
    weight: int
    titles: tuple[str, ...]
    words: tuple[str, ...]
    answers: tuple[str, ...]


@cache
def topics() -> dict[str, tuple[Topic, ...]]:
    """The topics of each kind of case."""
    rows = tomllib.loads((Path(__file__).parent / "topics.toml").read_text("utf-8"))["topic"]
    return {kind: tuple(_topic(r) for r in rows if r["kind"] == kind) for kind in KIND_WEIGHTS}


def _topic(row: dict[str, Any]) -> Topic:
    words = {name: tuple(row[name]) for name in ("titles", "words", "answers")}
    return Topic(**{**row, **words})
