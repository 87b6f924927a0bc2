"""What an address spells is a number or nothing; it never raises and never grows beyond a column."""

from __future__ import annotations

import pytest

from shouwen.kernel.spelled import whole


@pytest.mark.parametrize("text", [None, "", "-1", "1.5", "１２", "²", "1e3", " 7", "9" * 19, "x"])
def test_anything_else_is_what_was_to_be_taken_otherwise(text: str | None) -> None:
    assert whole(text) is None
    assert whole(text, otherwise=0) == 0


def test_digits_are_their_number_up_to_a_length() -> None:
    assert (whole("007"), whole("9" * 18)) == (7, 10**18 - 1)
    assert (whole("1000000", digits=6, otherwise=0), whole("999999", digits=6)) == (0, 999_999)
