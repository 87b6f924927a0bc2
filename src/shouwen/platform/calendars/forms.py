"""The forms of calendars: hours are written as people write them, 08:30-12:00 13:30-17:30."""

from __future__ import annotations

import re
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from shouwen.kernel.worktime import parse_spans

HINT = _("For example 08:30-12:00 13:30-17:30; empty: not at all; 22:00-06:00 runs over midnight.")
_SPAN = re.compile(r"^(\d{1,2}:\d{2})\s*[-–—~至]\s*(\d{1,2}:\d{2})$")
_BETWEEN = re.compile(r"[,，;；、]|\s+(?=\d{1,2}:)")
LARGEST_NOTICE = 1_000_000


class HoursField(forms.CharField):
    """The spans of one day; cleaned to ``[["08:30", "12:00"], …]``."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(required=False, max_length=120, **rest)

    def clean(self, value: Any) -> Any:
        text = super().clean(value).replace("：", ":").strip()
        spans = []
        for part in filter(None, (p.strip() for p in _BETWEEN.split(text))):
            found = _SPAN.match(part)
            if found is None:
                said = _("“%(part)s” is no span of hours; write 08:30-12:00.")
                raise forms.ValidationError(said, params={"part": part[:40]})
            spans.append([t.zfill(5) for t in found.groups()])
        try:
            parse_spans(spans)
        except ValueError as error:
            raise forms.ValidationError(_("Hours run from 00:00 to 24:00.")) from error
        return spans


def spelled(spans: Any) -> str:
    """The inverse: spans as one writes them."""
    return " ".join(f"{a}-{b}" for a, b in spans)


class DayForm(forms.Form):
    """One day worked differently."""

    USUAL, OFF, HOURS = "usual", "off", "hours"

    on = forms.DateField(
        label=_("Date"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    how = forms.ChoiceField(
        label=_("Works"),
        widget=forms.RadioSelect,
        choices=[
            (OFF, _("Not at all")),
            (HOURS, _("These hours")),
            (USUAL, _("As its week says")),
        ],
        initial=OFF,
    )
    hours = HoursField(label=_("Hours"), help_text=HINT)
    reason = forms.CharField(
        label=_("Reason"), max_length=40, help_text=_("Stands in the calendar: stocktaking, flood.")
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("how") == self.HOURS and not found.get("hours") and not self.errors:
            self.add_error("hours", _("Write the hours, or choose “not at all”."))
        return found

    @property
    def spans(self) -> list[list[str]] | None:
        how: str = self.cleaned_data["how"]
        if how == self.USUAL:
            return None
        return self.cleaned_data["hours"] if how == self.HOURS else []


class WeekForm(forms.Form):
    """A week's pattern from a day on."""

    since = forms.DateField(
        label=_("From the day"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("Empty: from the beginning of the calendar."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n, word in WEEKDAYS.items():
            self.fields[f"day{n}"] = HoursField(label=word)
        self.fields["day0"].help_text = HINT
        self.order_fields(["since", *(f"day{n}" for n in WEEKDAYS), "reason"])

    @property
    def weekly(self) -> list[list[list[str]]]:
        return [self.cleaned_data[f"day{n}"] for n in WEEKDAYS]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not self.errors and not any(self.weekly):
            raise forms.ValidationError(_("At least one day of the week needs working time."))
        return found


class CalendarForm(WeekForm):
    """A new calendar."""

    code = forms.RegexField(
        label=_("Code"),
        regex=r"^[a-z0-9][a-z0-9._-]*$",
        max_length=40,
        help_text=_(
            "Small letters, digits, - . and _; limits and commands name the calendar by it."
        ),
        error_messages={"invalid": _("Small letters, digits, - . and _ only.")},
    )
    zone = forms.CharField(label=_("Time zone"), max_length=60, initial="Asia/Shanghai")
    holidays = forms.BooleanField(
        label=_("Keeps public holidays and make-up days"), required=False, initial=True
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["since"], self.fields["reason"]
        self.order_fields(["code", "zone", "holidays"])

    def clean_zone(self) -> str:
        zone: str = self.cleaned_data["zone"].strip()
        if zone not in available_timezones():
            raise forms.ValidationError(_("No such time zone; write for example Asia/Shanghai."))
        return zone


class RosterForm(forms.Form):
    """Which unit's roster a calendar follows."""

    unit_id = forms.TypedChoiceField(
        label=_("Unit"),
        coerce=int,
        help_text=_("Limits on it count while somebody of the unit is on published duty."),
    )

    def __init__(self, units: list[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit_id"].choices = units  # type: ignore[attr-defined]


class NoticeForm(forms.Form):
    """A notice of the State Council as a file."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV with the columns date, day (off or work) and name, or TOML."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.toml,text/csv"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_NOTICE:
            raise forms.ValidationError(_("A notice is a small file; this one has over 1 MB."))
        return file
