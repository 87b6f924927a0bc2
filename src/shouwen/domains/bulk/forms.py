"""What a run needs to know: the verb's own form, the cases as they were shown, and a key against double clicks."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms

from shouwen.domains.bulk.choices import MOST
from shouwen.domains.cases.verbs import VERBS


class SeenField(forms.CharField):
    """ "12:3,15:1": the cases of the preview with their versions."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        found: dict[int, int] = {}
        for part in str(value or "").split(",")[:MOST]:
            pk, _, version = part.partition(":")
            if all(p.isascii() and p.isdecimal() and len(p) < 19 for p in (pk, version)):
                found[int(pk)] = int(version)
        return found


def ticked(value: str) -> list[int]:
    """The ids of the ticked rows as the list keeps them."""
    parts = [p for p in value.split(",") if p.isascii() and p.isdecimal() and len(p) < 19]
    return [int(p) for p in parts[:MOST]]


def form_of(verb: str) -> Any:
    """The form of this verb for many cases at once."""
    more: dict[str, Any] = {
        "units_id": "units-bulk",
        "version": None,
        "key": forms.UUIDField(widget=forms.HiddenInput, initial=uuid4),
        "seen": SeenField(),
    }
    return type(f"Bulk{verb.title()}Form", (VERBS[verb].form,), more)


FORMS = {name: form_of(name) for name in VERBS}
