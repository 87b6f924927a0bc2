"""What a return and an arbitration have to say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwen.domains.rulings.actions.returning import LEAST
from shouwen.domains.rulings.choices import Reason
from shouwen.platform.org.fields import UnitField, unit_choices

LONGEST = 4000  # characters of a text


def _unit(label: Any, *, required: bool) -> UnitField:
    return UnitField(
        label=label,
        required=required,
        help_text=_("Type part of the name or the code."),
        widget=forms.TextInput(attrs={"list": "units-return", "autocomplete": "off"}),
    )


class ReturnForm(forms.Form):
    """Two things to fill in: whose it is, and why."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)
    reason = forms.ChoiceField(
        label=_("Why it is returned"), choices=Reason.choices, widget=forms.RadioSelect
    )
    proposed_unit_id = _unit(_("Whose it is"), required=False)
    text = forms.CharField(
        label=_("On what it rests"),
        min_length=LEAST,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "At least 10 characters: the paragraph of the duty list, a screenshot, a number."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].initial = Reason.NOT_OURS
        self.unit_choices = unit_choices()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        given["proposed_unit_id"] = given.get("proposed_unit_id") or None
        missing = given.get("reason") == Reason.NOT_OURS and given["proposed_unit_id"] is None
        if missing and "proposed_unit_id" not in self.errors:
            self.add_error("proposed_unit_id", _("Name the unit whose duty it is"))
        return given


class ArbitrateForm(forms.Form):
    unit_id = _unit(_("Who has the case from now on"), required=True)
    text = forms.CharField(
        label=_("Reason"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit_choices = unit_choices()
