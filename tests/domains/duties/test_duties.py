"""职责清单: drafted, published, followed and ended by day; asked under; read, searched and taken along."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils.timezone import localdate, now

from shouwen.domains.asks import actions as asks
from shouwen.domains.asks.models import Request
from shouwen.domains.duties import actions, queries
from shouwen.domains.duties.actions import Terms
from shouwen.domains.duties.errors import (
    DraftedAlready,
    DutyNotOffered,
    EndsInThePast,
    FollowsTooEarly,
    NotADraft,
)
from shouwen.domains.duties.models import Duty
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.access.actions import issue_token
from shouwen.platform.access.scope import EVERYTHING
from shouwen.platform.clocks import limits
from shouwen.platform.clocks.actions import LimitTerms, adopt_policy
from shouwen.platform.clocks.models import Clock, Limit, Policy
from shouwen.platform.journal.models import Entry
from shouwen.platform.org.actions import set_contact
from shouwen.platform.policies.actions import install_presets
from shouwen.platform.policies.queries import rulebook
from tests.factories.cases import a_case
from tests.world import BEGAN, World

SignedIn = Callable[[str], Client]
HX = {"HX-Request": "true"}
ZONE = ZoneInfo("Asia/Shanghai")


def said(name: str = "光缆抢修时间", **given: Any) -> Terms:
    terms: dict[str, Any] = {
        "purpose": "答复客户几点恢复",
        "topic": "光缆",
        "amount": 2,
        "counted_in": "hours",
        "waiting_minutes": 8,
        "valid_from": localdate(),
        **given,
    }
    return Terms(name=name, **terms)


def a_duty(world: World, name: str = "光缆抢修时间", unit: str = "QC-NET", **given: Any) -> Duty:
    by, at = world.actor("0113"), given.pop("at", now())
    actions.draft(world.units[unit], said(name, **given), by=by, at=at)
    return next(d for d in actions.publish(world.units[unit], by=by, at=at) if d.name == name)


@pytest.fixture
def net(world: World) -> int:
    """The network department answers on lines; the shipped limits hold."""
    install_presets(at=BEGAN)
    for role, who in (("A", "0112"), ("B", "0113")):
        set_contact(world.units["QC-NET"], "光缆", role, world.staff[who], by=SYSTEM, at=BEGAN)
    return world.units["QC-NET"]


def limit_of(request: Request) -> Limit:
    clock = Clock.objects.of(request.subject).get(kind="internal_reply")
    assert clock.limit is not None
    return clock.limit


@pytest.mark.item("S003-01")
def test_a_request_under_a_duty_has_its_time_and_the_default_otherwise(
    world: World, net: int
) -> None:
    duty, front, at = a_duty(world), world.actor("0101"), now()

    def asked(**given: Any) -> tuple[int, str, str]:
        limit = limit_of(asks.ask_quickly(unit_id=net, text="？", by=front, at=at, **given))
        return limit.amount, limit.unit, limit.ladder.code if limit.ladder else ""

    usual = asked()
    assert usual == (30, "minutes", "quick_ask")
    assert asked(duty_id=duty.pk) == (2, "hours", "quick_ask")
    assert asked(duty_id=duty.pk, waiting=True) == (8, "minutes", "quick_ask")
    plain = a_duty(world, "割接改期", waiting_minutes=None, amount=40, counted_in="minutes")
    assert asked(duty_id=plain.pk, waiting=True)[0] == 15
    case = a_case(front, at=at - timedelta(hours=1))
    terms: dict[str, Any] = {"unit_id": net, "text": "？", "blocking": True, "by": front, "at": at}
    written = asks.ask(case.pk, duty_id=duty.pk, **terms)
    assert (limit_of(written).amount, limit_of(written).unit) == (2, "hours")
    assert (written.topic, written.duty_id) == ("光缆", duty.pk)
    assert limit_of(written).name.endswith(duty.name)
    elsewhere = a_duty(world, unit="QC-MKT")
    before = Request.objects.count(), Entry.objects.count()
    for refused in (elsewhere.pk, 10**9):
        with pytest.raises(DutyNotOffered):
            asks.ask_quickly(unit_id=net, text="？", duty_id=refused, by=front, at=at)
    assert (Request.objects.count(), Entry.objects.count()) == before


def test_a_general_limit_of_the_department_does_not_stand_before_its_duty(
    world: World, net: int
) -> None:
    terms = LimitTerms(
        kind="internal_reply", amount=9, unit="hours", source="x", grade="M", calendar="24x7"
    )
    adopt_policy("net", [terms], unit=net, since=date(2025, 1, 1), by=SYSTEM, at=BEGAN)
    duty, front = a_duty(world), world.actor("0101")
    under = asks.ask_quickly(unit_id=net, text="？", duty_id=duty.pk, by=front, at=now())
    usual = asks.ask_quickly(unit_id=net, text="？", by=front, at=now())
    assert (limit_of(under).amount, limit_of(usual).amount) == (2, 9)
    kept = Policy.objects.get(preset=limits.DUTY)
    assert kept not in rulebook.policies()
    assert not rulebook.may_change(kept, EVERYTHING)


def test_a_duty_is_followed_and_ended_and_its_past_stays(world: World, net: int) -> None:
    by, front, at = world.actor("0113"), world.actor("0101"), now()
    last_month = at - timedelta(days=30)
    first = a_duty(world, at=last_month, valid_from=date(2020, 1, 1))
    assert first.valid_from == last_month.astimezone(ZONE).date()  # never backwards
    early = asks.ask_quickly(unit_id=net, text="？", duty_id=first.pk, by=front, at=last_month)
    second = a_duty(world, amount=4, waiting_minutes=None)
    first.refresh_from_db()
    assert first.valid_to == second.valid_from
    with pytest.raises(DutyNotOffered):
        asks.ask_quickly(unit_id=net, text="？", duty_id=first.pk, by=front, at=at)
    later = asks.ask_quickly(unit_id=net, text="？", duty_id=second.pk, by=front, at=at)
    assert (limit_of(early).amount, limit_of(later).amount) == (2, 4)
    with pytest.raises(FollowsTooEarly):
        a_duty(world)
    with pytest.raises(NotADraft):
        actions.change(second.pk, said(), by=by, at=at)
    with pytest.raises(EndsInThePast):
        actions.end(second.pk, valid_to=date(2024, 1, 1), by=by, at=at)
    Duty.objects.drafts().delete()
    actions.end(second.pk, valid_to=localdate(), by=by, at=at)
    assert queries.offered(net, at=at) == []
    third = a_duty(world, amount=6)  # a mistake of today is put right today
    again = asks.ask_quickly(unit_id=net, text="？", duty_id=third.pk, by=front, at=at)
    waits = asks.ask_quickly(
        unit_id=net, text="？", duty_id=third.pk, waiting=True, by=front, at=at
    )
    assert (limit_of(again).amount, limit_of(waits).amount) == (6, 8)
    found = queries.register(net, drafts=True, at=at)
    assert [line.duty for line in found.lines] == [third]
    assert set(found.former) == {first, second}
    with pytest.raises(IntegrityError), transaction.atomic():
        Duty.objects.filter(pk=second.pk).update(valid_to=None)


def test_what_follows_before_an_end_takes_every_promise_of_the_former_over(
    world: World, net: int
) -> None:
    """Ended in ten days, followed in three without a time for waiting customers: none is left over."""
    duty, today = a_duty(world), localdate()
    actions.end(duty.pk, valid_to=today + timedelta(days=10), by=world.actor("0113"), at=now())
    begins = today + timedelta(days=3)
    a_duty(world, valid_from=begins, waiting_minutes=None)
    duty.refresh_from_db()
    assert duty.valid_to == begins
    held = Limit.objects.filter(match__has_key="duty", valid__contains=begins)
    assert {limit.match.get("kind") for limit in held} == {None, "quick"}


def test_drafts_bind_nobody_and_leave_without_a_trace_in_the_limits(world: World, net: int) -> None:
    by, at = world.actor("0112"), now()
    made = actions.draft(net, said(), by=by, at=at)
    with pytest.raises(DraftedAlready):
        actions.draft(net, said(), by=by, at=at)
    actions.change(made.pk, said(amount=5), by=by, at=at)
    assert queries.offered(net, at=at) == []
    with pytest.raises(DutyNotOffered):
        asks.ask_quickly(unit_id=net, text="？", duty_id=made.pk, by=world.actor("0101"), at=at)
    actions.discard(made.pk, by=by, at=at)
    assert not Duty.objects.exists()
    assert not Limit.objects.filter(match__has_key="duty").exists()


def test_the_department_publishes_on_its_page_and_others_read_it(
    world: World, net: int, signed_in: SignedIn
) -> None:
    clerk, head, agent = signed_in("0112"), signed_in("0113"), signed_in("0101")
    sent = {"name": "光缆抢修时间", "topic": "光缆", "amount": "2", "counted_in": "hours",
            "valid_from": localdate().isoformat()}  # fmt: skip
    own = f"/duties/unit/{net}/"
    assert clerk.post(f"{own}draft", {**sent, "amount": "0"}, headers=HX).status_code == 422
    assert clerk.post(f"{own}draft", sent, headers=HX).status_code == 204
    assert clerk.post(f"{own}draft", sent, headers=HX).status_code == 409
    assert clerk.post(f"{own}publish", headers=HX).status_code == 403
    assert clerk.post(f"/duties/unit/{world.units['QC-MKT']}/draft", sent).status_code == 404
    assert "光缆抢修时间" not in agent.get(own).content.decode()
    assert head.post(f"{own}publish", headers=HX).status_code == 204
    duty = Duty.objects.get()
    assert duty.published_by_id == world.staff["0113"]
    for page in (own, "/duties/", "/duties/?q=抢修"):
        assert "光缆抢修时间" in agent.get(page).content.decode()
    assert "光缆抢修时间" not in agent.get("/duties/?q=zzz").content.decode()
    assert f"/duties/{duty.pk}/end" in head.get(own).content.decode()
    assert f"/duties/{duty.pk}/end" not in agent.get(own).content.decode()
    for kind, first in (("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")):
        file = agent.get(f"/duties/export/{kind}")
        assert file.content.startswith(first)
    assert "QC-NET" in agent.get("/duties/export/csv").content.decode()
    secret = issue_token(world.account("0101").pk, "x", by=world.actor("0101"), at=now())
    got = (
        Client().get("/api/v1/duties?q=光缆", headers={"Authorization": f"Bearer {secret}"}).json()
    )
    assert [(d["id"], d["unit_code"], d["a"], d["b"]) for d in got["items"]] == [
        (duty.pk, "QC-NET", world.staff["0112"], world.staff["0113"])
    ]
    gone = {"valid_to": localdate().isoformat()}
    assert head.post(f"/duties/{duty.pk}/end", gone, headers=HX).status_code == 204
    assert "光缆抢修时间" not in agent.get("/duties/").content.decode()


def test_the_dialogs_offer_the_duties_and_the_page_says_so(
    world: World, net: int, signed_in: SignedIn
) -> None:
    duty, agent = a_duty(world), signed_in("0101")
    guessed = agent.post("/asks/quick/guess", {"text": "光缆何时恢复"}).content.decode()
    assert f'id="duty-{duty.pk}"' in guessed
    assert 'data-key="Alt+1"' in guessed
    typed = agent.get("/asks/duties", {"unit_id": "QC-NET"}).content.decode()
    assert f'value="{duty.pk}"' in typed
    sent = {"text": "几点恢复", "unit_id": "QC-NET", "duty_id": duty.pk, "made_by": "electronic"}
    assert agent.post("/asks/quick", sent, headers=HX).status_code == 204
    made = Request.objects.get()
    assert made.duty == duty
    assert f"/duties/unit/{net}/" in agent.get(f"/asks/{made.pk}/").content.decode()
    case = a_case(world.actor("0101"), at=now() - timedelta(hours=1))
    ask = {"text": "？", "unit_id": "QC-NET", "duty_id": duty.pk, "blocking": "no"}
    assert agent.post(f"/asks/case/{case.pk}/ask", ask, headers=HX).status_code == 204
    theirs = issue_token(world.account("0113").pk, "x", by=world.actor("0113"), at=now())
    told = Client().get(
        f"/api/v1/clocks/explain/request:{made.number}",
        headers={"Authorization": f"Bearer {theirs}"},
    )
    assert told.json()["clocks"][0]["limit"]["match"]["duty"] == duty.name
