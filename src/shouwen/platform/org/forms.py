"""The forms of units and people; every choice is limited to what the reader may see."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwen.platform.access.models import Role
from shouwen.platform.access.scope import Scope
from shouwen.platform.org.choices import Area, ContactRole, UnitKind
from shouwen.platform.org.models import CALLABLE, Staff
from shouwen.platform.org.queries import staff_named, visible_staff
from shouwen.platform.org.tree import tree

AREAS = [("", _("As the unit above")), *Area.choices]
CODE = r"^[A-Za-z0-9][A-Za-z0-9._-]*$"


def unit_choices(scope: Scope, *, without: frozenset[int] = frozenset()) -> list[tuple[int, str]]:
    """The active units in sight, indented by their depth."""
    return [
        (node.id, f"{'　' * node.depth}{node.name}")
        for node in tree().walk()
        if node.active and scope.covers(node.id) and node.id not in without
    ]


class UnitField(forms.TypedChoiceField):
    """One unit in sight."""

    def __init__(self, scope: Scope, *, without: frozenset[int] = frozenset(), **rest: Any) -> None:
        choices = [("", "—"), *unit_choices(scope, without=without)]
        super().__init__(choices=choices, coerce=int, empty_value=None, **rest)


class StaffField(forms.CharField):
    """One person, by number or full name; the browser offers those in sight."""

    def __init__(self, scope: Scope, **rest: Any) -> None:
        widget = forms.TextInput(attrs={"list": "people", "autocomplete": "off"})
        super().__init__(max_length=60, widget=widget, **rest)
        self.scope = scope

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        found = staff_named(text, scope=self.scope)
        if not found:
            raise forms.ValidationError(_("Nobody here has this number or name."))
        if len(found) > 1:
            raise forms.ValidationError(_("Several people have this name; give the staff number."))
        return found[0].pk


class UnitForm(forms.Form):
    """A new unit."""

    name = forms.CharField(label=_("Name"), max_length=120)
    code = forms.RegexField(
        label=_("Code"),
        regex=CODE,
        max_length=64,
        help_text=_("Letters, digits, - . and _; files and reports name the unit by it."),
        error_messages={"invalid": _("Letters, digits, - . and _ only.")},
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=UnitKind.choices)
    zone = forms.CharField(
        label=_("Time zone"),
        required=False,
        max_length=64,
        help_text=_("Empty: as the unit above."),
    )
    area = forms.ChoiceField(label=_("Area"), choices=AREAS, required=False)

    def __init__(self, scope: Scope, data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["parent_id"] = UnitField(scope, label=_("Under"), required=not scope.everything)
        self.order_fields(["parent_id", "name", "code", "kind", "zone", "area"])

    def clean_zone(self) -> str | None:
        return _known_zone(self.cleaned_data["zone"])


class RenameForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)


class ZoneForm(forms.Form):
    """Where the unit's days begin."""

    zone = forms.CharField(
        label=_("Time zone"),
        required=False,
        max_length=64,
        help_text=_("For example Asia/Shanghai. Empty: as the unit above."),
    )

    def clean_zone(self) -> str | None:
        return _known_zone(self.cleaned_data["zone"])


class AreaForm(forms.Form):
    """In town or in the country."""

    area = forms.ChoiceField(
        label=_("Area"), choices=AREAS, required=False, widget=forms.RadioSelect
    )


def _known_zone(zone: str) -> str | None:
    if zone and zone not in available_timezones():
        raise forms.ValidationError(_("There is no such time zone."))
    return zone or None


class MoveForm(forms.Form):
    """Under which unit, from which day."""

    on = forms.DateField(
        label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(
        self, scope: Scope, below: frozenset[int], data: Any = None, *, initial: Any = None
    ) -> None:
        super().__init__(data, initial=initial)
        self.fields["parent_id"] = UnitField(
            scope, without=below, label=_("New place under"), required=not scope.everything
        )
        self.order_fields(["parent_id", "on"])


class CloseForm(forms.Form):
    """Nothing to fill in: the page says what happens."""


class HireForm(forms.Form):
    """A new colleague with a first post."""

    name = forms.CharField(label=_("Full name"), max_length=60)
    number = forms.RegexField(
        label=_("Staff number"),
        regex=CODE,
        max_length=40,
        error_messages={"invalid": _("Letters, digits, - . and _ only.")},
    )

    def __init__(self, scope: Scope, data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields |= _post_fields(scope)


class AppointForm(forms.Form):
    """A further post for somebody."""

    def __init__(self, scope: Scope, data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields |= _post_fields(scope)


def _post_fields(scope: Scope) -> dict[str, forms.Field]:
    roles = [("", "—"), *Role.objects.order_by("pk").values_list("code", "name")]
    return {
        "unit_id": UnitField(scope, label=_("Unit")),
        "role": forms.ChoiceField(label=_("Role"), choices=roles),
        "title": forms.CharField(
            label=_("Title on screen"),
            required=False,
            max_length=60,
            help_text=_("Empty: the name of the role."),
        ),
    }


class AccountForm(forms.Form):
    """The login of a person; the password is made up and shown once."""

    login = forms.RegexField(
        label=_("Login"),
        regex=CODE,
        max_length=64,
        help_text=_("Usually the staff number."),
        error_messages={"invalid": _("Letters, digits, - . and _ only.")},
    )


class LeaveForm(forms.Form):
    """Who takes over what is still open."""

    def __init__(self, scope: Scope, data: Any = None, *, needed: bool) -> None:
        super().__init__(data)
        self.fields["successor_id"] = StaffField(
            scope,
            label=_("Takes over the open matters"),
            required=needed,
            help_text=_("Staff number or full name."),
        )


class ContactForm(forms.Form):
    """Through whom the unit answers on a topic."""

    topic = forms.CharField(label=_("Topic"), max_length=40)
    role = forms.ChoiceField(
        label=_("Place"), choices=ContactRole.choices, widget=forms.RadioSelect, initial="A"
    )

    def __init__(self, scope: Scope, data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["staff_id"] = StaffField(
            scope,
            label=_("Person"),
            required=False,
            help_text=_("Staff number or full name; empty leaves the place open."),
        )


class RenameStaffForm(forms.Form):
    name = forms.CharField(label=_("Full name"), max_length=60)


class PhoneForm(forms.Form):
    """The number colleagues call."""

    phone = forms.RegexField(
        label=_("Work phone"),
        regex=CALLABLE,
        required=False,
        max_length=32,
        help_text=_("For example 0999-5550123, or 0999-5550100,23 with an extension. Empty: none."),
        error_messages={
            "invalid": _("Digits, spaces, - and + only; a comma before the extension.")
        },
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )


def people_offered(scope: Scope) -> list[Staff]:
    """The people a browser offers while typing."""
    return list(visible_staff(scope).filter(active_to__isnull=True).order_by("number")[:200])
