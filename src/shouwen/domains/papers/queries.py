"""Which papers a matter needs, and which of a case are here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils.timezone import localdate

from shouwen.domains.cases.models import Case
from shouwen.domains.papers.models import Paper, PaperList, Tick


@lru_cache(maxsize=1000)
def name_of(paper_id: int) -> str:
    """What a paper is called; it never changes, so it is asked for once."""
    return Paper.objects.values_list("name", flat=True).get(pk=paper_id)


@dataclass(frozen=True, slots=True)
class Needed:
    """One paper of a case, and the last word about it."""

    paper: Paper
    tick: Tick | None

    @property
    def here(self) -> bool:
        return self.tick is not None and self.tick.taken


def list_for(kind: str, category: str, *, on: date) -> PaperList | None:
    """材料清单 on that day: of the category, else of the category above it, else of the kind."""
    codes = list(dict.fromkeys([category, category.partition("/")[0], ""]))
    found = PaperList.objects.filter(kind=kind, category__in=codes, valid_from__lte=on)
    rows = found.order_by("category", "-valid_from").distinct("category")
    return min(rows, key=lambda row: codes.index(row.category), default=None)


def papers(kind: str, category: str, *, on: date) -> list[Paper]:
    """The papers such a matter needs when it is opened on that day."""
    found = list_for(kind, category, on=on) if kind else None
    return list(found.papers.all()) if found is not None else []


def needed(case: Case) -> list[Needed]:
    """The papers of the list that held when the case was opened, each with the last word about it."""
    asked = papers(case.kind, case.category, on=localdate(case.opened_at))
    if not asked:
        return []
    last = Tick.objects.filter(case=case, paper__in=asked).select_related("by")
    ticks = {t.paper_id: t for t in last.order_by("paper_id", "-pk").distinct("paper_id")}
    return [Needed(paper, ticks.get(paper.pk)) for paper in asked]


def in_force(*, on: date) -> list[PaperList]:
    """What holds on that day and what will hold later, by kind and category; with their papers."""
    rows = PaperList.objects.select_related("set_by").prefetch_related("papers")
    found = list(rows.order_by("kind", "category", "-valid_from"))
    holds: dict[tuple[str, str], int] = {}
    for row in found:
        if row.valid_from <= on:
            holds.setdefault((row.kind, row.category), row.pk)
    return [r for r in found if r.valid_from > on or holds[r.kind, r.category] == r.pk]
