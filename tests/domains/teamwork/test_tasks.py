"""Sub-tasks and co-handling: who helps, on whose clock, and who sees the case meanwhile."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now

from shouwen.domains.cases.events import CaseClosed, CaseMerged
from shouwen.domains.cases.models import Case
from shouwen.domains.teamwork import actions, queries
from shouwen.domains.teamwork.errors import (
    AlreadyAccepted,
    DueNotAhead,
    LeadUnit,
    PersonNotThere,
    TaskEnded,
    TextMissing,
)
from shouwen.domains.teamwork.events import TaskAssigned, TaskDone
from shouwen.domains.teamwork.models import Task
from shouwen.domains.teamwork.reactions import (
    tasks_follow_the_merged_case,
    tell_of_a_new_task,
    tell_whoever_assigned,
    withdraw_tasks_of_a_closed_case,
)
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.access.actions import issue_token
from shouwen.platform.clocks import queries as clocks
from shouwen.platform.clocks.models import Clock, Verdict
from shouwen.platform.journal.models import Entry
from shouwen.platform.notify.models import Notice
from tests.factories.cases import T0, a_case, a_case_in
from tests.world import World

SignedIn = Callable[[str], Client]
HX = {"HX-Request": "true"}
HOUR = timedelta(hours=1)


def a_task(case: Case, world: World, *, at: datetime = T0 + HOUR, **given: Any) -> Task:
    wanted: dict[str, Any] = {"unit_id": world.units["QC-NET"], "text": "现场测光功率"}
    return actions.assign(case.pk, by=world.actor("0101"), at=at, **{**wanted, **given})


def clock_of(task: Task) -> Clock:
    return Clock.objects.of(task.subject).get()


@pytest.mark.item("S000-25")
def test_a_task_has_a_clock_of_its_own_and_leaves_the_case_where_it_is(world: World):
    case, clerk = a_case_in("accepted", world), world.actor("0112")
    due = T0 + 3 * HOUR
    task = a_task(case, world, due_at=due)
    clock = clock_of(task)
    assert (clock.due_at, clock.root, clock.unit_id) == (due, case.subject, task.unit_id)
    actions.accept_task(task.pk, by=clerk, at=T0 + 2 * HOUR)
    assert clock_of(task).person_id == world.staff["0112"]
    with pytest.raises(AlreadyAccepted):
        actions.accept_task(task.pk, by=clerk, at=T0 + 2 * HOUR)
    assert list(queries.verify()) == []
    actions.finish_task(task.pk, text="功率正常", by=clerk, at=T0 + 2.5 * HOUR)
    assert Verdict.objects.get(clock=clock).verdict == "met"
    assert clocks.blame(task.subject, at=T0 + 9 * HOUR).total_calendar == 1.5 * 3600
    case.refresh_from_db()
    assert (case.state, case.handler_unit_id) == ("accepted", world.units["QC-HOT"])
    assert clocks.blame(case.subject, at=T0 + 9 * HOUR).exact
    assert clocks.verify() == []
    assert list(queries.verify()) == []
    with pytest.raises(TaskEnded):
        actions.withdraw_task(task.pk, by=world.actor("0101"), at=T0 + 3 * HOUR)


def test_what_cannot_be_assigned_leaves_no_trace(world: World):
    case = a_case_in("accepted", world)
    before = Entry.objects.count()
    for error, given in (
        (LeadUnit, {"unit_id": world.units["QC-HOT"]}),
        (PersonNotThere, {"staff_id": world.staff["0101"]}),
        (DueNotAhead, {"due_at": T0}),
        (TextMissing, {"text": "  "}),
    ):
        with pytest.raises(error):
            a_task(case, world, **given)
    assert (Task.objects.count(), Entry.objects.count()) == (0, before)
    a_task(case, world, unit_id=world.units["QC-HOT"], staff_id=world.staff["0102"])


def test_tasks_end_or_go_on_with_their_case(world: World):
    survivor, case = a_case_in("accepted", world), a_case_in("accepted", world)
    first, second = a_task(case, world), a_task(survivor, world)
    Case.objects.filter(pk=case.pk).update(state="merged", merged_into=survivor)
    merged = CaseMerged(subject=case.subject, from_state="accepted", into_id=survivor.pk)
    for _ in range(2):
        tasks_follow_the_merged_case(merged)
    first.refresh_from_db()
    assert (first.case_id, first.n, clock_of(first).root) == (survivor.pk, 2, survivor.subject)
    assert list(queries.verify()) == []
    closed = CaseClosed(subject=survivor.subject, instance=1, evaluated=False)
    withdraw_tasks_of_a_closed_case(closed)
    assert set(Task.objects.values_list("state", flat=True)) == {"withdrawn"}
    assert Verdict.objects.get(clock=clock_of(second)).verdict == "void"


def test_tasks_of_a_leaver_are_the_successors(world: World):
    case = a_case_in("accepted", world)
    task = a_task(case, world, staff_id=world.staff["0112"])
    actions.hand_over_tasks(
        from_staff_id=world.staff["0112"],
        to_staff_id=world.staff["0113"],
        by=SYSTEM,
        at=T0 + 2 * HOUR,
    )
    task.refresh_from_db()
    assert task.person_id == clock_of(task).person_id == world.staff["0113"]


def test_the_people_concerned_hear_of_it_once(world: World):
    case = a_case_in("accepted", world)
    task = a_task(case, world, staff_id=world.staff["0112"])
    facts: dict[str, Any] = {"subject": case.subject, "task_id": task.pk, "unit_id": task.unit_id}
    for _ in range(2):
        tell_of_a_new_task(TaskAssigned(**facts, role="task", staff_id=world.staff["0112"]))
        tell_whoever_assigned(TaskDone(**facts, staff_id=world.staff["0112"]))
    told = set(Notice.objects.values_list("staff_id", "kind"))
    assert told == {
        (world.staff["0112"], "teamwork.task.assigned"),
        (world.staff["0101"], "teamwork.task.done"),
    }


def test_who_helps_finds_it_on_the_desk_and_sees_the_case_meanwhile(
    world: World, signed_in: SignedIn
):
    case = a_case(world.actor("0101"), at=now() - 2 * HOUR)
    front, clerk = signed_in("0101"), signed_in("0112")
    assert clerk.get(f"/cases/{case.pk}/").status_code == 404
    assert front.get(f"/teamwork/case/{case.pk}/assign", headers=HX).status_code == 200
    terms = {"text": "现场测光功率", "unit_id": "网络维护部 (QC-NET)", "role": "assist"}
    wrong = {**terms, "number": "9999"}
    assert front.post(f"/teamwork/case/{case.pk}/assign", wrong, headers=HX).status_code == 422
    lead = {**terms, "unit_id": "客服热线中心 (QC-HOT)"}
    assert front.post(f"/teamwork/case/{case.pk}/assign", lead, headers=HX).status_code == 409
    sent = front.post(f"/teamwork/case/{case.pk}/assign", terms, headers=HX)
    assert sent.status_code == 204
    task = Task.objects.get()
    number = f"{case.number}-1"
    assert number in front.get(f"/cases/{case.pk}/").content.decode()
    assert number in clerk.get("/").content.decode()
    assert clerk.get(f"/cases/{case.pk}/").status_code == 200
    dialog = front.get(f"/cases/{case.pk}/withdraw", headers=HX).content.decode()
    assert "网络维护部" in dialog
    place = f"/teamwork/tasks/{task.pk}"
    assert front.post(f"{place}/accept", headers=HX).status_code == 403
    assert clerk.post(f"{place}/withdraw").status_code == 403
    assert clerk.post(f"{place}/accept", headers=HX).status_code == 204
    assert clerk.post(f"{place}/accept", headers=HX).status_code == 409
    assert clerk.get(f"{place}/done", headers=HX).status_code == 200
    assert clerk.post(f"{place}/done", {"text": ""}).status_code == 422
    assert clerk.post(f"{place}/done", {"text": "已测，正常"}).status_code == 302
    assert "已测，正常" in front.get(f"{place}/").content.decode()
    assert "已测，正常" in front.get(f"/cases/{case.pk}/").content.decode()
    assert clerk.get(f"/cases/{case.pk}/").status_code == 404
    assert signed_in("0301").get(f"{place}/").status_code == 404


def test_a_task_over_the_api(world: World, client: Client):
    case = a_case(world.actor("0101"))
    secret = issue_token(world.account("0102").pk, "x", by=world.actor("0102"), at=T0)

    def post(path: str, **body: Any) -> tuple[int, dict[str, Any]]:
        answer = client.post(
            f"/api/v1/teamwork/{path}",
            json.dumps(body),
            content_type="application/json",
            headers={"Authorization": f"Bearer {secret}"},
        )
        return answer.status_code, answer.json()

    status, made = post(f"cases/{case.pk}/tasks", unit=world.units["QC-NET"], text="测光功率")
    assert (status, made["state"], made["n"]) == (201, "open", 1)
    assert (
        post(f"cases/{case.pk}/tasks", unit=1, text="测光功率")[1]["code"] == "unit_takes_no_work"
    )
    assert post(f"tasks/{made['id']}/accept")[0] == 403
    assert post(f"tasks/{made['id']}/withdraw", text="不需要了")[1]["state"] == "withdrawn"
    assert post(f"tasks/{made['id']}/withdraw")[1]["code"] == "task_ended"
    listed = client.get(
        f"/api/v1/teamwork/cases/{case.pk}/tasks", headers={"Authorization": f"Bearer {secret}"}
    )
    assert [t["id"] for t in listed.json()["tasks"]] == [made["id"]]
