"""What a duty has to say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from shouwen.domains.duties.actions import Terms
from shouwen.domains.duties.choices import Counting

LONGEST_LIMIT, LONGEST_WAITING = 10_000, 1_440
MEGABYTES = 5


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DutyForm(forms.Form):
    name = forms.CharField(label=_("Duty"), max_length=60)
    purpose = forms.CharField(
        label=_("What for"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    topic = forms.CharField(
        label=_("Topic of the A/B contacts"),
        max_length=40,
        required=False,
        help_text=_("Whom requests under this duty reach."),
        widget=forms.TextInput(attrs={"list": "duty-topics", "autocomplete": "off"}),
    )
    amount = forms.IntegerField(label=_("Answered within"), min_value=1, max_value=LONGEST_LIMIT)
    counted_in = forms.ChoiceField(label=_("Counted in"), choices=Counting.choices)
    waiting_minutes = forms.IntegerField(
        label=_("With the customer waiting, minutes"),
        min_value=1,
        max_value=LONGEST_WAITING,
        required=False,
        help_text=_("Empty: as for every waiting customer."),
    )
    valid_from = forms.DateField(label=_("Valid from"), widget=DayInput())
    remark = forms.CharField(label=_("Remark"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].initial = localdate()
        self.fields["counted_in"].initial = Counting.HOURS

    def terms(self) -> Terms:
        return Terms(**self.cleaned_data)


class EndForm(forms.Form):
    valid_to = forms.DateField(label=_("From this day on it no longer holds"), widget=DayInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_to"].initial = localdate()


class PlainForm(forms.Form):
    """Nothing to fill in: the dialog says what happens."""


class FileForm(forms.Form):
    """职责清单文件: a table as the export writes it."""

    file = forms.FileField(
        label=_("File"), help_text=_("CSV, TSV, XLSX, XLS or ODS as the export writes it")
    )

    def clean_file(self) -> Any:
        sent = self.cleaned_data["file"]
        if sent.size > MEGABYTES * 1024 * 1024:
            raise forms.ValidationError(
                _("The file is larger than %(most)s MB; divide it.") % {"most": MEGABYTES}
            )
        return sent
