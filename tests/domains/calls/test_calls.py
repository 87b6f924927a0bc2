"""Calls as the telephone system tells them: once each, missed ones called back by one person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from shouwen.domains.calls import actions, queries, rules
from shouwen.domains.calls.calling import Ringing
from shouwen.domains.calls.errors import AlreadyCalledBack, NotMissed
from shouwen.domains.calls.models import Call
from shouwen.domains.cases.models import Case
from shouwen.domains.intake.views import calls as pages
from shouwen.domains.intake.views.calls import SHOWN
from shouwen.platform.access.models import RolePermission
from shouwen.platform.policies.actions import install_presets
from tests.factories.cases import T0
from tests.factories.customers import a_customer
from tests.world import World, build

MINUTE = timedelta(minutes=1)
NUMBER = "13812345678"


@pytest.fixture
def town(db: None) -> World:
    install_presets()
    return build()


def of(world: World, number: str) -> Client:
    client = Client()
    client.force_login(world.account(number), backend="django.contrib.auth.backends.ModelBackend")
    return client


def missed(call_id: str, number: str = NUMBER) -> Call:
    at = timezone.now() - 5 * MINUTE
    actions.told(Ringing(number, call_id), "new", at=at)
    return actions.told(Ringing(number, call_id), "hangup", at=at + MINUTE)


def test_events_count_once_in_whatever_order(town: World) -> None:
    first, later = T0, T0 + MINUTE
    actions.told(Ringing("", "c-1"), "hangup", at=later)
    for at in (first, later):
        actions.told(Ringing(NUMBER, "c-1"), "new", line="96", at=at)
    actions.told(Ringing("13900001111", "c-1"), "hangup", at=later + MINUTE)
    call = Call.objects.get()
    assert (call.number, call.line) == (NUMBER, "96")
    assert (call.rang_at, call.answered_at, call.ended_at) == (first, None, later)
    assert call.missed


def test_who_got_through_later_or_is_called_back_is_not_missed(town: World) -> None:
    one, two = missed("c-1"), missed("c-2", "13900001111")
    now = timezone.now()
    assert set(queries.missed(at=now)) == {one, two}
    actions.told(Ringing(NUMBER, "c-3"), "answer", at=now - MINUTE)
    assert [c.call_id for c in queries.now_on(at=now)] == ["c-3"]
    assert list(queries.missed(at=now)) == [two]
    actions.call_back(two.pk, by=town.actor("0101"), at=now)
    assert not queries.missed(at=now).exists()
    with pytest.raises(AlreadyCalledBack):
        actions.call_back(two.pk, by=town.actor("0102"), at=now)
    two.refresh_from_db()
    assert two.called_back_by_id == town.staff["0101"]


def test_calling_back_somebody_without_a_number_is_calling_back_nobody_else(town: World) -> None:
    one, other = missed("c-1", ""), missed("c-2", "")
    through = actions.told(Ringing("", "c-3"), "answer", at=timezone.now())
    assert set(queries.missed(at=timezone.now())) == {one, other}
    with pytest.raises(NotMissed):
        actions.call_back(through.pk, by=town.actor("0101"), at=timezone.now())
    actions.call_back(one.pk, by=town.actor("0101"), at=timezone.now())
    one.refresh_from_db()
    other.refresh_from_db()
    assert one.called_back_at is not None and other.called_back_at is None


def test_the_page_masks_and_calling_back_opens_the_desk_with_the_caller(town: World) -> None:
    a_customer(at=T0)
    lost, agent = missed("c-1"), of(town, "0101")
    page = agent.get("/calls/").content.decode()
    assert f'data-missed="{lost.pk}"' in page and "138****5678" in page and NUMBER not in page
    answer = agent.post(f"/calls/{lost.pk}/back")
    assert answer["Location"] == "/pop?call_id=c-1"
    desk = agent.get(answer["Location"])
    assert desk.context["caller"] is not None and desk.context["draft"] == lost.draft
    assert "data-missed" not in agent.get("/calls/").content.decode()
    for stranger in ("0112", "0201"):
        assert of(town, stranger).get("/calls/").status_code == 403
        assert of(town, stranger).post(f"/calls/{lost.pk}/back").status_code == 403


def test_missed_calls_are_counted_beyond_the_rows_shown(
    town: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(SHOWN + 2):
        missed(f"c-{n}", f"139000{n:05}")
    agent = of(town, "0101")
    page = agent.get("/calls/")
    assert page.content.decode().count("data-missed") == SHOWN
    assert page.context["missed_count"] == SHOWN + 2
    monkeypatch.setattr(pages, "COUNTED", SHOWN + 2)
    page = agent.get("/calls/")
    assert '<span class="sw-count">51+</span>' in page.content.decode()


def test_the_case_taken_in_from_a_call_is_linked_to_it(town: World) -> None:
    actions.told(Ringing("13900001111", "c-9"), "answer", at=timezone.now())
    agent = of(town, "0101")
    form = agent.get("/pop?call_id=c-9").context["form"]
    assert form.initial["phone"] == "13900001111"
    sent = {
        "key": form.fields["key"].initial,
        "draft": Ringing("", "c-9").draft,
        "kind": "consultation",
        "channel": "hotline",
        "title": "资费咨询",
        "phone": "13900001111",
        "then": "next",
    }
    assert agent.post("/intake/", sent).status_code == 302
    assert Call.objects.get().case == Case.objects.get()


def tell(client: Client, **event: Any) -> Any:
    return client.post("/api/v1/calls", event, content_type="application/json")


def test_the_api_wants_its_verb_and_takes_any_event_twice(town: World) -> None:
    event = {"call_id": "c-1", "event": "new", "number": "+8613812345678", "agent": "0101"}
    assert tell(of(town, "0101"), **event).status_code == 403
    assert not Call.objects.exists()
    role = town.person("0109").appointments.get().post.role
    RolePermission.objects.create(role=role, code=rules.CALLS.code)
    client = of(town, "0109")
    for _again in range(2):
        told = tell(client, **event)
        assert told.status_code == 200, told.content
    assert told.json()["pop"] == "/pop?call_id=c-1" and NUMBER not in told.content.decode()
    call = Call.objects.get()
    assert (call.number, call.agent_id) == (NUMBER, town.staff["0101"])
    assert tell(client, call_id="c 1", event="new").status_code == 422
    assert tell(client, call_id="c-1", event="sung").status_code == 422
