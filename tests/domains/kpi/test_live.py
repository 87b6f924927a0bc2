"""From the verbs of a case to its figures, through the real ledgers and views."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from shouwen.domains.cases import actions
from shouwen.domains.kpi import definitions, monitor, queries, reach
from shouwen.domains.kpi.choices import Charge
from shouwen.domains.kpi.reach import Question
from shouwen.kernel import periods
from shouwen.platform.clocks.models import Clock, Verdict
from tests.factories.cases import T0, a_case
from tests.world import World

HOUR = timedelta(hours=1)
OCTOBER = periods.parse("2025-10")


def numbers(
    world: World, name: str, *, charge: Charge = Charge.HANDLER, at: timedelta = 30 * 24 * HOUR
) -> dict[str, tuple[float, int]]:
    """Unit code → numerator and denominator, units without either left out."""
    definition = definitions.find(name)
    assert definition is not None
    question = Question(
        reach=reach.by_unit(world.units["QC"]),
        span=reach.over(OCTOBER, as_of=T0 + at),
        charge=charge,
    )
    codes = {unit: code for code, unit in world.units.items()}
    return {
        codes[f.unit]: (f.ratio.numerator, f.ratio.denominator)
        for f in queries.measure(definition, question)
        if f.ratio.denominator or f.ratio.numerator
    }


@pytest.fixture
def lived(world: World) -> World:
    """Two matters of the hotline for the network department: one kept its limit, one is urged and late."""
    agent, clerk = world.actor("0101"), world.actor("0112")
    kept = a_case(agent, given_due_at=T0 + 8 * HOUR)
    late = a_case(agent, given_due_at=T0 + 4 * HOUR)
    for case in (kept, late):
        actions.accept(case.pk, by=agent, at=T0 + HOUR)
        actions.dispatch(case.pk, unit_id=world.units["QC-NET"], by=agent, at=T0 + 2 * HOUR)
    actions.answer(kept.pk, text="已恢复", by=clerk, at=T0 + 5 * HOUR)
    actions.evaluate(kept.pk, score=2, solved=True, by=agent, at=T0 + 6 * HOUR)
    actions.urge(late.pk, by=agent, at=T0 + 5 * HOUR)
    actions.answer(late.pk, text="已恢复", by=clerk, at=T0 + 12 * HOUR)
    return world


def test_the_department_that_had_them_is_charged(lived: World) -> None:
    assert numbers(lived, "K14") == {"QC-NET": (1, 2)}
    assert numbers(lived, "K15") == {"QC-NET": (1, 2)}
    assert numbers(lived, "K15", charge=Charge.OWNER) == {"QC-HOT": (1, 2)}


def test_urges_go_to_who_had_the_matter(lived: World) -> None:
    assert numbers(lived, "K19") == {"QC-NET": (1, 2)}
    assert numbers(lived, "K19", charge=Charge.OWNER) == {"QC-HOT": (1, 2)}


def test_judgement_and_resolution_time_follow(lived: World) -> None:
    assert numbers(lived, "dissatisfied") == {"QC-NET": (1, 1)}
    assert numbers(lived, "K36") == {"QC-NET": (17 * 3600, 2)}


def test_held_hours_are_told_by_who_held(lived: World) -> None:
    held = numbers(lived, "hold_hours", at=12 * HOUR)
    hotline, network = held["QC-HOT"], held["QC-NET"]
    assert hotline[0] >= 2 * 2 * 3600
    assert network[0] == (3 + 10) * 3600


def test_as_of_an_earlier_hour_only_what_had_happened_counts(lived: World) -> None:
    assert numbers(lived, "K15", at=4 * HOUR) == {}
    assert numbers(lived, "K15", at=4 * HOUR + timedelta(minutes=1)) == {"QC-NET": (1, 1)}
    assert numbers(lived, "K16", at=11 * HOUR) == {"QC-NET": (1, 1)}
    assert numbers(lived, "urges", at=4 * HOUR) == {}


def test_the_open_view_agrees_with_the_stock(world: World) -> None:
    agent = world.actor("0101")
    case = a_case(agent, given_due_at=T0 + HOUR)
    a_case(agent, given_due_at=T0 + 3 * HOUR)
    now = 2 * HOUR
    assert numbers(world, "overdue_now", at=now) == {"QC-HOT": (1, 1)}
    assert numbers(world, "K16", at=now) == {"QC-HOT": (1, 2)}
    assert numbers(world, "due_soon", at=now) == {"QC-HOT": (1, 1)}
    actions.withdraw(case.pk, text="客户不再需要", by=agent, at=T0 + now)
    assert numbers(world, "overdue_now", at=now) == {}
    assert numbers(world, "K15", at=now) == {}


def test_the_monitor_shows_what_the_definitions_say(lived: World) -> None:
    at = T0 + 13 * HOUR
    unit = lived.units["QC"]
    board = monitor.board(unit, at=at)
    for code in monitor.COLUMNS[:4]:
        definition = definitions.find(code)
        assert definition is not None
        span = reach.over(periods.containing(board.day, periods.Grain.DAY), as_of=at)
        (whole,) = queries.measure(definition, Question(reach=reach.whole(unit), span=span))
        assert board.total[code] == whole.ratio, code
    assert (
        sum(today or 0 for _hour, _before, today in board.hours)
        == board.total["cases_created"].numerator
    )


def test_the_last_verdict_charges_whatever_the_first_said(lived: World) -> None:
    """A correction or a granted appeal adds a verdict: cases_fact reads the one in force."""
    late = Clock.objects.get(kind="resolution", verdicts__verdict="breached")
    first = late.verdicts.get()
    for n, unit in ((2, "QC"), (3, "QC-NET"), (4, "QC")):
        Verdict.objects.create(
            clock=late, n=n, verdict="met", at=first.at, elapsed_s=1, unit_id=lived.units[unit]
        )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT charged_unit_id, resolution_verdict FROM cases_fact WHERE case_id = %s",
            [late.subject_id],
        )
        assert cursor.fetchall() == [(lived.units["QC"], "met")]
