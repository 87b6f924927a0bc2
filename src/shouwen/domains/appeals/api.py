"""Appeals in JSON: the same verbs, the same refusals as on the pages."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from django.utils import timezone
from ninja import Field, File, ModelSchema, Query, Router, Schema, Status
from ninja.files import UploadedFile

from shouwen.domains.appeals import actions, queries, rules
from shouwen.domains.appeals.choices import About, Ground, Outcome
from shouwen.domains.appeals.models import Appeal, Terms
from shouwen.domains.appeals.reach import contested, deciding, presented, seen
from shouwen.domains.cases.veiling import veil_of
from shouwen.platform.access.api_types import READS, REFUSALS, BigId, ErrorOut, Given, once
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.exports.reading import counted, within_quota
from shouwen.platform.files import downloads, storage
from shouwen.platform.files.api_types import FileOut, told

router = Router(tags=["appeals"])
Days = Annotated[int, Field(ge=1, le=365)]
NO = {401: ErrorOut, 403: ErrorOut}


class AppealOut(ModelSchema):
    """An appeal without its words, which stand in the timeline of the case."""

    outcome: Outcome | None = None
    decided_at: datetime | None = None
    decided_by: int | None = None

    class Meta:
        model = Appeal
        fields = [
            "id",
            "case",
            "about",
            "clock",
            "verdict_n",
            "rating",
            "n",
            "unit",
            "person",
            "desk",
            "ground",
            "at",
            "by",
            "due_at",
        ]

    @staticmethod
    def resolve_outcome(row: Appeal) -> str | None:
        return row.ended.outcome if row.ended else None

    @staticmethod
    def resolve_decided_at(row: Appeal) -> datetime | None:
        return row.ended.at if row.ended else None

    @staticmethod
    def resolve_decided_by(row: Appeal) -> int | None:
        return row.ended.by_id if row.ended else None


class AppealPageOut(Schema):
    """One page; ``after`` asks for the next one, null at the end."""

    items: list[AppealOut]
    after: int | None
    count: int


class AppealIn(Schema):
    """``of``: the id of the clock whose verdict is appealed, or of the evaluation."""

    about: About
    of: BigId
    ground: Ground
    text: Given


class DecideIn(Schema):
    upheld: bool
    text: Given


class AppealListIn(Schema):
    tab: Literal["to_decide", "ours", "decided"] = "to_decide"
    about: About | None = None
    ground: Ground | None = None
    after: Annotated[int, Field(ge=0, le=1_000_000)] = 0


@router.get("", response={200: AppealPageOut, **READS}, operation_id="list_appeals")
@requires(rules.VIEW)
def list_appeals(request: StaffRequest, asked: Query[AppealListIn]) -> dict[str, Any]:
    """A page of 50 appeals of one tab, due soonest first."""
    scope = request.acting.scope
    chosen = {"about": asked.about, "ground": asked.ground}
    wanted = {name: word.value for name, word in chosen.items() if word}
    rows, more = queries.page(asked.tab, scope=scope, wanted=wanted, start=asked.after)
    return {
        "items": within_quota(request, rows),
        "after": asked.after + len(rows) if more else None,
        "count": queries.counts(scope=scope, wanted=wanted)[asked.tab],
    }


@router.get("/{int:pk}", response={200: AppealOut, **REFUSALS, **READS}, operation_id="get_appeal")
@requires(rules.VIEW)
def get_appeal(request: StaffRequest, pk: int) -> Appeal:
    """One appeal and what became of it."""
    return within_quota(request, [seen(request, pk)])[0]


@router.post("/cases/{int:pk}", response={201: AppealOut, **REFUSALS}, operation_id="appeal_case")
@requires(rules.APPEAL)
def appeal_case(request: StaffRequest, pk: int, payload: AppealIn) -> HttpResponse:
    """Appeal a late verdict or a bad evaluation that a unit of the caller is charged with."""
    case, _found = contested(request, pk)

    def write() -> Appeal:
        by = request.acting.actor("api")
        return actions.appeal(case.pk, **payload.dict(), by=by, at=timezone.now())

    return once(request, AppealOut, write, status=201)


@router.post(
    "/{int:pk}/decide", response={200: AppealOut, **REFUSALS}, operation_id="decide_appeal"
)
@requires(rules.DECIDE)
def decide_appeal(request: StaffRequest, pk: int, payload: DecideIn) -> HttpResponse:
    """Upheld: it leaves the figures. Rejected: it stays. Never in one's own case."""
    row = deciding(request, pk)

    def write() -> Appeal:
        by = request.acting.actor("api")
        actions.decide(row.pk, **payload.dict(), by=by, at=timezone.now())
        return seen(request, pk)

    return once(request, AppealOut, write)


