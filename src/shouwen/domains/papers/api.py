"""The lists of papers in JSON: what a matter needs on a day, and the next list of a kind or category."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django.http import HttpResponse
from django.utils import timezone
from ninja import Field, Router, Schema
from pydantic import AfterValidator, StringConstraints

from shouwen.domains.cases import rules as cases
from shouwen.domains.cases.choices import CaseKind
from shouwen.domains.papers import actions, queries, rules
from shouwen.domains.papers.choices import Form
from shouwen.domains.papers.models import LINES, Paper, PaperList
from shouwen.platform.access.api_types import REFUSALS, no_nul, once
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires

router = Router(tags=["papers"])
Name = Annotated[
    str,
    StringConstraints(min_length=1, max_length=60, strip_whitespace=True),
    AfterValidator(no_nul),
]
Why = Annotated[
    str,
    StringConstraints(min_length=1, max_length=200, strip_whitespace=True),
    AfterValidator(no_nul),
]
Note = Annotated[
    str, StringConstraints(max_length=120, strip_whitespace=True), AfterValidator(no_nul)
]
Category = Annotated[
    str, StringConstraints(max_length=60, strip_whitespace=True), AfterValidator(no_nul)
]


class NeededPaper(Schema):
    """One paper as the customer reads it."""

    name: Name
    note: Note = ""
    form: Form
    required: bool = True


def _told_apart(papers: list[NeededPaper]) -> list[NeededPaper]:
    if len({paper.name for paper in papers}) != len(papers):
        raise ValueError("two papers have the same name")
    return papers


class PaperListIn(Schema):
    """``category`` empty: every category of the kind without a list of its own; no papers: none needed any more."""

    kind: CaseKind
    category: Category = ""
    since: date
    why: Why
    papers: Annotated[list[NeededPaper], Field(max_length=LINES), AfterValidator(_told_apart)]


class PaperListOut(Schema):
    """A list that holds from ``since`` on, until the next one of its kind and category."""

    id: int
    kind: str
    category: str
    since: date
    why: str
    set_at: datetime
    papers: list[NeededPaper]


def _out(row: PaperList) -> PaperListOut:
    return PaperListOut(
        id=row.pk,
        kind=row.kind,
        category=row.category,
        since=row.valid_from,
        why=row.why,
        set_at=row.set_at,
        papers=[_paper(paper) for paper in row.papers.all()],
    )


def _paper(paper: Paper) -> NeededPaper:
    return NeededPaper.model_validate(paper, from_attributes=True)


@router.get(
    "/needed", response={200: list[NeededPaper], **REFUSALS}, operation_id="list_needed_papers"
)
@requires(cases.VIEW)
def needed(
    request: StaffRequest, kind: CaseKind, category: Category = "", on: date | None = None
) -> list[NeededPaper]:
    """What a matter opened on that day (today) needs: by its category, else the one above, else its kind."""
    day = on or timezone.localdate()
    return [_paper(paper) for paper in queries.papers(kind, category, on=day)]


@router.get("/lists", response={200: list[PaperListOut], **REFUSALS}, operation_id="list_papers")
@requires(rules.SET)
def lists(request: StaffRequest) -> list[PaperListOut]:
    """The lists that hold today and those to come, by kind and category."""
    return [_out(row) for row in queries.in_force(on=timezone.localdate())]


@router.post("/lists", response={201: PaperListOut, **REFUSALS}, operation_id="set_papers")
@requires(rules.SET)
def set_list(request: StaffRequest, payload: PaperListIn) -> HttpResponse:
    """The next list, from tomorrow on at the earliest; cases opened before keep theirs."""
    lines = [actions.Line(**paper.model_dump()) for paper in payload.papers]

    def write() -> PaperListOut:
        row = actions.set_list(
            payload.kind,
            payload.category,
            lines,
            since=payload.since,
            why=payload.why,
            by=request.acting.actor("api"),
            at=timezone.now(),
        )
        return _out(row)

    return once(request, PaperListOut, write, status=201)
