"""Whether a case waits for a department, since when, and which request it waits for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shouwen.domains.asks.models import Request
from shouwen.domains.cases.choices import WaitReason
from shouwen.kernel.subject import Subject
from shouwen.platform.clocks import queries as clocks
from shouwen.platform.clocks.reckoning import Stretch, stretches


@dataclass(frozen=True, slots=True)
class Lent:
    """A case whose time is a department's; ``since`` the first request of this wait was asked."""

    since: datetime
    unit_id: int
    person_id: int | None


def lent(case_id: int, *, at: datetime) -> Lent | None:
    """Whom the case waits for at this instant because of a request; None: for nobody."""
    parts = stretches(clocks.holds_of(Subject("case", case_id)))
    parts = [p for p in parts if p.since <= at]
    if not parts or not _waits(parts[-1]):
        return None
    first = parts[-1]
    for i in range(len(parts) - 2, -1, -1):
        if _waits(parts[i]):
            first = parts[i]
        elif not _passed_on(parts, i):
            break
    return Lent(first.since, parts[-1].unit, parts[-1].person)


def _waits(part: Stretch) -> bool:
    return part.reason == WaitReason.INTERNAL_REQUEST and part.waiting_for != "none"


def _passed_on(parts: list[Stretch], i: int) -> bool:
    """A hand-over in the middle of a wait: written at one instant, the same department after it."""
    if i == 0 or parts[i].since != parts[i].to:
        return False
    return _waits(parts[i - 1]) and _waits(parts[i + 1]) and parts[i - 1].unit == parts[i + 1].unit


def in_force(case_id: int, *, since: datetime) -> Request | None:
    """The oldest open blocking request of the wait that began then."""
    found = Request.objects.open().filter(case_id=case_id, blocking=True, asked_at__gte=since)
    return found.order_by("asked_at", "pk").first()
