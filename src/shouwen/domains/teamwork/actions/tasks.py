"""Sub-tasks and co-handling (子任务、协办): assigned, accepted, done or withdrawn.

The case is locked first, then the task: two verbs on one case never wait for each other in a circle.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Q

from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.choices import OPEN
from shouwen.domains.cases.models import Case
from shouwen.domains.teamwork.choices import TaskRole, TaskState
from shouwen.domains.teamwork.errors import (
    AlreadyAccepted,
    DueNotAhead,
    LeadUnit,
    PersonNotThere,
    TaskEnded,
    TextMissing,
    UnitTakesNoWork,
)
from shouwen.domains.teamwork.events import (
    TaskAccepted,
    TaskAssigned,
    TaskDone,
    TaskHandedOver,
    TaskWithdrawn,
)
from shouwen.domains.teamwork.models import TASK, Task
from shouwen.kernel.actor import Actor
from shouwen.platform.clocks import actions as clocks
from shouwen.platform.clocks.actions import Start
from shouwen.platform.journal.actions import Text, record
from shouwen.platform.org import queries as org


@transaction.atomic
def assign(
    case_id: int,
    *,
    unit_id: int,
    staff_id: int | None = None,
    text: str,
    role: str = TaskRole.TASK,
    due_at: datetime | None = None,
    by: Actor,
    at: datetime,
) -> Task:
    """派子任务 or 请协办: a unit works for the case beside the unit that leads it, on a clock of its own.

    The case stays where it is and its own clock runs on; the unit sees the case meanwhile.
    """
    body = _needed(text)
    case = cases.hold_for_asking(case_id, blocking=False)
    _may_take(case, unit_id, staff_id, at=at)
    if due_at is not None and due_at <= at:
        raise DueNotAhead
    task = Task.objects.create(
        case=case,
        n=_next(case_id),
        role=TaskRole(role),
        unit_id=unit_id,
        person_id=staff_id,
        asking_unit_id=by.unit or case.handler_unit_id,
        asking_person_id=by.staff,
        assigned_at=at,
        due_at=due_at,
    )
    clocks.open_matter(
        task.subject,
        root=case.subject,
        unit=unit_id,
        person=staff_id,
        owner_unit=task.asking_unit_id,
        reason=task.state,
        starts=[Start(kind=TASK, match=matching(case, unit_id), given_due_at=due_at)],
        by=by,
        at=at,
    )
    assigned = TaskAssigned(
        subject=case.subject, task_id=task.pk, role=task.role, unit_id=unit_id, staff_id=staff_id
    )
    task.what_id = record(assigned, by=by, at=at, text=Text(body, purpose="instruction"))
    task.save(update_fields=["what_id"])
    return task


def matching(case: Case, unit_id: int) -> dict[str, object]:
    """What the limit rules look at when they choose a task's limit."""
    return {
        "subject": TASK,
        "kind": case.kind,
        "category": case.category,
        "channel": case.channel,
        "unit": unit_id,
    }


def _may_take(case: Case, unit_id: int, staff_id: int | None, *, at: datetime) -> None:
    node = org.tree().nodes.get(unit_id)
    if node is None or not node.active:
        raise UnitTakesNoWork
    if staff_id is None and unit_id == case.handler_unit_id:
        raise LeadUnit
    if staff_id is not None and not org.members([unit_id], at=at).filter(pk=staff_id).exists():
        raise PersonNotThere


def _next(case_id: int) -> int:
    last = Task.objects.filter(case_id=case_id).aggregate(n=Max("n"))["n"]
    return (last or 0) + 1


@transaction.atomic
def accept_task(task_id: int, *, by: Actor, at: datetime) -> Task:
    """签收: somebody of the unit does it from now on; the clock has run since the assigning."""
    task = _locked(task_id)
    if task.accepted_at is not None:
        raise AlreadyAccepted
    task.accepted_at, task.person_id = at, by.staff or task.person_id
    task.save(update_fields=["accepted_at", "person"])
    clocks.move(
        task.subject,
        unit=task.unit_id,
        person=task.person_id,
        reason="accepted",
        by=by,
        at=at,
    )
    record(TaskAccepted(**_facts(task)), by=by, at=at)
    return task


