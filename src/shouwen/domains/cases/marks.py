"""What apps above know of the rows of a case list: each names its marks for a whole page at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

Marker = Callable[[Sequence[int], int, datetime], Mapping[int, set[str]]]
"""The marks of these cases for this person; one query, whatever the number of rows."""

NEW = "new"
"""Something happened since the reader looked at the case."""

_markers: dict[str, Marker] = {}


def register(name: str, marker: Marker) -> None:
    """Called in AppConfig.ready; a second time replaces."""
    _markers[name] = marker


def marks(ids: Sequence[int], *, staff_id: int | None, at: datetime) -> dict[int, set[str]]:
    """The marks of each case that has any; nobody's rows have none."""
    found: dict[int, set[str]] = defaultdict(set)
    if staff_id is not None and ids:
        for marker in _markers.values():
            for pk, words in marker(ids, staff_id, at).items():
                found[pk] |= words
    return found
