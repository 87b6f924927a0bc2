"""The rows of an inbox: a case, a request or a sub-task, each ready to show; one query a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwen.domains.asks.models import Request
from shouwen.domains.asks.queries.lines import Line as RequestLine
from shouwen.domains.asks.queries.lines import lines as request_lines
from shouwen.domains.asks.verbs import allowed as allowed_on_request
from shouwen.domains.cases.choices import CaseState
from shouwen.domains.cases.models import Case
from shouwen.domains.cases.queries.rows import Line as CaseLine
from shouwen.domains.cases.queries.rows import lines as case_lines
from shouwen.domains.cases.verbs import allowed as allowed_on_case
from shouwen.domains.rulings import rules as ruling_rules
from shouwen.domains.teamwork.models import Task
from shouwen.domains.teamwork.queries.tasks import Line as TaskLine
from shouwen.domains.teamwork.queries.tasks import lines as task_lines
from shouwen.domains.teamwork.verbs import allowed as allowed_on_task
from shouwen.platform.access.acting import Acting
from shouwen.platform.clocks.models import Clock, Hold
from shouwen.web.inbox.matters import Key


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A matter as the inbox shows it; ``held``: how long the units have had it so far."""

    kind: str
    pk: int
    number: str
    title: str
    url: str
    state: str
    tags: list[tuple[str, str]]
    clock: Clock | None
    asked_by: str
    person: str
    verbs: Sequence[Any]
    row: Case | Request | TaskLine
    returnable: bool = False
    held: float = 0.0


def rows(
    keys: Sequence[Key], *, units: Collection[int], acting: Acting, now: datetime
) -> list[Row]:
    """These matters in the order given."""
    of: dict[str, list[int]] = defaultdict(list)
    for kind, pk in keys:
        of[kind].append(pk)
    held = _held(of, set(units), now)
    found = [_case(line, acting) for line in case_lines(of["case"])] if of["case"] else []
    requests = Request.objects.filter(pk__in=of["request"]).select_related("case")
    found += [_request(line, acting) for line in request_lines(requests)]
    tasks = Task.objects.filter(pk__in=of["task"]).select_related("case")
    found += [_task(line, acting) for line in task_lines(tasks)]
    known = {(row.kind, row.pk): row for row in found}
    return [replace(known[key], held=held.get(key, 0.0)) for key in keys if key in known]


def _case(line: CaseLine, acting: Acting) -> Row:
    case = line.case
    waiting = line.clock is not None and line.clock.is_waiting
    verbs = [v for v in allowed_on_case(case, acting, waiting=waiting) if not v.rare]
    return Row(
        kind="case",
        pk=case.pk,
        number=case.number,
        title=case.title,
        url=reverse("cases:case", args=[case.pk]),
        state=str(case.get_state_display()),
        tags=[(str(case.get_kind_display()), ""), *line.tags],
        clock=line.clock,
        asked_by=f"{line.owner_unit} {line.owner}".strip(),
        person=line.handler or line.handler_unit,
        verbs=verbs[:1],
        row=case,
        returnable=case.state == CaseState.DISPATCHED
        and acting.may(ruling_rules.SEND_BACK)
        and acting.scope.covers(case.handler_unit_id),
    )


def _request(line: RequestLine, acting: Acting) -> Row:
    request = line.request
    return Row(
        kind="request",
        pk=request.pk,
        number=request.number,
        title=line.question or request.title,
        url=reverse("asks:request", args=[request.pk]),
        state=str(request.get_state_display()),
        tags=line.tags or [(_("Internal request"), "")],
        clock=line.clock,
        asked_by=f"{line.asking_unit} {line.asking_person}".strip(),
        person=line.person or line.unit,
        verbs=allowed_on_request(request, acting)[: 1 if request.accepted_at else 2],
        row=request,
    )


def _task(line: TaskLine, acting: Acting) -> Row:
    task = line.task
    return Row(
        kind="task",
        pk=task.pk,
        number=line.number,
        title=line.what or task.case.title,
        url=reverse("teamwork:task", args=[task.pk]),
        state=_("In work") if task.accepted_at else _("To accept"),
        tags=[(str(task.get_role_display()), "")],
        clock=line.clock,
        asked_by=f"{line.asking_unit} {line.asking_person}".strip(),
        person=line.person or line.unit,
        verbs=allowed_on_task(task, acting)[:1],
        row=line,
    )


def _held(of: Mapping[str, Sequence[int]], units: set[int], now: datetime) -> Mapping[Key, float]:
    """Per matter: seconds in the hands of these units, waits for others left out."""
    wanted = Q(pk__in=[])
    for kind, ids in of.items():
        wanted |= Q(subject_kind=kind, subject_id__in=ids)
    holds: dict[Key, list[Hold]] = defaultdict(list)
    for hold in Hold.objects.filter(wanted).order_by("subject_kind", "subject_id", "seq"):
        holds[hold.subject_kind, hold.subject_id].append(hold)
    return {key: _worked(mine, units, now) for key, mine in holds.items()}


def _worked(holds: Sequence[Hold], units: set[int], now: datetime) -> float:
    ends = [*(h.at for h in holds[1:]), now]
    theirs = [
        end - h.at
        for h, end in zip(holds, ends, strict=True)
        if h.unit_id in units and h.waiting_for in {"none", "department"} and not h.ends
    ]
    return sum(theirs, timedelta()).total_seconds()
