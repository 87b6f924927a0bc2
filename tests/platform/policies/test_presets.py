"""The tables that ship: complete, sourced, installable, and replaced without losing anything."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from shouwen.kernel.actor import SYSTEM
from shouwen.platform.clocks import limits
from shouwen.platform.clocks import queries as clocks
from shouwen.platform.clocks.choices import AmountUnit, Grade, Statistic, WaitingFor
from shouwen.platform.clocks.models import Calendar, Ladder, Limit, Policy
from shouwen.platform.policies import shipped
from shouwen.platform.policies.actions import install, install_presets
from shouwen.platform.policies.errors import PresetUnknown, TooEarly

AT = datetime(2025, 10, 10, 1, tzinfo=UTC)
FAULT = {"subject": "case", "kind": "fault_report"}


@pytest.mark.parametrize("code", shipped.CODES)
def test_every_limit_that_ships_says_what_it_is_and_where_from(code: str) -> None:
    preset = shipped.preset(code)
    assert (preset.code, bool(preset.name)) == (code, True)
    for terms in preset.limits:
        assert terms.name and terms.source and terms.amount > 0, terms
        assert terms.grade in Grade.values
        assert terms.unit in AmountUnit.values
        assert set(terms.pauses_for) <= set(WaitingFor.values[1:])
        assert not (terms.basis == "legal" and terms.pauses_for), terms


@pytest.mark.parametrize("code", ["cable_cn", "telecom_cn", "power_sgcc", "power_csg"])
def test_where_the_norm_gives_a_mean_both_are_limits(code: str) -> None:
    kinds = {(t.kind, t.statistic) for t in shipped.preset(code).limits}
    assert ("resolution", Statistic.MEAN) in kinds
    assert ("resolution", Statistic.MAX) in kinds


@pytest.mark.django_db
@pytest.mark.parametrize("code", shipped.CODES)
def test_every_table_can_be_installed(code: str) -> None:
    install_presets()
    policy = install(code, since=date(2025, 11, 1), by=SYSTEM, at=AT)
    assert policy.limits.count() == len(shipped.preset(code).limits)
    named = {t.ladder for t in shipped.preset(code).limits if t.ladder}
    assert named <= set(Ladder.objects.values_list("code", flat=True))
    assert {t.calendar for t in shipped.preset(code).limits} <= set(
        Calendar.objects.values_list("code", flat=True)
    )


@pytest.mark.django_db
def test_a_new_installation_begins_with_the_table_of_a_cable_operator() -> None:
    install_presets()
    install_presets()
    policy = Policy.objects.get()
    assert (policy.code, policy.preset, policy.unit_id) == ("cable_cn", "cable_cn", None)
    found = clocks.limit_for("resolution", FAULT, AT)
    assert found is not None
    assert (found.amount, found.unit, found.grade) == (24, "hours", "W")


@pytest.mark.django_db
def test_another_table_ends_the_former_on_its_day_and_deletes_nothing() -> None:
    install_presets()
    before = set(Limit.objects.values_list("pk", flat=True))
    install("telecom_cn", since=date(2025, 11, 1), by=SYSTEM, at=AT)
    former = Policy.objects.get(code="cable_cn")
    assert former.valid.upper == date(2025, 11, 1)
    assert before <= set(Limit.objects.values_list("pk", flat=True))
    october = clocks.limit_for("resolution", FAULT, AT)
    november = clocks.limit_for("resolution", FAULT, datetime(2025, 11, 2, tzinfo=UTC))
    assert october is not None and november is not None
    assert (october.amount, november.amount) == (24, 48)
    again = install("cable_cn", since=date(2025, 12, 1), by=SYSTEM, at=AT)
    assert again.code == "cable_cn-2"


@pytest.mark.django_db
def test_a_table_cannot_begin_today_while_another_holds() -> None:
    install_presets()
    with pytest.raises(TooEarly):
        install("telecom_cn", since=date(2025, 10, 10), by=SYSTEM, at=AT)
    assert Policy.objects.count() == 1
    with pytest.raises(PresetUnknown):
        install("water_cn", since=date(2025, 11, 1), by=SYSTEM, at=AT)


@pytest.mark.django_db
def test_a_planned_table_that_never_began_holds_nowhere() -> None:
    install_presets()
    install("telecom_cn", since=date(2025, 11, 1), by=SYSTEM, at=AT)
    install("gov_hotline_cn", since=date(2025, 11, 1), by=SYSTEM, at=AT)
    dropped = Policy.objects.get(code="telecom_cn")
    assert dropped.stopped_at == AT
    assert {t.policy_id for ts in limits.rules().ordered.values() for t in ts} == set(
        Policy.objects.exclude(pk=dropped.pk).values_list("pk", flat=True)
    )
