"""The first lines of every verb: lock the row, compare the version, ask the lifecycle table."""

from __future__ import annotations

from shouwen.domains.cases import guards
from shouwen.domains.cases.errors import NotPossibleNow, Stale, TextMissing
from shouwen.domains.cases.lifecycle import LIFECYCLE
from shouwen.domains.cases.models import Case


def locked(case_id: int, verb: str, *, version: int | None = None) -> Case:
    """The case, held against everybody else until the transaction ends, if ``verb`` is allowed now.

    Stale when the caller looked at an older ``version``; NotPossibleNow in the wrong state;
    and whatever the app that answers for this kind of case refuses.
    """
    case = Case.objects.lock(case_id)
    if version is not None and version != case.version:
        raise Stale
    if not case.can(verb):
        raise NotPossibleNow(verb, case.state)
    guards.ask(case, verb)
    return case


def moved(case: Case, verb: str, **fields: object) -> Case:
    """Apply a verb: next state, the given fields, next version; saved in one statement."""
    case.state = LIFECYCLE.after(case.state, verb)
    for name, value in fields.items():
        setattr(case, name, value)
    case.version += 1
    case.save(update_fields=["state", "version", *fields])
    return case


def needed(text: str) -> str:
    """Words somebody has to give; blank is refused."""
    text = text.strip()
    if not text:
        raise TextMissing
    return text
