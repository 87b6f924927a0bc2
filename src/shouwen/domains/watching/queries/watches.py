"""What a person watches, who watches a case, and what happened in it that the watcher has not heard."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from shouwen.domains.cases.choices import OPEN
from shouwen.domains.cases.marks import NEW, marks
from shouwen.domains.cases.models import Case
from shouwen.domains.watching.models import Watch
from shouwen.platform.access.scope import Scope
from shouwen.platform.clocks.models import Clock
from shouwen.platform.org import queries as org

PAGE = 50


class News(NamedTuple):
    """So many entries by others in a watched case, the last of them ``seq``."""

    watch_id: int
    staff_id: int
    case_id: int
    n: int
    seq: int


_NEWS = r"""
SELECT w.id, w.staff_id, w.case_id,
       count(*) FILTER (WHERE e.by_id IS DISTINCT FROM s.account_id
                          AND e.kind !~ '^(notify|access|watching)\.'), max(e.seq)
  FROM watching_watch w
  JOIN journal_head h ON h.subject_kind = 'case' AND h.subject_id = w.case_id AND h.seq > w.told
  JOIN org_staff s ON s.id = w.staff_id
  JOIN journal_entry e ON e.subject_kind = 'case' AND e.subject_id = w.case_id AND e.seq > w.told
 WHERE w.until IS NULL AND w.how = %s
 GROUP BY w.id ORDER BY w.staff_id, w.id
"""


def news(how: str) -> list[News]:
    """What the watchers of this kind have not heard; own entries and notices are none."""
    with connection.cursor() as cursor:
        cursor.execute(_NEWS, [how])
        return [News(*row) for row in cursor.fetchall()]


def watches_of(case_id: int) -> list[Watch]:
    """Who watches the case, with the person; longest first."""
    found = Watch.objects.live().filter(case_id=case_id).select_related("staff")
    return list(found.order_by("since", "pk"))


@dataclass(frozen=True, slots=True)
class Watched:
    """One case on the list of what a person watches."""

    watch: Watch
    case: Case
    clock: Clock | None
    unit: str
    person: str
    changed: bool


def mine(staff_id: int, *, scope: Scope, ended: bool, start: int, at: datetime) -> list[Watched]:
    """关注: what changed since the person looked comes first; one page and one row more."""
    found = Watch.objects.live().filter(
        staff_id=staff_id, case__in=Case.objects.reachable_by(scope)
    )
    found = found.exclude(case__state__in=OPEN) if ended else found.filter(case__state__in=OPEN)
    watches = list(found.select_related("case").order_by("-since", "-pk"))
    new = marks([w.case_id for w in watches], staff_id=staff_id, at=at)
    watches.sort(key=lambda w: NEW not in new.get(w.case_id, ()))
    return _rows(watches[start : start + PAGE + 1], {pk for pk, m in new.items() if NEW in m})


def _rows(watches: Iterable[Watch], new: set[int]) -> list[Watched]:
    shown = list(watches)
    cases = [w.case for w in shown]
    clocks = Clock.objects.front().filter(subject_kind="case", subject_id__in=[c.pk for c in cases])
    fronts = {clock.subject_id: clock for clock in clocks}
    units = org.names({c.handler_unit_id for c in cases})
    people = org.staff_names({c.handler_id for c in cases})
    return [
        Watched(
            watch=w,
            case=w.case,
            clock=fronts.get(w.case_id),
            unit=units.get(w.case.handler_unit_id, ""),
            person=people.get(w.case.handler_id or 0, ""),
            changed=w.case_id in new,
        )
        for w in shown
    ]


def counts(staff_id: int, *, scope: Scope) -> tuple[int, int]:
    """How many open and how many ended cases the person watches."""
    found = Watch.objects.live().filter(
        staff_id=staff_id, case__in=Case.objects.reachable_by(scope)
    )
    open_ones = found.filter(case__state__in=OPEN).count()
    return open_ones, found.count() - open_ones
