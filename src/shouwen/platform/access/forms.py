"""The forms of log-in, profile, tokens and roles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.platform.access.choices import Density
from shouwen.platform.access.models import Account, Role


class LoginForm(forms.Form):
    """Who wants in: staff number (or any login) and password."""

    username = forms.CharField(
        label=_("Staff number"),
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=pgettext_lazy("log-in", "Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class PasswordForm(forms.Form):
    """The old password once, the new one twice."""

    present = forms.CharField(
        label=_("Present password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=_("New password"),
        strip=False,
        max_length=200,
        help_text=_("Ten characters or more, not a common one, not your staff number."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("New password, once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, account: Account, data: Any = None) -> None:
        super().__init__(data)
        self.account = account

    def clean_present(self) -> str:
        present: str = self.cleaned_data["present"]
        if not self.account.check_password(present):
            raise forms.ValidationError(_("That is not your present password."))
        return present

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("new", again):
            raise forms.ValidationError(_("The two entries differ."))
        return again


class PreferencesForm(forms.Form):
    """How the screen suits the person."""

    locale = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )
    density = forms.ChoiceField(
        label=_("Row height"), choices=Density.choices, widget=forms.RadioSelect
    )
    single_keys = forms.BooleanField(
        label=_("Single keys work outside fields (J, K, D …)"), required=False
    )


class TokenForm(forms.Form):
    """A name by which its owner recognises the key later."""

    name = forms.CharField(label=_("What the key is for"), max_length=60, widget=forms.TextInput())


class RoleForm(forms.Form):
    """A role the organisation adds itself."""

    code = forms.RegexField(
        label=_("Code"),
        regex=r"^[a-z][a-z0-9_]*$",
        max_length=40,
        help_text=_("Small Latin letters, digits and _; stays for ever."),
        error_messages={"invalid": _("Small Latin letters, digits and _ only.")},
    )
    name = forms.CharField(label=_("Name"), max_length=60)

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if Role.objects.filter(code=code).exists():
            raise forms.ValidationError(_("There is already a role with this code."))
        return code
