"""What one says to set the rule of reopening."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwen.domains.cases.choices import CaseKind
from shouwen.domains.reopening.choices import Dissatisfied


class RuleForm(forms.Form):
    """From a day on: for which kind, what a dissatisfied evaluation does, and why."""

    since = forms.DateField(
        label=_("Holds from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("", _("Every kind without a rule of its own")), *CaseKind.choices],
        required=False,
    )
    dissatisfied = forms.ChoiceField(
        label=_("A dissatisfied evaluation"),
        choices=Dissatisfied.choices,
        widget=forms.RadioSelect,
        initial=Dissatisfied.ASK,
    )
    times = forms.IntegerField(
        label=_("Reopened by itself at most"), min_value=1, max_value=9, initial=1
    )
    why = forms.CharField(label=_("Reason"), max_length=200)
