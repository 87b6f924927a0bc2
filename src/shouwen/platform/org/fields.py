"""A unit in a form, typed by name or code; the browser searches a list of all of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwen.platform.org.tree import tree


class UnitField(forms.CharField):
    """One active unit, typed by name, code or both; cleans to its id, or None where it may be left out."""

    default_error_messages = {
        "unknown": _("There is no such unit; pick one from the list"),
        "several": _("Several units have this name; add the code"),
    }

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return None
        nodes = [n for n in tree().nodes.values() if n.active]
        code = typed.rpartition("(")[2].rstrip(")").strip() if typed.endswith(")") else typed
        found = [n for n in nodes if n.code.lower() == code.lower()]
        found = found or [n for n in nodes if n.name == typed]
        if len(found) == 1:
            return found[0].id
        raise forms.ValidationError(
            self.error_messages["several" if found else "unknown"],
            "several" if found else "unknown",
        )


def unit_choices() -> list[str]:
    """Every active unit as the browser offers it, parents first."""
    return [f"{n.name} ({n.code})" for n in tree().walk() if n.active]