@transaction.atomic
def finish_task(task_id: int, *, text: str, by: Actor, at: datetime) -> Task:
    """完成: what was done, in words; whoever assigned it hears of it."""
    task = _locked(task_id)
    body = _needed(text)
    if task.person_id is None:
        task.person_id = by.staff
    _end(task, TaskState.DONE, by=by, at=at)
    record(TaskDone(**_facts(task)), by=by, at=at, text=Text(body, purpose="result"))
    return task


@transaction.atomic
def withdraw_task(
    task_id: int, *, text: str = "", because: str | None = None, by: Actor, at: datetime
) -> Task:
    """撤回: no longer wanted; outside every figure of the unit."""
    task = _locked(task_id)
    clocks.void(task.subject, None, cause=TaskState.WITHDRAWN.value, by=by, at=at)
    _end(task, TaskState.WITHDRAWN, by=by, at=at)
    words = Text(text.strip(), purpose="reason") if text.strip() else None
    facts = _facts(task)
    del facts["staff_id"]
    record(TaskWithdrawn(**facts, because=because), by=by, at=at, text=words)
    return task


def withdraw_all_tasks(case_id: int, *, because: str, by: Actor, at: datetime) -> int:
    """The case has ended: nothing more is to be done for it. How many were open."""
    ids = _open_of(Q(case_id=case_id))
    for pk in ids:
        withdraw_task(pk, because=because, by=by, at=at)
    return len(ids)


@transaction.atomic
def tasks_follow_merged(case_id: int, *, by: Actor, at: datetime) -> int:
    """并单: open tasks go on for the surviving case; if that has ended too, they are withdrawn."""
    case = Case.objects.get(pk=case_id)
    while case.merged_into_id is not None:
        case = Case.objects.get(pk=case.merged_into_id)
    if case.pk == case_id:
        return 0
    if case.state not in OPEN:
        return withdraw_all_tasks(case_id, because=case.state, by=by, at=at)
    for held in sorted((case_id, case.pk)):
        Case.objects.lock(held)
    ids = _open_of(Q(case_id=case_id))
    for pk in ids:
        task = Task.objects.lock(pk)
        task.case, task.n = case, _next(case.pk)
        task.save(update_fields=["case", "n"])
        clocks.reroot(task.subject, root=case.subject)
    return len(ids)


def hand_over_tasks(*, from_staff_id: int, to_staff_id: int, by: Actor, at: datetime) -> int:
    """离职移交: what the leaver was to do, or waits for, is the successor's."""
    ids = _open_of(Q(person_id=from_staff_id) | Q(asking_person_id=from_staff_id))
    for pk in ids:
        _hand_over(pk, from_staff_id, to_staff_id, by=by, at=at)
    return len(ids)


@transaction.atomic
def _hand_over(task_id: int, leaver: int, successor: int, *, by: Actor, at: datetime) -> None:
    task = _locked(task_id)
    does = task.person_id == leaver
    if does:
        task.person_id = successor
    if task.asking_person_id == leaver:
        task.asking_person_id = successor
    task.save(update_fields=["person", "asking_person"])
    if does:
        clocks.move(
            task.subject,
            unit=task.unit_id,
            person=successor,
            reason="handed_over",
            by=by,
            at=at,
        )
    handed = TaskHandedOver(
        subject=task.case.subject, task_id=task.pk, from_staff_id=leaver, to_staff_id=successor
    )
    record(handed, by=by, at=at)


def _open_of(whose: Q) -> list[int]:
    found = Task.objects.open().filter(whose).order_by("case_id", "pk")
    return list(found.values_list("pk", flat=True))


def _locked(task_id: int) -> Task:
    """The case and then the task, held against everybody else, while the task is open."""
    case = Case.objects.lock(Task.objects.values_list("case_id", flat=True).get(pk=task_id))
    task = Task.objects.lock(task_id)
    if not task.is_open:
        raise TaskEnded(state=str(TaskState(task.state).label))
    task.case = case
    return task


def _end(task: Task, state: TaskState, *, by: Actor, at: datetime) -> None:
    task.state, task.ended_at = state, at
    task.save(update_fields=["state", "ended_at", "person"])
    clocks.end_matter(task.subject, reason=state.value, by=by, at=at)


def _facts(task: Task) -> dict[str, Any]:
    return {
        "subject": task.case.subject,
        "task_id": task.pk,
        "unit_id": task.unit_id,
        "staff_id": task.person_id,
    }


def _needed(text: str) -> str:
    text = text.strip()
    if not text:
        raise TextMissing
    return text