@router.post(
    "/{int:pk}/withdraw", response={200: AppealOut, **REFUSALS}, operation_id="withdraw_appeal"
)
@requires(rules.APPEAL)
def withdraw_appeal(request: StaffRequest, pk: int) -> HttpResponse:
    """Take an appeal back before it is decided."""
    row = seen(request, pk)

    def write() -> Appeal:
        actions.withdraw(row.pk, by=request.acting.actor("api"), at=timezone.now())
        return seen(request, pk)

    return once(request, AppealOut, write)


@router.get(
    "/{int:pk}/files",
    response={200: list[FileOut], **REFUSALS, **READS},
    operation_id="list_evidence",
)
@requires(rules.VIEW)
def list_evidence(request: StaffRequest, pk: int) -> list[FileOut]:
    """What was presented with an appeal and is still there, in the order it came."""
    row = seen(request, pk)
    veil = veil_of(row.case)
    there = queries.there(queries.evidence(row))
    return [told(f, name=veil(f.name)) for f in within_quota(request, there)]


@router.get(
    "/{int:pk}/files/{int:file_id}",
    response={200: None, **REFUSALS, **READS},
    operation_id="get_evidence",
)
@requires(rules.VIEW)
def get_evidence(request: StaffRequest, pk: int, file_id: int) -> HttpResponse:
    """The bytes of one file."""
    row = seen(request, pk)
    file = presented(row, file_id)
    counted(request, 1)
    return downloads.answer(file, name=veil_of(row.case)(file.name))  # type: ignore[return-value]


@router.post(
    "/{int:pk}/files", response={201: FileOut, **REFUSALS}, operation_id="present_evidence"
)
@requires(rules.APPEAL)
def present_evidence(request: StaffRequest, pk: int, file: File[UploadedFile]) -> Status[FileOut]:
    """Present a file (field ``file`` of a form) while the appeal waits; the same file again is one."""
    row = seen(request, pk)
    by, at = request.acting.actor("api"), timezone.now()
    with storage.receive(file.chunks(), name=file.name or "") as incoming:
        made = actions.present(row.pk, incoming, by=by, at=at)
    return Status(201, told(made.file, name=made.file.name))


class TermsOut(Schema):
    """Working days to appeal and to decide, from a day on."""

    valid_from: date
    appeal_days: int
    decide_days: int


class TermsIn(Schema):
    """``since`` lies ahead."""

    since: date
    appeal_days: Days
    decide_days: Days
    why: Given


@router.get("/terms", response={200: list[TermsOut], **NO}, operation_id="list_appeal_terms")
@requires(rules.VIEW)
def list_terms(request: StaffRequest) -> list[Terms]:
    """The rules of appeals, newest first: the first whose day has come holds."""
    return list(Terms.objects.order_by("-valid_from")[:100])


@router.post("/terms", response={201: TermsOut, **REFUSALS}, operation_id="set_appeal_terms")
@requires(rules.TERMS)
def set_terms(request: StaffRequest, payload: TermsIn) -> HttpResponse:
    """Set the rules from a day on; what was appealed before keeps the old ones."""
    given = payload.dict()

    def write() -> Terms:
        by = request.acting.actor("api")
        return actions.set_terms(given.pop("since"), **given, by=by, at=timezone.now())

    return once(request, TermsOut, write, status=201)
