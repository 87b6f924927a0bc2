"""What apps above demand before a verb is done to a case of some kind: a guard refuses, or is silent."""

from __future__ import annotations

from collections.abc import Callable

from shouwen.domains.cases.models import Case

Guard = Callable[[Case, str], None]
"""Raises a typed Refused where this verb may not be done to this case yet."""

_guards: dict[str, Guard] = {}


def register(kind: str, guard: Guard) -> None:
    """Called in AppConfig.ready by the app that answers for a kind of case; a second time replaces."""
    _guards[kind] = guard


def ask(case: Case, verb: str) -> None:
    """Whoever does a verb, by page, API, run or macro, asks here; the case is locked."""
    if guard := _guards.get(case.kind):
        guard(case, verb)
