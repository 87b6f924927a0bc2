"""The next list of papers of a kind or category."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwen.domains.cases.choices import CaseKind
from shouwen.domains.mattertypes.queries import code_of
from shouwen.domains.papers.actions import Line
from shouwen.domains.papers.choices import Form
from shouwen.domains.papers.models import LINES


class ListForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=CaseKind.choices)
    category = forms.CharField(
        label=_("Category"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"list": "categories", "autocomplete": "off"}),
        help_text=_("Empty: every category of the kind that has no list of its own."),
    )
    since = forms.DateField(
        label=_("Holds from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    why = forms.CharField(label=_("Why"), max_length=200)

    def clean(self) -> dict[str, Any]:
        """A category is named as at the front desk: by its code, its words or their initials."""
        given = self.cleaned_data
        given["category"] = code_of(given.get("kind", ""), given.get("category", ""))
        return given


class LineForm(forms.Form):
    """One paper; a row without a name is no paper."""

    name = forms.CharField(label=_("Paper"), required=False, max_length=60)
    note = forms.CharField(label=_("Note for the customer"), required=False, max_length=120)
    form = forms.ChoiceField(label=_("As what"), choices=Form.choices, required=False)
    required = forms.BooleanField(label=_("Must be there"), required=False)


class _Lines(forms.BaseFormSet):  # type: ignore[type-arg]
    def clean(self) -> None:
        """The customer would not know which of two papers of one name is meant."""
        names = [line.name for line in said(self)]
        if len(names) != len(set(names)):
            raise forms.ValidationError(_("Two papers have the same name"))


def said(lines: forms.BaseFormSet[Any]) -> list[Line]:
    """The papers that have a name, in the order of the rows."""
    given: list[dict[str, Any]] = [getattr(form, "cleaned_data", {}) for form in lines.forms]
    return [
        Line(
            name=row["name"],
            note=row["note"],
            form=row["form"] or Form.ORIGINAL,
            required=row["required"],
        )
        for row in given
        if row.get("name")
    ]


LineForms = forms.formset_factory(
    LineForm, formset=_Lines, extra=LINES, max_num=LINES, absolute_max=LINES
)


class TickForm(forms.Form):
    """A paper of the case, whether it is here, and the last word that was shown."""

    paper = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    taken = forms.TypedChoiceField(choices=[("1", ""), ("0", "")], coerce=lambda v: v == "1")
    seen = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
