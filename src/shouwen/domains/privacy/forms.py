"""What is asked when personal data are asked for or held."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwen.domains.cases.choices import CaseKind
from shouwen.domains.privacy.choices import (
    SOURCE,
    Checked,
    Delivered,
    Outcome,
    RefusalGround,
    What,
    Wish,
)


class AskForm(forms.Form):
    """What the person wants, and how it was made sure who asks."""

    wish = forms.ChoiceField(
        label=_("What is wanted"), choices=Wish.choices, widget=forms.RadioSelect
    )
    checked = forms.ChoiceField(
        label=_("How the person was verified"), choices=Checked.choices, widget=forms.RadioSelect
    )


class VerifyForm(forms.Form):
    """How it was made sure who asks, found out later."""

    checked = AskForm.base_fields["checked"]


class AnswerForm(forms.Form):
    """What becomes of the request; a refusal needs its ground, a result the way it was handed over."""

    outcome = forms.ChoiceField(
        label=_("What becomes of it"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        initial=Outcome.GRANTED,
    )
    delivered = forms.ChoiceField(
        label=_("How the person gets it"), choices=Delivered.choices, initial=Delivered.TOLD
    )
    ground = forms.ChoiceField(
        label=_("Ground of the refusal"),
        required=False,
        choices=[("", "—"), *((g.value, f"{g.label} · {SOURCE[g]}") for g in RefusalGround)],
    )
    text = forms.CharField(
        label=_("Answer to the person"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class HoldForm(forms.Form):
    reason = forms.CharField(label=_("Why it must be kept"), max_length=300)


class RuleForm(forms.Form):
    """A rule of keeping as somebody wants it."""

    code = forms.SlugField(label=_("Code of the rule"), max_length=40)
    what = forms.ChoiceField(label=_("What goes"), choices=What.choices)
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of cases; none: all that no other rule names"),
        choices=CaseKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    months = forms.IntegerField(
        label=_("Months after the end; 0 keeps for ever"), min_value=0, max_value=600
    )
    basis = forms.CharField(label=_("Legal basis, or the operator's own rule"), max_length=300)
    since = forms.DateField(label=_("Holds from"), widget=forms.DateInput(attrs={"type": "date"}))
