"""What still waits at a unit or with a person: told by the apps above that know about matters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """How many open matters of one sort a unit or a person has."""

    at_unit: Callable[[int], int]
    of_staff: Callable[[int], int]


_sources: dict[str, Source] = {}


def register(name: str, *, at_unit: Callable[[int], int], of_staff: Callable[[int], int]) -> None:
    """Called in AppConfig.ready by the app that knows who has what."""
    _sources[name] = Source(at_unit, of_staff)


def at_unit(unit_id: int) -> int:
    return sum(source.at_unit(unit_id) for source in _sources.values())


def of_staff(staff_id: int) -> int:
    return sum(source.of_staff(staff_id) for source in _sources.values())
