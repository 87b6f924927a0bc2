"""Urges and waits: what is counted, whom a matter waits for, until when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from shouwen.domains.cases import actions
from shouwen.domains.cases.choices import CaseState as S
from shouwen.domains.cases.errors import (
    NotWaiting,
    UntilNotAhead,
)
from shouwen.domains.cases.models import Terms, Urge
from shouwen.platform.clocks.errors import WaitTooLong
from tests.domains.cases.ledgers import clocks_of, holds_of, kinds
from tests.factories.cases import MINUTE, T0, a_case, a_case_in
from tests.world import World

HOUR = timedelta(hours=1)


def test_urges_within_the_window_are_kept_but_not_counted(world: World) -> None:
    case = a_case_in(S.DISPATCHED, world)
    agent = world.actor("0101")
    for minutes in (10, 39, 40):
        actions.urge(case.pk, text="快点", by=agent, at=T0 + minutes * MINUTE)
    case.refresh_from_db()
    assert list(Urge.objects.order_by("at").values_list("counted", flat=True)) == [
        True,
        False,
        True,
    ]
    assert (case.urges, case.version) == (2, 3)
    assert set(Urge.objects.values_list("unit_id", flat=True)) == {world.units["QC-NET"]}


def test_the_window_is_a_dated_rule(world: World) -> None:
    Terms.objects.create(
        valid_from=datetime(2025, 10, 11, tzinfo=UTC).date(), urge_window_minutes=5
    )
    case = a_case(world.actor("0101"))
    day = timedelta(days=1)
    for at in (T0, T0 + 6 * MINUTE, T0 + day, T0 + day + 6 * MINUTE):
        actions.urge(case.pk, by=world.actor("0101"), at=at)
    assert list(Urge.objects.order_by("at").values_list("counted", flat=True)) == [
        True,
        False,
        True,
        True,
    ]


def test_waiting_names_the_customer_and_ends_with_a_resume(world: World) -> None:
    case = a_case_in(S.IN_PROGRESS, world)
    clerk = world.actor("0112")
    before = clocks_of(case)["resolution", "internal", 1].due_at
    actions.wait(
        case.pk,
        waiting_for="customer",
        reason="customer_absent",
        until=T0 + 24 * HOUR,
        by=clerk,
        at=T0 + HOUR,
    )
    assert holds_of(case)[-1][2:4] == ("customer", "customer_absent")
    actions.resume(case.pk, by=clerk, at=T0 + 3 * HOUR)
    assert holds_of(case)[-1][1:4] == (world.staff["0112"], "none", "in_progress")
    assert before is not None
    assert clocks_of(case)["resolution", "internal", 1].due_at == before + 2 * HOUR
    with pytest.raises(NotWaiting):
        actions.resume(case.pk, by=clerk, at=T0 + 4 * HOUR)


def test_a_wait_has_an_end_that_lies_ahead_and_within_policy(world: World) -> None:
    case = a_case_in(S.IN_PROGRESS, world)
    for until, refusal in ((T0 + HOUR, UntilNotAhead), (T0 + timedelta(days=31), WaitTooLong)):
        with pytest.raises(refusal):
            actions.wait(
                case.pk,
                waiting_for="customer",
                reason="other",
                until=until,
                by=world.actor("0112"),
                at=T0 + HOUR,
            )
    assert kinds(case)[-1] == "started"


def test_dispatch_ends_a_wait_at_the_same_instant(world: World) -> None:
    case = a_case_in(S.IN_PROGRESS, world)
    actions.wait(
        case.pk,
        waiting_for="partner",
        reason="partner",
        until=T0 + 24 * HOUR,
        by=world.actor("0112"),
        at=T0 + HOUR,
    )
    actions.dispatch(
        case.pk, unit_id=world.units["DH-01"], by=world.actor("0102"), at=T0 + 2 * HOUR
    )
    assert holds_of(case)[-1][2] == "none"
