"""Component tags: declared arguments, escaped content, the anatomy of the design."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django import forms
from django.template import TemplateSyntaxError

from shouwen.platform.ui.components.atoms import known_icons
from shouwen.platform.ui.components.lists import Tab, below

SOURCE = Path(__file__).resolve().parents[3] / "src/shouwen"


@pytest.mark.parametrize(
    "wrong",
    [
        "{% tag '重复报修' tune='warn' %}",
        "{% tag '重复报修' 'purple' %}",
        "{% icon 'no-such-icon' %}",
        "{% card '客户' notes='x' %}{% endcard %}",
        "{% kpi_card '催单率' %}",
    ],
)
def test_a_misspelt_argument_is_refused(render: Callable[..., str], wrong: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        render(wrong)


def test_every_icon_named_in_a_template_is_in_the_sprite() -> None:
    named = set()
    for file in [*SOURCE.rglob("*.html"), *SOURCE.rglob("*.py")]:
        text = file.read_text("utf-8")
        named |= set(re.findall(r"""\{% icon ["']([\w-]+)["']""", text))
        named |= set(re.findall(r"""icon(?:_name)?=["']([\w-]+)["']""", text))
    assert named - known_icons() == set()


def test_what_a_person_wrote_is_escaped(render: Callable[..., str]) -> None:
    html = render(
        "{% matter title %}{% tag title %}{% card title %}{{ title }}{% endcard %}{% person title %}",
        title="<script>alert(1)</script>",
    )
    assert "<script>" not in html


def test_views_carry_counts_and_shout_only_when_there_is_something(
    render: Callable[..., str],
) -> None:
    tabs = [
        Tab(label="已超时", url="?v=1", count=7, tone="late", current=True),
        Tab(label="空", url="?v=2", count=0, tone="late"),
    ]
    html = render("{% views tabs %}", tabs=tabs)
    assert html.count('data-tone="late"') == 1
    assert html.count('aria-current="page"') == 1


def test_a_missing_number_is_a_dash(render: Callable[..., str]) -> None:
    assert "—" in render("{% kpi_card '越级投诉' None %}")
    assert "—" not in render("{% kpi_card '越级投诉' 0 %}")


class Sample(forms.Form):
    title = forms.CharField(help_text="写客户的话")
    kind = forms.ChoiceField(choices=[("a", "甲"), ("b", "乙")], widget=forms.RadioSelect)


def test_the_error_takes_the_place_of_the_hint(render: Callable[..., str]) -> None:
    fresh = render("{% field form.title %}", form=Sample())
    wrong = render("{% field form.title %}", form=Sample({}))
    assert "sw-field__hint" in fresh
    assert "sw-field__hint" not in wrong
    assert 'aria-invalid="true"' in wrong
    assert 'aria-describedby="id_title-told"' in wrong


def test_few_choices_are_buttons(render: Callable[..., str]) -> None:
    html = render("{% field form.kind %}", form=Sample({"kind": "a", "title": "x"}))
    assert html.count("sw-pick__opt") == 2
    assert html.count("checked") == 1


def test_a_keyset_pager_says_which_rows(render: Callable[..., str]) -> None:
    assert "1–50，共 214 条" in render("{% pager start=1 end=50 total=214 next='?a' %}")
    assert "共 1,000 条以上" in render("{% pager start=1 end=50 total=1000 many=True %}")


@pytest.mark.parametrize(
    "source",
    [
        "{% card 'x' tools='y' foot='z' %}b{% endcard %}",
        "{% banner 'hold' %}x{% endbanner %}",
        "{% empty_state 't' why='w' %}b{% endempty_state %}",
        "{% toast '已派单' 'ok' %}",
        "{% dialog 'd' '派单' action='/x/' submit='派单' %}b{% enddialog %}",
        "{% menu '更多' %}x{% endmenu %}",
        "{% bulk_bar %}x{% endbulk_bar %}",
    ],
)
def test_no_component_writes_inline_script_or_style(
    render: Callable[..., str], source: str
) -> None:
    html = render(source)
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=", html)


def test_what_was_counted_up_to_a_bound_says_so() -> None:
    assert [below(n) for n in (0, 999, 1_000)] == [0, 999, "999+"]
    assert below(50, 50) == "49+"
