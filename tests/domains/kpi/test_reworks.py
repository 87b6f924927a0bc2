"""Reworks are charged to whoever gave the answer; the rate divides by what was answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from shouwen.domains.kpi import definitions, queries, reach
from shouwen.domains.kpi.choices import Charge
from shouwen.domains.kpi.reach import Question
from shouwen.kernel import periods
from tests.factories.facts import Facts

NOON = datetime(2025, 10, 5, 4, tzinfo=UTC)  # 12:00 in Shanghai
DAY = timedelta(days=1)
LATER = datetime(2025, 12, 1, tzinfo=UTC)
XUN = periods.parse("2025-10-X1")


def measured(
    code: str, under: int, *, as_of: datetime = LATER, charge: Charge = Charge.HANDLER
) -> dict[int, tuple[float, int]]:
    definition = definitions.find(code)
    assert definition is not None
    question = Question(
        reach=reach.by_unit(under), span=reach.over(XUN, as_of=as_of), charge=charge
    )
    found = queries.measure(definition, question)
    return {one.unit: (one.ratio.numerator, one.ratio.denominator) for one in found}


def aside(code: str, under: int) -> list[int | None]:
    definition = definitions.find(code)
    assert definition is not None
    span = reach.over(XUN, as_of=LATER)
    return [row.case for row in queries.set_aside(definition, reach=reach.whole(under), span=span)]


def test_ten_answers_of_two_nets_by_hand(facts: Facts, unit: Callable[..., int]) -> None:
    """North answered six, of which two did not hold, one of them twice; South answered three, all held."""
    root = unit("root")
    north, south = unit("north", root), unit("south", root)
    hall = unit("hall", root)

    def answered(by: int, at: datetime = NOON) -> int:
        return facts.case(by, NOON - DAY, finished=at, owner_unit_id=hall)

    for _ in range(4):
        answered(north)
    answered(south), answered(south)
    answered(south, NOON + 20 * DAY)  # in the last ten days: not of this period
    facts.case(south, NOON)  # not answered yet
    facts.rework(answered(north), north, NOON + DAY)
    again = answered(south)  # South has it now; North's answer did not hold, twice
    facts.rework(again, north, NOON + DAY)
    facts.rework(again, north, NOON + 30 * DAY, instance=3)

    assert measured("N12", root) == {north: (2, 6), south: (0, 2), hall: (0, 0)}
    assert measured("N11", root) == {north: (2, 2), south: (0, 0), hall: (0, 0)}
    assert measured("rework_rate", root, charge=Charge.OWNER)[hall] == (2, 8)
    assert measured("N12", root, as_of=NOON + DAY / 2)[north] == (0, 6)  # nothing came back yet


def test_a_rework_that_only_an_excluded_judgement_asked_for_is_set_aside(
    facts: Facts, unit: Callable[..., int]
) -> None:
    root = unit("root")
    net = unit("net", root)
    _held, sour, struck = (facts.case(net, NOON - DAY, finished=NOON) for _ in range(3))
    facts.rework(sour, net, NOON + DAY, rating_id=facts.rating(sour, NOON, 1))
    rating = facts.rating(struck, NOON, 1)
    facts.rework(struck, net, NOON + DAY, rating_id=rating)
    assert measured("N12", root)[net] == (2, 3) and aside("N12", root) == []
    facts.strike(struck, rating, NOON + 2 * DAY)
    assert measured("N12", root)[net] == (1, 2)
    assert measured("N11", root)[net] == (1, 1)
    assert aside("N11", root) == aside("N12", root) == [struck]
    assert measured("N12", root, as_of=NOON + DAY)[net] == (2, 3)  # the decision came later
