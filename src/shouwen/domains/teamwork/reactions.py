"""What shared work does when something happens to its cases. Each is safe to run twice."""

from __future__ import annotations

from django.utils.timezone import now

from shouwen.domains.cases.events import CaseClosed, CaseMerged, CaseVoided, CaseWithdrawn
from shouwen.domains.teamwork import actions, queries
from shouwen.domains.teamwork.events import TaskAssigned, TaskDone
from shouwen.domains.teamwork.models import Task
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.journal.actions import on
from shouwen.platform.notify.actions import tell
from shouwen.platform.org.events import StaffLeft


@on(CaseMerged, name="teamwork.links_follow_merged")
def links_follow_the_merged_case(event: CaseMerged) -> None:
    """并单: what stood under the merged case stands under the survivor."""
    actions.follow_merged(event.subject.id, into_id=event.into_id, by=SYSTEM, at=now())


@on(TaskAssigned, name="teamwork.tell_of_task")
def tell_of_a_new_task(event: TaskAssigned) -> None:
    """Whoever is to help hears of it: the person, else the contact A of the unit, else its leaders."""
    task, at = Task.objects.get(pk=event.task_id), now()
    people = queries.concerned(event.unit_id, event.staff_id, at=at) - {task.asking_person_id}
    tell(task.subject, TaskAssigned.kind, people, key=f"task:{task.pk}", by=SYSTEM, at=at)


@on(TaskDone, name="teamwork.tell_of_done")
def tell_whoever_assigned(event: TaskDone) -> None:
    """Whoever assigned the task hears that it is done, and whoever handles the case."""
    task = Task.objects.select_related("case").get(pk=event.task_id)
    people = {task.asking_person_id, task.case.handler_id} - {None, event.staff_id}
    told = {pk for pk in people if pk is not None}
    tell(task.subject, TaskDone.kind, told, key=f"task_done:{task.pk}", by=SYSTEM, at=now())


@on(CaseClosed, name="teamwork.withdraw_of_closed")
def withdraw_tasks_of_a_closed_case(event: CaseClosed) -> None:
    """The case is closed: nothing more is to be done for it."""
    actions.withdraw_all_tasks(event.subject.id, because="closed", by=SYSTEM, at=now())


@on(CaseWithdrawn, name="teamwork.withdraw_of_withdrawn")
def withdraw_tasks_of_a_withdrawn_case(event: CaseWithdrawn) -> None:
    """The customer wants nothing more."""
    actions.withdraw_all_tasks(event.subject.id, because="withdrawn", by=SYSTEM, at=now())


@on(CaseVoided, name="teamwork.withdraw_of_void")
def withdraw_tasks_of_a_void_case(event: CaseVoided) -> None:
    """A case entered by mistake needs no work."""
    actions.withdraw_all_tasks(event.subject.id, because="void", by=SYSTEM, at=now())


@on(CaseMerged, name="teamwork.tasks_follow_merged")
def tasks_follow_the_merged_case(event: CaseMerged) -> None:
    """并单: open tasks go on under the surviving case."""
    actions.tasks_follow_merged(event.subject.id, by=SYSTEM, at=now())


@on(StaffLeft, name="teamwork.hand_over_of_leaver")
def hand_over_the_tasks_of_a_leaver(event: StaffLeft) -> None:
    """离职移交: the named successor does them from now on."""
    if event.successor_id is not None:
        actions.hand_over_tasks(
            from_staff_id=event.staff_id, to_staff_id=event.successor_id, by=SYSTEM, at=now()
        )
