"""What a run needs to know: the verb's own form, the cases as they were shown, and a key against double clicks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms

from shouwen.domains.bulk.choices import MOST
from shouwen.domains.cases.verbs import VERBS
from shouwen.domains.macros.queries import Step

TEXT = "text_"
LONGEST = 4000  # characters of a text


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


class MacroRunForm(forms.Form):
    """The words of a macro, ready to be changed for all cases; ``{number}`` becomes that of each."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    seen = SeenField()

    def __init__(self, *args: Any, steps: Iterable[Step], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for step in steps:
            if step.has_text:
                self.fields[f"{TEXT}{step.verb}"] = forms.CharField(
                    label=step.label,
                    initial=step.text,
                    required=step.verb in {"note", "answer"},
                    max_length=LONGEST,
                    widget=forms.Textarea(attrs={"rows": 2}),
                )

    def texts(self) -> dict[str, str]:
        """Verb → its words."""
        given = self.cleaned_data.items()
        return {name.removeprefix(TEXT): said for name, said in given if name.startswith(TEXT)}


FORMS = {name: form_of(name) for name in VERBS}
