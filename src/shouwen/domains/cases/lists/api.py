"""Saved views in JSON: those the caller has, with counts; kept, changed and removed; and the cases of one."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from django.http import Http404, HttpResponse, QueryDict
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import AfterValidator, StringConstraints

from shouwen.domains.cases import rules
from shouwen.domains.cases.api.cases import PageOut, listed, readable
from shouwen.domains.cases.lists.asking import asked, place
from shouwen.domains.cases.lists.views.listing import zone_of
from shouwen.domains.cases.lists.views.saved import AREA, counted, list_of, look_of
from shouwen.platform.access import queries as access
from shouwen.platform.access import saved
from shouwen.platform.access.api_types import READS, REFUSALS, ErrorOut, no_nul, once
from shouwen.platform.access.choices import ViewKind
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.models import SavedView
from shouwen.platform.access.requires import requires

router = Router(tags=["views"])
Name = Annotated[
    str,
    StringConstraints(min_length=1, max_length=40, strip_whitespace=True),
    AfterValidator(no_nul),
]
Address = Annotated[str, StringConstraints(max_length=2000), AfterValidator(no_nul)]


class ViewOut(Schema):
    """``query``: the conditions, in the words of the list's address. ``mine``: the caller may change it."""

    id: int
    name: str
    kind: ViewKind
    role: str
    query: str
    columns: list[str]
    order: str
    mine: bool


class CountedViewOut(ViewOut):
    """``count``: null for ended cases; at least so many where ``whole`` is false."""

    count: int | None
    whole: bool


class ViewIn(Schema):
    """``query``: the address of the list with all of it, such as ``kind=fault&is=urged&order=urges``."""

    name: Name
    query: Address = ""
    kind: ViewKind = ViewKind.PERSONAL
    role: Annotated[str, StringConstraints(max_length=40), AfterValidator(no_nul)] = ""


class ChangeIn(Schema):
    """What is left out stays as it is."""

    name: Name | None = None
    query: Address | None = None


class PlaceIn(Schema):
    after: Annotated[str, StringConstraints(max_length=40)] = ""


def _said(view: SavedView, request: StaffRequest) -> dict[str, Any]:
    return {
        "id": view.pk,
        "name": view.name,
        "kind": view.kind,
        "role": view.role_code,
        "query": view.query,
        "columns": view.columns,
        "order": view.order,
        "mine": saved.may_change(view, acting=request.acting),
    }


@router.get(
    "",
    response={200: list[CountedViewOut], 401: ErrorOut, 403: ErrorOut},
    operation_id="list_views",
)
@requires(rules.VIEW)
def list_views(request: StaffRequest) -> list[dict[str, Any]]:
    """The views for everybody, for the caller's role and the caller's own, in their order, with counts."""
    views = saved.views_of(AREA, acting=request.acting)
    lists = {view.pk: list_of(view, scope=request.acting.scope) for view in views}
    found, whole = counted(request, lists, at=timezone.now(), zone=zone_of(request))
    return [{**_said(view, request), "count": found.get(view.pk), "whole": whole} for view in views]


@router.post("", response={201: ViewOut, **REFUSALS}, operation_id="save_view")
@requires(rules.VIEW)
def save_view(request: StaffRequest, payload: ViewIn) -> HttpResponse:
    """Keep a list under a name: for oneself, or for a role or everybody where the post may share."""
    look = _look(request, payload.query)
    role = payload.role or request.acting.role_code
    if payload.kind == ViewKind.ROLE and role not in access.role_codes():
        raise Http404

    def write() -> dict[str, Any]:
        view = saved.save_view(
            AREA,
            name=payload.name,
            look=look,
            kind=payload.kind,
            role_code=role,
            acting=request.acting,
            at=timezone.now(),
        )
        return _said(view, request)

    return once(request, ViewOut, write, status=201)


@router.patch("/{int:pk}", response={200: ViewOut, **REFUSALS}, operation_id="change_view")
@requires(rules.VIEW)
def change_view(request: StaffRequest, pk: int, payload: ChangeIn) -> HttpResponse:
    """Another name, or another list under it."""
    _known(request, pk)
    given = payload.query
    look = None if given is None else _look(request, given)

    def write() -> dict[str, Any]:
        name, at = payload.name or "", timezone.now()
        view = saved.change_view(pk, name=name, look=look, acting=request.acting, at=at)
        return _said(view, request)

    return once(request, ViewOut, write)


@router.delete("/{int:pk}", response={200: ViewOut, **REFUSALS}, operation_id="remove_view")
@requires(rules.VIEW)
def remove_view(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a view away; for ten minutes it can be restored."""
    _known(request, pk)

    def write() -> dict[str, Any]:
        return _said(saved.remove_view(pk, acting=request.acting, at=timezone.now()), request)

    return once(request, ViewOut, write)


@router.post("/{int:pk}/restore", response={200: ViewOut, **REFUSALS}, operation_id="restore_view")
@requires(rules.VIEW)
def restore_view(request: StaffRequest, pk: int) -> HttpResponse:
    """Bring back a view that was removed within the last ten minutes."""
    gone = SavedView.objects.filter(pk=pk, area=AREA).exclude(removed_at=None).first()
    if gone is None or not saved.may_change(gone, acting=request.acting):
        raise Http404

    def write() -> dict[str, Any]:
        return _said(saved.restore_view(pk, acting=request.acting, at=timezone.now()), request)

    return once(request, ViewOut, write)


@router.get(
    "/{int:pk}/cases",
    response={200: PageOut, **READS, 404: ErrorOut},
    operation_id="list_cases_of_view",
)
@requires(rules.VIEW)
def list_cases_of_view(request: StaffRequest, pk: int, wanted: Query[PlaceIn]) -> dict[str, Any]:
    """A page of 50 cases of the view within the caller's own scope, in the order of the view."""
    found = list_of(_known(request, pk), scope=request.acting.scope)
    return listed(request, replace(found, after=place(wanted.after, found.order)))


def _look(request: StaffRequest, query: str) -> saved.Look:
    """The list to keep; 422 where a condition of it cannot be read."""
    scope = request.acting.scope
    readable(asked(QueryDict(query), scope=scope))
    return look_of(query, scope=scope)


def _known(request: StaffRequest, pk: int) -> SavedView:
    """404 for views of others: they are not there."""
    views = saved.views_of(AREA, acting=request.acting)
    view = next((view for view in views if view.pk == pk), None)
    if view is None:
        raise Http404
    return view
