"""The forms of rules, tables and ladders; what cannot be is said beside the field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from shouwen.platform.access.models import Role
from shouwen.platform.access.scope import Scope
from shouwen.platform.clocks.actions import LimitTerms
from shouwen.platform.clocks.choices import (
    AmountUnit,
    Basis,
    ChannelKind,
    ClockKind,
    Effect,
    Grade,
    Reopening,
    Statistic,
    StepWhen,
    WaitingFor,
)
from shouwen.platform.clocks.ladders import Rung
from shouwen.platform.clocks.models import Ladder, Limit, Policy
from shouwen.platform.org import queries as org
from shouwen.platform.policies import laddering, shipped, words
from shouwen.platform.policies.actions import first_day
from shouwen.platform.policies.queries import rulebook

HOUR = 3_600
_UNSHOWN = {ClockKind.PENDING}


class DayInput(forms.DateInput):
    """A day by the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class LimitForm(forms.Form):
    """One version of a rule: whom it fits, how much time they have, and from when on."""

    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(label=_("Clock"))
    basis = forms.ChoiceField(label=_("Basis"), choices=Basis)
    statistic = forms.ChoiceField(label=_("Bounds"), choices=Statistic)
    amount = forms.IntegerField(label=_("Limit"), min_value=1, max_value=10_000)
    unit = forms.ChoiceField(label=_("Counted in"), choices=AmountUnit)
    calendar = forms.ChoiceField(label=_("Calendar"))
    starts_on = forms.ChoiceField(label=_("Begins with"), required=False)
    stops_on = forms.ChoiceField(label=_("Stops with"), required=False)
    pauses_for = forms.MultipleChoiceField(
        label=_("Pauses for"), required=False, choices=WaitingFor.choices[1:]
    )
    longest_wait = forms.IntegerField(
        label=_("Longest wait"), required=False, min_value=1, max_value=10_000
    )
    reopen = forms.ChoiceField(label=_("After reopening"), choices=Reopening)
    since = forms.DateField(label=_("Valid from"), widget=DayInput())
    roll_forward = forms.BooleanField(label=_("Past days off"), required=False)
    ladder = forms.ChoiceField(label=_("Ladder"), required=False)
    source = forms.CharField(label=_("Source"), max_length=200)
    grade = forms.ChoiceField(label=_("Grade"), choices=Grade)
    match_kind = forms.MultipleChoiceField(required=False)
    match_category = forms.MultipleChoiceField(required=False)
    match_channel = forms.MultipleChoiceField(required=False)
    match_tier = forms.MultipleChoiceField(required=False)
    match_area = forms.MultipleChoiceField(required=False)
    match_unit = forms.CharField(required=False, max_length=400)

    def __init__(self, *args: Any, at: datetime, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.at = at
        blank = [("", _("As usual for this clock"))]
        verbs = [*blank, *rulebook.verbs().items()]
        choices: Mapping[str, Any] = {
            "kind": [(k.value, k.label) for k in ClockKind if k not in _UNSHOWN]
            + [(k, words.kind_word(k)) for k in ("arrival", "expert_feedback")],
            "calendar": list(words.calendar_words().items()),
            "starts_on": verbs,
            "stops_on": verbs,
            "ladder": [
                ("", _("Built-in ladder")),
                *Ladder.objects.order_by("code").values_list("code", "name"),
            ],
            **{f"match_{key}": list(rulebook.values_of(key).items()) for key in rulebook.KEYS[:-1]},
        }
        for name, found in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = self._known(name, found)

    def _known(self, name: str, choices: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
        """What is set already stays a choice, also where nobody offers it any more."""
        initial = self.initial.get(name) or []
        have = {value for value, _label in choices}
        for value in initial if isinstance(initial, list) else [initial]:
            if value not in have:
                choices = [*choices, (value, value)]
        return choices

    def clean_since(self) -> date:
        since: date = self.cleaned_data["since"]
        earliest = first_day(self.at)
        if since < earliest:
            raise forms.ValidationError(
                _("Not before tomorrow, %(day)s."), params={"day": earliest}
            )
        return since

    def clean_match_unit(self) -> list[str]:
        """Codes of units as their ids, for the rules compare ids."""
        found = []
        for code in self.cleaned_data["match_unit"].replace("，", ",").split(","):
            if code.strip():
                unit = org.unit_by_code(code.strip())
                if unit is None:
                    raise forms.ValidationError(
                        _("There is no unit %(code)s."), params={"code": code.strip()}
                    )
                found.append(str(unit.pk))
        return found

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("basis") == Basis.LEGAL and told.get("pauses_for"):
            self.add_error("pauses_for", _("A limit of the law pauses for nothing."))
        if told.get("statistic") == Statistic.MEAN and (
            told.get("starts_on") or told.get("stops_on")
        ):
            self.add_error("starts_on", _("A mean starts no clock, so it has no verbs."))
        return told

    def terms(self) -> LimitTerms:
        """What the form says, as the actions take it."""
        told = self.cleaned_data
        hours = told["longest_wait"]
        plain = ("name", "kind", "basis", "statistic", "amount", "unit", "calendar", "starts_on")
        more = ("stops_on", "pauses_for", "reopen", "roll_forward", "ladder", "source", "grade")
        return LimitTerms(
            **{name: told[name] for name in plain + more},
            match={key: told[f"match_{key}"] for key in rulebook.KEYS if told[f"match_{key}"]},
            longest_wait_seconds=hours * HOUR if hours else None,
        )


def initial_of(limit: Limit, *, at: datetime) -> dict[str, Any]:
    """The fields of a version, ready to become the next one."""
    plain = ("name", "kind", "basis", "statistic", "amount", "unit", "starts_on", "stops_on")
    more = ("pauses_for", "reopen", "roll_forward", "source", "grade")
    wait = limit.longest_wait_seconds
    return {
        **{name: getattr(limit, name) for name in plain + more},
        "name": limit.name or words.kind_word(limit.kind),
        "calendar": limit.calendar.code,
        "ladder": limit.ladder.code if limit.ladder else "",
        "longest_wait": max(1, wait // HOUR) if wait else None,
        "since": max(first_day(at), limit.valid.lower or date.min),
        **{f"match_{key}": _listed(limit.match.get(key)) for key in rulebook.KEYS[:-1]},
        "match_unit": ",".join(_codes(_listed(limit.match.get("unit")))),
    }


def _listed(value: object) -> list[str]:
    if value is None:
        return []
    return [str(v) for v in value] if isinstance(value, list) else [str(value)]


def _codes(ids: list[str]) -> list[str]:
    return list(org.codes([int(i) for i in ids]).values())


class StopForm(forms.Form):
    """From when on a rule fits no new matter."""

    on = forms.DateField(label=_("Ends on"), widget=DayInput())

    def __init__(self, *args: Any, at: datetime, **rest: Any) -> None:
        super().__init__(*args, **{"initial": {"on": first_day(at)}, **rest})
        self.earliest = first_day(at)

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on < self.earliest:
            raise forms.ValidationError(
                _("Not before tomorrow, %(day)s."), params={"day": self.earliest}
            )
        return on


class InstallForm(forms.Form):
    """Which table, for whom, and from when on."""

    preset = forms.ChoiceField(label=_("Table"))
    unit = forms.TypedChoiceField(label=_("For"), required=False, coerce=int, empty_value=None)
    since = forms.DateField(label=_("Valid from"), widget=DayInput())

    def __init__(self, *args: Any, scope: Scope, at: datetime, **rest: Any) -> None:
        super().__init__(*args, **{"initial": {"since": first_day(at)}, **rest})
        self.earliest = first_day(at)
        tables, unit = self.fields["preset"], self.fields["unit"]
        assert isinstance(tables, forms.ChoiceField)
        assert isinstance(unit, forms.TypedChoiceField)
        tables.choices = [(p.code, _table(p.name, len(p.limits))) for p in shipped.presets()]
        everybody = [("", _("Everybody"))] if scope.everything else []
        unit.required = not everybody
        unit.choices = [
            *everybody,
            *(
                (node.id, f"{'　' * node.depth}{node.name}")
                for node in org.tree().walk()
                if node.active and scope.covers(node.id)
            ),
        ]

    def clean_since(self) -> date:
        since: date = self.cleaned_data["since"]
        if since < self.earliest:
            raise forms.ValidationError(
                _("Not before tomorrow, %(day)s."), params={"day": self.earliest}
            )
        return since


def _table(name: str, n: int) -> str:
    return ngettext("%(name)s (%(n)s limit)", "%(name)s (%(n)s limits)", n) % {"name": name, "n": n}


class PeriodForm(forms.Form):
    """A period under a policy."""

    policy = forms.ChoiceField(label=_("Policy"))
    since = forms.DateField(label=_("From day"), widget=DayInput())
    until = forms.DateField(label=_("To day"), widget=DayInput())

    def __init__(self, *args: Any, policies: Sequence[Policy], **rest: Any) -> None:
        super().__init__(*args, **rest)
        field = self.fields["policy"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(p.code, f"{p.name} · {p.code}" if p.name else p.code) for p in policies]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        since, until = told.get("since"), told.get("until")
        if since and until and not timedelta(0) <= until - since < timedelta(days=366):
            self.add_error("until", _("A period has from 1 to 366 days."))
        return told


class StepForm(forms.Form):
    """One step of a ladder: when it comes, whom it reaches, what it does."""

    when = forms.ChoiceField(label=_("When"), choices=StepWhen)
    amount = forms.IntegerField(label=_("How much"), min_value=1, max_value=10_000)
    counted_in = forms.ChoiceField(
        label=_("Counted in"),
        choices=[
            ("percent", _("per cent of the limit")),
            ("minutes", AmountUnit.MINUTES.label),
            ("hours", AmountUnit.HOURS.label),
            ("working_days", AmountUnit.WORKING_DAYS.label),
        ],
    )
    to = forms.MultipleChoiceField(
        label=_("Whom"), required=False, widget=forms.CheckboxSelectMultiple
    )
    channels = forms.MultipleChoiceField(
        label=_("Ways"),
        required=False,
        choices=ChannelKind,
        widget=forms.CheckboxSelectMultiple,
    )
    effects = forms.MultipleChoiceField(
        label=_("Effects"), choices=Effect, widget=forms.CheckboxSelectMultiple
    )
    reassign_to = forms.ChoiceField(label=_("Give the matter to"), required=False)
    ack_minutes = forms.IntegerField(
        label=_("Acknowledge within, minutes"), required=False, min_value=1, max_value=100_000
    )

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        targets = [(code, laddering.target_word(code)) for code in laddering.TARGETS]
        roles = [(f"role:{r.code}", r.name) for r in Role.objects.order_by("code")]
        for name, first in (("to", []), ("reassign_to", [("", "—")])):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [*first, *targets, *(roles if name == "reassign_to" else [])]
        to = self.fields["to"]
        assert isinstance(to, forms.ChoiceField)
        wanted = self.initial.get("to") or []
        to.choices = [*targets, *((r, w) for r, w in roles if r in wanted)]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        when, counted = told.get("when"), told.get("counted_in")
        usual = {StepWhen.SHARE: {"percent"}, StepWhen.WORKING_DAYS: {"working_days"}}
        if when and counted not in usual.get(StepWhen(when), {"minutes", "hours"}):
            self.add_error("counted_in", _("This does not go with when the step comes."))
        if Effect.NOTIFY in told.get("effects", []) and not (
            told.get("to") and told.get("channels")
        ):
            self.add_error("to", _("A notice needs somebody to reach and a channel."))
        if (Effect.REASSIGN in told.get("effects", [])) != bool(told.get("reassign_to")):
            self.add_error("reassign_to", _("Say whom the matter goes to, and that it goes."))
        return told

    def rung(self, n: int) -> Rung:
        """What the form says, as a step."""
        told = self.cleaned_data
        factor = {"minutes": 60, "hours": HOUR}.get(told["counted_in"], 1)
        within = told["ack_minutes"]
        return Rung(
            n=n,
            when=told["when"],
            amount=told["amount"] * factor,
            to=tuple(told["to"]),
            channels=tuple(told["channels"]),
            effects=tuple(told["effects"]),
            reassign_to=told["reassign_to"],
            ack_within=timedelta(minutes=within) if within else None,
        )


def initial_of_step(rung: Rung) -> dict[str, Any]:
    """The fields of a step."""
    within = rung.ack_within
    counted, amount = "percent", rung.amount
    if rung.when == StepWhen.WORKING_DAYS:
        counted = "working_days"
    elif rung.when in (StepWhen.BEFORE, StepWhen.AFTER):
        counted = "hours" if amount % HOUR == 0 else "minutes"
        amount = amount // (HOUR if counted == "hours" else 60)
    return {
        "when": rung.when,
        "amount": amount,
        "counted_in": counted,
        "to": list(rung.to),
        "channels": list(rung.channels),
        "effects": list(rung.effects),
        "reassign_to": rung.reassign_to,
        "ack_minutes": int(within.total_seconds() // 60) if within is not None else None,
    }
