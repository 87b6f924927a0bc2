"""请求台账: the cases of the kind with what was registered on them and the clock of the law."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, OuterRef, Subquery

from shouwen.domains.cases.choices import CaseKind
from shouwen.domains.cases.models import KIND, Case
from shouwen.domains.privacy.choices import ARTICLE, Wish
from shouwen.domains.privacy.models import DataRequest
from shouwen.platform.access.scope import Scope
from shouwen.platform.clocks.choices import Basis
from shouwen.platform.clocks.models import Clock

PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One request: its case, what was registered, by when the law wants it."""

    case: Case
    asked: DataRequest | None
    clock: Clock | None

    @property
    def article(self) -> str:
        return ARTICLE[Wish(self.asked.wish)] if self.asked else ""


def listed(scope: Scope, *, page: int) -> tuple[list[Line], bool]:
    """A page of the requests in sight, and whether there is another: still open first, by due time."""
    clocks = Clock.objects.filter(
        subject_kind=KIND, subject_id=OuterRef("pk"), ended_at=None, basis=Basis.LEGAL
    )
    found = Case.objects.visible_to(scope).filter(kind=CaseKind.DATA_REQUEST)
    ordered = found.annotate(due=Subquery(clocks.values("due_at")[:1])).order_by(
        F("due").asc(nulls_last=True), "-opened_at", "-pk"
    )
    start = (page - 1) * PAGE
    cases = list(ordered.select_related("owner_unit")[start : start + PAGE + 1])
    return _lines(cases[:PAGE]), len(cases) > PAGE


def _lines(cases: Iterable[Case]) -> list[Line]:
    cases = list(cases)
    ids = [case.pk for case in cases]
    asked = {r.case_id: r for r in DataRequest.objects.filter(case_id__in=ids).order_by("instance")}
    legal = Clock.objects.filter(subject_kind=KIND, subject_id__in=ids, basis=Basis.LEGAL)
    clocks = {clock.subject_id: clock for clock in legal.order_by("instance")}
    return [Line(case, asked.get(case.pk), clocks.get(case.pk)) for case in cases]
