"""The customer's judgement: many rows, the last counts, nobody judges the own work."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from shouwen.domains.cases import actions
from shouwen.domains.cases.actions import Judgement
from shouwen.domains.cases.choices import CaseState as S
from shouwen.domains.cases.errors import (
    EvaluationFinal,
    EvaluationOver,
    NotPossibleNow,
    SelfRating,
)
from shouwen.domains.cases.models import Rating
from shouwen.domains.cases.queries.judgements import counted, last_scores
from shouwen.kernel.actor import Actor
from shouwen.platform.journal.models import Entry
from shouwen.platform.notify.actions import set_address
from tests.factories.cases import MINUTE, T0, a_case_in
from tests.factories.customers import a_customer
from tests.world import World

HOUR = timedelta(hours=1)
DAY = 24 * HOUR
CUSTOMER = Actor(via="customer")
GOOD = Judgement(score=5, solved=True, channel="web")
BAD = Judgement(score=1, solved=False, channel="web", attitude=1, reasons=("slow",))


def test_a_change_within_the_day_is_a_further_row_and_the_last_counts(world: World) -> None:
    case = a_case_in(S.ANSWERED, world)
    actions.judge(case.pk, GOOD, by=CUSTOMER, at=T0 + HOUR)
    actions.judge(case.pk, BAD, by=CUSTOMER, at=T0 + HOUR + DAY - MINUTE)
    case.refresh_from_db()
    assert (case.state, case.closed_at) == (S.CLOSED, T0 + HOUR)
    assert list(case.ratings.order_by("at").values_list("score", flat=True)) == [5, 1]
    assert [r.score for r in counted([case.pk])] == [1]
    assert last_scores([case.pk]) == {case.pk: 1}
    with connection.cursor() as cursor:
        cursor.execute("SELECT score FROM kpi_rating_fact WHERE case_id = %s", [case.pk])
        assert cursor.fetchall() == [(1,)]


def test_after_a_day_it_stands(world: World) -> None:
    case = a_case_in(S.ANSWERED, world)
    actions.judge(case.pk, GOOD, by=CUSTOMER, at=T0 + HOUR)
    with pytest.raises(EvaluationFinal):
        actions.judge(case.pk, BAD, by=CUSTOMER, at=T0 + HOUR + DAY)
    assert Rating.objects.get().score == 5


def test_fourteen_days_after_the_answer_it_is_over_without_a_trace(world: World) -> None:
    case = a_case_in(S.CLOSED, world)
    before = Entry.objects.count()
    assert case.answered_at is not None
    with pytest.raises(EvaluationOver) as refusal:
        actions.judge(case.pk, GOOD, by=CUSTOMER, at=case.answered_at + 14 * DAY)
    assert refusal.value.params == {"days": 14}
    assert (Rating.objects.count(), Entry.objects.count()) == (0, before)
    actions.judge(case.pk, GOOD, by=CUSTOMER, at=case.answered_at + 14 * DAY - MINUTE)


def test_what_is_not_answered_cannot_be_judged(world: World) -> None:
    case = a_case_in(S.IN_PROGRESS, world)
    with pytest.raises(NotPossibleNow):
        actions.judge(case.pk, GOOD, by=CUSTOMER, at=T0 + HOUR)


def test_nobody_records_the_judgement_of_the_own_work(world: World) -> None:
    case = a_case_in(S.ANSWERED, world)
    with pytest.raises(SelfRating):
        actions.evaluate(case.pk, score=5, solved=True, by=world.actor("0112"), at=T0 + HOUR)
    case.refresh_from_db()
    assert (case.state, Rating.objects.count()) == (S.ANSWERED, 0)
    actions.evaluate(case.pk, score=5, solved=True, by=world.actor("0105"), at=T0 + HOUR)
    assert Rating.objects.get().by_id == world.staff["0105"]


def test_the_handlers_own_number_is_no_customer(world: World) -> None:
    customer = a_customer(at=T0)
    case = a_case_in(S.ANSWERED, world, customer_id=customer.pk)
    number = f"+86 {customer.phone}"
    set_address(world.staff["0112"], "phone", number, by=world.actor("0112"), at=T0)
    with pytest.raises(SelfRating):
        actions.judge(case.pk, GOOD, by=CUSTOMER, at=T0 + HOUR)
