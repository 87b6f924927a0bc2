"""Whom a text names: ``@话小满`` or, where several bear the name, ``@话小满(0101)``."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from shouwen.platform.org.models import Staff

LONGEST = 12
_AT = re.compile(rf"[@＠]([^\s@＠,，。;；:：!！?？、]{{1,{LONGEST + 24}}})")
_NUMBER = re.compile(r"[(（]([^()（）]{1,40})[)）]")


@dataclass(slots=True)
class Found:
    """The people a text names, each once, and the names that several people bear."""

    staff_ids: list[int] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)


def names_in(text: str) -> Found:
    """Words are not set apart in Chinese: the longest name that begins after the sign is meant."""
    tails = [match.group(1) for match in _AT.finditer(text)]
    if not tails:
        return Found()
    begun = {tail[:n] for tail in tails for n in range(1, min(len(tail), LONGEST) + 1)}
    here = Staff.objects.filter(active_to__isnull=True, name__in=begun)
    bearers: dict[str, dict[str, int]] = defaultdict(dict)
    for pk, name, number in here.values_list("pk", "name", "number"):
        bearers[name][number] = pk
    found = Found()
    for tail in tails:
        _take(found, tail, bearers)
    return found


def _take(found: Found, tail: str, bearers: dict[str, dict[str, int]]) -> None:
    name = next((tail[:n] for n in range(len(tail), 0, -1) if tail[:n] in bearers), None)
    if name is None:
        return
    numbers = bearers[name]
    said = _NUMBER.match(tail[len(name) :])
    chosen = numbers.get(said.group(1)) if said else None
    if chosen is None and len(numbers) == 1:
        chosen = next(iter(numbers.values()))
    if chosen is None:
        found.unclear.append(name)
    elif chosen not in found.staff_ids:
        found.staff_ids.append(chosen)
