"""Internal requests as people meet them: in the case, in the inbox, over the API."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from shouwen.domains.asks import actions
from shouwen.domains.asks.events import RequestAsked
from shouwen.domains.asks.models import Request
from shouwen.domains.asks.reactions import SILENT, alarm_of_silence, tell_the_department
from shouwen.domains.cases.models import Case
from shouwen.platform.access.actions import issue_token
from shouwen.platform.clocks import sweeper
from shouwen.platform.clocks.events import StepFired
from shouwen.platform.clocks.models import Clock
from shouwen.platform.journal.models import Entry
from shouwen.platform.notify.models import Notice
from tests.factories.asks import HOUR, a_request
from tests.factories.cases import a_case
from tests.world import World

SignedIn = Callable[[str], Client]
HX = {"HX-Request": "true"}


@pytest.fixture
def case(world: World) -> Case:
    return a_case(world.actor("0101"), at=now() - 3 * HOUR)


def test_the_front_asks_from_the_case_and_the_department_answers_in_its_inbox(
    world: World, case: Case, signed_in: SignedIn
) -> None:
    front, clerk = signed_in("0101"), signed_in("0112")
    assert "asks/case" in front.get(f"/cases/{case.pk}/").content.decode()
    terms = {"text": "主干是否中断？", "unit_id": "网络维护部 (QC-NET)", "blocking": "yes"}
    asked = front.post(f"/asks/case/{case.pk}/ask", terms, headers=HX)
    assert asked.status_code == 204
    assert set(json.loads(asked["HX-Trigger"])) >= {"toast", "case-changed"}
    request = Request.objects.get()
    page = clerk.get("/asks/").content.decode()
    assert request.number in page
    assert "主干是否中断？" in page
    assert clerk.get(f"/cases/{case.pk}/").status_code == 200  # its time is the department's now
    assert clerk.post(f"/asks/{request.pk}/accept", headers=HX).status_code == 204
    assert clerk.post(f"/asks/{request.pk}/note", {"text": "正在查"}).status_code == 302
    assert request.number in clerk.get("/asks/?tab=in_work").content.decode()
    clerk.post(f"/asks/{request.pk}/answer", {"text": "光缆已修复"})
    assert request.number in clerk.get("/asks/?tab=answered").content.decode()
    assert clerk.get(f"/cases/{case.pk}/").status_code == 404
    told = front.get(f"/cases/{case.pk}/").content.decode()
    assert "光缆已修复" in told
    assert "光缆已修复" in front.get(f"/asks/{request.pk}/").content.decode()


def test_each_side_has_its_own_verbs(world: World, case: Case, signed_in: SignedIn) -> None:
    request = a_request(case, world, at=now() - HOUR)
    front, clerk = signed_in("0101"), signed_in("0112")
    assert front.post(f"/asks/{request.pk}/answer", {"text": "x"}).status_code == 403
    assert clerk.post(f"/asks/{request.pk}/withdraw").status_code == 403
    assert signed_in("0301").get(f"/asks/{request.pk}/").status_code == 404
    assert clerk.post(f"/asks/{request.pk}/send_back", {"text": "太短"}).status_code == 422
    assert front.post(f"/asks/{request.pk}/give_up", {"outcome": "answered"}).status_code == 422
    front.post(f"/asks/{request.pk}/give_up", {"outcome": "not_reached"})
    assert clerk.post(f"/asks/{request.pk}/answer", {"text": "晚了"}).status_code == 409
    request.refresh_from_db()
    assert request.outcome == "not_reached"


def test_the_inbox_costs_the_same_at_one_and_at_three_rows(
    world: World, case: Case, signed_in: SignedIn
) -> None:
    clerk, counted = signed_in("0112"), []
    for n in range(3):
        one = a_case(world.actor("0101"), at=now() - 3 * HOUR)
        a_request(one, world, at=now() - HOUR + timedelta(minutes=n))
        clerk.get("/asks/")
        with CaptureQueriesContext(connection) as found:
            assert clerk.get("/asks/").status_code == 200
        counted.append(len(found))
    assert counted[0] == counted[2]
    assert counted[0] <= 20


def test_a_request_is_on_the_departments_desk(
    world: World, case: Case, signed_in: SignedIn
) -> None:
    request = a_request(case, world, at=now() - HOUR)
    actions.accept(request.pk, by=world.actor("0112"), at=now())
    page = signed_in("0112").get("/").content.decode()
    assert request.number in page
    assert f"/asks/{request.pk}/" in page


def test_the_department_hears_of_a_question_and_of_its_own_silence_once(
    world: World, case: Case
) -> None:
    request = a_request(case, world, at=now() - HOUR)
    asked = Entry.objects.get(kind=RequestAsked.kind)
    tell_the_department(RequestAsked.restore(request.subject, asked.facts))
    assert set(Notice.objects.values_list("staff_id", flat=True)) == {world.staff["0113"]}
    progress = Clock.objects.of(request.subject).get(kind="progress")
    later = progress.due_at + HOUR
    sweeper.sweep(later)
    sweeper.sweep(later)
    fired = Entry.objects.filter(subject_kind="request", kind=StepFired.kind).order_by("id")
    for _ in range(2):
        for entry in fired:
            alarm_of_silence(StepFired.restore(request.subject, entry.facts))
    told = Notice.objects.filter(kind=SILENT)
    assert sorted(told.values_list("staff_id", flat=True)) == sorted(
        [world.staff["0101"], world.staff["0113"]]
    )


def test_the_api_asks_and_answers(world: World, case: Case) -> None:
    def call(who: str, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        secret = issue_token(world.account(who).pk, "x", by=world.actor(who), at=now())
        answer = Client().post(
            f"/api/v1/requests{path}",
            json.dumps(body),
            content_type="application/json",
            headers={"Authorization": f"Bearer {secret}", "Idempotency-Key": f"{who}{path}"},
        )
        return answer.status_code, answer.json()

    asked = {"case": case.pk, "unit": world.units["QC-NET"], "text": "何时恢复？"}
    status, made = call("0101", "", asked)
    assert (status, made["state"]) == (201, "asked")
    assert call("0101", "", asked) == (status, made)
    assert Request.objects.count() == 1
    assert call("0101", f"/{made['id']}/answer", {"text": "x"})[0] == 403
    assert call("0301", f"/{made['id']}/withdraw", {})[0] == 404
    assert call("0112", f"/{made['id']}/accept", {})[1]["state"] == "in_work"
    assert call("0112", f"/{made['id']}/answer", {"text": "两小时"})[1]["outcome"] == "answered"
