"""The dialog of all conditions: units, people and categories are typed with suggestions, however many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from shouwen.domains.cases import rules
from shouwen.domains.cases.lists.asking import WAITING, Asked, asked
from shouwen.domains.cases.lists.queries import fields
from shouwen.domains.cases.lists.queries.fields import ConditionUnreadable
from shouwen.domains.cases.lists.queries.looking import OFFERED, categories
from shouwen.domains.cases.lists.views.pills import spoken
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
    *("category", "tier", "waiting"),
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
    field = forms.ChoiceField(label=_("Any field"), required=False)
    how = forms.ChoiceField(label=_("Comparison"), required=False)
    value = forms.CharField(label=_("Value"), required=False, max_length=fields.LONGEST)

    def __init__(self, *args: Any, ended: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ended = ended
        self.known = fields.described()
        choose(self, "field", _fields(self.known))
        picked = fields.field_of(str(self["field"].value() or ""), self.known)
        if picked:
            hows = [(how, fields.COMPARISONS[how]) for how in picked.comparisons]
            choose(self, "how", hows)
            self.fields["value"].widget = _asking(picked)

    @property
    def usual(self) -> list[forms.BoundField]:
        """What has a place of its own in the dialog, beside the field that is picked."""
        return [self[name] for name in SET_HERE]

    def clean(self) -> dict[str, Any]:
        """The condition on any field, if one was picked; a person is typed by name."""
        data = super().clean() or {}
        if not data.get("field") or self.errors:
            return data
        try:
            said = fields.Condition(data["field"], data.get("how", ""), self._value(data))
            data["where"] = fields.read(str(said), closed=self.ended)
        except ConditionUnreadable as refusal:
            self.add_error("value", str(refusal.params["why"]))
        except forms.ValidationError as error:
            self.add_error("value", error)
        return data

    def _value(self, data: dict[str, Any]) -> str:
        field = fields.field_of(data["field"], self.known)
        if data.get("how") in fields.WITHOUT_VALUE:
            return ""
        typed = str(data.get("value", ""))
        return (
            str(StaffField(required=True).clean(typed))
            if field and field.type == "person"
            else typed
        )


def choose(form: forms.Form, name: str, choices: list[Any]) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = choices


def _fields(known: Mapping[str, fields.Field]) -> list[Any]:
    """Every field by its name: those of all cases, then those that types of matters ask."""
    groups = ((_("Every case"), fields.FIELDS), (_("Fields of the types"), known))
    return [
        ("", "—"),
        *((label, [(name, one.label) for name, one in group.items()]) for label, group in groups),
    ]


def _asking(field: fields.Field) -> forms.Widget:
    """How a value of this field is typed or picked."""
    if field.choices:
        return forms.Select(choices=[("", "—"), *field.choices])
    if field.type == "day":
        return forms.DateInput(attrs={"type": "date"})
    if field.type == "number":
        return forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    return _typed("all-people") if field.type == "person" else forms.TextInput()


@requires(rules.VIEW)
@require_GET
def conditions(request: StaffRequest) -> HttpResponse:
    """＋ 条件: what is chosen here stands as pills above the list, each with its ×.

    A field that is picked fetches the dialog again with its comparisons; ``more`` puts the condition among
    those there are and asks for another one, ``drop`` takes one away: the list is shown when all are there.
    """
    wanted, form = _answered(request, asked(request.GET, scope=request.acting.scope))
    if form.is_bound and form.is_valid():
        return redirect(_set(wanted, form.cleaned_data))
    context = {
        "form": form,
        "spoken": spoken(wanted),
        "full": len(wanted.where) >= fields.MOST,
        "kept": [pair for pair in wanted.pairs() if pair[0] not in SET_HERE],
        "lists": [
            ("all-units", unit_choices()),
            ("all-people", _people(request.acting.scope)),
            ("all-categories", categories()),
        ],
        "open": True,
    }
    template = "cases/lists/_conditions.html" if request.htmx else "cases/lists/conditions.html"
    return render(request, template, context)


def _answered(request: StaffRequest, wanted: Asked) -> tuple[Asked, ConditionsForm]:
    """The list so far and what the dialog shows next; a form that is bound is the last word."""
    ended, given = wanted.view == "closed", request.GET
    if "drop" in given:
        gone = [one for one in wanted.where if str(one) == given["drop"]]
        for one in gone:
            wanted = wanted.without(one)
    if "pick" in given or "drop" in given:
        return wanted, ConditionsForm(initial=given.dict(), ended=ended)
    if "set" not in given:
        return wanted, ConditionsForm(initial=_initial(wanted), ended=ended)
    form = ConditionsForm(given, ended=ended)
    if "more" not in given or not form.is_valid():
        return wanted, form
    typed = {name: value for name, value in given.items() if name in SET_HERE}
    return _joined(wanted, form.cleaned_data), ConditionsForm(initial=typed, ended=ended)


def _joined(wanted: Asked, data: dict[str, Any]) -> Asked:
    """The new condition among those there are."""
    more = [one for one in (data.get("where"),) if one]
    return replace(wanted, where=tuple(dict.fromkeys((*wanted.where, *more))))


def _set(wanted: Asked, data: dict[str, Any]) -> str:
    """The list with what the dialog says; the new condition joins those there are."""
    return _joined(wanted, data).url(**{name: data[name] or "" for name in SET_HERE})


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
    }


def _units(ids: list[int]) -> list[str]:
    nodes = tree().nodes
    return [f"{nodes[pk].name} ({nodes[pk].code})" if pk in nodes else "" for pk in ids]


def _people(scope: Scope) -> list[str]:
    units = set(tree().nodes) if scope.everything else scope.units
    found = org.members(units, at=timezone.now()).order_by("name", "pk")[:OFFERED]
    return [f"{person.name} ({person.number})" for person in found]
