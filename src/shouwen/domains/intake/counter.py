"""现场拦截: how much of what was taken in was settled at the counter, without a way through the house."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Q

from shouwen.domains.cases.choices import UNCOUNTED, Channel
from shouwen.domains.cases.models import Case
from shouwen.platform.access.scope import Scope


@dataclass(frozen=True, slots=True)
class Intercepted:
    """Matters taken in, and those of them settled at once and not reopened."""

    taken: int
    settled: int

    @property
    def rate(self) -> Decimal | None:
        """None where nothing was taken in: nothing divided by nothing is not 100 %."""
        return Decimal(self.settled) / self.taken if self.taken else None


def intercepted(
    *, since: datetime, until: datetime, scope: Scope, staff_id: int | None = None
) -> Intercepted:
    """拦截率 of the matters taken in within [since, until); imported, void and merged ones do not count.

    One that was reopened later was not settled (reopens > 0).
    """
    rows = Case.objects.visible_to(scope).filter(opened_at__gte=since, opened_at__lt=until)
    if staff_id is not None:
        rows = rows.filter(owner_id=staff_id)
    found = rows.exclude(Q(state__in=UNCOUNTED) | Q(channel=Channel.IMPORT)).aggregate(
        taken=Count("pk"),
        settled=Count("pk", filter=Q(extra__settled_at_counter=True, reopens=0)),
    )
    return Intercepted(found["taken"], found["settled"])


def of_person(staff_id: int | None, *, since: datetime, until: datetime) -> Intercepted | None:
    """What somebody took in, wherever it was; None for who is nobody of the staff."""
    if staff_id is None:
        return None
    return intercepted(since=since, until=until, scope=Scope(everything=True), staff_id=staff_id)
