"""Shared work in JSON: the same verbs and the same refusals as on the pages. ``pk`` is a case."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Router, Schema
from pydantic import AfterValidator, StringConstraints

from shouwen.domains.cases import rules as cases
from shouwen.domains.cases.actions import RowResult
from shouwen.domains.cases.models import Case
from shouwen.domains.teamwork import actions, queries, rules
from shouwen.domains.teamwork.queries.linking import Linked
from shouwen.platform.access import idempotency
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires

router = Router(tags=["teamwork"])


def _no_nul(text: str) -> str:
    if "\x00" in text:
        raise ValueError("a text must not contain NUL")
    return text


BigId = Annotated[int, Field(strict=True, ge=1, le=2**63 - 1)]
Given = Annotated[
    str,
    StringConstraints(min_length=1, max_length=4000, strip_whitespace=True),
    AfterValidator(_no_nul),
]
Many = Annotated[list[BigId], Field(min_length=1, max_length=200)]


class ErrorOut(Schema):
    """Why not: ``code`` is stable, ``message`` in the language of the account."""

    code: str
    message: str = ""


class LinkedOut(Schema):
    """A case at the other end of a link; without title where the caller may not open it."""

    case: int
    number: str
    state: str
    title: str | None


class LinksOut(Schema):
    """Parent, children and related cases of one case."""

    parent: LinkedOut | None
    children: list[LinkedOut]
    related: list[LinkedOut]


class OtherIn(Schema):
    case: BigId


class ManyIn(Schema):
    cases: Many


class NoteManyIn(ManyIn):
    text: Given


class AnswerManyIn(NoteManyIn):
    contacted: bool = False


class RowOut(Schema):
    """What became of one case; ``refusal`` is null when it was done."""

    case: int
    number: str
    refusal: ErrorOut | None


class RowsOut(Schema):
    """One row for each case the caller may see, in the order of ids."""

    rows: list[RowOut]


REFUSALS = {401: ErrorOut, 403: ErrorOut, 404: ErrorOut, 409: ErrorOut, 422: ErrorOut}


def _case(request: StaffRequest, pk: int) -> Case:
    return get_object_or_404(Case.objects.visible_to(request.acting.scope), pk=pk)


def _linked(end: Linked) -> dict[str, Any]:
    case = end.case
    title = case.title if end.seen else None
    return {"case": case.pk, "number": case.number, "state": case.state, "title": title}


def _links(request: StaffRequest, case: Case) -> dict[str, Any]:
    links = queries.links_of(case.pk, scope=request.acting.scope)
    return {
        "parent": _linked(links.parent) if links.parent else None,
        "children": [_linked(end) for end in links.children],
        "related": [_linked(end) for end in links.related],
    }


def _once(request: HttpRequest, write: Callable[[], dict[str, Any]]) -> HttpResponse:
    key = idempotency.key_of(request.headers)
    if not key:
        code, body = 200, write()
    else:
        scope = f"{request.user.pk} {request.method} {request.path}"
        done = idempotency.once(scope, key, request.body, lambda: (200, write()), at=timezone.now())
        code, body = done.status, done.response
    text = json.dumps(body, ensure_ascii=False)
    return HttpResponse(text, status=code, content_type="application/json; charset=utf-8")


@router.get("/cases/{int:pk}/links", response={200: LinksOut, **REFUSALS}, operation_id="get_links")
@requires(cases.VIEW)
def get_links(request: StaffRequest, pk: int) -> dict[str, Any]:
    """The parent, the children and the related cases."""
    return _links(request, _case(request, pk))


def _join(name: str, act: Callable[..., Any], argument: str) -> None:
    """One POST address a way of joining; the other case must be visible too."""

    def operation(request: StaffRequest, pk: int, payload: OtherIn) -> HttpResponse:
        case = _case(request, pk)
        other = _case(request, payload.case)

        def write() -> dict[str, Any]:
            by = request.acting.actor("api")
            act(case.pk, by=by, at=timezone.now(), **{argument: other.pk})
            return _links(request, case)

        return _once(request, write)

    operation.__name__ = name
    operation.__doc__ = (act.__doc__ or name).partition("\n")[0]
    router.post(
        f"/cases/{{int:pk}}/{name}",
        response={200: LinksOut, **REFUSALS},
        operation_id=f"{name}_case",
    )(requires(rules.LINK)(operation))


_join("put_under", actions.put_under, "parent_id")
_join("relate", actions.relate, "other_id")
_join("part", actions.part, "other_id")


def _many(request: StaffRequest, pk: int, ids: list[int], act: Callable[..., Any], **terms: Any) -> HttpResponse:  # fmt: skip
    case = _case(request, pk)
    seen = Case.objects.visible_to(request.acting.scope).filter(pk__in=ids)
    wanted = list(seen.values_list("pk", flat=True))
    if not wanted:
        raise Http404

    def write() -> dict[str, Any]:
        by = request.acting.actor("api")
        rows = act(case.pk, case_ids=wanted, by=by, at=timezone.now(), **terms)
        return {"rows": [_row(row) for row in rows]}

    return _once(request, write)


def _row(row: RowResult) -> dict[str, Any]:
    why = row.refusal
    refusal = {"code": why.code, "message": str(why)} if why else None
    return {"case": row.case_id, "number": row.number, "refusal": refusal}


@router.post(
    "/cases/{int:pk}/take_under", response={200: RowsOut, **REFUSALS}, operation_id="take_under"
)
@requires(rules.LINK)
def take_under(request: StaffRequest, pk: int, payload: ManyIn) -> HttpResponse:
    """Put many cases under this one; each is done or refused for itself."""
    return _many(request, pk, payload.cases, actions.take_under)


@router.post(
    "/cases/{int:pk}/answer_children",
    response={200: RowsOut, **REFUSALS},
    operation_id="answer_children",
)
@requires(cases.ANSWER)
def answer_children(request: StaffRequest, pk: int, payload: AnswerManyIn) -> HttpResponse:
    """The same answer to cases under this one; each is done or refused for itself."""
    return _many(
        request,
        pk,
        payload.cases,
        actions.answer_children,
        text=payload.text,
        contacted=payload.contacted,
    )


@router.post(
    "/cases/{int:pk}/note_children",
    response={200: RowsOut, **REFUSALS},
    operation_id="note_children",
)
@requires(cases.WORK)
def note_children(request: StaffRequest, pk: int, payload: NoteManyIn) -> HttpResponse:
    """The same note on cases under this one."""
    return _many(request, pk, payload.cases, actions.note_children, text=payload.text)
