"""The public API: the same verbs, one way to say no, and the promise written down."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now
from ninja import Schema

from shouwen.domains.cases.choices import CaseState as S
from shouwen.domains.cases.models import Case
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.access.actions import issue_token
from shouwen.web.api import api
from tests.factories.cases import a_case, a_case_in
from tests.world import World

SignedIn = Callable[[str], Client]
SNAPSHOT = Path(__file__).parent / "openapi.json"
A_CASE = {"kind": "complaint", "channel": "app", "title": "多扣费", "text": "请核实"}
HOUR = timedelta(hours=1)


def post(client: Client, address: str, body: Any, **headers: str) -> Any:
    return client.post(
        f"/api/v1/cases{address}",
        json.dumps(body),
        content_type="application/json",
        headers=headers,
    )


def test_the_promise_is_what_was_published() -> None:
    """A wanted change of the API changes tests/domains/cases/openapi.json in the same commit."""
    promised = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    assert promised == json.loads(SNAPSHOT.read_text("utf-8"))


def test_no_two_shapes_of_the_api_share_a_name():
    """The document knows one shape a name: of two, it would state one for both."""

    def shapes(kind: type[Schema]) -> Iterator[type[Schema]]:
        for shape in kind.__subclasses__():
            yield shape
            yield from shapes(shape)

    places: dict[str, set[str]] = defaultdict(set)
    for shape in shapes(Schema):
        if shape.__module__.startswith("shouwen."):
            places[shape.__name__].add(shape.__module__)
    assert len(places) > 100
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def test_a_case_is_opened_read_and_listed(world: World, signed_in: SignedIn) -> None:
    client = signed_in("0101")
    made = post(client, "", A_CASE)
    assert made.status_code == 201
    body = made.json()
    assert (body["kind"], body["state"], body["owner_unit"]) == (
        "complaint",
        "received",
        world.units["QC-HOT"],
    )
    assert client.get(f"/api/v1/cases/{body['id']}").json()["number"] == body["number"]
    assert [c["id"] for c in client.get("/api/v1/cases").json()["items"]] == [body["id"]]
    assert "application/json; charset=utf-8" in made.headers["Content-Type"]
    assert "多扣费" in made.content.decode()


def test_every_answer_spells_instants_alike(world: World, signed_in: SignedIn) -> None:
    """UTC to the microsecond, whether a verb answers, one case is read, or a page of them."""
    client = signed_in("0101")
    made = post(client, "", A_CASE).json()
    spelled = Case.objects.get().opened_at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    read = client.get(f"/api/v1/cases/{made['id']}").json()
    listed = client.get("/api/v1/cases").json()["items"][0]
    assert made["opened_at"] == read["opened_at"] == listed["opened_at"] == spelled
    assert made == read == listed


def test_an_intake_with_key_and_token_costs_a_fixed_number_of_statements(
    world: World, django_assert_num_queries: Callable[[int], Any]
) -> None:
    """Who acts, the claim of the key with its savepoint (here) and answer, and the writing itself."""
    secret = issue_token(world.account("0101").pk, "script", by=SYSTEM, at=now())
    client = Client(headers={"authorization": f"Bearer {secret}"})
    post(client, "", A_CASE, **{"Idempotency-Key": "warm"})
    for key in ("one", "two", "three"):
        with django_assert_num_queries(12):
            assert post(client, "", A_CASE, **{"Idempotency-Key": key}).status_code == 201


def test_the_answer_to_an_intake_is_the_case_as_it_reads_later(
    world: World, signed_in: SignedIn
) -> None:
    client = signed_in("0101")
    made = post(client, "", A_CASE).json()
    read = client.get(f"/api/v1/cases/{made['id']}").json()
    del (
        made["opened_at"],
        read["opened_at"],
    )  # the same instant, to the microsecond and to the milli
    assert made == read


def test_the_same_key_makes_one_case_and_another_body_is_refused(
    world: World, signed_in: SignedIn
) -> None:
    client = signed_in("0101")
    first, again = (post(client, "", A_CASE, **{"Idempotency-Key": "k1"}) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    other = post(client, "", {**A_CASE, "title": "别的"}, **{"Idempotency-Key": "k1"})
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")
    assert Case.objects.count() == 1


def test_every_verb_answers_with_the_case(world: World, signed_in: SignedIn) -> None:
    client = signed_in("0102")
    pk = post(client, "", {**A_CASE, "category": "资费争议"}).json()["id"]
    until = (now() + HOUR).isoformat()
    for verb, body, state in [
        ("accept", {}, "accepted"),
        ("note", {"text": "已联系", "contacted": True}, "accepted"),
        ("wait", {"waiting_for": "customer", "until": until}, "accepted"),
        ("resume", {}, "accepted"),
        ("start", {}, "in_progress"),
        ("urge", {}, "in_progress"),
        ("dispatch", {"unit_id": world.units["QC-NET"]}, "dispatched"),
        ("answer", {"text": "已退费"}, "answered"),
        ("close", {}, "closed"),
        ("reopen", {"text": "没退"}, "in_progress"),
        ("answer", {"text": "已退"}, "answered"),
        ("invite", {}, "awaiting_evaluation"),
        ("evaluate", {"score": 5, "solved": True}, "closed"),
        ("archive", {}, "archived"),
        ("void", {"text": "测试"}, "void"),
    ]:
        answer = post(client, f"/{pk}/{verb}", body)
        assert (answer.status_code, answer.json().get("state")) == (200, state), answer.json()


def test_refusals_have_codes(world: World, signed_in: SignedIn) -> None:
    case = a_case_in(S.CLOSED, world, at=now() - HOUR)
    client = signed_in("0102")
    answer = post(client, f"/{case.pk}/accept", {})
    assert (answer.status_code, answer.json()["code"]) == (409, "move_not_allowed")
    answer = post(client, f"/{case.pk}/archive", {"version": 1})
    assert (answer.status_code, answer.json()["code"]) == (409, "stale")
    assert post(signed_in("0111"), f"/{case.pk}/archive", {}).status_code == 403
    assert Client().get("/api/v1/cases").status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        {},
        {**A_CASE, "kind": "nonsense"},
        {**A_CASE, "title": ""},
        {**A_CASE, "title": "a\x00b"},
        {**A_CASE, "title": "x" * 201},
        {**A_CASE, "customer": 2**63},
        {**A_CASE, "customer": "1"},
        {**A_CASE, "due_at": "9999-12-31T23:59:59Z"},
        {**A_CASE, "due_at": "2025-10-10T09:00:00"},
        [],
        None,
    ],
)
def test_unusable_input_is_422_and_makes_nothing(
    body: Any, world: World, signed_in: SignedIn
) -> None:
    answer = post(signed_in("0101"), "", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert not Case.objects.exists()


def test_an_id_beyond_the_database_is_not_found(world: World, signed_in: SignedIn) -> None:
    assert signed_in("0102").get(f"/api/v1/cases/{10**30}").status_code == 404


def test_pages_follow_each_other(world: World, signed_in: SignedIn) -> None:
    made = [a_case(world.actor("0101"), at=now() - HOUR).pk for _ in range(52)]
    client = signed_in("0102")
    first = client.get("/api/v1/cases").json()
    rest = client.get(f"/api/v1/cases?after={first['after']}").json()
    assert sorted(c["id"] for c in first["items"] + rest["items"]) == sorted(made)
    assert (first["count"], rest["after"]) == (52, None)


def test_a_token_acts_under_its_post(world: World) -> None:
    secret = issue_token(world.account("0101").pk, "test", by=SYSTEM, at=now())
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    made = post(client, "", A_CASE)
    assert (made.status_code, made.json()["owner"]) == (201, world.staff["0101"])


def test_a_key_too_long_to_be_kept_is_refused_and_never_cut(
    world: World, signed_in: SignedIn
) -> None:
    client = signed_in("0101")
    assert post(client, "", A_CASE, **{"Idempotency-Key": "k" * 80}).status_code == 201
    answer = post(client, "", A_CASE, **{"Idempotency-Key": "k" * 81})
    assert (answer.status_code, answer.json()["message"]) == (422, "幂等键最长 80 个字符。")
    assert Case.objects.count() == 1
