"""Figures follow their definitions, for the reader's zone and the reporting instant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shouwen.domains.kpi import definitions, queries, reach
from shouwen.domains.kpi.choices import Charge
from shouwen.domains.kpi.definitions import CATALOGUE, Definition
from shouwen.domains.kpi.reach import Question
from shouwen.kernel import periods
from shouwen.kernel.periods import Grain
from shouwen.kernel.ratios import Ratio
from tests.factories.facts import Facts

NOON = datetime(2025, 10, 5, 4, tzinfo=UTC)  # 12:00 in Shanghai
HOUR = timedelta(hours=1)
LATER = datetime(2025, 12, 1, tzinfo=UTC)
XUN = periods.parse("2025-10-X1")


def defined(name: str) -> Definition:
    found = definitions.find(name)
    assert found is not None
    return found


def ask(
    name: str,
    under: int,
    *,
    split: bool = False,
    grain: Grain | None = None,
    as_of: datetime = LATER,
    charge: Charge = Charge.HANDLER,
    days: tuple[date, date] = (XUN.first, XUN.last),
    by: tuple[str, ...] = (),
) -> list[queries.Figure]:
    question = Question(
        reach=reach.by_unit(under) if split else reach.whole(under),
        span=reach.span(*days, grain, as_of=as_of),
        breakdown=by,
        charge=charge,
    )
    return queries.measure(defined(name), question)


def one(name: str, under: int, **options: Any) -> tuple[float, int]:
    (figure,) = ask(name, under, **options)
    return figure.ratio.numerator, figure.ratio.denominator


def test_the_worked_ten_days_come_out_as_printed(ten_days: dict[str, int]) -> None:
    county = ten_days["county"]
    on_time = {f.unit: f.ratio.percent() for f in ask("K14", county, split=True)}
    overdue = {f.unit: f.ratio.percent() for f in ask("K15", county, split=True)}
    assert [(str(on_time[u]), str(overdue[u])) for u in list(ten_days.values())[1:]] == [
        ("97.69", "2.31"),
        ("99.24", "0.76"),
        ("96.17", "3.83"),
        ("100.00", "0.00"),
    ]
    assert one("K14", county) == (582, 595)
    assert one("K15", county) == (13, 595)
    assert one("urges", county) == (17, 17)
    assert one("dissatisfied", county) == (8, 8)
    assert one("complaints", county) == (3, 3)
    assert one("K19", county) == (17, 598)  # the three complaints were created too
    assert Ratio(17, 595).percent() == Decimal("2.86")


def test_an_order_finished_at_the_due_instant_is_on_time(
    facts: Facts, unit: Callable[..., int]
) -> None:
    office = unit("office")
    facts.case(office, NOON, due=NOON + HOUR, finished=NOON + HOUR)
    facts.case(office, NOON, due=NOON + HOUR, finished=NOON + HOUR + timedelta(microseconds=1))
    assert one("K14", office) == (1, 2)


def test_what_has_not_fallen_due_by_the_reporting_instant_is_in_neither_number(
    facts: Facts, unit: Callable[..., int]
) -> None:
    office = unit("office")
    facts.case(office, NOON, due=NOON + HOUR)
    assert one("K14", office, as_of=NOON + HOUR) == (0, 0)
    assert one("K15", office, as_of=NOON + 2 * HOUR) == (1, 1)
    assert one("K16", office, as_of=NOON) == (0, 1)
    assert one("K16", office, as_of=NOON + 2 * HOUR) == (1, 1)


def test_without_anything_due_the_rate_is_missing(unit: Callable[..., int], facts: Facts) -> None:
    (figure,) = ask("K14", unit("office"))
    assert (figure.ratio, figure.value) == (Ratio(0, 0), None)


def test_withdrawn_merged_and_void_cases_are_in_no_figure(
    facts: Facts, unit: Callable[..., int]
) -> None:
    office = unit("office")
    for state in ("withdrawn", "merged", "void"):
        case = facts.case(
            office, NOON, due=NOON + HOUR, state=state, counted=False, closed_at=NOON + 3 * HOUR
        )
        facts.urge(case, office, NOON, counted=False)
        facts.rating(case, NOON, 1)
        facts.hold(case, office, NOON, None)
    for definition in CATALOGUE:
        assert one(definition.id, office) == (0, 0), definition.id


def test_a_withdrawal_counts_from_its_own_instant_a_void_case_never_was(
    facts: Facts, unit: Callable[..., int]
) -> None:
    office = unit("office")
    common = {"due": NOON + HOUR, "counted": False, "closed_at": NOON + 3 * HOUR}
    facts.case(office, NOON, state="withdrawn", **common)
    facts.case(office, NOON, state="void", **common)
    assert one("K15", office, as_of=NOON + 2 * HOUR) == (1, 1)
    assert one("K15", office, as_of=NOON + 4 * HOUR) == (0, 0)


def test_periods_begin_at_midnight_of_the_unit_reported_on(
    facts: Facts, unit: Callable[..., int]
) -> None:
    boston = unit("boston", zone="America/New_York")
    shanghai = unit("shanghai")
    late_evening = datetime(2025, 10, 10, 20, tzinfo=UTC)  # 16:00 in New York, 04:00 next day here
    for office in (boston, shanghai):
        facts.case(office, late_evening)
    assert one("cases_created", boston) == (1, 1)
    assert one("cases_created", shanghai) == (0, 0)


def test_rows_by_unit_roll_up_and_the_unit_itself_keeps_its_own(
    facts: Facts, unit: Callable[..., int]
) -> None:
    root = unit("root")
    east, west = unit("east", root), unit("west", root)
    grid = unit("grid", east)
    for place in (grid, east, root):
        facts.case(place, NOON)
    found = {f.unit: f.ratio.numerator for f in ask("cases_created", root, split=True)}
    assert found == {east: 2, west: 0, root: 1}


def test_charge_goes_to_who_had_it_or_to_who_took_it_in(
    facts: Facts, unit: Callable[..., int]
) -> None:
    root = unit("root")
    hall, workshop = unit("hall", root), unit("workshop", root)
    case = facts.case(workshop, NOON, due=NOON + HOUR, owner_unit_id=hall)
    facts.urge(case, workshop, NOON)
    for name in ("K15", "urges"):
        handler = {f.unit: f.ratio.numerator for f in ask(name, root, split=True)}
        owner = {
            f.unit: f.ratio.numerator for f in ask(name, root, split=True, charge=Charge.OWNER)
        }
        assert (handler, owner) == ({hall: 0, workshop: 1}, {hall: 1, workshop: 0})


def test_urges_are_counted_and_urged_cases_too(facts: Facts, unit: Callable[..., int]) -> None:
    office = unit("office")
    often, quiet = facts.case(office, NOON), facts.case(office, NOON)
    for n in range(3):
        facts.urge(often, office, NOON + n * HOUR)
    facts.urge(quiet, office, NOON, counted=False)
    assert one("K19", office) == (3, 2)
    assert one("K19C", office) == (1, 2)


def test_first_responses_divide_by_those_due_for_one(
    facts: Facts, unit: Callable[..., int]
) -> None:
    office = unit("office")
    for answered in (HOUR / 2, HOUR, 2 * HOUR, None):
        facts.case(
            office,
            NOON,
            first_response_due_at=NOON + HOUR,
            first_response_at=None if answered is None else NOON + answered,
        )
    assert one("K17", office) == (2, 4)


def test_resolution_time_has_mean_median_p90_and_maximum(
    facts: Facts, unit: Callable[..., int]
) -> None:
    office = unit("office")
    for hours in (1, 2, 3, 10):
        facts.case(office, NOON, finished=NOON + hours * HOUR)
    (figure,) = ask("K36", office)
    assert (figure.ratio, figure.value) == (Ratio(16 * 3600, 4), 4 * 3600)
    assert figure.spread == (2.5 * 3600, pytest.approx(7.9 * 3600), 10 * 3600)


def test_held_hours_are_cut_to_the_period_and_told_by_stage_and_wait(
    facts: Facts, unit: Callable[..., int]
) -> None:
    office = unit("office")
    case = facts.case(office, NOON)
    facts.hold(case, office, NOON, NOON + 2 * HOUR)
    facts.hold(case, office, NOON + 2 * HOUR, NOON + 5 * HOUR, waiting_for="customer")
    facts.hold(case, office, NOON + 5 * HOUR, None, stage="answered")
    as_of = NOON + 6 * HOUR
    (whole,) = ask("hold_hours", office, as_of=as_of)
    assert (whole.value, whole.ratio.denominator) == (6, 1)
    waits = ask("hold_hours", office, as_of=as_of, by=("waiting_for",))
    assert [(w.keys["waiting_for"], w.value) for w in waits] == [("customer", 3), ("none", 3)]
    (today, tomorrow) = ask(
        "hold_hours",
        office,
        as_of=NOON + 20 * HOUR,
        grain=Grain.DAY,
        days=(date(2025, 10, 5), date(2025, 10, 6)),
    )
    assert (today.value, tomorrow.value) == (12, 8)


def test_breakdowns_add_up_to_the_whole(ten_days: dict[str, int]) -> None:
    county = ten_days["county"]
    kinds = ask("cases_created", county, by=("kind",))
    assert {f.keys["kind"]: f.value for f in kinds} == {
        "complaint": 3,
        "fault_report": 449,
        "new_installation": 118,
        "relocation": 28,
    }


def test_every_figure_equals_its_list(ten_days: dict[str, int]) -> None:
    county = ten_days["county"]
    where, when = reach.whole(county), reach.over(XUN, as_of=LATER)
    for definition in CATALOGUE:
        rows = list(queries.listed(definition, reach=where, span=when))
        numerator, denominator = one(definition.id, county)
        if definition.id != "K20":  # divides by users, lists declarations
            assert len(rows) == denominator, definition.id
        if definition.id not in {"K19", "K36", "N07"}:  # sums, not hits
            assert sum(row.hit for row in rows) == numerator, definition.id


@pytest.mark.parametrize("code", ["K14", "K16", "K19", "N06", "N07"])
def test_pages_of_a_list_are_the_list_and_its_tally_counts_them(
    ten_days: dict[str, int], code: str
) -> None:
    definition = defined(code)
    asked: dict[str, Any] = {
        "reach": reach.whole(ten_days["county"]),
        "span": reach.span(XUN.first, XUN.last, None, as_of=LATER),
    }
    rows, tally = list(queries.listed(definition, **asked)), queries.tally(definition, **asked)
    for hit in (None, True, False):
        wanted = [row for row in rows if hit is None or row.hit is hit]
        assert tally.of(hit) == len(wanted)
        got = [list(queries.page(definition, **asked, hit=hit, start=n, most=7)) for n in (0, 7)]
        assert got == [wanted[:7], wanted[7:14]]


def test_figures_of_a_clerk_stop_at_the_scope(ten_days: dict[str, int]) -> None:
    from shouwen.platform.access.scope import Scope

    county, office = ten_days["county"], ten_days["福海"]
    question = Question(
        reach=reach.by_unit(county, Scope(units=frozenset({office}))),
        span=reach.over(XUN, as_of=LATER),
    )
    (figure,) = queries.measure(defined("K14"), question)
    assert (figure.unit, figure.ratio) == (office, Ratio(169, 173))


hours = st.integers(-300, 300)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.tuples(hours, st.integers(0, 99), st.none() | st.integers(0, 200)), max_size=12),
    st.integers(-300, 600),
)
def test_on_time_and_overdue_are_two_halves_of_what_fell_due(
    facts: Facts,
    unit: Callable[..., int],
    cases: list[tuple[int, int, int | None]],
    as_of: int,
) -> None:
    office = unit(f"office-{facts.cases}-{id(cases)}")
    for opened, limit, took in cases:
        start = NOON + opened * HOUR
        finished = None if took is None else start + took * HOUR
        facts.case(office, start, due=start + limit * HOUR, finished=finished)
    now = NOON + as_of * HOUR
    good, due = one("K14", office, as_of=now)
    late, due_too = one("K15", office, as_of=now)
    assert good + late == due == due_too == one("cases_due", office, as_of=now)[0]
    parts = ask("K14", office, grain=Grain.DAY, as_of=now)
    assert sum(f.ratio.numerator for f in parts) == good
    assert sum(f.ratio.denominator for f in parts) == due
