"""The forms of shifts, rosters and absences."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwen.platform.rosters.choices import AbsenceKind, ShiftKind
from shouwen.platform.rosters.models import Roster

CODE = r"^[a-z0-9][a-z0-9_-]*$"
MOST_PEOPLE = 200


class ForRolesForm(forms.Form):
    """Something planned for people of certain roles; ``roles`` are those to choose from."""

    def __init__(self, *args: Any, roles: Iterable[tuple[str, str]], **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["roles"].choices = list(roles)  # type: ignore[attr-defined]

    def terms(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class ShiftForm(ForRolesForm):
    """A shift of a unit; a code that exists is changed."""

    code = forms.RegexField(
        CODE, max_length=20, label=_("Code"), help_text=_("Small letters and digits: early")
    )
    name = forms.CharField(max_length=40, label=_("Name"))
    short = forms.CharField(max_length=6, label=_("Short name"))
    kind = forms.ChoiceField(choices=ShiftKind.choices, label=_("Kind"))
    starts = forms.TimeField(label=_("Begins"), widget=forms.TimeInput(attrs={"type": "time"}))
    ends = forms.TimeField(
        label=_("Ends"),
        widget=forms.TimeInput(attrs={"type": "time"}),
        help_text=_("At or before the beginning means the next day"),
    )
    needed = forms.IntegerField(min_value=0, max_value=MOST_PEOPLE, initial=0, label=_("Needed on a working day"))  # fmt: skip
    needed_weekend = forms.IntegerField(min_value=0, max_value=MOST_PEOPLE, initial=0, label=_("Needed on a day off"))  # fmt: skip
    needed_holiday = forms.IntegerField(min_value=0, max_value=MOST_PEOPLE, initial=0, label=_("Needed on a public holiday"))  # fmt: skip
    roles = forms.MultipleChoiceField(required=False, label=_("Who may take it"))


class RosterForm(ForRolesForm):
    """How a roster is kept."""

    name = forms.CharField(max_length=40, label=_("Name"))
    shifts = forms.CharField(
        max_length=200,
        label=_("Shift codes in the order of the keys 1 to 9"),
        help_text=_("early late night"),
    )
    roles = forms.MultipleChoiceField(required=False, label=_("Who is planned"))
    below = forms.BooleanField(required=False, label=_("With the people of the units below"))
    whole = forms.BooleanField(
        required=False, initial=True, label=_("It is all the working time of these people")
    )
    days_ahead = forms.IntegerField(
        min_value=1, max_value=30, initial=5, label=_("Tell gaps so many days ahead")
    )

    def clean_shifts(self) -> list[str]:
        codes = str(self.cleaned_data["shifts"]).replace(",", " ").split()
        if not 1 <= len(codes) <= 9:
            raise forms.ValidationError(_("One to nine codes."))
        return codes

    @staticmethod
    def of(roster: Roster) -> dict[str, Any]:
        """What stands now, as the form shows it."""
        return {
            "name": roster.name,
            "shifts": " ".join(roster.shifts),
            "roles": roster.roles,
            "below": roster.below,
            "whole": roster.whole,
            "days_ahead": roster.days_ahead,
        }


class AbsenceForm(forms.Form):
    """Somebody is away for whole days."""

    staff = forms.IntegerField(min_value=1, label=_("Who"))
    kind = forms.ChoiceField(choices=AbsenceKind.choices, label=_("Why"))
    first = forms.DateField(label=_("First day"))
    last = forms.DateField(label=_("Last day"))
    deputy = forms.IntegerField(min_value=1, required=False, label=_("Who stands in"))
