"""What somebody says with a file of balances."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MEGABYTES = 20


class FileForm(forms.Form):
    """账户状况文件: the table, whose it is, and the moment it speaks of."""

    file = forms.FileField(
        label=_("File"), help_text=_("CSV, TSV, XLSX, XLS or ODS; one row an account")
    )
    source = forms.CharField(label=_("Billing system"), max_length=40, initial="BOSS")
    as_of = forms.DateTimeField(
        label=_("As of"),
        help_text=_("The moment of rows that name none"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.fields["as_of"].initial = timezone.now().astimezone(zone).replace(tzinfo=None)

    def clean_file(self) -> Any:
        sent = self.cleaned_data["file"]
        if sent.size > MEGABYTES * 1024 * 1024:
            raise forms.ValidationError(
                _("The file is larger than %(most)s MB; divide it.") % {"most": MEGABYTES}
            )
        return sent

    def clean_as_of(self) -> datetime:
        moment: datetime = self.cleaned_data["as_of"]
        moment = moment.replace(tzinfo=self.zone)
        if moment > timezone.now():
            raise forms.ValidationError(_("This moment is still to come"))
        return moment
