"""The form of one category: its sub-categories, and a row for each field it asks."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwen.domains.cases.choices import CaseKind
from shouwen.domains.mattertypes.errors import TypesUnreadable
from shouwen.domains.mattertypes.specs import FIELD_TYPES, MOST_FIELDS, ROOM, FieldSpec, TypeSpec

ANSWERS = {
    "text": _("words"),
    "number": _("a number"),
    "date": _("a day"),
    "choice": _("one of"),
}


class TypeForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=CaseKind.choices)
    name = forms.CharField(label=_("Category"), max_length=ROOM)
    subs = forms.CharField(
        label=_("Sub-categories"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One a line. What is not named any more is no longer offered; cases keep it."),
    )
    since = forms.DateField(
        label=_("Fields hold from"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    why = forms.CharField(label=_("Why"), max_length=200)
    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)


class FieldForm(forms.Form):
    """One question; a row without a label is none."""

    label = forms.CharField(label=_("Label"), required=False, max_length=40)
    key = forms.SlugField(label=_("Name in files and the API"), required=False, max_length=40)
    type = forms.ChoiceField(
        label=_("Kind of answer"), choices=list(ANSWERS.items()), required=False
    )
    choices = forms.CharField(
        label=_("Choices"), required=False, max_length=400, help_text=_("Separated by commas.")
    )
    required = forms.BooleanField(label=_("Must be answered"), required=False)
    min = forms.FloatField(widget=forms.HiddenInput, required=False)
    max = forms.FloatField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        """Read as strictly as a preset is."""
        given = super().clean() or self.cleaned_data
        if given.get("label"):
            try:
                given["spec"] = _spec(given)
            except TypesUnreadable as wrong:
                raise forms.ValidationError(str(wrong)) from wrong
        return given


def _spec(row: dict[str, Any]) -> FieldSpec:
    words = [word.strip() for word in re.split(r"[,，、;；\n]", row.get("choices") or "")]
    return FieldSpec(
        key=row.get("key") or "",
        label=row["label"],
        type=row.get("type") or FIELD_TYPES[0],
        required=bool(row.get("required")),
        choices=tuple(word for word in words if word),
        min=row.get("min"),
        max=row.get("max"),
    )


FieldForms = forms.formset_factory(
    FieldForm, extra=MOST_FIELDS, max_num=MOST_FIELDS, absolute_max=MOST_FIELDS
)


def row_of(field: FieldSpec) -> dict[str, Any]:
    """A question as a row of the form."""
    return {**field.plain(), "choices": "、".join(field.choices)}


def said(form: TypeForm, rows: forms.BaseFormSet[Any]) -> TypeSpec:
    """The category as it was typed in."""
    given = form.cleaned_data
    subs = dict.fromkeys(line.strip() for line in given["subs"].splitlines() if line.strip())
    specs = [row.cleaned_data.get("spec") for row in rows.forms]
    fields = tuple(spec for spec in specs if spec is not None)
    return TypeSpec(given["kind"], given["name"].strip(), tuple(subs), fields)
