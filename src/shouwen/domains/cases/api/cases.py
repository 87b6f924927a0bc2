"""The cases in JSON: the same questions, the same verbs, the same refusals as on the pages."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, ModelSchema, Query, Router, Schema
from ninja.errors import ValidationError
from pydantic import AfterValidator, StringConstraints

from shouwen.domains.cases import actions, rules
from shouwen.domains.cases.choices import CaseKind, CaseState, Channel, UrgeSource, WaitingFor
from shouwen.domains.cases.choices import WaitReason as Reason
from shouwen.domains.cases.lists.asking import Asked, asked, spelled
from shouwen.domains.cases.lists.queries import worklist
from shouwen.domains.cases.lists.queries.fields import MOST
from shouwen.domains.cases.lists.views.listing import zone_of
from shouwen.domains.cases.models import Case
from shouwen.domains.cases.queries.acquainted import acquainted
from shouwen.domains.cases.queries.search import search
from shouwen.domains.cases.queries.suggesting import suggested
from shouwen.domains.customers.choices import Tier
from shouwen.domains.customers.models import ServiceAccount
from shouwen.platform.access.api_types import (
    READS,
    REFUSALS,
    BigId,
    ErrorOut,
    Given,
    Instant,
    Words,
    no_nul,
    once,
)
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.permissions import Permission
from shouwen.platform.access.requires import requires
from shouwen.platform.access.scope import Scope
from shouwen.platform.exports.reading import within_quota

router = Router(tags=["cases"])


Title = Annotated[
    str,
    StringConstraints(min_length=1, max_length=200, strip_whitespace=True),
    AfterValidator(no_nul),
]
Code = Annotated[str, StringConstraints(max_length=60), AfterValidator(no_nul)]


class CaseOut(ModelSchema):
    """A case without personal data; customers are named by id only."""

    class Meta:
        model = Case
        fields = [
            "id",
            "number",
            "kind",
            "category",
            "channel",
            "title",
            "state",
            "instance",
            "customer",
            "account",
            "owner",
            "owner_unit",
            "handler",
            "handler_unit",
            "opened_at",
            "answered_at",
            "closed_at",
            "finished_at",
            "archived_at",
            "urges",
            "returns",
            "reassignments",
            "reopens",
            "version",
        ]


class PageOut(Schema):
    """One page; ``after`` asks for the next one, null at the end. ``count`` is exact up to 1,000."""

    items: list[CaseOut]
    after: str | None
    count: int


class OpenIn(Schema):
    kind: CaseKind
    channel: Channel
    title: Title
    text: Words = ""
    category: Code = ""
    customer: BigId | None = None
    account: BigId | None = None
    due_at: Instant | None = None


class VerbIn(Schema):
    """``version`` is the one that was read; another one now is refused (409 stale)."""

    version: Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)] | None = None


class AnswerIn(VerbIn):
    text: Given
    contacted: bool = False


class MergeIn(VerbIn):
    into_id: BigId
    text: Given


class NoteIn(VerbIn):
    text: Given
    visibility: Literal["internal", "customer"] = "internal"
    contacted: bool = False


class DispatchIn(VerbIn):
    unit_id: BigId
    staff_id: BigId | None = None
    text: Words = ""


class UrgeIn(VerbIn):
    source: UrgeSource = UrgeSource.CUSTOMER
    channel: Channel = Channel.OTHER
    text: Words = ""


def _picked(reason: Reason) -> Reason:
    if reason == Reason.INTERNAL_REQUEST:
        raise ValueError("ask the department; the case then waits by itself")
    return reason


class WaitIn(VerbIn):
    waiting_for: WaitingFor
    reason: Annotated[Reason, AfterValidator(_picked)] = Reason.OTHER
    until: Instant
    text: Words = ""


class EvaluateIn(VerbIn):
    score: Annotated[int, Field(strict=True, ge=1, le=5)]
    solved: bool
    channel: Channel = Channel.OTHER
    text: Words = ""


class DeclareIn(VerbIn):
    text: Given
    channel: Channel = Channel.OTHER


class ArchiveIn(VerbIn):
    """``text`` only where one of the six principles is not kept: why it is archived all the same."""

    text: Words = ""


class ReasonIn(VerbIn):
    text: Given


Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
Period = Literal["", "today", "xun", "month", "quarter"]


class CaseListIn(Schema):
    """The words of the list's address. Values of one name are alternatives, different names must all hold.

    ``where``: ``field:comparison:value`` on any field, such as ``urges:ge:2``, ``opened:from:2026-11-01``,
    ``owner:empty`` or ``extra.band:is:500M``; several of them must all hold.
    """

    view: Literal["mine", "overdue", "soon", "urged", "angry", "escalate", "open", "closed"] = (
        "open"
    )
    kind: list[CaseKind] = []
    state: list[CaseState] = []
    channel: list[Channel] = []
    category: list[Code] = []
    tier: list[Tier] = []
    waiting: list[WaitingFor] = []
    is_: list[Literal["urged", "reopened", "returned", "angry", "declared", "to_escalate"]] = Field(
        [], alias="is"
    )
    unit: Id | None = None
    handler_unit: Id | None = None
    owner_unit: Id | None = None
    handler: Id | None = None
    owner: Id | None = None
    opened: Period = ""
    ended: Period = ""
    due: Literal["", "late", "today", "tomorrow", "week"] = ""
    where: Annotated[
        list[Annotated[str, StringConstraints(max_length=240)]], Field(max_length=MOST)
    ] = []
    order: Literal["due", "urges", "oldest", "changed", "opened"] = "due"
    q: Annotated[str, StringConstraints(max_length=60)] = ""
    after: Annotated[str, StringConstraints(max_length=40)] = ""


@router.get(
    "",
    response={200: PageOut, **READS, 422: ErrorOut},
    operation_id="list_cases",
)
@requires(rules.VIEW)
def list_cases(request: StaffRequest, wanted: Query[CaseListIn]) -> dict[str, Any]:
    """A page of 50 cases of a view, or what a search finds (newest first, at most 50)."""
    if wanted.q:
        ids = search(wanted.q, scope=request.acting.scope)
        return {"items": within_quota(request, in_order(ids)), "after": None, "count": len(ids)}
    return listed(request, asked(request.GET, scope=request.acting.scope))


def listed(request: StaffRequest, wanted: Asked) -> dict[str, Any]:
    """A page of a list as the list's own page shows it; 422 where a condition cannot be read."""
    readable(wanted)
    at, zone = timezone.now(), zone_of(request)
    view = wanted.viewed(at=at, zone=zone)
    within: dict[str, Any] = {
        "scope": wanted.scope,
        "filters": worklist.looked(
            wanted.filters(at=at, zone=zone), scope=wanted.scope, sides={view.closed}
        ),
        "person": request.acting.staff_id,
    }
    page = worklist.page(view, after=wanted.after, **within)
    count = worklist.counts([view], **within)[view.key]
    return {
        "items": within_quota(request, in_order([row.case_id for row in page.rows])),
        "after": spelled(page.rows[-1].key) if page.more else None,
        "count": min(count, worklist.MOST),
    }


