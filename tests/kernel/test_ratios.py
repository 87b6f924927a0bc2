"""Rates keep both numbers, shares make a hundred, ranks admit ties."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from shouwen.kernel.ratios import (
    NOTHING,
    Ratio,
    interval,
    largest_remainder,
    percentage_points,
    ranks,
    rounded,
    total,
)

OFFICES = [Ratio(169, 173), Ratio(130, 131), Ratio(201, 209), Ratio(82, 82)]


def test_the_total_rate_divides_the_sums_and_is_not_the_mean_of_rates() -> None:
    assert total(OFFICES) == Ratio(582, 595)
    assert total(OFFICES).percent() == Decimal("97.82")
    mean = sum((rate.percent() or Decimal(0) for rate in OFFICES), start=Decimal(0)) / 4
    assert rounded(float(mean)) == Decimal("98.28")


def test_without_a_denominator_there_is_no_rate() -> None:
    assert NOTHING.value is None
    assert NOTHING.percent() is None
    assert interval(NOTHING) is None
    assert percentage_points(Ratio(1, 2), NOTHING) is None


def test_a_change_is_the_difference_of_the_printed_rates() -> None:
    assert percentage_points(Ratio(582, 595), Ratio(559, 575)) == Decimal("0.60")


def test_halves_are_rounded_up_in_size() -> None:
    assert [rounded(n) for n in (0.125, -0.125)] == [Decimal("0.13"), Decimal("-0.13")]
    assert Ratio(1, 8).percent(1) == Decimal("12.5")
    assert Ratio(1, 800).percent() == Decimal("0.13")


def test_equal_values_share_a_rank_and_the_next_one_is_skipped() -> None:
    assert ranks([98.5, 99.0, None, 99.0]) == [3, 1, None, 1]
    assert ranks([3, 0, 3, 5], higher_is_better=False) == [2, 1, 2, 4]
    assert ranks([]) == []


def test_the_interval_is_wide_for_a_small_sample() -> None:
    wide, narrow = interval(Ratio(18, 19)), interval(Ratio(1800, 1900))
    assert wide is not None and narrow is not None
    assert wide[0] < narrow[0] < 18 / 19 < narrow[1] < wide[1] <= 1


@given(st.lists(st.integers(0, 10**9), max_size=30), st.integers(0, 3))
def test_shares_sum_to_a_hundred(parts: list[int], places: int) -> None:
    shares = largest_remainder(parts, places)
    assert sum(shares, start=Decimal(0)) == (100 if any(parts) else 0)
    assert all(abs(s - Decimal(0)) >= 0 for s in shares)
    for one, share in zip(parts, shares, strict=True):
        if any(parts):
            assert abs(Decimal(one) * 100 / sum(parts) - share) < Decimal(1).scaleb(-places)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=10))
def test_adding_rates_adds_their_numbers(pairs: list[tuple[int, int]]) -> None:
    rates = [Ratio(*pair) for pair in pairs]
    assert total(rates) == Ratio(sum(n for n, _ in pairs), sum(d for _, d in pairs))
