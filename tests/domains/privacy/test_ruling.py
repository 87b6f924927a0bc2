"""保存期限 by two people, and the nights that count before they erase."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.models import Case
from shouwen.domains.privacy import actions, errors, tasks
from shouwen.domains.privacy.actions import nightly
from shouwen.domains.privacy.models import DataRequest, Night, Proposal, Rule, Run
from shouwen.domains.privacy.queries.due import due, months_before
from shouwen.domains.privacy.queries.nights import wrong
from shouwen.kernel.actor import SYSTEM, Actor
from shouwen.web.vitals import vitals
from tests import world as cast
from tests.factories.cases import a_case
from tests.factories.customers import a_customer
from tests.world import World

pytestmark = pytest.mark.django_db
YEARS = timedelta(days=365 * 4)


@pytest.fixture
def world() -> World:
    made = cast.build()
    actions.install_presets(by=SYSTEM, at=timezone.now())
    agent, at = made.actor("0101"), timezone.now() - YEARS
    case = a_case(agent, at=at, text="请打我妻子的电话")
    cases.accept(case.pk, by=agent, at=at)
    cases.answer(case.pk, text="已回电", by=agent, at=at)
    cases.close(case.pk, by=agent, at=at)
    return made


def boss(world: World) -> Client:
    client = Client()
    client.force_login(world.administrator)
    return client


def test_one_proposes_sees_how_much_it_reaches_and_another_confirms(world: World) -> None:
    at = timezone.now()
    tomorrow = timezone.localdate(at) + timedelta(days=1)
    terms = {"code": "faults", "what": "texts", "kinds": ["fault_report"], "months": 12}
    told = {**terms, "basis": "本单位自定", "since": f"{tomorrow}"}
    page = boss(world)
    assert (
        page.post("/privacy/rules/propose", told | {"since": f"{at:%Y-%m-%d}"}).status_code == 409
    )
    assert page.post("/privacy/rules/propose", told | {"basis": ""}).status_code == 422
    assert not Proposal.objects.exists()
    assert page.post("/privacy/rules/propose", told).status_code == 302
    assert page.post("/privacy/rules/propose", told).status_code == 409  # one at a time
    row = Proposal.objects.get()
    assert not Rule.objects.filter(code="faults").exists()
    assert "本单位自定" in page.get("/privacy/").content.decode()
    assert page.post(f"/privacy/rules/{row.pk}/decide", {"agree": "yes"}).status_code == 409
    mine = Actor(account=world.administrator.pk)
    with pytest.raises(errors.SamePerson):
        actions.decide(row.pk, agree=True, by=mine, at=at)
    actions.decide(row.pk, agree=True, by=world.actor("0107"), at=at)
    rule = Rule.objects.get(code="faults")
    assert (rule.months, rule.kinds, rule.since) == (12, ["fault_report"], tomorrow)
    with pytest.raises(errors.DecidedAlready):
        actions.decide(row.pk, agree=False, by=world.actor("0103"), at=at)
    leader = Client()
    leader.force_login(world.account("0102"))
    assert leader.post("/privacy/rules/propose", told).status_code == 403
    assert leader.post("/privacy/night", {"mode": "erase"}).status_code == 403


def test_a_night_counts_until_it_is_switched_on_and_then_erases_with_proof(world: World) -> None:
    at = timezone.now()
    counted = actions.night(at=at)
    assert counted is not None and (counted.due, counted.erased) == (1, 0)
    assert not Run.objects.exists()
    assert boss(world).post("/privacy/night", {"mode": "erase"}).status_code == 302
    tasks.night(int(at.timestamp()) + 86_400)
    last = Night.objects.latest("pk")
    assert (last.mode, last.erased) == ("erase", 1) and Run.objects.get().digest
    assert wrong(at=last.at) == ""
    actions.switch("off", by=SYSTEM, at=at)
    assert actions.night(at=at) is None


def test_a_rule_that_begins_today_holds_in_the_first_hours_of_the_day_too(world: World) -> None:
    """At two in the morning it is still yesterday in UTC: what the new rule keeps must not go by the old one."""
    begins = timezone.localdate() + timedelta(days=1)
    kind = Case.objects.get().kind
    actions.set_rule("kept", what="texts", months=120, basis="?", since=begins, kinds=[kind])
    night = datetime.combine(begins, time(2, 11), timezone.get_current_timezone()).astimezone(UTC)
    assert timezone.localdate(night) == begins != night.date()
    assert list(actions.run(by=SYSTEM, at=night, only="words")) == []
    assert len(list(actions.run(by=SYSTEM, at=night - timedelta(hours=3), only="words"))) == 1


def test_nights_name_and_reckon_the_day_of_the_house(world: World) -> None:
    """Half past midnight in Shanghai: the page of health says so, and the last day of a short month is kept in full."""
    night = datetime(2026, 5, 30, 16, 30, tzinfo=UTC)
    assert months_before(night, 3) == datetime(2026, 2, 27, 16, 30, tzinfo=UTC)
    Night.objects.create(at=night, finished_at=night, mode="count")
    vital = next(v for v in vitals(at=night + timedelta(days=4)) if v.code == "retention night")
    assert vital.value == "2026-05-31 00:30" and "2026-05-31" in str(vital.warning)


def test_a_request_that_was_withdrawn_holds_its_words_no_longer(world: World) -> None:
    case = Case.objects.get()
    given = {"checked": "papers", "customer": a_customer(at=case.opened_at)}
    DataRequest.objects.create(case=case, wish="copy", asked_at=case.opened_at, **given)
    rule, at = Rule.objects.get(code="words"), timezone.now()
    assert due(rule, at=at, limit=9).ids == []
    assert case.closed_at is not None
    cases.reopen(case.pk, text="?", by=SYSTEM, at=case.closed_at)
    cases.withdraw(case.pk, text="不再需要", by=SYSTEM, at=case.closed_at)
    assert due(rule, at=at, limit=9).ids == [case.pk]


def test_a_night_that_fails_is_seen_on_the_page_of_health(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = timezone.now()

    def broken(*_args: object, **_given: Any) -> object:
        raise OSError("disk")

    monkeypatch.setattr(nightly, "due", broken)
    with pytest.raises(OSError):
        actions.night(at=at)
    assert Night.objects.get().failure == "OSError"
    vital = next(v for v in vitals(at=at) if v.code == "retention night")
    assert "OSError" in str(vital.warning)
    actions.switch("count", by=SYSTEM, at=at)
    monkeypatch.undo()
    actions.night(at=at + timedelta(days=1))
    assert wrong(at=at + timedelta(days=1)) == ""
    assert wrong(at=at + timedelta(days=4)) != ""
