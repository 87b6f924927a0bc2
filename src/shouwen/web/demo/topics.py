"""What customers of the demo branch come with, read from ``topics.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

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
    read = [
        Topic(**{k: tuple(v) if isinstance(v, list) else v for k, v in r.items()}) for r in rows
    ]
    return {kind: tuple(t for t in read if t.kind == kind) for kind in KIND_WEIGHTS}
