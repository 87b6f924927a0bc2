"""What a leader writes about somebody of the team."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class CareForm(forms.Form):
    """Whom it is about, the words, and the day to ask again."""

    staff_id = forms.TypedChoiceField(label=_("Member of the team"), coerce=int)
    text = forms.CharField(
        label=_("Note"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    follow_up = forms.DateField(
        label=_("Follow up on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("You are reminded that morning."),
    )

    def __init__(self, *args: Any, team: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff_id"].choices = [("", "—"), *team]  # type: ignore[attr-defined]
