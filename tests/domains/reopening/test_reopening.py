"""重开: by three policies that differ, by a dissatisfied customer, and by a follow-up when it is too late."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils.timezone import localdate, now

from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.choices import CaseState as S
from shouwen.domains.cases.models import Case, Rework
from shouwen.domains.cases.queries import verify
from shouwen.domains.cases.queries.reopening import policy_of
from shouwen.domains.kpi import definitions, reach
from shouwen.domains.kpi.queries import measure
from shouwen.domains.kpi.reach import Question
from shouwen.domains.reopening import actions
from shouwen.domains.reopening.errors import CanBeReopened, FollowedAlready, RuleLiesBehind
from shouwen.domains.reopening.models import Rule
from shouwen.domains.teamwork.models import Link
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.clocks import queries as clocks
from shouwen.platform.clocks.actions import LimitTerms, adopt_policy
from shouwen.platform.clocks.models import Clock, Policy
from shouwen.platform.journal.models import Entry
from shouwen.platform.notify.models import Notice
from tests.factories.cases import MINUTE, T0, a_case_in
from tests.world import World

SignedIn = Callable[[str], Client]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def with_policy(world: World, policy: str) -> None:
    """Faults have ten hours, and two for a rework; after reopening as ``policy`` says."""
    made: dict[str, Any] = {
        "unit": "hours",
        "source": "测试",
        "grade": "T",
        "match": {"kind": "fault_report"},
    }
    limits = [
        LimitTerms(kind="resolution", amount=10, reopen=policy, **made),
        LimitTerms(kind="rework", amount=2, **made),
    ]
    unit = world.units["QC"]
    adopt_policy("t", limits, unit=unit, since=(T0 - DAY).date(), by=SYSTEM, at=T0 - DAY)


def rework_rate(world: World, unit: str) -> tuple[float, int]:
    """Of the two days, with everything below the unit."""
    definition = definitions.find("rework_rate")
    assert definition is not None
    span = reach.span(T0.date() - DAY, T0.date() + DAY, None, as_of=T0 + DAY)
    (found,) = measure(definition, Question(reach=reach.whole(world.units[unit]), span=span))
    return found.ratio.numerator, found.ratio.denominator


@pytest.mark.parametrize(
    ("policy", "kind", "left", "reworks"),
    [
        ("continue", "resolution", 10 * HOUR - 4 * MINUTE, 0),
        ("restart", "resolution", 10 * HOUR, 0),
        ("rework", "rework", 2 * HOUR, 1),
    ],
)
def test_the_three_policies_differ(
    world: World, policy: str, kind: str, left: timedelta, reworks: int
) -> None:
    with_policy(world, policy)
    case = a_case_in(S.CLOSED, world)
    assert policy_of(case, at=T0 + HOUR) == policy
    cases.reopen(case.pk, text="又断了", by=world.actor("0101"), at=T0 + HOUR)
    running = Clock.objects.get(subject_id=case.pk, ended_at=None, basis="internal")
    assert (running.kind, running.instance, running.due_at) == (kind, 2, T0 + HOUR + left)
    assert (running.unit_id, running.person_id) == (world.units["QC-NET"], world.staff["0112"])
    assert (
        Entry.objects.get(subject_id=case.pk, kind="cases.case.reopened").facts["policy"] == policy
    )
    cases.answer(case.pk, text="重新熔接", by=world.actor("0112"), at=T0 + 4 * HOUR)
    late = Entry.objects.filter(subject_id=case.pk, kind="cases.case.answered").latest("pk")
    assert late.facts["late"] is (policy == "rework")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT charged_unit_id, charged_person_id, verdict, counted FROM cases_rework_fact"
        )
        charged = cursor.fetchall()
    told = (world.units["QC-NET"], world.staff["0112"], "breached", True)
    assert charged == [told] * reworks
    assert (rework_rate(world, "QC"), rework_rate(world, "QC-NET")) == ((reworks, 1), (reworks, 1))
    assert list(verify()) == [] and list(clocks.verify()) == []


def test_a_rework_without_a_limit_of_its_own_has_that_of_the_work(world: World) -> None:
    with_policy(world, "rework")
    Policy.objects.filter(code="t").update(version=2)
    Policy.objects.get(code="t").limits.filter(kind="rework").update(match={"kind": "complaint"})
    case = a_case_in(S.CLOSED, world)
    cases.reopen(case.pk, text="又断了", by=world.actor("0101"), at=T0 + HOUR)
    running = Clock.objects.get(subject_id=case.pk, ended_at=None, basis="internal")
    assert (running.kind, running.due_at) == ("rework", T0 + 11 * HOUR)


def ruled(dissatisfied: str, *, kind: str = "", times: int = 1, since: datetime) -> None:
    actions.set_rule(
        localdate(since),
        kind=kind,
        dissatisfied=dissatisfied,
        times=times,
        why="客户服务承诺第七条",
        by=SYSTEM,
        at=since - DAY,
    )


def judged(world: World, case: Case, score: int, *, at: datetime) -> None:
    cases.evaluate(case.pk, score=score, solved=score > 2, by=world.actor("0105"), at=at)
    case.refresh_from_db()


def test_a_dissatisfied_customer_reopens_as_the_rule_says_once_and_never_in_circles(
    world: World,
) -> None:
    start = now() - 3 * DAY
    ruled("automatic", kind="fault_report", since=start - DAY)
    case = a_case_in(S.AWAITING_EVALUATION, world, at=start)
    judged(world, case, 1, at=start + HOUR)
    assert actions.take_to_heart(case.pk, by=SYSTEM, at=start + HOUR) is True
    assert actions.take_to_heart(case.pk, by=SYSTEM, at=start + HOUR) is False
    case.refresh_from_db()
    assert (case.state, case.instance, case.reopens) == (S.IN_PROGRESS, 2, 1)
    entry = Entry.objects.get(subject_id=case.pk, kind="cases.case.reopened")
    assert entry.facts["rating_id"] == case.ratings.get().pk and entry.facts["score"] == 1
    cases.answer(case.pk, text="再修", by=world.actor("0112"), at=start + 2 * HOUR)
    judged(world, case, 2, at=start + 3 * HOUR)
    for _twice in range(2):
        assert actions.take_to_heart(case.pk, by=SYSTEM, at=start + 3 * HOUR) is False
    case.refresh_from_db()
    assert (case.state, case.reopens) == (S.CLOSED, 1)
    told = Notice.objects.filter(kind=actions.ASKED).values_list("staff_id", flat=True)
    assert set(told) >= {world.staff["0101"]} and len(told) == len(set(told))


def test_the_own_rule_of_a_kind_comes_first_and_off_is_off(world: World) -> None:
    start = now() - 3 * DAY
    ruled("automatic", since=start - DAY)
    ruled("off", kind="fault_report", since=start - DAY)
    with pytest.raises(RuleLiesBehind):
        ruled("ask", kind="fault_report", since=start - DAY)
    case = a_case_in(S.AWAITING_EVALUATION, world, at=start)
    judged(world, case, 1, at=start + HOUR)
    assert actions.take_to_heart(case.pk, by=SYSTEM, at=start + HOUR) is False
    assert not Notice.objects.filter(kind=actions.ASKED).exists()
    content = a_case_in(S.AWAITING_EVALUATION, world, at=start, kind="consultation")
    judged(world, content, 5, at=start + HOUR)
    assert actions.take_to_heart(content.pk, by=SYSTEM, at=start + HOUR) is False


def test_too_late_to_reopen_opens_a_follow_up_in_one_click(
    world: World, signed_in: SignedIn
) -> None:
    old = a_case_in(S.CLOSED, world, at=now() - 40 * DAY)
    agent, open_one = signed_in("0101"), a_case_in(S.DISPATCHED, world, at=now() - HOUR)
    dialog, follow = f"/cases/{old.pk}/reopen", f"/reopening/case/{old.pk}/follow_up"
    assert follow in agent.get(dialog).content.decode()
    refused = agent.post(dialog, {"text": "又断了"}, headers={"HX-Request": "true"})
    assert refused.status_code == 409 and follow in refused.content.decode()
    said = agent.post(f"/api/v1/cases/{old.pk}/reopen", {"text": "又断了"}, "application/json")
    assert said.json()["details"] == {"days": 30, "instead": "follow_up"}
    assert signed_in("0301").post(follow).status_code == 404
    assert signed_in("0112").post(follow).status_code == 403
    with pytest.raises(CanBeReopened):
        actions.follow_up(open_one.pk, by=world.actor("0101"), at=now())
    done = agent.post(follow, {"text": "又断了"}, headers={"HX-Request": "true"})
    link = Link.objects.get(kind="follows", other=old)
    made = link.case
    assert done["HX-Redirect"] == f"/cases/{made.pk}/"
    assert (made.kind, made.title, made.owner_id) == (old.kind, old.title, world.staff["0101"])
    page = agent.get(f"/cases/{made.pk}/").content.decode()
    assert old.number in page
    with pytest.raises(FollowedAlready):
        actions.follow_up(old.pk, by=world.actor("0101"), at=now())
    over = agent.post(f"/api/v1/reopening/cases/{old.pk}/follow_up", {}, "application/json")
    assert (over.status_code, over.json()["details"]) == (409, {"case_id": made.pk})
    cases.withdraw(made.pk, text="自己好了", by=world.actor("0101"), at=now())
    over = agent.post(f"/api/v1/reopening/cases/{old.pk}/follow_up", {}, "application/json")
    assert (over.status_code, over.json()["follows"]) == (201, old.pk)


def test_the_page_asks_for_a_word_and_the_rules_have_a_page(
    world: World, signed_in: SignedIn
) -> None:
    case = a_case_in(S.AWAITING_EVALUATION, world, at=now() - 2 * HOUR)
    judged(world, case, 2, at=now() - HOUR)
    shown = signed_in("0101").get(f"/cases/{case.pk}/").content.decode()
    assert 'id="dissatisfied"' in shown
    cases.reopen(case.pk, text="没修好", by=world.actor("0101"), at=now())
    assert 'id="dissatisfied"' not in signed_in("0101").get(f"/cases/{case.pk}/").content.decode()
    manager = signed_in("0106")
    assert signed_in("0102").get("/reopening/rules").status_code == 403
    given = {
        "since": (localdate() + DAY).isoformat(),
        "kind": "complaint",
        "dissatisfied": "automatic",
        "times": 2,
        "why": "投诉办法",
    }
    assert manager.post("/reopening/rules", {**given, "why": ""}).status_code == 422
    assert manager.post("/reopening/rules", given).status_code == 302
    assert manager.post("/reopening/rules", given).status_code == 409
    assert Rule.objects.get().times == 2
    assert "投诉办法" in manager.get("/reopening/rules").content.decode()
    assert not Rework.objects.exists()
