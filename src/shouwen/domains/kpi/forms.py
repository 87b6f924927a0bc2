"""Numbers of users as they are pasted from the billing system's list."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

MOST_LINES = 2000
MOST_USERS = 100_000_000


class UsersForm(forms.Form):
    """As of one day: a unit's code and its users on each line."""

    day = forms.DateField(
        label=_("As of the beginning of"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    source = forms.CharField(
        max_length=120, label=_("Source"), help_text=_("billing system, list of the 1st")
    )
    lines = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 6}),
        label=_("Unit code and users, one unit a line"),
        help_text=_("as copied from a spreadsheet: G07 2350"),
    )

    def clean_lines(self) -> list[tuple[str, int]]:
        lines = [line for line in str(self.cleaned_data["lines"]).splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(_("At most %(most)s lines."), params={"most": MOST_LINES})
        return [self._line(number, line) for number, line in enumerate(lines, start=1)]

    @staticmethod
    def _line(number: int, line: str) -> tuple[str, int]:
        code, _gap, users = line.strip().replace(",", " ").replace("\t", " ").rpartition(" ")
        if not code.strip() or not users.isascii() or not users.isdecimal():
            raise forms.ValidationError(
                _("Line %(number)s is not a code and a number."), params={"number": number}
            )
        if len(users.lstrip("0")) > len(str(MOST_USERS)) or int(users) > MOST_USERS:
            raise forms.ValidationError(
                _("Line %(number)s has too many users."), params={"number": number}
            )
        return code.strip(), int(users)
