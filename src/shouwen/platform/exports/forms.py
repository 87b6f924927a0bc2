"""What the page of exports asks."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwen.platform.access.models import Account, Role


def _account(login: str) -> int:
    found = Account.objects.filter(login=login.strip()).first()
    if found is None:
        raise forms.ValidationError(_("There is no such account"))
    return int(found.pk)


class GrantForm(forms.Form):
    """Who may take how many rows more today, and why."""

    login = forms.CharField(label=_("Account"), max_length=64)
    rows = forms.IntegerField(label=_("Rows more"), min_value=1, max_value=1_000_000)
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def clean_login(self) -> int:
        return _account(self.cleaned_data["login"])


class QuotaForm(forms.Form):
    """How many rows a day, for whom, from when on."""

    role_code = forms.ChoiceField(label=_("Role"), required=False)
    account_id = forms.CharField(
        label=_("Account"),
        max_length=64,
        required=False,
        help_text=_("Of a program or a person; then no role."),
    )
    rows_a_day = forms.IntegerField(label=_("Rows a day"), min_value=0, max_value=10_000_000)
    since = forms.DateField(label=_("Holds from"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        roles = Role.objects.order_by("pk").values_list("code", "name")
        self.fields["role_code"].choices = [("", _("All accounts")), *roles]  # type: ignore[attr-defined]

    def clean_account_id(self) -> int | None:
        login = self.cleaned_data["account_id"]
        return _account(login) if login else None
