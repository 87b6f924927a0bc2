"""A macro is composed by saying what it does; what is left blank it does not do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shouwen.domains.cases.choices import WaitingFor, WaitReason
from shouwen.domains.macros.choices import LAST_WORDS, STEPS
from shouwen.domains.macros.models import Macro
from shouwen.platform.access.acting import Acting
from shouwen.platform.access.choices import ViewKind
from shouwen.platform.access.saved import kinds_of
from shouwen.platform.org.fields import UnitField, unit_choices
from shouwen.platform.org.tree import tree

LONGEST = 4000  # characters of a text
Steps = list[tuple[str, dict[str, Any]]]


def _words(label: Any, **more: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label=label, required=False, max_length=LONGEST, widget=area, **more)


class MacroForm(forms.Form):
    """宏: name, for whom, and the steps."""

    name = forms.CharField(label=_("Name"), max_length=40)
    kind = forms.ChoiceField(label=_("For whom"), widget=forms.RadioSelect)
    accept = forms.BooleanField(
        label=_("Accept and start work, where that is still to do"), required=False
    )
    note = _words(_("Note"), help_text=_("{number} and {title} become those of the case."))
    customer = forms.BooleanField(label=_("The customer sees the note too"), required=False)
    waiting_for = forms.ChoiceField(
        label=_("Waits for"),
        choices=[("", _("Does not wait")), *WaitingFor.choices],
        required=False,
    )
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[c for c in WaitReason.choices if c[0] != WaitReason.INTERNAL_REQUEST],
        required=False,
    )
    hours = forms.IntegerField(
        label=_("For how many hours"), min_value=1, max_value=720, required=False, initial=24
    )
    unit_id = UnitField(
        label=_("Dispatch to"),
        required=False,
        widget=forms.TextInput(attrs={"list": "units-macro", "autocomplete": "off"}),
    )
    instruction = _words(_("Instruction"))
    answer = _words(_("Answer to the customer"))
    invite = forms.BooleanField(label=_("Invite evaluation"), required=False)

    def __init__(
        self, data: QueryDict | None = None, *, acting: Acting, macro: Macro | None = None
    ) -> None:
        initial = {"kind": ViewKind.PERSONAL, **(_initial(macro) if macro else {})}
        super().__init__(data, initial=initial)
        words = dict(ViewKind.choices)
        self.fields["kind"].choices = [(k, words[k]) for k in kinds_of(acting)]  # type: ignore[attr-defined]
        self.unit_choices = unit_choices()

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if self.errors:
            return found
        steps = self.steps()
        if not steps:
            raise forms.ValidationError(gettext("Say at least one thing the macro does."))
        if sum(verb in LAST_WORDS for verb, _terms in steps) > 1:
            raise forms.ValidationError(
                gettext(
                    "A macro either lets the case wait, or dispatches it, or answers: not two of them."
                )
            )
        return found

    def steps(self) -> Steps:
        """What the macro does, in the order of the verbs."""
        said = self.cleaned_data
        found: dict[str, dict[str, Any]] = {}
        if said.get("accept"):
            found |= {"accept": {}, "start": {}}
        if said.get("note"):
            seen = "customer" if said.get("customer") else "internal"
            found["note"] = {"text": said["note"], "visibility": seen}
        if said.get("waiting_for"):
            found["wait"] = {
                "waiting_for": said["waiting_for"],
                "reason": said.get("reason") or WaitReason.OTHER,
                "hours": said.get("hours") or 24,
                "text": "",
            }
        if said.get("unit_id"):
            found["dispatch"] = {"unit_id": said["unit_id"], "text": said.get("instruction", "")}
        if said.get("answer"):
            found["answer"] = {"text": said["answer"]}
        if said.get("invite"):
            found["invite"] = {}
        return [(verb, found[verb]) for verb in STEPS if verb in found]


def _initial(macro: Macro) -> dict[str, Any]:
    steps = dict(macro.steps)
    note, wait, sent = (steps.get(verb, {}) for verb in ("note", "wait", "dispatch"))
    node = tree().nodes.get(sent.get("unit_id") or 0)
    return {
        "name": macro.name,
        "kind": macro.kind,
        "accept": "accept" in steps,
        "note": note.get("text", ""),
        "customer": note.get("visibility") == "customer",
        "waiting_for": wait.get("waiting_for", ""),
        "reason": wait.get("reason", ""),
        "hours": wait.get("hours", 24),
        "unit_id": f"{node.name} ({node.code})" if node else "",
        "instruction": sent.get("text", ""),
        "answer": steps.get("answer", {}).get("text", ""),
        "invite": "invite" in steps,
    }


class ApplyForm(forms.Form):
    """The words of the steps, ready to be changed, and the version of the case that was looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(self, *args: Any, texts: dict[str, tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for verb, (label, text) in texts.items():
            required = verb in {"note", "answer"}
            self.fields[f"text_{verb}"] = forms.CharField(
                label=label,
                initial=text,
                required=required,
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def texts(self) -> dict[str, str]:
        """Verb → its words."""
        return {
            name.removeprefix("text_"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("text_")
        }
