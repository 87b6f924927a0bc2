"""One list over all kinds of matters: whatever waits for somebody has a clock, and stands here by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from shouwen.domains.asks.queries import desk as requests
from shouwen.domains.asks.queries.lines import Line as RequestLine
from shouwen.domains.asks.verbs import allowed as allowed_on_request
from shouwen.domains.cases.queries.rows import Line as CaseLine
from shouwen.domains.cases.verbs import allowed as allowed_on_case
from shouwen.domains.teamwork.queries import desk as tasks
from shouwen.domains.teamwork.queries.tasks import Line as TaskLine
from shouwen.domains.teamwork.verbs import allowed as allowed_on_task
from shouwen.platform.access.acting import Acting
from shouwen.platform.clocks.models import NEVER, Clock

LENGTH = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A matter of any kind as the desk shows it."""

    id: str
    kind: str
    number: str
    title: str
    url: str
    clock: Clock | None
    unit: str
    person: str
    verb: Any = None
    tags: list[tuple[str, str]] = field(default_factory=list)


def rows(cases: Sequence[CaseLine], acting: Acting) -> list[Row]:
    """These cases and the reader's requests, most urgent first."""
    found = [_case(line, acting) for line in cases]
    found += [_request(line, clock, acting) for line, clock in requests.desk(acting)]
    found += [_task(line, clock, acting) for line, clock in tasks(acting)]
    return sorted(found, key=lambda r: r.clock.sort_at if r.clock else NEVER)[:LENGTH]


def _case(line: CaseLine, acting: Acting) -> Row:
    waiting = line.clock is not None and line.clock.is_waiting
    usual = [v for v in allowed_on_case(line.case, acting, waiting=waiting) if not v.rare]
    return Row(
        id=f"{line.case.pk}",
        kind=line.case.get_kind_display(),
        number=line.case.number,
        title=line.case.title,
        url=reverse("cases:case", args=[line.case.pk]),
        clock=line.clock,
        unit=line.handler_unit,
        person=line.handler,
        verb=usual[0] if usual else None,
        tags=line.tags,
    )


def _request(line: RequestLine, clock: Clock, acting: Acting) -> Row:
    usual = allowed_on_request(line.request, acting)
    return Row(
        id=f"request-{line.request.pk}",
        kind=_("Internal request"),
        number=line.request.number,
        title=line.question or line.request.title,
        url=reverse("asks:request", args=[line.request.pk]),
        clock=clock,
        unit=line.unit,
        person=line.person,
        verb=usual[0] if usual else None,
        tags=line.tags,
    )


def _task(line: TaskLine, clock: Clock, acting: Acting) -> Row:
    usual = allowed_on_task(line.task, acting)
    return Row(
        id=f"task-{line.task.pk}",
        kind=line.task.get_role_display(),
        number=line.number,
        title=line.what or line.task.case.title,
        url=reverse("teamwork:task", args=[line.task.pk]),
        clock=clock,
        unit=line.unit,
        person=line.person,
        verb=usual[0] if usual else None,
    )
