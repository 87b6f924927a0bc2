"""What a person has to say to join cases and to share work."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwen.domains.cases.fields import CaseField
from shouwen.domains.cases.models import Case
from shouwen.domains.teamwork.choices import TaskRole
from shouwen.platform.access.scope import Scope
from shouwen.platform.org import queries as org
from shouwen.platform.org.fields import UnitField, unit_choices

LONGEST = 4000  # characters of a text


class LinkForm(forms.Form):
    """One other case, by its number."""

    def __init__(self, *args: Any, scope: Scope, label: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other_id"] = CaseField(scope=scope, offered="link-cases", label=label)


class TickForm(forms.Form):
    """Ticked cases of those that were offered; what else is sent is ignored."""

    cases = forms.TypedMultipleChoiceField(
        label=_("Cases"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, offered: list[Case], ticked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["cases"]
        chosen.choices = [(case.pk, f"{case.number} {case.title}") for case in offered]
        if ticked:
            chosen.initial = [case.pk for case in offered]


class NoteAllForm(TickForm):
    text = forms.CharField(
        label=_("Note"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )


class AnswerAllForm(TickForm):
    text = forms.CharField(
        label=_("Answer to the customers"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    contacted = forms.BooleanField(
        label=_("The customers have been told in person"), required=False
    )


class AssignForm(forms.Form):
    """What is to be done, by whom, until when."""

    text = forms.CharField(
        label=_("What is to be done"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )
    unit_id = UnitField(
        label=_("Unit"),
        help_text=_("Type part of the name or the code."),
        widget=forms.TextInput(attrs={"list": "units-task", "autocomplete": "off"}),
    )
    number = forms.CharField(
        label=_("Person (staff number)"),
        help_text=_("Empty: anybody of the unit."),
        max_length=20,
        required=False,
    )
    role = forms.ChoiceField(
        label=_("Asked for"),
        choices=TaskRole.choices,
        widget=forms.RadioSelect,
        initial=TaskRole.TASK,
    )
    due_at = forms.DateTimeField(
        label=_("Until"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit_choices = unit_choices()

    def clean_number(self) -> int | None:
        typed = self.cleaned_data["number"].strip()
        if not typed:
            return None
        found = org.staff_ids([typed]).get(typed)
        if found is None:
            raise forms.ValidationError(_("Nobody has this number"), "unknown")
        return found

    def terms(self) -> dict[str, Any]:
        terms = dict(self.cleaned_data)
        terms["staff_id"] = terms.pop("number")
        return terms


class PlainForm(forms.Form):
    """A verb that needs no words."""


class DoneForm(forms.Form):
    text = forms.CharField(
        label=_("What was done"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )


class WithdrawForm(forms.Form):
    text = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
