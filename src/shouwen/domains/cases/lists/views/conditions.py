"""The dialog of all conditions: units, people and categories are typed with suggestions, however many."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from shouwen.domains.cases import rules
from shouwen.domains.cases.lists.asking import WAITING, Asked, asked
from shouwen.domains.cases.lists.queries.looking import OFFERED, categories, extra_fields
from shouwen.domains.customers.choices import Tier
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.access.scope import Scope
from shouwen.platform.org import queries as org
from shouwen.platform.org.fields import UnitField, unit_choices
from shouwen.platform.org.models import Staff
from shouwen.platform.org.tree import tree

SET_HERE = (
    *("unit", "handler_unit", "owner_unit", "handler", "owner"),
    *("category", "tier", "waiting", "extra"),
)


class StaffField(forms.CharField):
    """One person, typed by number, or name and number; cleans to the id."""

    default_error_messages = {"unknown": _("There is no such person; pick one from the list")}

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return None
        number = typed.rpartition("(")[2].rstrip(")").strip() if typed.endswith(")") else typed
        found = list(Staff.objects.filter(number=number).values_list("pk", flat=True))
        found = found or list(Staff.objects.filter(name=typed).values_list("pk", flat=True)[:2])
        if len(found) == 1:
            return found[0]
        raise forms.ValidationError(self.error_messages["unknown"], "unknown")


class OptionalUnitField(UnitField):
    def clean(self, value: Any) -> Any:
        return super().clean(value) if str(value or "").strip() else None


def _typed(list_id: str) -> forms.TextInput:
    return forms.TextInput(attrs={"list": list_id, "autocomplete": "off"})


class ConditionsForm(forms.Form):
    unit = OptionalUnitField(label=_("Unit"), required=False, widget=_typed("all-units"))
    handler_unit = OptionalUnitField(
        label=_("Handling unit"), required=False, widget=_typed("all-units")
    )
    owner_unit = OptionalUnitField(
        label=_("Unit first asked"), required=False, widget=_typed("all-units")
    )
    handler = StaffField(label=_("Handler"), required=False, widget=_typed("all-people"))
    owner = StaffField(label=_("First asked"), required=False, widget=_typed("all-people"))
    category = forms.CharField(
        label=_("Category"), required=False, max_length=60, widget=_typed("all-categories")
    )
    tier = forms.ChoiceField(
        label=_("Customer tier"), required=False, choices=[("", "—"), *Tier.choices]
    )
    waiting = forms.ChoiceField(
        label=_("Waiting for"), required=False, choices=[("", "—"), *WAITING]
    )
    extra = forms.RegexField(
        "^[^=]+=.+$",
        label=_("Field"),
        required=False,
        max_length=200,
        widget=_typed("all-fields"),
        help_text=_("A field and its value, such as “band=500M”."),
    )


@requires(rules.VIEW)
@require_GET
def conditions(request: StaffRequest) -> HttpResponse:
    """＋ 条件: what is chosen here stands as pills above the list, each with its ×."""
    wanted = asked(request.GET, scope=request.acting.scope)
    if "set" in request.GET:
        form = ConditionsForm(request.GET)
        if form.is_valid():
            return redirect(
                wanted.url(**{name: form.cleaned_data[name] or "" for name in SET_HERE})
            )
    else:
        form = ConditionsForm(initial=_initial(wanted))
    context = {
        "form": form,
        "kept": [pair for pair in wanted.pairs() if pair[0] not in SET_HERE],
        "lists": [
            ("all-units", unit_choices()),
            ("all-people", _people(request.acting.scope)),
            ("all-categories", categories()),
            ("all-fields", [f"{name}=" for name in extra_fields()]),
        ],
        "open": True,
    }
    template = "cases/lists/_conditions.html" if request.htmx else "cases/lists/conditions.html"
    return render(request, template, context)


def _initial(wanted: Asked) -> dict[str, Any]:
    """What is set already, in the words of the form."""
    nodes = {name: pk for name in SET_HERE[:3] if (pk := getattr(wanted, name))}
    people = {name: pk for name in SET_HERE[3:5] if (pk := getattr(wanted, name))}
    units = dict(zip(nodes, _units(list(nodes.values())), strict=True))
    staff = {s.pk: f"{s.name} ({s.number})" for s in Staff.objects.filter(pk__in=people.values())}
    return {
        **units,
        **{name: staff.get(pk, "") for name, pk in people.items()},
        "category": next(iter(wanted.categories), ""),
        "tier": next(iter(wanted.tiers), ""),
        "waiting": next(iter(wanted.waiting), ""),
        "extra": wanted.extra,
    }


def _units(ids: list[int]) -> list[str]:
    nodes = tree().nodes
    return [f"{nodes[pk].name} ({nodes[pk].code})" if pk in nodes else "" for pk in ids]


def _people(scope: Scope) -> list[str]:
    units = set(tree().nodes) if scope.everything else scope.units
    found = org.members(units, at=timezone.now()).order_by("name", "pk")[:OFFERED]
    return [f"{person.name} ({person.number})" for person in found]
