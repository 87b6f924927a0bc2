"""The fields of a type as fields of the front desk's form, and their answers as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwen.domains.mattertypes.queries import Asked
from shouwen.domains.mattertypes.specs import FieldSpec

PREFIX = "x_"
"""Before the key of a field in the form, so that no type hides a field of the form itself."""


def form_fields(asked: Asked | None) -> dict[str, forms.Field]:
    """One checked field for each question."""
    return {PREFIX + spec.key: _field(spec) for spec in asked.fields} if asked else {}


def _field(spec: FieldSpec) -> forms.Field:
    common: dict[str, Any] = {"label": spec.label, "required": spec.required}
    if spec.type == "number":
        return forms.DecimalField(
            min_value=spec.min, max_value=spec.max, max_digits=15, decimal_places=2, **common
        )
    if spec.type == "date":
        return forms.DateField(
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **common
        )
    if spec.type == "choice":
        options = [("", _("Choose")), *((c, c) for c in spec.choices)]
        return forms.ChoiceField(choices=options, **common)
    return forms.CharField(
        max_length=200, widget=forms.TextInput({"autocomplete": "off"}), **common
    )


def answered(asked: Asked | None, data: Mapping[str, Any]) -> dict[str, Any]:
    """What the case keeps: the answers by key, and the version of the questions."""
    if asked is None:
        return {}
    given = {spec.key: _plain(data.get(PREFIX + spec.key)) for spec in asked.fields}
    kept = {key: value for key, value in given.items() if value not in (None, "")}
    return kept | {"type_version": asked.version} if asked.fields else {}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, str):
        return value
    return int(value) if value == int(value) else float(value)
