"""Fields of forms that name a case; for every app above."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwen.domains.cases.models import Case
from shouwen.platform.access.scope import Scope


class CaseField(forms.CharField):
    """The number of a case the reader may see; cleans to its id. ``offered`` is the id of its data list."""

    default_error_messages = {"unknown": _("There is no such case among those you may see")}

    def __init__(self, *, scope: Scope, offered: str, **kwargs: Any) -> None:
        super().__init__(max_length=24, **kwargs)
        self.scope = scope
        self.widget.attrs |= {"list": offered, "autocomplete": "off"}

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        found = Case.objects.visible_to(self.scope).filter(number=typed.upper()).first()
        if found is None:
            raise forms.ValidationError(self.error_messages["unknown"], "unknown")
        return found.pk
