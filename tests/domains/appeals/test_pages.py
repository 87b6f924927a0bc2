"""Appeals as people meet them: two fields to appeal, one click with a reason to decide, and over the API."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate, now

from shouwen.domains.appeals.models import Appeal, Terms
from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.choices import CaseState as S
from shouwen.domains.cases.models import Case
from shouwen.platform.access.actions import issue_token
from tests.domains.appeals.test_appeals import WHY, late
from tests.factories.cases import a_case_in
from tests.world import World

SignedIn = Callable[[str], Client]
HX = {"HX-Request": "true"}


@pytest.fixture
def case(world: World) -> Case:
    """Answered an hour late by the network department."""
    began = now() - timedelta(hours=4)
    made = a_case_in(S.IN_PROGRESS, world, at=began, given_due_at=began + timedelta(hours=2))
    cases.answer(made.pk, text="已恢复", by=world.actor("0112"), at=began + timedelta(hours=3))
    made.refresh_from_db()
    return made


def test_the_department_appeals_and_the_leader_upholds(
    world: World, case: Case, signed_in: SignedIn
) -> None:
    clerk, chief, agent = signed_in("0112"), signed_in("0107"), signed_in("0101")
    page, dialog, of = f"/cases/{case.pk}/", f"/appeals/case/{case.pk}/make", late(case).of
    asked = f"{dialog}?about=verdict&amp;of={of}"
    assert asked in clerk.get(page).content.decode()
    assert dialog not in agent.get(page).content.decode()
    assert f'value="{of}"' in clerk.get(f"{dialog}?about=verdict&of={of}").content.decode()
    said = {"about": "verdict", "of": of, "ground": "force_majeure", "text": WHY}
    assert clerk.post(dialog, {**said, "text": "停电"}, headers=HX).status_code == 422
    assert agent.post(dialog, said, headers=HX).status_code == 409
    assert clerk.post(dialog, {**said, "of": 1}, headers=HX).status_code == 404
    assert clerk.post(dialog, said, headers=HX).status_code == 204
    assert clerk.post(dialog, said, headers=HX).status_code == 409
    row = Appeal.objects.get()
    mine, decide = f"/appeals/{row.pk}/", f"/appeals/{row.pk}/decide"
    assert mine in clerk.get("/appeals/").content.decode()
    assert mine not in clerk.get("/appeals/?tab=ours&about=rating").content.decode()
    assert mine in chief.get("/appeals/?tab=to_decide&ground=force_majeure").content.decode()
    shown = chief.get(mine).content.decode()
    assert WHY in shown
    assert decide in shown
    assert "sw-ledger" in shown or "blame" in shown
    assert decide not in clerk.get(mine).content.decode()
    assert clerk.post(decide, {"upheld": "1", "text": "是"}).status_code == 403
    assert signed_in("0304").get(mine).status_code == 404
    assert chief.post(decide, {"upheld": "1", "text": ""}).status_code == 422
    assert chief.post(decide, {"upheld": "1", "text": "停电属实"}).status_code == 302
    assert chief.post(decide, {"upheld": "0", "text": "再想"}).status_code == 409
    assert mine in chief.get("/appeals/?tab=decided").content.decode()
    assert mine in chief.get(page).content.decode()
    today = localdate(now())
    span = f"from={today - timedelta(days=1)}&to={today}"
    drill = chief.get(f"/kpi/K15/rows/?{span}").content.decode()
    assert mine in drill
    for kind in ("csv", "xlsx"):
        assert chief.get(f"/appeals/file/{kind}?tab=decided").status_code == 200


def test_a_unit_withdraws_and_the_manager_sets_the_limits(
    world: World, case: Case, signed_in: SignedIn
) -> None:
    clerk, manager = signed_in("0112"), signed_in("0106")
    said = {"about": "verdict", "of": late(case).of, "ground": "force_majeure", "text": WHY}
    assert clerk.post(f"/appeals/case/{case.pk}/make", said).status_code == 302
    withdraw = f"/appeals/{Appeal.objects.get().pk}/withdraw"
    assert withdraw in clerk.get(f"/appeals/{Appeal.objects.get().pk}/").content.decode()
    assert clerk.post(withdraw).status_code == 302
    assert clerk.post(withdraw).status_code == 409
    assert clerk.get("/appeals/terms").status_code == 403
    given = {"since": str(localdate(now())), "appeal_days": 3, "decide_days": 2, "why": "试行"}
    assert manager.post("/appeals/terms", given).status_code == 409
    given["since"] = str(localdate(now()) + timedelta(days=1))
    assert manager.post("/appeals/terms", given).status_code == 302
    assert Terms.objects.get().decide_days == 2
    assert manager.get("/appeals/terms").status_code == 200


def test_the_api_appeals_decides_and_lists(world: World, case: Case) -> None:
    def call(who: str, path: str, body: object = None) -> tuple[int, dict[str, Any]]:
        secret = issue_token(world.account(who).pk, "x", by=world.actor(who), at=now())
        auth = {"Authorization": f"Bearer {secret}", "Idempotency-Key": f"{who}{path}"}
        address = f"/api/v1/appeals{path}"
        if body is None:
            answer = Client().get(address, headers=auth)
        else:
            sent, kind = json.dumps(body), "application/json"
            answer = Client().post(address, sent, content_type=kind, headers=auth)
        return answer.status_code, answer.json()

    said = {"about": "verdict", "of": late(case).of, "ground": "customer_caused", "text": WHY}
    assert call("0304", f"/cases/{case.pk}", said)[0] == 404
    assert call("0101", f"/cases/{case.pk}", said)[1]["code"] == "not_charged"
    status, made = call("0112", f"/cases/{case.pk}", said)
    assert (status, made["outcome"]) == (201, None)
    assert call("0112", f"/cases/{case.pk}", said) == (status, made)
    assert call("0112", f"/{made['id']}/decide", {"upheld": True, "text": "是"})[0] == 403
    ended = call("0107", f"/{made['id']}/decide", {"upheld": False, "text": "依据不足"})[1]
    assert (ended["outcome"], ended["decided_by"]) == ("rejected", world.staff["0107"])
    assert call("0112", f"/{made['id']}/withdraw", {})[1]["code"] == "already_decided"
    assert call("0112", "?tab=decided")[1]["count"] == 1
    assert call("0112", f"/{made['id']}")[1]["outcome"] == "rejected"
