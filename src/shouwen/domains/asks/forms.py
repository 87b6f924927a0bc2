"""What a person has to say for each verb on a request."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwen.domains.asks.choices import GIVEN_UP, Outcome
from shouwen.platform.org.fields import UnitField, unit_choices

LONGEST = 4000  # characters of a text


def _text(label: Any, *, required: bool = True, rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class AskForm(forms.Form):
    text = _text(_("What do you want to know"))
    unit_id = UnitField(
        label=_("Department"),
        help_text=_("Type part of the name or the code."),
        widget=forms.TextInput(attrs={"list": "units-ask", "autocomplete": "off"}),
    )
    blocking = forms.TypedChoiceField(
        label=_("While there is no answer"),
        coerce=lambda value: value == "yes",
        choices=[
            ("yes", _("The case waits, on their time")),
            ("no", _("I go on, they answer beside it")),
        ],
        widget=forms.RadioSelect,
        initial="yes",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit_choices = unit_choices()


class PlainForm(forms.Form):
    """A verb that needs no words."""


class AnswerForm(forms.Form):
    text = _text(_("Answer to the unit that asked"), rows=5)


class NoteForm(forms.Form):
    text = _text(_("How far it is"))


class ReturnForm(forms.Form):
    text = forms.CharField(
        label=_("Why it is not ours, and whose it is"),
        min_length=10,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class GiveUpForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("What happened"),
        choices=[c for c in Outcome.choices if c[0] in GIVEN_UP],
        widget=forms.RadioSelect,
        initial=Outcome.NOT_REACHED,
    )
    text = _text(_("Details"), required=False, rows=2)


class WithdrawForm(forms.Form):
    text = _text(_("Reason"), required=False, rows=2)
