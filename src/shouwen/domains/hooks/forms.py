"""What a new source has to say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from shouwen.domains.cases.choices import Channel
from shouwen.domains.hooks.models import Source
from shouwen.platform.access.scope import Scope
from shouwen.platform.org.fields import UnitField, unit_choices


class SourceForm(forms.Form):
    name = forms.CharField(label=_("Name of the other system"), max_length=60)
    code = forms.CharField(
        label=_("Short name in the address"),
        max_length=40,
        validators=[
            RegexValidator(r"^[a-z0-9][a-z0-9-]*$", _("Small letters, digits and hyphens"))
        ],
        help_text=_("Small letters, digits and hyphens"),
    )
    channel = forms.ChoiceField(label=_("Channel"), choices=Channel.choices, initial=Channel.APP)
    unit_id = UnitField(
        label=_("Unit of first contact"),
        required=True,
        help_text=_("It owns the cases this system opens."),
        widget=forms.TextInput(attrs={"list": "units-hook", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope
        self.unit_choices = unit_choices()

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if Source.objects.filter(code=code).exists():
            raise forms.ValidationError(_("Another source has this short name"))
        return code

    def clean_unit_id(self) -> int:
        unit: int = self.cleaned_data["unit_id"]
        if not self.scope.covers(unit):
            raise forms.ValidationError(_("Name one of your own units"))
        return unit
