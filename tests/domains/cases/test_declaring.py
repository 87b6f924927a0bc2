"""申告: on the record, charged to who has the matter, counted once a line and day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client
from django.utils.timezone import now

from shouwen.domains.cases import actions
from shouwen.domains.cases.choices import CaseState as S
from shouwen.domains.cases.errors import NotPossibleNow
from shouwen.domains.cases.models import Declaration
from shouwen.domains.cases.queries.rows import lines
from shouwen.domains.customers.actions import add_account
from shouwen.platform.journal.actions import run_reaction
from shouwen.platform.journal.models import Entry
from shouwen.platform.notify.models import Notice
from tests.factories.cases import T0, a_case, a_case_in
from tests.factories.customers import a_customer
from tests.world import World, build

SignedIn = Callable[[str], Client]
HOUR = timedelta(hours=1)


def counted() -> list[bool]:
    return list(Declaration.objects.order_by("pk").values_list("counted", flat=True))


def test_a_line_counts_once_a_day_on_whichever_case(world: World) -> None:
    customer = a_customer(at=T0)
    line = add_account(customer.pk, number="CA1")
    cases = [
        a_case_in(S.IN_PROGRESS, world, customer_id=customer.pk, account_id=line.pk)
        for _ in range(2)
    ]
    say = {"text": "一周没有网，要求书面答复", "by": world.actor("0101")}
    actions.declare(cases[0].pk, at=T0 + HOUR, **say)  # type: ignore[arg-type]
    actions.declare(cases[1].pk, at=T0 + 24 * HOUR, **say)  # type: ignore[arg-type]
    actions.declare(cases[1].pk, at=T0 + 26 * HOUR, **say)  # type: ignore[arg-type]
    assert counted() == [True, False, True]
    made = Declaration.objects.earliest("pk")
    assert (made.unit_id, made.person_id) == (world.units["QC-NET"], world.staff["0112"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT counted FROM cases_declaration_fact ORDER BY declaration_id")
        assert [c for (c,) in cursor.fetchall()] == [True, False, True]


def test_handler_and_leaders_hear_once(world: World) -> None:
    case = a_case_in(S.IN_PROGRESS, world)
    actions.declare(case.pk, text="不给说法", by=world.actor("0101"), at=T0 + HOUR)
    entry = Entry.objects.get(subject_id=case.pk, kind="cases.case.declared")
    for _again in range(2):
        run_reaction(entry_id=entry.pk, reaction="cases.tell_of_declaration")
    told = set(Notice.objects.values_list("staff_id", flat=True))
    assert {world.staff["0112"], world.staff["0113"]} <= told
    assert Notice.objects.count() == len(told)


def test_an_ended_case_takes_none_and_no_words_are_none(world: World) -> None:
    case = a_case_in(S.CLOSED, world)
    with pytest.raises(NotPossibleNow):
        actions.declare(case.pk, text="x", by=world.actor("0101"), at=T0 + HOUR)
    assert not Declaration.objects.exists()


def test_on_the_page_and_over_the_api(world: World, signed_in: SignedIn) -> None:
    case, agent = a_case(world.actor("0101"), at=now() - HOUR), signed_in("0101")
    assert f"/cases/{case.pk}/declare" in agent.get(f"/cases/{case.pk}/").content.decode()
    place = f"/cases/{case.pk}/declare"
    assert agent.post(place, {"text": "", "channel": "hotline"}).status_code == 422
    assert agent.post(place, {"text": "要求书面答复", "channel": "hotline"}).status_code == 302
    assert "要求书面答复" in agent.get(f"/cases/{case.pk}/").content.decode()
    assert signed_in("0302").post(place, {"text": "x", "channel": "hotline"}).status_code == 404
    assert counted() == [True]


def test_the_lists_mark_it_and_can_be_narrowed_to_it(world: World, signed_in: SignedIn) -> None:
    declared, other = (a_case(world.actor("0101"), at=now() - HOUR) for _ in range(2))
    actions.declare(declared.pk, text="要求书面答复", by=world.actor("0101"), at=now())
    agent = signed_in("0101")
    found = agent.get("/cases/?view=open&is=declared").context["rows"]
    assert [row["case"].pk for row in found] == [declared.pk]
    tags = {
        line.case.pk: [tone for _word, tone in line.tags] for line in lines([declared.pk, other.pk])
    }
    assert tags == {declared.pk: ["mood"], other.pk: []}


@pytest.mark.django_db(transaction=True)
def test_two_calls_about_one_line_at_once_count_once() -> None:
    world = build()
    customer = a_customer(at=T0)
    line = add_account(customer.pk, number="CA1")
    by = world.actor("0101")
    cases = [a_case(by, customer_id=customer.pk, account_id=line.pk) for _ in range(2)]
    ready = Barrier(2)

    def call(pk: int) -> None:
        try:
            ready.wait()
            actions.declare(pk, text="x", by=by, at=T0 + HOUR)
        finally:
            connection.close()

    threads = [Thread(target=call, args=[case.pk]) for case in cases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(counted()) == [False, True]
