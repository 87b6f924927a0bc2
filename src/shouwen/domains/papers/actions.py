"""Lists of papers are set, papers of a case are noted; nothing else writes these tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from shouwen.domains.cases.models import Case
from shouwen.domains.papers import queries
from shouwen.domains.papers.errors import ListLiesBehind, PaperNotAsked, TickedMeanwhile
from shouwen.domains.papers.events import PaperListSet, PaperTicked
from shouwen.domains.papers.models import Paper, PaperList, Tick
from shouwen.kernel.actor import Actor
from shouwen.kernel.subject import Subject
from shouwen.platform.journal.actions import record


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One paper as it is wanted."""

    name: str
    note: str = ""
    form: str
    required: bool = True


@transaction.atomic
def set_list(
    kind: str,
    category: str,
    lines: Sequence[Line],
    *,
    since: date,
    why: str,
    by: Actor,
    at: datetime,
) -> PaperList:
    """设材料清单 from a day ahead on; cases opened before keep the list they were opened with."""
    later = PaperList.objects.filter(kind=kind, category=category, valid_from__gte=since)
    if since <= localdate(at) or later.exists():
        raise ListLiesBehind
    row = PaperList.objects.create(
        kind=kind, category=category, valid_from=since, why=why, set_at=at, set_by_id=by.staff
    )
    Paper.objects.bulk_create(
        Paper(list=row, position=n, **asdict(line)) for n, line in enumerate(lines, 1)
    )
    fact = PaperListSet(
        subject=Subject("paper_list", row.pk),
        matter=kind,
        since=since.isoformat(),
        papers=len(lines),
    )
    record(fact, by=by, at=at)
    return row


@transaction.atomic
def tick(
    case_id: int, paper_id: int, *, taken: bool, seen: int | None, by: Actor, at: datetime
) -> Tick:
    """收件、退件: a paper is with us, or not after all; ``seen`` is the last word one looked at."""
    case = Case.objects.lock(case_id)
    one = next((n for n in queries.needed(case) if n.paper.pk == paper_id), None)
    if one is None:
        raise PaperNotAsked
    if (one.tick.pk if one.tick else None) != seen or one.here == taken:
        raise TickedMeanwhile
    row = Tick.objects.create(case=case, paper=one.paper, taken=taken, at=at, by_id=by.staff)
    record(PaperTicked(subject=case.subject, paper_id=paper_id, taken=taken), by=by, at=at)
    return row