def readable(wanted: Asked) -> None:
    """Refuse a list that would hold more than was asked for: which word, and what to write instead."""
    if wanted.wrong:
        raise ValidationError(
            [{"loc": ("query", one.name), "msg": f"{one.value}: {one.why}"} for one in wanted.wrong]
        )


def in_order(ids: list[int]) -> list[Case]:
    found = {c.pk: c for c in Case.objects.filter(pk__in=ids)}
    return [found[pk] for pk in ids if pk in found]


@router.get("/{int:pk}", response={200: CaseOut, **READS, 404: ErrorOut}, operation_id="get_case")
@requires(rules.VIEW)
def get_case(request: StaffRequest, pk: int) -> Case:
    """One case the caller may see."""
    return within_quota(request, [_visible(request, pk)])[0]


class SuggestionOut(Schema):
    """The unit a case is suggested to, and why; null where nothing is suggested."""

    unit: int | None
    because: str


@router.get(
    "/{int:pk}/suggestion",
    response={200: SuggestionOut, 401: ErrorOut, 403: ErrorOut, 404: ErrorOut},
    operation_id="get_suggestion",
)
@requires(rules.DISPATCH)
def get_suggestion(request: StaffRequest, pk: int) -> dict[str, Any]:
    """Whom the routes suggest to dispatch the case to, else the grid of its service account."""
    found = suggested(_visible(request, pk), at=timezone.now())
    return {
        "unit": found.unit_id if found else None,
        "because": found.because if found else "",
    }


