"""Shared work in JSON: the same verbs and the same refusals as on the pages. ``pk`` is a case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, ModelSchema, Router, Schema

from shouwen.domains.cases import rules as cases
from shouwen.domains.cases.actions import RowResult
from shouwen.domains.cases.models import Case
from shouwen.domains.teamwork import actions, queries, rules
from shouwen.domains.teamwork.models import Task
from shouwen.domains.teamwork.queries.linking import Linked
from shouwen.domains.teamwork.verbs import VERBS, may
from shouwen.platform.access.api_types import (
    READS,
    REFUSALS,
    BigId,
    ErrorOut,
    Given,
    Instant,
    Words,
    once,
)
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.exports.reading import counted, within_quota

router = Router(tags=["teamwork"])


Many = Annotated[list[BigId], Field(min_length=1, max_length=200)]


class LinkedOut(Schema):
    """A case at the other end of a link; without title where the caller may not open it."""

    case: int
    number: str
    state: str
    title: str | None


class CaseLinksOut(Schema):
    """Parent, children, what it follows, what follows it, and the related cases of one case."""

    parent: LinkedOut | None
    follows: LinkedOut | None
    followed_by: list[LinkedOut]
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


class LinkedRowOut(Schema):
    """What became of one case; ``refusal`` is null when it was done."""

    case: int
    number: str
    refusal: ErrorOut | None


class RowsOut(Schema):
    """One row for each case the caller may see, in the order of ids."""

    rows: list[LinkedRowOut]


class TaskOut(ModelSchema):
    """A task without its words; ``what_id`` is the journal entry of the case that keeps them."""

    class Meta:
        model = Task
        fields = [
            "id",
            "case",
            "n",
            "role",
            "unit",
            "person",
            "asking_unit",
            "asking_person",
            "what_id",
            "state",
            "assigned_at",
            "due_at",
            "accepted_at",
            "ended_at",
        ]


class TasksOut(Schema):
    """The tasks of a case, those still open first."""

    tasks: list[TaskOut]


class AssignIn(Schema):
    unit: BigId
    person: BigId | None = None
    text: Given
    role: Literal["task", "assist"] = "task"
    due_at: Instant | None = None


class TaskPlainIn(Schema):
    """A verb that needs no words."""


class DoneIn(Schema):
    text: Given


class WithdrawIn(Schema):
    text: Words = ""


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
        "follows": _linked(links.follows) if links.follows else None,
        "followed_by": [_linked(end) for end in links.followed_by],
        "children": [_linked(end) for end in links.children],
        "related": [_linked(end) for end in links.related],
    }


@router.get(
    "/cases/{int:pk}/links",
    response={200: CaseLinksOut, **REFUSALS, **READS},
    operation_id="get_links",
)
@requires(cases.VIEW)
def get_links(request: StaffRequest, pk: int) -> dict[str, Any]:
    """The parent, the children and the related cases."""
    links = _links(request, _case(request, pk))
    one = sum(links[end] is not None for end in ("parent", "follows"))
    counted(request, one + sum(len(links[many]) for many in ("followed_by", "children", "related")))
    return links


def _join(name: str, act: Callable[..., Any], argument: str) -> None:
    """One POST address a way of joining; the other case must be visible too."""

    def operation(request: StaffRequest, pk: int, payload: OtherIn) -> HttpResponse:
        case = _case(request, pk)
        other = _case(request, payload.case)

        def write() -> dict[str, Any]:
            by = request.acting.actor("api")
            act(case.pk, by=by, at=timezone.now(), **{argument: other.pk})
            return _links(request, case)

        return once(request, CaseLinksOut, write)

    operation.__name__ = name
    operation.__doc__ = (act.__doc__ or name).partition("\n")[0]
    router.post(
        f"/cases/{{int:pk}}/{name}",
        response={200: CaseLinksOut, **REFUSALS},
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

    return once(request, RowsOut, write)


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


@router.get(
    "/cases/{int:pk}/tasks",
    response={200: TasksOut, **REFUSALS, **READS},
    operation_id="list_tasks",
)
@requires(cases.VIEW)
def list_tasks(request: StaffRequest, pk: int) -> dict[str, Any]:
    """The sub-tasks of a case and the units that work on it with the lead unit."""
    case = _case(request, pk)
    return {"tasks": within_quota(request, [line.task for line in queries.tasks_of(case.pk)])}


@router.post(
    "/cases/{int:pk}/tasks", response={201: TaskOut, **REFUSALS}, operation_id="assign_task"
)
@requires(rules.ASSIGN)
def assign_task(request: StaffRequest, pk: int, payload: AssignIn) -> HttpResponse:
    """Give a sub-task of a case to a unit or a person; its clock starts now."""
    case = _case(request, pk)

    def write() -> Task:
        return actions.assign(
            case.pk,
            unit_id=payload.unit,
            staff_id=payload.person,
            text=payload.text,
            role=payload.role,
            due_at=payload.due_at,
            by=request.acting.actor("api"),
            at=timezone.now(),
        )

    return once(request, TaskOut, write, status=201)


def _verb(name: str, schema: type[Schema]) -> None:
    """One POST address a verb on a task; ``pk`` is the task."""
    verb = VERBS[name]

    def operation(request: StaffRequest, pk: int, payload: Schema) -> HttpResponse:
        found = Task.objects.visible_to(request.acting.scope).select_related("case")
        row = get_object_or_404(found, pk=pk)
        if not may(verb, row, request.acting):
            raise PermissionDenied

        def write() -> Task:
            by = request.acting.actor("api")
            verb.act(row.pk, by=by, at=timezone.now(), **payload.model_dump())
            return Task.objects.get(pk=pk)

        return once(request, TaskOut, write)

    operation.__name__ = f"{name}_task"
    operation.__doc__ = (verb.act.__doc__ or name).partition("\n")[0]
    operation.__annotations__ |= {"payload": schema, "request": HttpRequest, "pk": int}
    router.post(
        f"/tasks/{{int:pk}}/{name}",
        response={200: TaskOut, **REFUSALS},
        operation_id=f"{name}_task",
    )(requires(verb.permission)(operation))


for _name, _schema in (("accept", TaskPlainIn), ("done", DoneIn), ("withdraw", WithdrawIn)):
    _verb(_name, _schema)
