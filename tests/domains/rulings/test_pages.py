"""Returns and rulings as people meet them: two fields to return, one click to rule, and over the API."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now

from shouwen.domains.cases.choices import CaseState as S
from shouwen.domains.cases.models import Case
from shouwen.domains.rulings.models import Return
from shouwen.platform.access.actions import issue_token
from tests.factories.cases import a_case_in
from tests.world import World

SignedIn = Callable[[str], Client]
HX = {"HX-Request": "true"}
WHY = "主干光缆归市场部的集团专线，见职责表第三条"
SAID = {"reason": "not_ours", "proposed_unit_id": "市场部 (QC-MKT)", "text": WHY}


@pytest.fixture
def case(world: World) -> Case:
    return a_case_in(S.DISPATCHED, world, at=now() - timedelta(hours=3))


def test_the_department_returns_and_the_desk_rules_in_one_click(
    world: World, case: Case, signed_in: SignedIn
) -> None:
    clerk, leader, agent = signed_in("0112"), signed_in("0102"), signed_in("0101")
    page, dialog = f"/cases/{case.pk}/", f"/rulings/case/{case.pk}/send_back"
    assert dialog in clerk.get(page).content.decode()
    assert dialog not in agent.get(page).content.decode()
    assert "网络维护部" in clerk.get(dialog).content.decode()
    dropped = clerk.post(
        f"/cases/{case.pk}/dispatch", {"unit_id": "客服热线中心 (QC-HOT)"}, headers=HX
    )
    assert dropped.status_code == 409
    assert dialog in dropped.content.decode()
    assert clerk.post(dialog, {**SAID, "text": "抬头"}, headers=HX).status_code == 422
    assert clerk.post(dialog, {**SAID, "proposed_unit_id": ""}, headers=HX).status_code == 422
    done = clerk.post(dialog, SAID, headers=HX)
    assert done.status_code == 204
    assert set(json.loads(done["HX-Trigger"])) >= {"toast", "case-changed"}
    row = Return.objects.get()
    agree = f"/rulings/{row.pk}/agree"
    for seen in ("/rulings/", page):
        shown = leader.get(seen).content.decode()
        assert agree in shown
        assert WHY in shown or WHY[:20] in shown
    assert agree not in clerk.get("/rulings/?tab=ours").content.decode()
    assert agent.post(agree, headers=HX).status_code == 403
    assert clerk.post(agree, headers=HX).status_code == 403
    assert leader.post(agree, headers=HX).status_code == 204
    assert leader.post(agree, headers=HX).status_code == 409
    case.refresh_from_db()
    assert case.handler_unit_id == world.units["QC-MKT"]
    assert "/rulings/between?" in leader.get("/rulings/pairs").content.decode()
    drill = f"/rulings/between?a={row.unit_id}&b={row.proposed_unit_id}"
    assert case.number in leader.get(drill).content.decode()
    assert case.number not in signed_in("0304").get(drill).content.decode()
    assert case.number in leader.get("/rulings/?tab=decided").content.decode()


def test_a_second_return_offers_arbitration_which_the_leader_in_charge_decides(
    world: World, case: Case, signed_in: SignedIn
) -> None:
    clerk, leader, chief = signed_in("0112"), signed_in("0102"), signed_in("0107")
    dialog, ask = (f"/rulings/case/{case.pk}/{v}" for v in ("send_back", "ask_arbitration"))
    clerk.post(dialog, SAID)
    leader.post(f"/rulings/{Return.objects.get().pk}/refuse")
    refused = clerk.post(dialog, SAID, headers=HX)
    assert refused.status_code == 409
    assert ask in refused.content.decode()
    assert clerk.post(ask, SAID).status_code == 302
    asked = Return.objects.get(step="arbitration")
    decide = f"/rulings/{asked.pk}/arbitrate"
    assert decide in chief.get("/rulings/?tab=to_arbitrate").content.decode()
    assert leader.post(decide).status_code == 403
    assert WHY in chief.get(decide).content.decode()
    assert chief.post(decide, {"unit_id": "", "text": "x"}).status_code == 422
    terms = {"unit_id": "网络维护部 (QC-NET)", "text": "主干归网络维护部"}
    assert chief.post(decide, terms, headers=HX).status_code == 204
    asked.refresh_from_db()
    assert (asked.state, asked.ruled_unit_id) == ("arbitrated", world.units["QC-NET"])


def test_the_api_returns_and_rules(world: World, case: Case) -> None:
    def call(who: str, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        secret = issue_token(world.account(who).pk, "x", by=world.actor(who), at=now())
        answer = Client().post(
            f"/api/v1/rulings{path}",
            json.dumps(body),
            content_type="application/json",
            headers={"Authorization": f"Bearer {secret}", "Idempotency-Key": f"{who}{path}"},
        )
        return answer.status_code, answer.json()

    said: dict[str, Any] = {"reason": "not_ours", "unit": world.units["QC-MKT"], "text": WHY}
    assert call("0102", f"/cases/{case.pk}", said)[0] == 403  # the desk does not have it
    assert call("0304", f"/cases/{case.pk}", said)[0] == 404
    status, made = call("0112", f"/cases/{case.pk}", said)
    assert (status, made["state"]) == (201, "asked")
    assert call("0112", f"/cases/{case.pk}", said) == (status, made)
    assert call("0112", f"/cases/{case.pk}/arbitration", said)[1]["code"] == "already_returned"
    assert call("0102", f"/{made['id']}/rule", {"agree": True})[1]["state"] == "agreed"
    secret = issue_token(world.account("0102").pk, "x", by=world.actor("0102"), at=now())
    listed = Client().get(
        "/api/v1/rulings?tab=decided", headers={"Authorization": f"Bearer {secret}"}
    )
    assert listed.json()["count"] == 1
    for since, status in (("0276-04-03T18:48:11Z", 422), ("2026-04-03T18:48:11%2B17:53", 200)):
        between = f"/api/v1/rulings/pairs?since={since}&until=2026-12-01T00:00:00Z"
        answer = Client().get(between, headers={"Authorization": f"Bearer {secret}"})
        assert answer.status_code == status
