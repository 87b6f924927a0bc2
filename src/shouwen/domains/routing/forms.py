"""What a route has to say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from shouwen.platform.access.scope import Scope
from shouwen.platform.clocks import matching
from shouwen.platform.org.choices import Area
from shouwen.platform.org.fields import UnitField, unit_choices


def _unit(label: Any, *, required: bool, hint: Any) -> UnitField:
    return UnitField(
        label=label,
        required=required,
        help_text=hint,
        widget=forms.TextInput(attrs={"list": "units-route", "autocomplete": "off"}),
    )


def kinds() -> dict[str, Any]:
    """The kinds of matters with their words, as their owner app tells them."""
    owner = matching.owner("case")
    return dict(owner.values["kind"]()) if owner else {}


class RouteForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    category = forms.CharField(label=_("Category"), required=False, max_length=60)
    place_id = _unit(
        _("Place"), required=False, hint=_("The grid of the service account, or a unit above it.")
    )
    area = forms.ChoiceField(
        label=_("Area"), required=False, choices=[("", _("Everywhere")), *Area.choices]
    )
    unit_id = _unit(
        _("Suggested unit"), required=True, hint=_("Type part of the name or the code.")
    )
    why = forms.CharField(
        label=_("Why"), max_length=200, help_text=_("Stands beside the suggestion.")
    )
    since = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope
        self.fields["kind"].choices = [("", _("Every kind")), *kinds().items()]  # type: ignore[attr-defined]
        self.fields["since"].initial = localdate()
        self.unit_choices = unit_choices()

    def clean(self) -> dict[str, Any]:
        """A route of every place is for who sees everything; others say which of their places."""
        given = super().clean() or {}
        place = given.get("place_id")
        own = self.scope.everything or (place is not None and self.scope.covers(place))
        if "place_id" not in self.errors and not own:
            self.add_error("place_id", _("Name a place among your own units"))
        return given


class EndForm(forms.Form):
    until = forms.DateField(
        label=_("From this day on it no longer holds"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].initial = localdate()
