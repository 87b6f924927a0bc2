"""The SQL of every definition is on file: whoever changes one sees what the database will be asked.

``SHOUWEN_WRITE_GOLDEN=1 pytest tests/domains/kpi/test_compiler.py`` writes the files anew.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from shouwen.domains.kpi import compiler
from shouwen.domains.kpi.choices import Charge
from shouwen.domains.kpi.definitions import CATALOGUE, Definition

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("definition", CATALOGUE, ids=lambda one: one.id)
def test_the_compiled_sql_is_the_one_on_file(definition: Definition) -> None:
    text = compiler.figures(definition, ("unit", "period"), Charge.HANDLER) + "\n"
    file = GOLDEN / f"{definition.id}_{definition.code}.sql"
    if os.environ.get("SHOUWEN_WRITE_GOLDEN"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


def test_the_owner_view_differs_by_the_charged_unit_only() -> None:
    """How the front line asks (K54) is its own doing in both views."""
    for definition in CATALOGUE:
        handler = compiler.listing(definition, Charge.HANDLER)
        owner = compiler.listing(definition, Charge.OWNER)
        assert (handler != owner) == (definition.id != "K54"), definition.id
        assert '"owner_unit_id" AS "unit_id"' in owner, definition.id


def test_ids_and_codes_are_unique_and_both_lead_to_the_definition() -> None:
    names = [name for one in CATALOGUE for name in (one.id.lower(), one.code)]
    assert len(names) == len(set(names))
