"""Tell watchers what happened: a notice a case within minutes, or one notice a day for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from django.db import transaction
from django.utils.timezone import localdate

from shouwen.domains.cases.models import Case
from shouwen.domains.watching.choices import How
from shouwen.domains.watching.models import Watch
from shouwen.domains.watching.queries.watches import News, news
from shouwen.kernel.actor import SYSTEM
from shouwen.kernel.subject import Subject
from shouwen.platform.access.scope import NOTHING, Scope
from shouwen.platform.notify.actions import tell
from shouwen.platform.org.acting import acting_for
from shouwen.platform.org.models import Staff

NEWS = "watching.news"
GATHERED = "watching.gathered"
MENTIONED = "watching.mentioned"
WATCHER = "watcher"
"""The kind of subject of a gathered notice: the person, whose list of watched cases it opens."""


def tell_of_news(how: str, *, at: datetime) -> int:
    """关注动态: every person in a transaction of their own; how many notices. Safe to run again.

    Whoever may no longer see a case watches it no longer, and hears nothing of it.
    """
    told = 0
    for staff_id, rows in groupby(news(how), key=lambda row: row.staff_id):
        told += _tell(staff_id, list(rows), how=how, at=at)
    return told


@transaction.atomic
def _tell(staff_id: int, rows: Sequence[News], *, how: str, at: datetime) -> int:
    reachable = Case.objects.reachable_by(scope_of(staff_id, at=at))
    seen = set(reachable.filter(pk__in=[r.case_id for r in rows]).values_list("pk", flat=True))
    lost = [r.watch_id for r in rows if r.case_id not in seen]
    Watch.objects.live().filter(pk__in=lost).update(until=at)
    for row in rows:
        Watch.objects.live().filter(pk=row.watch_id, told__lt=row.seq).update(told=row.seq)
    fresh = [r for r in rows if r.case_id in seen and r.n]
    if not fresh:
        return 0
    if how == How.DAILY:
        return tell(
            Subject(WATCHER, staff_id),
            GATHERED,
            [staff_id],
            key=f"gathered:{localdate(at).isoformat()}",
            params={"n": len(fresh)},
            by=SYSTEM,
            at=at,
        )
    return sum(
        tell(
            Subject("case", r.case_id),
            NEWS,
            [staff_id],
            key=f"news:{r.watch_id}:{r.seq}",
            params={"n": r.n},
            by=SYSTEM,
            at=at,
        )
        for r in fresh
    )


def scope_of(staff_id: int, *, at: datetime) -> Scope:
    """What the person may see under the main post; nothing without an account."""
    account = Staff.objects.filter(pk=staff_id).values_list("account_id", flat=True).first()
    acting = acting_for(account, post_id=None, at=at) if account else None
    return acting.scope if acting else NOTHING
