"""What a person has to say for each verb on a request."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from shouwen.domains.asks.choices import GIVEN_UP, MadeBy, Outcome
from shouwen.domains.cases.choices import CaseKind
from shouwen.domains.cases.models import Case
from shouwen.platform.org.fields import UnitField, unit_choices
from shouwen.platform.org.models import Contact
from shouwen.platform.org.queries import running
from shouwen.platform.rosters.queries import callable_from

LONGEST = 4000  # characters of a text


def _text(label: Any, *, required: bool = True, rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def _duty() -> forms.IntegerField:
    """职责: what the department is asked under, chosen among those it offers."""
    return forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)


def typed_unit(text: str) -> int | None:
    """The department that was typed, if there is such a one."""
    try:
        found: int | None = UnitField(required=False).clean(text)
    except forms.ValidationError:
        return None
    return found


class AskForm(forms.Form):
    text = _text(_("What do you want to know"))
    unit_id = UnitField(
        label=_("Department"),
        help_text=_("Type part of the name or the code."),
        widget=forms.TextInput(
            attrs={
                "list": "units-ask",
                "autocomplete": "off",
                "hx-get": reverse_lazy("asks:duties"),
                "hx-trigger": "change",
                "hx-target": "#ask-duties",
                "hx-swap": "innerHTML",
            }
        ),
    )
    duty_id = _duty()
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


class _MaybeUnit(UnitField):
    def clean(self, value: Any) -> Any:
        return super().clean(value) if str(value or "").strip() else None


class QuickForm(forms.Form):
    """快速求助: what, whom (a guessed contact, or a unit typed), and whether the customer waits."""

    text = _text(_("What do you want to know"), rows=2)
    to = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    unit_id = _MaybeUnit(
        label=_("Another department"),
        required=False,
        widget=forms.TextInput(
            attrs={
                "list": "units-quick",
                "autocomplete": "off",
                "hx-post": reverse_lazy("asks:guess"),
                "hx-trigger": "change",
                "hx-include": "closest form",
                "hx-target": "#quick-to",
                "hx-swap": "innerHTML",
            }
        ),
    )
    duty_id = _duty()
    waiting = forms.BooleanField(label=_("The customer is waiting"), required=False)
    about = forms.BooleanField(label=_("About the case"), required=False)
    case = forms.IntegerField(required=False, widget=forms.HiddenInput)
    made_by = forms.ChoiceField(
        choices=MadeBy.choices, initial=MadeBy.ELECTRONIC, widget=forms.HiddenInput
    )
    outcome = forms.ChoiceField(
        label=_("How the call came out"),
        required=False,
        choices=[c for c in Outcome.choices if c[0] in {*GIVEN_UP, Outcome.ANSWERED}],
        widget=forms.RadioSelect,
        initial=Outcome.ANSWERED,
    )
    reply = _text(_("What was answered"), required=False, rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit_choices = unit_choices()

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("made_by") == MadeBy.PHONE:
            if not told.get("outcome"):
                self.add_error("outcome", _("Say how the call came out."))
            elif told["outcome"] == Outcome.ANSWERED and not told.get("reply"):
                self.add_error("reply", _("Write what was answered."))
        if not self.errors and not told.get("unit_id") and not told.get("to"):
            self.add_error("unit_id", _("Choose whom to ask"))
        return told

    def terms(
        self, asking: int | None, case: Case | None, *, at: datetime
    ) -> dict[str, Any] | None:
        """What the action takes; None, with the error, if the contact is not one of the reader's."""
        told = self.cleaned_data
        terms: dict[str, Any] = {
            "text": told["text"],
            "waiting": told["waiting"],
            "duty_id": told["duty_id"],
            "case_id": case.pk if case is not None and told["about"] else None,
        }
        if told["unit_id"]:
            return terms | {"unit_id": told["unit_id"]}
        reach = Contact.objects.filter(running(at), unit_id__in=callable_from(asking))
        contact = reach.filter(pk=told["to"]).first()
        if contact is None:
            self.add_error("unit_id", _("Choose whom to ask"))
            return None
        return terms | {
            "unit_id": contact.unit_id,
            "staff_id": contact.staff_id,
            "topic": contact.topic,
        }


class CaseForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Kind of case"), choices=CaseKind.choices, initial=CaseKind.CONSULTATION
    )
    title = forms.CharField(label=_("Title"), max_length=200)


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
