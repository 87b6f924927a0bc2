"""Which profile an edit begins from, who saved which version, and what moved between two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shouwen.domains.imports import uploads
from shouwen.platform.exchange import queries as exchange
from shouwen.platform.org.queries import account_names

Document = Mapping[str, Any]
DIVIDED = frozenset({"fields", "extra", "file", "read", "units", "cases"})
"""Sections whose words are named one by one where two versions are compared."""


@dataclass(frozen=True, slots=True)
class Saved:
    """One version of a profile: who saved it, and when."""

    version: int
    who: str
    at: datetime | None


def base_of(code: str, version: int) -> Document:
    """What an edit began from: a version, the file of a profile that was never saved, or nothing."""
    kept = exchange.version_of(code, version)
    return kept.spec if kept else uploads.documents().get(code, {}) if version == 0 else {}


def newest(code: str) -> int:
    """The number of the version that holds now; 0 where the profile was never saved here."""
    kept = exchange.newest_version(code)
    return kept.version if kept else 0


def free_name(wanted: str) -> str:
    """A name for a new profile that no other has: the one wanted, else with a number behind it."""
    documents = uploads.documents()
    taken = {*documents, *(str(d.get("title", d["profile"])) for d in documents.values())}
    names = (wanted[:50], *(f"{wanted[:50]} {n}" for n in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def versions(code: str) -> list[Saved]:
    """The versions of a profile, newest first."""
    found = exchange.versions(code)
    names = account_names(one.account_id for one in found)
    return [Saved(one.version, names.get(one.account_id or 0, ""), one.saved_at) for one in found]


def moved(before: Document, now: Document) -> list[str]:
    """The places at which two documents differ, as paths such as ``fields.kind``."""
    found = []
    for key in sorted({*before, *now}):
        one, other = before.get(key), now.get(key)
        if (
            one != other
            and key in DIVIDED
            and isinstance(one, Mapping)
            and isinstance(other, Mapping)
        ):
            found += [f"{key}.{path}" for path in moved(one, other)]
        elif one != other:
            found.append(key)
    return found
