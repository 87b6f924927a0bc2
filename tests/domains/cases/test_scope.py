"""A clerk of one county sees nothing of the other: page, fragment, API, search, count, verb."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils.timezone import now

from shouwen.domains.cases import actions
from shouwen.domains.cases.models import Case
from tests.factories.cases import MINUTE, a_case
from tests.factories.customers import a_customer
from tests.world import World

SignedIn = Callable[[str], Client]
HX = {"HX-Request": "true"}
VERBS = ["accept", "dispatch", "start", "answer", "invite", "evaluate", "close", "reopen"]
VERBS += ["urge", "wait", "resume", "withdraw", "archive", "void", "note", "declare"]


@pytest.fixture
def foreign(world: World) -> Case:
    """A case of the western county."""
    customer = a_customer(at=now(), name="西门秋", phone="13900008888")
    by = world.actor("0301")
    case = a_case(
        by, at=now() - MINUTE, customer_id=customer.pk, title="秘密标题", given_due_at=now()
    )
    actions.urge(case.pk, by=by, at=now())
    return case


def test_lists_counts_and_search_do_not_show_it(
    foreign: Case, world: World, signed_in: SignedIn
) -> None:
    client = signed_in("0201")
    for view in ("mine", "overdue", "soon", "urged", "angry", "escalate", "open", "closed"):
        for headers in ({}, HX):
            answer = client.get(f"/cases/?view={view}", headers=headers)
            assert foreign.number not in answer.content.decode()
            if not headers:
                assert {t.count for t in answer.context["tabs"]} == {0}
    for unit in (world.units["XS"], world.units["XS-01-H"]):
        assert client.get(f"/cases/?unit={unit}").context["rows"] == []
    for typed in (foreign.number, "8888", "西门", "秘密标题"):
        answer = client.get("/cases/", {"q": typed})
        assert answer.context["rows"] == []
    assert foreign.pk in [r["case"].pk for r in signed_in("0301").get("/cases/").context["rows"]]


def test_its_page_and_parts_do_not_exist(foreign: Case, signed_in: SignedIn) -> None:
    client, absent = signed_in("0204"), foreign.pk + 1000
    for part in ("", "panel", "blame", "unmask", "clocks/1", *VERBS):
        found = client.get(f"/cases/{foreign.pk}/{part}", headers=HX)
        nothing = client.get(f"/cases/{absent}/{part}", headers=HX)
        assert found.status_code in {403, 404}
        assert found.status_code == nothing.status_code
        found = client.post(f"/cases/{foreign.pk}/{part}", {"text": "x"}, headers=HX)
        assert found.status_code in {403, 404, 405}
    foreign.refresh_from_db()
    assert foreign.version == 1


def test_the_api_says_not_found(foreign: Case, signed_in: SignedIn) -> None:
    client = signed_in("0204")
    listed = client.get("/api/v1/cases").json()
    assert (listed["items"], listed["count"]) == ([], 0)
    assert client.get("/api/v1/cases?q=秘密标题").json()["items"] == []
    assert client.get(f"/api/v1/cases/{foreign.pk}").status_code == 404
    answer = client.post(
        f"/api/v1/cases/{foreign.pk}/note",
        json.dumps({"text": "x"}),
        content_type="application/json",
    )
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_an_owner_still_sees_what_was_dispatched_away_and_the_handler_too(
    foreign: Case, world: World, signed_in: SignedIn
) -> None:
    actions.dispatch(foreign.pk, unit_id=world.units["DH-01"], by=world.actor("0302"), at=now())
    for number in ("0301", "0202", "0304", "0204"):
        assert signed_in(number).get(f"/cases/{foreign.pk}/").status_code == 200
    assert signed_in("0201").get(f"/cases/{foreign.pk}/").status_code == 404


def test_the_api_opens_no_case_for_a_stranger_of_another_county(
    world: World, signed_in: SignedIn
) -> None:
    """Else a guessed id would show somebody's record on a case of one's own."""
    customer = a_customer(at=now(), unit_id=world.units["XS-01-H"])
    body = {"kind": "complaint", "channel": "hall", "title": "x", "customer": customer.pk}
    sent = [
        signed_in(number).post("/api/v1/cases", json.dumps(body), content_type="application/json")
        for number in ("0201", "0301", "0101")
    ]
    assert [answer.status_code for answer in sent] == [404, 201, 201]


def test_urging_in_the_name_of_a_leader_or_of_the_owner_needs_to_be_one(
    foreign: Case, world: World, signed_in: SignedIn
) -> None:
    actions.dispatch(foreign.pk, unit_id=world.units["DH-01"], by=world.actor("0302"), at=now())
    address = f"/api/v1/cases/{foreign.pk}/urge"
    said = [
        (number, source, signed_in(number).post(
            address, json.dumps({"source": source}), content_type="application/json"
        ).status_code)
        for number, source in [
            ("0202", "leader"), ("0204", "leader"), ("0202", "owner_unit"),
            ("0301", "owner_unit"), ("0304", "owner_unit"), ("0202", "customer"),
        ]
    ]  # fmt: skip
    assert [status for _, _, status in said] == [403, 200, 409, 200, 200, 200], said


def test_behind_a_number_a_case_that_went_elsewhere_has_no_words(
    world: World, signed_in: SignedIn
) -> None:
    """The east let the limit pass and is charged; what the west has now is not the east's to read."""
    agent, hour = world.actor("0101"), 60 * MINUTE
    began = now() - 5 * hour
    case = a_case(agent, at=began, title="秘密标题", given_due_at=began + hour)
    actions.dispatch(case.pk, unit_id=world.units["DH-01"], by=agent, at=began + MINUTE)
    actions.dispatch(case.pk, unit_id=world.units["XS-01"], by=agent, at=began + 2 * hour)
    days = f"from={(began - 24 * hour).date()}&to={(now() + 24 * hour).date()}"
    east = signed_in("0204").get(f"/kpi/overdue_rate/rows/?{days}").content.decode()
    assert case.number in east
    assert "秘密标题" not in east and f"/cases/{case.pk}/" not in east
    hotline = signed_in("0113").get(f"/kpi/overdue_rate/rows/?{days}").content.decode()
    assert case.number not in hotline
