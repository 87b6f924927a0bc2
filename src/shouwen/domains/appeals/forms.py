"""What an appeal and a decision have to say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwen.domains.appeals.actions import LEAST
from shouwen.domains.appeals.choices import FITS, About

LONGEST = 4000  # characters of a text


class AppealForm(forms.Form):
    """Two things to fill in: the ground, and on what it rests."""

    about = forms.ChoiceField(choices=About.choices, widget=forms.HiddenInput)
    of = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**63 - 1)
    ground = forms.ChoiceField(label=_("Ground of the appeal"), widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("On what it rests"),
        min_length=LEAST,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("At least 10 characters: what happened, when, and how it can be checked."),
    )

    def __init__(self, *args: Any, about: About, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        grounds = FITS[about]
        self.fields["ground"].choices = [(g.value, g.label) for g in grounds]  # type: ignore[attr-defined]
        self.fields["ground"].initial = grounds[0]


class DecisionForm(forms.Form):
    """One click with a reason."""

    upheld = forms.TypedChoiceField(
        choices=[("1", "1"), ("0", "0")], coerce=lambda v: v == "1", widget=forms.HiddenInput
    )
    text = forms.CharField(
        label=_("Reason"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )


class TermsForm(forms.Form):
    """From a day on: how long one may appeal, and how long the decision may take."""

    since = forms.DateField(
        label=_("Holds from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    appeal_days = forms.IntegerField(label=_("Working days to appeal"), min_value=1, max_value=365)
    decide_days = forms.IntegerField(label=_("Working days to decide"), min_value=1, max_value=365)
    why = forms.CharField(label=_("Reason"), max_length=LONGEST)
