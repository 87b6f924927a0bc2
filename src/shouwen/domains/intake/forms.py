"""The front desk's form; every field is checked here, whatever the browser said."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shouwen.domains.cases.choices import CaseKind, Channel
from shouwen.domains.intake.actions import NewCaller
from shouwen.domains.intake.callers import Caller
from shouwen.domains.intake.errors import SecondMatter
from shouwen.domains.mattertypes import asking, specs
from shouwen.domains.mattertypes import queries as mattertypes
from shouwen.platform.org import queries as org

CHANNELS = [c for c in Channel.choices if c[0] != Channel.IMPORT]
NEEDS_CALLER = frozenset(
    {
        CaseKind.SERVICE_REQUEST,
        CaseKind.FAULT_REPORT,
        CaseKind.NEW_INSTALLATION,
        CaseKind.RELOCATION,
        CaseKind.COMPLAINT,
        CaseKind.DATA_REQUEST,
    }
)
NEEDS_ADDRESS = frozenset({CaseKind.FAULT_REPORT, CaseKind.NEW_INSTALLATION, CaseKind.RELOCATION})
_UNIT = re.compile(r"\(([^()]+)\)\s*$")
_NOT_DIGITS = re.compile(r"[\s()+\-]")


class DeskForm(forms.Form):
    """新受理. Without a known customer, name, telephone and address make a new record."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=CaseKind.choices, widget=forms.RadioSelect, initial="consultation"
    )
    category = forms.CharField(
        label=_("Type of matter"),
        required=False,
        max_length=specs.ROOM,
        widget=forms.TextInput(
            attrs={"list": "types-list", "autocomplete": "off", "data-key": "Alt+T"}
        ),
    )
    title = forms.CharField(
        label=_("What it is about"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-key": "Alt+2"}),
    )
    text = forms.CharField(
        label=_("In the customer's words"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    channel = forms.ChoiceField(label=_("Channel"), choices=CHANNELS)
    account = forms.TypedChoiceField(
        label=_("Service account"), required=False, coerce=int, empty_value=None
    )
    name = forms.CharField(label=_("Contact"), required=False, max_length=100)
    phone = forms.CharField(
        label=_("Contact telephone"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    address = forms.CharField(label=_("Address"), required=False, max_length=300)
    unit = forms.CharField(
        label=_("Send on to"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"list": "units", "autocomplete": "off"}),
    )
    answer = forms.CharField(
        label=_("Answer given"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2, "data-key": "Alt+A"}),
    )
    angry = forms.BooleanField(label=_("The customer is angry"), required=False)
    anew = forms.BooleanField(required=False)
    customer = forms.IntegerField(required=False, widget=forms.HiddenInput)
    key = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        caller: Caller | None = None,
        solved: bool = False,
        on: date | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("auto_id", "f-%s")
        super().__init__(*args, **kwargs)
        self.caller, self.solved = caller, solved
        self.fields["key"].initial = uuid4().hex
        self._ask_by_type(on or timezone.localdate())
        held = caller.accounts if caller else ()
        chosen = caller.account.id if caller and caller.account else None
        self.fields["account"].choices = [  # type: ignore[attr-defined]
            ("", gettext("None")),
            *((a.id, f"{a.number} {a.product} {a.address}".strip()) for a in held),
        ]
        self.fields["account"].initial = chosen
        if caller:
            self.fields["phone"].widget.attrs["placeholder"] = caller.phone
            self.fields["address"].widget.attrs["placeholder"] = (
                caller.account.address if caller.account else caller.address
            )
            self.fields["name"].widget.attrs["placeholder"] = caller.name

    def _ask_by_type(self, on: date) -> None:
        """The type named so far, by name or initials, brings its own fields."""
        said = self.data if self.is_bound else self.initial
        kind = str(said.get("kind") or CaseKind.CONSULTATION.value)
        self.types = mattertypes.choices(kind)
        self.type = mattertypes.resolve(str(said.get("category") or ""), types=self.types)
        self.asked = mattertypes.asked(kind, self.type.code, on=on) if self.type else None
        self.fields |= asking.form_fields(self.asked)
        if self.type and not self.is_bound:
            self.initial["category"] = self.type.code

    @property
    def questions(self) -> list[forms.BoundField]:
        """The fields of the type."""
        return [self[name] for name in asking.form_fields(self.asked)]

    def clean_category(self) -> str:
        typed = str(self.cleaned_data["category"]).strip()
        if self.type is None and typed and self.types:
            raise ValidationError(_("No single type has this name or these initials"))
        return self.type.code if self.type else typed

    def clean_phone(self) -> str:
        phone = _NOT_DIGITS.sub("", self.cleaned_data["phone"])
        if not phone:
            return ""
        if not phone.isdecimal():
            raise ValidationError(_("Digits only, please"))
        if phone.startswith("1") and len(phone) != 11:
            raise ValidationError(
                _("A mobile number has 11 digits, this one has %(n)s"), params={"n": len(phone)}
            )
        if not 7 <= len(phone) <= 15:
            raise ValidationError(_("A telephone number has 7 to 15 digits"))
        return phone

    def clean_unit(self) -> int | None:
        """The unit by the code in brackets, by its code or by its name."""
        typed = self.cleaned_data["unit"].strip()
        if not typed:
            return None
        found = _UNIT.search(typed)
        wanted = found.group(1) if found else typed
        for node in org.tree().nodes.values():
            if wanted in (node.code, node.name):
                return node.id
        raise ValidationError(_("No unit of this name or code"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        kind = data.get("kind")
        if not data.get("title") and "title" not in self.errors:
            if self.type is None:
                self.add_error("title", _("Say in one line what it is about"))
            else:
                data["title"] = self.type.code.replace("/", " ")
        unknown = self.caller is None and not data.get("phone") and "phone" not in self.errors
        if unknown and kind in NEEDS_CALLER:
            self.add_error("phone", _("Somebody has to be called back: ask for the number"))
        if kind in NEEDS_ADDRESS and not (data.get("address") or self._known_address()):
            self.add_error("address", _("Where is it? The technician needs the address"))
        if kind != CaseKind.CONSULTATION and not data.get("text") and not self.solved:
            self.add_error("text", _("Write down what the customer says"))
        if self.solved and not data.get("answer"):
            self.add_error("answer", _("Write down what the customer was told"))
        return data

    def refuse_a_second(self) -> None:
        """同户同类在办: a second matter of the same kind and account is opened on purpose only."""
        data = self.cleaned_data
        if self.caller is None or self.solved or data["anew"]:
            return
        if alike := self.caller.alike(data["kind"], data["account"]):
            raise SecondMatter(number=alike[0].case.number)

    def _known_address(self) -> bool:
        return self.caller is not None and bool(self.caller.address or self.caller.account)

    def terms(self) -> dict[str, Any]:
        """What ``actions.take_in`` takes."""
        data = self.cleaned_data
        return {
            "kind": data["kind"],
            "channel": data["channel"],
            "title": data["title"],
            "text": self._words(),
            "customer_id": self.caller.id if self.caller else None,
            "caller": NewCaller(data["name"], data["phone"], data["address"]),
            "account_id": data["account"],
            "unit_id": None if self.solved else data["unit"],
            "answer": data["answer"] if self.solved else "",
            "angry": data["angry"],
            "category": data["category"],
            "answers": asking.answered(self.asked, data),
        }

    def _words(self) -> str:
        """What the customer wants, with a contact that differs from the record."""
        data, lines = self.cleaned_data, []
        if self.caller:
            said = (
                (_("Contact"), "name"),
                (_("Contact telephone"), "phone"),
                (_("Address"), "address"),
            )
            lines = [f"{label}：{data[field]}" for label, field in said if data[field]]
        if data["answer"] and not self.solved:
            lines.append(f"{gettext('Told the customer')}：{data['answer']}")
        return "\n".join(filter(None, [data["text"], *lines]))
