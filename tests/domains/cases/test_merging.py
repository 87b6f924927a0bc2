"""并单: the older case survives, the younger leaves every figure, nothing of the older moves."""

from __future__ import annotations

import pytest
from django.test import Client

from shouwen.domains.cases import actions
from shouwen.domains.cases.errors import (
    MergedWithItself,
    OlderSurvives,
    OtherCustomersCase,
    SurvivorNotInWork,
)
from shouwen.domains.cases.models import Case
from shouwen.domains.kpi import definitions, queries, reach
from shouwen.domains.kpi.reach import Question
from shouwen.platform.clocks import queries as clocks
from shouwen.platform.clocks.models import Clock, Hold, Verdict
from tests.factories.cases import MINUTE, T0, a_case_in
from tests.factories.customers import a_customer
from tests.world import World


def merged(younger: Case, older: Case, world: World) -> Case:
    return actions.merge(
        younger.pk, into_id=older.pk, text="同一故障", by=world.actor("0102"), at=T0 + 90 * MINUTE
    )


def ledger_of(case: Case) -> list[object]:
    of = {"subject_kind": "case", "subject_id": case.pk}
    return [list(m.objects.filter(**of).order_by("pk").values()) for m in (Clock, Hold)]


def test_the_older_survives_untouched_and_the_younger_is_void(world: World) -> None:
    older = a_case_in("in_progress", world)
    younger = a_case_in("accepted", world, at=T0 + 30 * MINUTE)
    before = ledger_of(older)
    gone = merged(younger, older, world)
    assert (gone.state, gone.merged_into_id, gone.closed_at) == (
        "merged",
        older.pk,
        T0 + 90 * MINUTE,
    )
    assert ledger_of(older) == before
    mine = Clock.objects.filter(subject_kind="case", subject_id=younger.pk)
    assert not mine.open().exists()
    latest = {v.clock_id: v for v in Verdict.objects.filter(clock__in=mine).order_by("n")}
    assert {(v.verdict, v.cause) for v in latest.values()} == {("void", "merged")}
    assert len(latest) == mine.count()
    assert clocks.blame(gone.subject, at=T0 + 200 * MINUTE).total_calendar == 60 * 60
    assert clocks.verify() == []


def test_the_younger_leaves_the_figures(world: World) -> None:
    older = a_case_in("accepted", world)
    younger = a_case_in("accepted", world, at=T0 + 30 * MINUTE)
    actions.urge(younger.pk, by=world.actor("0101"), at=T0 + 40 * MINUTE)
    merged(younger, older, world)
    day = T0.date()
    question = Question(
        reach=reach.whole(world.units["QC"]),
        span=reach.span(day, day, None, as_of=T0 + 600 * MINUTE),
    )
    opened = definitions.find("cases_created")
    assert opened is not None
    assert queries.measure(opened, question)[0].ratio.numerator == 1


def test_what_cannot_be_merged(world: World) -> None:
    older = a_case_in("accepted", world)
    younger = a_case_in("accepted", world, at=T0 + 30 * MINUTE)
    closed = a_case_in("closed", world, at=T0 - 60 * MINUTE)
    with pytest.raises(OlderSurvives):
        merged(older, younger, world)
    with pytest.raises(MergedWithItself):
        merged(older, older, world)
    with pytest.raises(SurvivorNotInWork):
        merged(younger, closed, world)
    Case.objects.filter(pk=older.pk).update(customer_id=a_customer(at=T0).pk)
    Case.objects.filter(pk=younger.pk).update(customer_id=a_customer(at=T0, n=1).pk)
    with pytest.raises(OtherCustomersCase):
        merged(younger, older, world)
    assert not Case.objects.filter(state="merged").exists()


def test_merging_in_the_browser(world: World, signed_in) -> None:
    older = a_case_in("accepted", world)
    younger = a_case_in("accepted", world, at=T0 + 30 * MINUTE)
    client: Client = signed_in("0102")
    found = client.get(f"/cases/{younger.pk}/survivors", {"into_id": "宽带"}).content.decode()
    assert older.number in found
    assert younger.number not in found
    refused = client.post(f"/cases/{younger.pk}/merge", {"into_id": "C000", "text": "同一故障"})
    assert refused.status_code == 422
    client.post(f"/cases/{younger.pk}/merge", {"into_id": older.number, "text": "同一故障"})
    younger.refresh_from_db()
    assert younger.merged_into_id == older.pk
    page = client.get(f"/cases/{younger.pk}/").content.decode()
    assert f"/cases/{older.pk}/" in page
    assert younger.number in client.get(f"/cases/{older.pk}/").content.decode()
