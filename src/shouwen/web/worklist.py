"""One list over all kinds of matters: whatever waits for somebody has a clock, and stands here by it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from shouwen.domains.asks.models import Request
from shouwen.domains.asks.queries.lines import Line as RequestLine
from shouwen.domains.asks.queries.lines import lines as request_lines
from shouwen.domains.asks.verbs import allowed as allowed_on_request
from shouwen.domains.cases import rules as case_rules
from shouwen.domains.cases.queries import rows as case_rows
from shouwen.domains.cases.queries.rows import Line as CaseLine
from shouwen.domains.cases.verbs import allowed as allowed_on_case
from shouwen.domains.rulings import queries as rulings
from shouwen.domains.rulings import rules as ruling_rules
from shouwen.domains.rulings.queries.lines import Line as ReturnLine
from shouwen.domains.teamwork.models import Task
from shouwen.domains.teamwork.queries.tasks import Line as TaskLine
from shouwen.domains.teamwork.queries.tasks import lines as task_lines
from shouwen.domains.teamwork.verbs import allowed as allowed_on_task
from shouwen.platform.access.acting import Acting
from shouwen.platform.clocks import queries as clocks
from shouwen.platform.clocks.models import NEVER, Clock
from shouwen.platform.clocks.queries import Hands, Waiting

LENGTH = 12
CASE, REQUEST, TASK, RETURN = "case", "request", "task", "return"
_NEEDS = {CASE: case_rules.VIEW.code, REQUEST: "asks.answer", TASK: "teamwork.do"}
_DECIDES = {"to_rule": ruling_rules.RULE, "to_arbitrate": ruling_rules.ARBITRATE}


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
    verb: str = ""
    tags: list[tuple[str, str]] = field(default_factory=list)


def words() -> dict[str, str]:
    """The kinds by which a desk can be narrowed."""
    return {
        CASE: pgettext("matter", "Cases"),
        REQUEST: pgettext("matter", "Requests"),
        TASK: pgettext("matter", "Sub-tasks"),
        RETURN: pgettext("matter", "Rulings"),
    }


def hands_of(acting: Acting) -> Hands:
    """The reader's own matters and those of the own unit that nobody has taken, as far as the post may see."""
    kinds = [kind for kind, needed in _NEEDS.items() if acting.may(needed)]
    return Hands(person=acting.staff_id, unit=acting.unit_id, kinds=kinds)


def waiting(hands: Hands, acting: Acting, *, at: datetime) -> dict[str, Waiting]:
    """How much waits for the reader by kind; returns wait for whoever rules on them."""
    found = clocks.waiting(hands, at=at)
    decided = {
        "rules": acting.may(ruling_rules.RULE),
        "arbitrates": acting.may(ruling_rules.ARBITRATE),
    }
    if n := rulings.to_decide(scope=acting.scope, **decided):
        found[RETURN] = Waiting(all=n)
    return {kind: found[kind] for kind in words() if kind in found}


def rows(
    hands: Hands, acting: Acting, *, cases: Sequence[CaseLine] | None = None, only: str = ""
) -> list[Row]:
    """The first rows of these hands, most urgent first; ``cases`` instead of their own ones, if given."""
    kinds = {k for k in hands.kinds if only in ("", k) and (k != CASE or cases is None)}
    wanted = Hands(person=hands.person, unit=hands.unit, kinds=kinds)
    fronts = clocks.in_hands(wanted, n=LENGTH) if kinds else []
    found = [row for kind in _ROWS for row in _of_kind(kind, fronts, acting)]
    if cases and only in ("", CASE):
        found += [_case(line, acting) for line in cases]
    if only in ("", RETURN):
        found += [_return(line) for line in _to_decide(acting)]
    return sorted(found, key=lambda r: r.clock.sort_at if r.clock else NEVER)[:LENGTH]


def _of_kind(kind: str, fronts: Sequence[Clock], acting: Acting) -> list[Row]:
    mine = {clock.subject_id: clock for clock in fronts if clock.subject_kind == kind}
    return _ROWS[kind](mine, acting) if mine else []


def _cases(fronts: dict[int, Clock], acting: Acting) -> list[Row]:
    return [_case(line, acting) for line in case_rows.lines_at(list(fronts.values()))]


def _case(line: CaseLine, acting: Acting) -> Row:
    waits = line.clock is not None and line.clock.is_waiting
    covers = acting.scope.covers
    theirs = covers(line.case.owner_unit_id) or covers(line.case.handler_unit_id)
    may = allowed_on_case(line.case, acting, waiting=waits) if theirs else []
    return Row(
        id=f"{line.case.pk}",
        kind=line.case.get_kind_display(),
        number=line.case.number,
        title=line.case.title,
        url=reverse("cases:case", args=[line.case.pk]),
        clock=line.clock,
        unit=line.handler_unit,
        person=line.handler,
        verb=_first(v for v in may if not v.rare),
        tags=line.tags,
    )


def _requests(fronts: dict[int, Clock], acting: Acting) -> list[Row]:
    found = request_lines(Request.objects.filter(pk__in=fronts).select_related("case"))
    return [_request(line, fronts[line.request.pk], acting) for line in found]


def _request(line: RequestLine, clock: Clock, acting: Acting) -> Row:
    return Row(
        id=f"request-{line.request.pk}",
        kind=_("Internal request"),
        number=line.request.number,
        title=line.question or line.request.title,
        url=reverse("asks:request", args=[line.request.pk]),
        clock=clock,
        unit=line.unit,
        person=line.person,
        verb=_first(allowed_on_request(line.request, acting)),
        tags=line.tags,
    )


def _tasks(fronts: dict[int, Clock], acting: Acting) -> list[Row]:
    found = task_lines(Task.objects.filter(pk__in=fronts).select_related("case"))
    return [_task(line, fronts[line.task.pk], acting) for line in found]


def _task(line: TaskLine, clock: Clock, acting: Acting) -> Row:
    return Row(
        id=f"task-{line.task.pk}",
        kind=line.task.get_role_display(),
        number=line.number,
        title=line.what or line.task.case.title,
        url=reverse("teamwork:task", args=[line.task.pk]),
        clock=clock,
        unit=line.unit,
        person=line.person,
        verb=_first(allowed_on_task(line.task, acting)),
    )


_ROWS: dict[str, Callable[[dict[int, Clock], Acting], list[Row]]] = {
    CASE: _cases,
    REQUEST: _requests,
    TASK: _tasks,
}


def _to_decide(acting: Acting) -> list[ReturnLine]:
    """The returns that wait longest for this post's ruling or arbitration."""
    tabs = [tab for tab, needed in _DECIDES.items() if acting.may(needed)]
    found = [row for tab in tabs for row in rulings.page(tab, scope=acting.scope)[0][:LENGTH]]
    return rulings.lines(found) if found else []


def _return(line: ReturnLine) -> Row:
    case = line.row.case
    return Row(
        id=f"return-{line.row.pk}",
        kind=pgettext("matter", "Ruling"),
        number=case.number,
        title=case.title,
        url=reverse("cases:case", args=[case.pk]),
        clock=line.clock,
        unit=line.unit,
        person=line.person,
        verb=pgettext("verb", "Rule"),
        tags=[line.tag],
    )


def _first(verbs: Any) -> str:
    """The verb a row offers: what is usual next."""
    return next((str(verb.label) for verb in verbs), "")
