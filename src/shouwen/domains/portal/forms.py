"""What a customer may send: four digits, a face, a purpose."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwen.domains.cases.actions import Judgement
from shouwen.domains.cases.choices import Channel, RatingReason
from shouwen.domains.customers.choices import Purpose
from shouwen.domains.portal.choices import CANCELLED_FOR, FACES
from shouwen.platform.org.models import CALLABLE

_SCORES = [(str(score), word) for score, (_sign, word) in FACES.items()]
SATISFIED = 3
"""From this score on the matter counts as solved, unless the customer says that it is not."""


class DigitsForm(forms.Form):
    digits = forms.RegexField(regex=r"^\s*[0-9]{4}\s*$", max_length=12)


class EvaluationForm(forms.Form):
    """One face is enough; the rest is for whoever wants to say more."""

    score = forms.TypedChoiceField(choices=_SCORES, coerce=int)
    attitude = forms.TypedChoiceField(choices=_SCORES, coerce=int, required=False, empty_value=None)
    timeliness = forms.TypedChoiceField(
        choices=_SCORES, coerce=int, required=False, empty_value=None
    )
    reasons = forms.MultipleChoiceField(choices=RatingReason.choices, required=False)
    text = forms.CharField(max_length=500, required=False)

    def said(self) -> Judgement:
        given = self.cleaned_data
        unsolved = RatingReason.NOT_SOLVED in given["reasons"]
        return Judgement(
            score=given["score"],
            solved=given["score"] >= SATISFIED and not unsolved,
            attitude=given["attitude"],
            timeliness=given["timeliness"],
            reasons=tuple(given["reasons"]),
            text=given["text"],
            channel=Channel.WEB,
        )


class OptForm(forms.Form):
    purpose = forms.ChoiceField(choices=Purpose.choices)
    given = forms.TypedChoiceField(
        choices=[("yes", "yes"), ("no", "no")], coerce=lambda v: v == "yes"
    )


class TermsForm(forms.Form):
    """From a day on: when links go out, how long they open the page, how long one may urge and judge."""

    since = forms.DateField(
        label=_("Holds from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    on_opening = forms.BooleanField(label=_("Send when a case is opened"), required=False)
    on_invitation = forms.BooleanField(label=_("Send with the invitation"), required=False)
    on_offer = forms.BooleanField(label=_("Send when a visit is offered"), required=False)
    link_days = forms.IntegerField(
        label=_("Days a link opens the page"), min_value=1, max_value=365
    )
    call_off_hours = forms.IntegerField(
        label=_("Hours before a visit until which it can be called off"), min_value=0, max_value=72
    )
    telephone = forms.RegexField(
        label=_("Number customers call"),
        regex=CALLABLE,
        required=False,
        max_length=32,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
        help_text=_("Named where the page can do no more for the customer."),
    )
    urge_window_minutes = forms.IntegerField(
        label=_("Minutes between urges that count"), min_value=1, max_value=10080
    )
    evaluation_days = forms.IntegerField(
        label=_("Days open for evaluation"), min_value=1, max_value=365
    )
    evaluation_change_hours = forms.IntegerField(
        label=_("Hours an evaluation can be changed"), min_value=1, max_value=720
    )


class AppointmentForm(forms.Form):
    """One of the windows shown, and the appointment that held when they were shown."""

    starts_at = forms.DateTimeField()
    seen = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)


class AgreedForm(AppointmentForm):
    """What the staff agreed on with the customer, or offers for the customer to decide."""

    offer = forms.BooleanField(required=False)


class SeenForm(forms.Form):
    """The appointment that held when the page was shown."""

    seen = forms.IntegerField(min_value=1, max_value=2**63 - 1)


class CancelForm(SeenForm):
    """The appointment that is called off, and why."""

    reason = forms.ChoiceField(choices=CANCELLED_FOR)
