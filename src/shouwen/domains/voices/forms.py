"""What the hall clerk copies from the book, and what somebody on the staff suggests."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwen.domains.cases.choices import CaseKind
from shouwen.domains.intake.actions import NewCaller

SAID = (
    CaseKind.SUGGESTION,
    CaseKind.COMPLAINT,
    CaseKind.COMMENDATION,
    CaseKind.CONSULTATION,
)
"""What people write in a book."""


class EntryForm(forms.Form):
    """意见簿录入."""

    hall = forms.TypedChoiceField(label=_("Service hall"), coerce=int)
    book = forms.CharField(label=_("Book"), max_length=20)
    number = forms.IntegerField(label=_("Number of the entry"), min_value=1, max_value=100_000)
    written_on = forms.DateField(
        label=_("Written on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[(kind.value, kind.label) for kind in SAID],
        widget=forms.RadioSelect,
        initial=CaseKind.SUGGESTION.value,
    )
    text = forms.CharField(
        label=_("In the customer's words"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    name = forms.CharField(label=_("Contact"), required=False, max_length=100)
    phone = forms.RegexField(
        r"^[0-9][0-9 -]{5,18}$",
        label=_("Contact telephone"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, halls: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hall"].choices = halls  # type: ignore[attr-defined]

    def terms(self) -> dict[str, Any]:
        """What ``actions.enter`` takes, beside the hall."""
        data = self.cleaned_data
        phone = "".join(c for c in data["phone"] if c.isdecimal())
        kept = {name: data[name] for name in ("book", "number", "written_on", "kind", "text")}
        return {**kept, "writer": NewCaller(data["name"], phone)}


class SuggestionForm(forms.Form):
    """员工建议: the words, and whether the department may know whose they are."""

    text = forms.CharField(
        label=_("What should be better, and how?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    nameless = forms.BooleanField(
        label=_("Without my name"),
        required=False,
        help_text=_("Whoever works on it does not learn whose it is; the answer still comes here."),
    )
