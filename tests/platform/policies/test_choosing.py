"""Which limit a matter gets, why, when its clock begins and stops, and how long it may wait."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.queries import matching
from shouwen.domains.customers.actions import add_account
from shouwen.domains.customers.models import ServiceAccount
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.clocks import queries as clocks
from shouwen.platform.clocks.errors import WaitTooLong
from shouwen.platform.clocks.models import Clock, Limit, Policy
from shouwen.platform.org import actions as org
from shouwen.platform.policies.actions import Change, add_limit, change_limit, install, stop_limit
from shouwen.platform.policies.errors import NoRoom, TooEarly
from tests.factories.cases import MINUTE, T0, a_case
from tests.factories.customers import a_customer
from tests.factories.policies import terms_of
from tests.world import World

pytestmark = pytest.mark.django_db
AT = datetime(2025, 9, 1, tzinfo=UTC)
OCTOBER = date(2025, 10, 1)
FAULT: dict[str, Any] = {"subject": "case", "kind": "fault_report"}


def rule(**wanted: Any) -> Limit:
    found = Limit.objects.filter(kind="resolution", basis="internal", statistic="max")
    return found.filter(match=wanted).get()


def changed(limit: Limit, since: date = OCTOBER, **terms: Any) -> Limit:
    change = Change(
        policy_id=limit.policy_id,
        rank=limit.rank,
        terms=replace(terms_of(limit), **terms),
        since=since,
    )
    return change_limit(change, by=SYSTEM, at=AT)


def clock_of(case_id: int, kind: str = "resolution") -> Clock:
    return Clock.objects.get(subject_id=case_id, kind=kind, basis="internal", instance=1)


def test_the_policy_of_the_nearest_unit_wins(world: World) -> None:
    install("telecom_cn", since=OCTOBER, unit=world.units["DH"], by=SYSTEM, at=AT)
    there = clocks.limit_for("resolution", FAULT | {"unit": world.units["DH-01"]}, T0)
    elsewhere = clocks.limit_for("resolution", FAULT | {"unit": world.units["XS-01"]}, T0)
    assert there is not None and elsewhere is not None
    assert (there.policy.code, elsewhere.policy.code) == ("telecom_cn", "cable_cn")


def test_where_the_nearest_policy_has_no_rule_the_one_above_is_asked(world: World) -> None:
    near = install("gov_hotline_cn", since=OCTOBER, unit=world.units["DH"], by=SYSTEM, at=AT)
    match = FAULT | {"unit": world.units["DH-01"], "area": "rural"}
    kind, basis = "resolution", "legal"
    near.limits.filter(kind=kind, basis=basis).delete()
    Policy.objects.filter(pk=near.pk).update(version=99)
    found = clocks.limit_for(kind, match, T0, basis=basis)
    assert found is not None
    assert (found.policy.code, found.amount) == ("cable_cn", 72)


def test_a_rule_for_a_unit_fits_everything_below_it(world: World) -> None:
    limit = rule(kind="fault_report")
    change = Change(
        policy_id=limit.policy_id,
        before=limit.rank,
        terms=replace(
            terms_of(limit),
            amount=12,
            match={"kind": "fault_report", "unit": [str(world.units["DH"])]},
        ),
        since=OCTOBER,
    )
    add_limit(change, by=SYSTEM, at=AT)
    amounts = [
        found.amount
        for code in ("DH-01", "XS-01")
        if (found := clocks.limit_for("resolution", FAULT | {"unit": world.units[code]}, T0))
    ]
    assert amounts == [12, 24]


def test_why_names_every_rule_that_was_tried(presets: None) -> None:
    tried = clocks.why("resolution", "internal", FAULT, T0)
    assert [t.fitted for t in tried].count(True) == 1
    assert {(t.because, t.key, t.wanted, t.found) for t in tried[:2]} == {
        ("differs", "kind", ("data_request",), "fault_report"),
        ("differs", "area", ("rural",), ""),
    }
    assert (tried[2].because, tried[2].limit.amount) == ("fits", 24)
    assert tried[-1].because == "behind"


def test_why_says_that_a_rule_is_not_in_force_yet(presets: None) -> None:
    changed(rule(kind="fault_report"), amount=12)
    before = clocks.why("resolution", "internal", FAULT, datetime(2025, 9, 15, tzinfo=UTC))
    assert [t.because for t in before if t.limit.amount == 12] == ["not_in_force"]


def test_a_version_begins_on_its_day_and_the_former_ends_there(presets: None) -> None:
    former = rule(kind="fault_report")
    made = changed(former, amount=12)
    former.refresh_from_db()
    assert (former.valid.upper, made.version, made.valid.lower) == (OCTOBER, 2, OCTOBER)
    again = changed(made, amount=6)
    made.refresh_from_db()
    assert (again.version, made.valid.isempty) == (3, True)
    found = clocks.limit_for("resolution", FAULT, T0)
    assert found == again


def test_nothing_changes_before_tomorrow(presets: None) -> None:
    limit = rule(kind="fault_report")
    with pytest.raises(TooEarly):
        changed(limit, since=AT.date())
    assert Limit.objects.filter(rank=limit.rank).count() == 1


def test_a_stopped_rule_leaves_its_matters_to_the_next(presets: None) -> None:
    limit = rule(kind="fault_report")
    stop_limit(limit.policy_id, limit.rank, on=OCTOBER, by=SYSTEM, at=AT)
    found = clocks.limit_for("resolution", FAULT, T0)
    assert found is not None
    assert (found.amount, found.unit) == (5, "working_days")


def test_between_neighbours_there_is_no_room_left(presets: None) -> None:
    limit = rule(kind="fault_report")
    change = Change(
        policy_id=limit.policy_id, before=limit.rank, terms=terms_of(limit), since=OCTOBER
    )
    for _round in range(7):
        add_limit(change, by=SYSTEM, at=AT)
    with pytest.raises(NoRoom):
        add_limit(change, by=SYSTEM, at=AT)


def test_a_mean_starts_no_clock(world: World) -> None:
    case = a_case(world.actor("0101"))
    means = set(Limit.objects.filter(statistic="mean").values_list("pk", flat=True))
    assert means
    assert not means & set(
        Clock.objects.filter(subject_id=case.pk).values_list("limit_id", flat=True)
    )


def test_a_limit_that_begins_with_dispatching_waits_for_it(world: World) -> None:
    changed(rule(kind="fault_report"), starts_on="dispatch")
    case = a_case(world.actor("0101"))
    kinds = set(Clock.objects.filter(subject_id=case.pk).values_list("kind", "basis"))
    assert ("resolution", "internal") not in kinds
    assert ("pending", "internal") in kinds
    cases.accept(case.pk, by=world.actor("0101"), at=T0 + MINUTE)
    cases.dispatch(
        case.pk, unit_id=world.units["QC-NET"], by=world.actor("0101"), at=T0 + 2 * MINUTE
    )
    clock = clock_of(case.pk)
    assert (clock.started_at, clock.due_at) == (
        T0 + 2 * MINUTE,
        T0 + 2 * MINUTE + timedelta(hours=24),
    )
    assert clock_of(case.pk, "pending").ended_at == T0 + 2 * MINUTE


def test_a_limit_that_stops_with_the_contact_stops_there_and_not_before(world: World) -> None:
    changed(rule(kind="fault_report"), stops_on="contacted")
    case = a_case(world.actor("0101"))
    by = world.actor("0101")
    cases.accept(case.pk, by=by, at=T0 + MINUTE)
    assert clock_of(case.pk).ended_at is None
    cases.note(case.pk, text="已电话联系", contacted=True, by=by, at=T0 + 2 * MINUTE)
    assert clock_of(case.pk).ended_at == T0 + 2 * MINUTE


def test_an_answer_leaves_a_limit_that_ends_with_the_close_running(world: World) -> None:
    changed(rule(kind="fault_report"), stops_on="close")
    case = a_case(world.actor("0101"))
    by = world.actor("0101")
    cases.accept(case.pk, by=by, at=T0 + MINUTE)
    cases.answer(case.pk, text="已修复", by=by, at=T0 + 2 * MINUTE)
    assert clock_of(case.pk).ended_at is None
    cases.close(case.pk, by=by, at=T0 + 3 * MINUTE)
    assert clock_of(case.pk).ended_at == T0 + 3 * MINUTE


def test_a_wait_is_capped_by_the_limit_it_stops(world: World) -> None:
    changed(rule(kind="fault_report"), longest_wait_seconds=72 * 3600)
    case = a_case(world.actor("0101"))
    by = world.actor("0101")
    cases.accept(case.pk, by=by, at=T0 + MINUTE)

    def wait(hours: int) -> None:
        cases.wait(
            case.pk,
            waiting_for="customer",
            reason="not_reached",
            until=T0 + timedelta(hours=hours),
            by=by,
            at=T0 + 2 * MINUTE,
        )

    with pytest.raises(WaitTooLong):
        wait(100)
    wait(72)
    assert clock_of(case.pk).waiting_for == "customer"


@pytest.mark.item("S004-92")
def test_the_tier_of_the_customer_is_asked_for_only_by_a_rule(world: World) -> None:
    from shouwen.domains.cases.queries.matching import Properties
    from tests.factories.customers import a_customer

    customer = a_customer(at=T0, tier="key")
    case = a_case(world.actor("0101"), customer_id=customer.pk)
    found = Properties(case)
    assert (found["tier"], found["kind"], found.get("nothing")) == ("key", "fault_report", None)


def area_of(case_id: int) -> str:
    """Whether the limit by which the case has to be settled is one for the country."""
    limit = clock_of(case_id).limit
    assert limit is not None
    return str(limit.match.get("area", ""))


def test_a_case_in_the_country_gets_the_limit_of_the_country(world: World) -> None:
    org.set_area(world.units["DH-01-G2"], "rural", by=SYSTEM, at=AT)
    customer = a_customer(at=T0)
    country, town = (
        add_account(customer.pk, number=code, grid_unit_id=world.units[code])
        for code in ("DH-01-G2", "DH-01-G1")
    )
    by = world.actor("0101")

    def opened(line: ServiceAccount, **extra: str) -> str:
        case = a_case(by, customer_id=customer.pk, account_id=line.pk, extra=extra)
        return area_of(case.pk)

    assert (opened(country), opened(town)) == ("rural", "")
    assert (opened(country, area="urban"), opened(town, area="rural")) == ("", "rural")
    assert area_of(a_case(by).pk) == ""


def test_without_a_line_the_area_of_the_unit_that_has_the_case_counts(world: World) -> None:
    by = world.actor("0101")
    assert by.unit is not None
    org.set_area(by.unit, "rural", by=SYSTEM, at=AT)
    case = a_case(by)
    cases.accept(case.pk, by=by, at=T0 + MINUTE)
    cases.dispatch(case.pk, unit_id=world.units["DH-01-G1"], by=by, at=T0 + 2 * MINUTE)
    assert area_of(case.pk) == "rural"  # what runs keeps its limit
    assert matching.matches([case.pk])[case.pk]["area"] == "urban"
