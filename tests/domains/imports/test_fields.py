"""What the wizard calls the fields of a profile."""

from __future__ import annotations

import pytest

from shouwen.domains.imports.fields import WORDS, word
from shouwen.domains.imports.registers.shapes import SHAPES


@pytest.mark.parametrize("shape", SHAPES.values(), ids=lambda shape: shape.name)
def test_every_field_of_every_shape_has_a_word(shape) -> None:
    assert set(shape.fields) <= WORDS.keys()


def test_a_column_of_ones_own_keeps_its_name() -> None:
    assert "district" in word("extra.district")
