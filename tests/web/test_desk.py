"""My desk: the first page after the log-in."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client
from django.utils.timezone import now

from shouwen.domains.cases import actions
from tests.factories.cases import a_case
from tests.world import World

HOUR = timedelta(hours=1)


def desk_of(world: World, number: str) -> Client:
    client = Client()
    client.force_login(world.account(number), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_most_urgent_of_my_own_cases_stands_first(world: World) -> None:
    agent = world.actor("0101")
    later = a_case(agent, at=now() - HOUR, kind="consultation")
    sooner = a_case(agent, at=now() - HOUR, given_due_at=now() - timedelta(minutes=50))
    a_case(world.actor("0102"), at=now() - HOUR)
    context = desk_of(world, "0101").get("/").context
    assert [row.number for row in context["rows"]] == [sooner.number, later.number]
    assert (context["desk"].mine, context["desk"].waiting) == (True, 2)


def test_whoever_has_nothing_in_person_sees_what_lies_in_the_units(world: World) -> None:
    case = a_case(world.actor("0201"), at=now() - HOUR)
    context = desk_of(world, "0204").get("/").context
    assert context["desk"].mine is False
    assert [row.number for row in context["rows"]] == [case.number]


def test_what_i_answered_today_is_counted(world: World) -> None:
    case = a_case(world.actor("0101"), at=now())
    actions.accept(case.pk, by=world.actor("0101"), at=now())
    actions.answer(case.pk, text="已告知", by=world.actor("0101"), at=now())
    assert desk_of(world, "0101").get("/").context["done"].since == 1


def test_an_empty_desk_says_so(world: World) -> None:
    answer = desk_of(world, "0301").get("/")
    assert answer.status_code == 200
    assert answer.context["rows"] == []
    assert "sw-empty" in answer.content.decode()


def test_a_post_without_cases_goes_to_its_own_first_page(world: World) -> None:
    answer = desk_of(world, "0108").get("/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/org/")


def test_nobody_has_a_desk_without_log_in(db: None) -> None:
    assert Client().get("/").status_code == 302
