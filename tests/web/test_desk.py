"""My desk: the first page after the log-in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from shouwen.domains.asks import actions as asks
from shouwen.domains.cases import actions
from shouwen.domains.rulings import actions as rulings
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.notify.actions import tell
from shouwen.platform.notify.words import STEP_BREACH, STEP_WARNING
from shouwen.web.desk import Due
from tests.factories.cases import a_case
from tests.world import World

pytestmark = pytest.mark.usefixtures("noon")
HOUR = timedelta(hours=1)


def desk_of(world: World, number: str) -> Client:
    client = Client()
    client.force_login(world.account(number), backend="django.contrib.auth.backends.ModelBackend")
    return client


def due_of(world: World, number: str, kind: str = "") -> Due:
    due: Due = desk_of(world, number).get("/", {"kind": kind}).context["due"]
    return due


def numbers(due: Due) -> list[str]:
    return [row.number for row in due.rows]


def test_the_most_urgent_of_my_own_cases_stands_first(world: World) -> None:
    agent = world.actor("0101")
    later = a_case(agent, at=timezone.now() - HOUR, kind="consultation")
    sooner = a_case(
        agent, at=timezone.now() - HOUR, given_due_at=timezone.now() - timedelta(minutes=50)
    )
    a_case(world.actor("0102"), at=timezone.now() - HOUR)
    due = due_of(world, "0101")
    assert numbers(due) == [sooner.number, later.number]
    assert (due.mine, due.waiting.all, due.waiting.overdue) == (True, 2, 1)


def test_what_nobody_of_my_unit_has_taken_waits_for_me_too(world: World) -> None:
    agent = world.actor("0101")
    free, taken, elsewhere = (a_case(agent, at=timezone.now() - HOUR) for _ in range(3))
    for case in (free, taken):
        actions.accept(case.pk, by=agent, at=timezone.now() - HOUR)
        actions.dispatch(case.pk, unit_id=world.units["QC-NET"], by=agent, at=timezone.now() - HOUR)
    assert numbers(due_of(world, "0112")) == [free.number, taken.number]
    actions.start(taken.pk, by=world.actor("0113"), at=timezone.now())
    due = due_of(world, "0112")
    assert (due.mine, numbers(due), due.waiting.own, due.waiting.all) == (True, [free.number], 0, 1)
    assert elsewhere.number not in numbers(due_of(world, "0112"))


def test_mine_is_not_lost_behind_the_many_of_colleagues(world: World) -> None:
    clerk, colleague = world.actor("0112"), world.actor("0113")
    asked = [
        asks.ask_quickly(
            unit_id=world.units["QC-NET"], text=f"第{n}问", topic="", case_id=None, by=world.actor("0101"), at=timezone.now()
        )
        for n in range(60)
    ]  # fmt: skip
    for request in asked[:-1]:
        asks.accept(request.pk, by=colleague, at=timezone.now())
    asks.accept(asked[-1].pk, by=clerk, at=timezone.now())
    assert numbers(due_of(world, "0112")) == [asked[-1].number]


def test_whoever_rules_finds_what_was_returned_and_may_look_at_one_kind(world: World) -> None:
    agent, clerk = world.actor("0101"), world.actor("0112")
    mine, case = (
        a_case(world.actor("0102"), at=timezone.now() - HOUR),
        a_case(agent, at=timezone.now() - HOUR),
    )
    actions.accept(case.pk, by=agent, at=timezone.now())
    actions.dispatch(case.pk, unit_id=world.units["QC-NET"], by=agent, at=timezone.now())
    rulings.send_back(
        case.pk, reason="not_ours", proposed_unit_id=world.units["QC-MKT"], text="机房归市场部代维，本部门无权处理", by=clerk, at=timezone.now()
    )  # fmt: skip
    due = due_of(world, "0102")
    assert sorted(row.id for row in due.rows)[1].startswith("return-")
    assert [(kind, n) for kind, _words, n in due.picks] == [("case", 1), ("return", 1)]
    assert numbers(due_of(world, "0102", "return")) == [case.number]
    assert numbers(due_of(world, "0102", "case")) == [mine.number]
    assert len(due_of(world, "0102", "nonsense").rows) == 2
    assert due_of(world, "0102", "return").waiting == due.waiting


def test_who_is_only_asked_is_offered_no_verb_on_the_case_that_waits(world: World) -> None:
    agent = world.actor("0101")
    case = a_case(agent, at=timezone.now() - HOUR)
    actions.accept(case.pk, by=agent, at=timezone.now() - HOUR)
    asked = asks.ask(
        case.pk,
        unit_id=world.units["QC-NET"],
        text="请核查",
        blocking=True,
        by=agent,
        at=timezone.now(),
    )
    asks.accept(asked.pk, by=world.actor("0112"), at=timezone.now())
    verbs = {row.number: row.verb for row in due_of(world, "0112").rows}
    assert verbs[case.number] == "" and verbs[asked.number] != ""


def test_whoever_has_nothing_in_person_sees_what_lies_in_the_units(world: World) -> None:
    case = a_case(world.actor("0201"), at=timezone.now() - HOUR)
    due = due_of(world, "0204")
    assert (due.mine, due.units.open) == (False, 1)
    assert numbers(due) == [case.number]


def test_what_i_answered_today_is_counted(world: World) -> None:
    case = a_case(world.actor("0101"), at=timezone.now())
    actions.accept(case.pk, by=world.actor("0101"), at=timezone.now())
    actions.answer(case.pk, text="已告知", by=world.actor("0101"), at=timezone.now())
    assert desk_of(world, "0101").get("/").context["done"].since == 1


def test_the_rate_of_the_desk_comes_after_the_page(world: World) -> None:
    agent, at = world.actor("0101"), timezone.now()
    late = a_case(agent, at=at - HOUR, given_due_at=at - timedelta(minutes=50))
    for case in (late, a_case(agent, at=at - HOUR, given_due_at=at - timedelta(minutes=1))):
        actions.accept(case.pk, by=agent, at=at - HOUR)
        actions.answer(case.pk, text="已告知", by=agent, at=at - timedelta(minutes=30))
    page, rate = desk_of(world, "0101").get("/"), desk_of(world, "0101").get("/on-time/")
    assert 'hx-get="/on-time/"' in page.content.decode()
    assert "50.0%" in rate.content.decode() and "50.0%" not in page.content.decode()
    assert desk_of(world, "0108").get("/on-time/").status_code == 403


def test_the_last_word_about_a_matter_stands_for_those_before_it(world: World) -> None:
    at, agent = timezone.now(), world.actor("0101")
    first, second = (a_case(agent, at=at - HOUR) for _ in range(2))
    for n, (case, kind) in enumerate(
        ((first, STEP_WARNING), (second, STEP_WARNING), (first, STEP_BREACH))
    ):
        tell(case.subject, kind, [world.staff["0101"]], key=f"n{n}", by=SYSTEM, at=at - HOUR)
    page = desk_of(world, "0101").get("/")
    found = [
        (told.line.url, told.line.words.text, told.earlier) for told in page.context["notices"]
    ]
    assert found == [
        (f"/cases/{first.pk}/", "已超时", 1), (f"/cases/{second.pk}/", "即将到期", 0),
    ]  # fmt: skip
    assert page.context["unread"] == 3
    assert "此前还有 1 条" in page.content.decode()


def test_an_empty_desk_says_so(world: World) -> None:
    answer = desk_of(world, "0301").get("/")
    assert answer.status_code == 200
    assert answer.context["due"].rows == []
    assert "sw-empty" in answer.content.decode()


def test_a_post_without_cases_goes_to_its_own_first_page(world: World) -> None:
    answer = desk_of(world, "0108").get("/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/org/")


def test_nobody_has_a_desk_without_log_in(db: None) -> None:
    assert Client().get("/").status_code == 302