def _visible(request: StaffRequest, pk: int) -> Case:
    return get_object_or_404(Case.objects.visible_to(request.acting.scope), pk=pk)


@router.post("", response={201: CaseOut, **REFUSALS}, operation_id="open_case")
@requires(rules.OPEN)
def open_case(request: StaffRequest, payload: OpenIn) -> HttpResponse:
    """Take a matter in under the caller's post. Send ``Idempotency-Key`` to be safe from doubles."""
    of_somebody_known(request, payload)
    return once(request, CaseOut, lambda: opened(request, payload), status=201)


def of_somebody_known(request: StaffRequest, payload: OpenIn) -> None:
    """404 for a customer the caller cannot know, and for an account that is not the customer's."""
    if payload.customer is not None:
        _known(request, payload.customer)
    if payload.account is not None:
        get_object_or_404(ServiceAccount, pk=payload.account, customer_id=payload.customer)


def opened(request: StaffRequest, payload: OpenIn) -> Case:
    return actions.open_case(
        kind=payload.kind,
        channel=payload.channel,
        title=payload.title,
        text=payload.text,
        category=payload.category,
        customer_id=payload.customer,
        account_id=payload.account,
        given_due_at=payload.due_at,
        by=request.acting.actor("api"),
        at=timezone.now(),
    )


def _known(request: StaffRequest, customer_id: int) -> None:
    """404 for customers the caller cannot know; the desk that answers for everybody knows all."""
    everybody = request.acting.may("intake.everybody")
    scope = Scope(everything=True) if everybody else request.acting.scope
    if customer_id not in acquainted([customer_id], scope=scope):
        raise Http404


def _verb(name: str, permission: Permission, schema: type[VerbIn]) -> None:
    """One POST address a verb, with the verb's own arguments."""
    act = getattr(actions, name)

    def operation(request: StaffRequest, pk: int, payload: VerbIn) -> HttpResponse:
        case = _visible(request, pk)
        terms = payload.model_dump()
        if terms.get("source") == UrgeSource.LEADER and not request.acting.may(rules.LEAD):
            raise PermissionDenied
        if "into_id" in terms:
            _visible(request, terms["into_id"])

        def write() -> Case:
            act(case.pk, by=request.acting.actor("api"), at=timezone.now(), **terms)
            return Case.objects.get(pk=pk)

        return once(request, CaseOut, write)

    operation.__name__ = name
    operation.__doc__ = (act.__doc__ or name).partition("\n")[0]
    operation.__annotations__ |= {"payload": schema, "request": HttpRequest, "pk": int}
    router.post(
        f"/{{int:pk}}/{name}",
        response={200: CaseOut, **REFUSALS},
        operation_id=f"{name}_case",
    )(requires(permission)(operation))


_SCHEMAS: dict[str, type[VerbIn]] = {
    "accept": VerbIn,
    "start": VerbIn,
    "dispatch": DispatchIn,
    "answer": AnswerIn,
    "invite": VerbIn,
    "evaluate": EvaluateIn,
    "close": VerbIn,
    "reopen": ReasonIn,
    "urge": UrgeIn,
    "declare": DeclareIn,
    "wait": WaitIn,
    "resume": VerbIn,
    "withdraw": ReasonIn,
    "archive": ArchiveIn,
    "merge": MergeIn,
    "void": ReasonIn,
    "note": NoteIn,
}
for _name, _schema in _SCHEMAS.items():
    _verb(_name, rules.NEEDS[_name], _schema)
