"""成方案: what the editor shows of a rule comes back as it was, and as it was changed."""

from __future__ import annotations

import dataclasses
from typing import Any

from shouwen.domains.imports.registers import plans
from shouwen.domains.imports.registers.shapes import SHAPES
from shouwen.domains.profiles import draft as drafts
from shouwen.domains.profiles.composing import compose
from shouwen.platform.exchange import profiles
from shouwen.platform.exchange.profiles.spec import Rule

TOLD = """
profile = "t"
shape = "case"
zone = "Asia/Shanghai"
key = "号"
[read]
no_date = ["1900-01-01"]
[units]
root = { code = "QC", name = "晴川市有线", kind = "city" }
[cases]
updates = false
[fields]
kind = { constant = "fault_report" }
opened_at = { column = "报修时间", missing = ["0"] }
title = { columns = ["路", "号楼"], join = "-", prefix = "报修：" }
category = { marked = ["宽带", "电视"], missing = ["0", "否"] }
text = { columns = ["说", "补"], join = "" }
"""
COLUMNS = ("号", "报修时间", "路", "号楼", "宽带", "电视", "说", "补")


def told(document: dict[str, Any]) -> profiles.Profile:
    return profiles.build(document, SHAPES, name="t")


def keeps_rows(profile: profiles.Profile) -> bool:
    plan = plans.plan(profile)
    assert isinstance(plan, plans.Plan)
    return plan.keeps_rows


def test_what_makes_one_value_of_several_columns_is_kept_and_can_be_changed() -> None:
    before = profiles.parse(TOLD, SHAPES)
    draft = drafts.of(before.document, COLUMNS)
    after = told(compose(draft, before.document))
    assert (after.rules, after.no_date) == (before.rules, before.no_date)
    assert keeps_rows(after) is keeps_rows(before) is False
    draft.entries["路"].several, draft.entries["路"].prefix = "j、", ""
    draft.entries["宽带"].several, draft.entries["宽带"].missing = drafts.JOINED, ""
    draft.entries["说"].several = drafts.MARKED
    draft.no_date, draft.updates = "1899-12-31", True
    changed = told(compose(draft, before.document))
    title, category, text = (changed.rules[name] for name in ("title", "category", "text"))
    assert (title.how, title.join, title.prefix) == ("joined", "、", "")
    assert (category.how, category.columns, category.missing) == ("joined", ("宽带", "电视"), set())
    assert (text.how, text.columns) == ("marked", ("说", "补"))
    assert changed.no_date == {"1899-12-31"} and keeps_rows(changed)


def test_the_editor_knows_every_word_of_a_rule() -> None:
    """Whoever teaches the format a word shows it in the editor, or says here that it stays as it was."""
    shown = {"columns", "how", "constant", "join", "prefix", "clean", "missing", "table", "otherwise", "default", "dates", "end_of_day"}  # fmt: skip
    said = {field.name for field in dataclasses.fields(Rule)} - {"table_name"}
    assert said == shown | {"zone"}
