"""What a person has to say for each verb."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shouwen.domains.cases import rules
from shouwen.domains.cases.choices import Channel, UrgeSource, WaitingFor, WaitReason
from shouwen.domains.cases.errors import TooLateToReopen
from shouwen.domains.cases.fields import CaseField
from shouwen.domains.cases.models import Case
from shouwen.domains.cases.queries.archiving import archive_checks
from shouwen.domains.cases.queries.merging import survivors
from shouwen.domains.cases.queries.reopening import what_reopening_does
from shouwen.domains.cases.queries.suggesting import suggested
from shouwen.platform.access.acting import Acting
from shouwen.platform.org import queries as org
from shouwen.platform.org.fields import UnitField, unit_choices

LONGEST = 4000  # characters of a text


class VerbForm(forms.Form):
    """The base of every verb's form: the version that was looked at, and nothing else."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)
    foreseen = ""
    """The code of the refusal that is certain before anybody tries."""

    def __init__(
        self, *args: Any, case: Case | None = None, acting: Acting, at: datetime, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.acting, self.at = case, acting, at
        if case is not None:
            self.fields["version"].initial = case.version
        self.prepare()

    def prepare(self) -> None:
        """Fill in what depends on the case and the reader."""

    def terms(self) -> dict[str, Any]:
        """The verb's keyword arguments."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


def _text(
    label: Any, *, required: bool = True, rows: int = 3, mentions: bool = False
) -> forms.CharField:
    """Words of a person; with ``mentions`` the page offers colleagues after ``@``."""
    more = {"data-mentions": True} if mentions else {}
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows, **more}),
    )


class AnswerForm(VerbForm):
    text = _text(_("Answer to the customer"), rows=5)
    contacted = forms.BooleanField(label=_("The customer has been told in person"), required=False)


class NoteForm(VerbForm):
    text = _text(_("Note"), mentions=True)
    visibility = forms.ChoiceField(
        label=_("Visible to"),
        choices=[("internal", _("Colleagues only")), ("customer", _("The customer too"))],
        widget=forms.RadioSelect,
        initial="internal",
    )
    contacted = forms.BooleanField(label=_("The customer was contacted"), required=False)


class DispatchForm(VerbForm):
    units_id = "units"  # of the <datalist>; each dialog of a page needs its own
    unit_id = UnitField(label=_("Unit"), help_text=_("Type part of the name or the code."))
    staff_id = forms.TypedChoiceField(
        label=_("Handler"), coerce=int, required=False, empty_value=None
    )
    text = _text(_("Instruction"), required=False)

    def prepare(self) -> None:
        self.fields["unit_id"].widget.attrs |= {
            "list": self.units_id,
            "autocomplete": "off",
            "hx-get": reverse("cases:people"),
            "hx-trigger": "change",
            "hx-target": "next select",
            "hx-swap": "innerHTML",
        }
        self.unit_choices = unit_choices()
        found = suggested(self.case, at=self.at) if self.case is not None else None
        if found is not None:
            node = org.tree().nodes[found.unit_id]
            self.fields["unit_id"].initial = f"{node.name} ({node.code})"
            self.fields["unit_id"].help_text = gettext("Suggested: %(why)s") % {
                "why": found.because
            }
        people = (
            self._people() if self.is_bound else self._members(found.unit_id if found else None)
        )
        self.fields["staff_id"].choices = [("", _("Whoever is free there")), *people]  # type: ignore[attr-defined]

    def _people(self) -> list[tuple[int, str]]:
        try:
            unit_id = self.fields["unit_id"].clean(self.data.get(self.add_prefix("unit_id"), ""))
        except forms.ValidationError:
            return []
        return self._members(unit_id)

    def _members(self, unit_id: int | None) -> list[tuple[int, str]]:
        return list(org.members([unit_id], at=self.at).values_list("pk", "name")) if unit_id else []


class UrgeForm(VerbForm):
    source = forms.ChoiceField(
        label=_("Who urges"), choices=UrgeSource.choices, widget=forms.RadioSelect
    )
    channel = forms.ChoiceField(label=_("Channel"), choices=Channel.choices)
    text = _text(_("What was said"), required=False)

    def prepare(self) -> None:
        leads = self.acting.may("cases.lead")
        case, scope = self.case, self.acting.scope
        own = case is None or scope.covers(case.owner_unit_id)
        may = {UrgeSource.LEADER: leads, UrgeSource.OWNER_UNIT: own}
        allowed = [c for c in UrgeSource.choices if may.get(UrgeSource(c[0]), True)]
        self.fields["source"].choices = allowed  # type: ignore[attr-defined]
        self.fields["source"].initial = UrgeSource.CUSTOMER
        self.fields["channel"].initial = Channel.HOTLINE


class DeclareForm(VerbForm):
    text = _text(_("What the customer declares"))
    channel = forms.ChoiceField(label=_("Channel"), choices=Channel.choices, initial="hotline")


class WaitForm(VerbForm):
    waiting_for = forms.ChoiceField(
        label=_("Waits for"), choices=WaitingFor.choices, widget=forms.RadioSelect
    )
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[c for c in WaitReason.choices if c[0] != WaitReason.INTERNAL_REQUEST],
    )
    until = forms.DateTimeField(
        label=_("Until"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"],
        help_text=_("The wait ends by itself then, and the case is back on the desk."),
    )
    text = _text(_("Details"), required=False, rows=2)

    def prepare(self) -> None:
        self.fields["waiting_for"].initial = WaitingFor.CUSTOMER
        tomorrow = localtime(self.at) + timedelta(days=1)
        self.fields["until"].initial = tomorrow.replace(minute=0, second=0, microsecond=0)


class EvaluateForm(VerbForm):
    score = forms.TypedChoiceField(
        label=_("Satisfaction"),
        coerce=int,
        choices=[
            (5, _("Very satisfied")),
            (4, _("Satisfied")),
            (3, _("Fair")),
            (2, _("Dissatisfied")),
            (1, _("Very dissatisfied")),
        ],
        widget=forms.RadioSelect,
    )
    solved = forms.TypedChoiceField(
        label=_("Solved"),
        coerce=lambda value: value == "yes",
        choices=[("yes", _("Solved")), ("no", _("Not solved"))],
        widget=forms.RadioSelect,
    )
    channel = forms.ChoiceField(label=_("Channel"), choices=Channel.choices, initial="hotline")
    text = _text(_("What the customer said"), required=False, rows=2)


class MergeForm(VerbForm):
    text = _text(_("Why they are one matter"), rows=2)

    def prepare(self) -> None:
        assert self.case is not None
        survivor = CaseField(
            scope=self.acting.scope,
            offered="survivors",
            label=_("Surviving case"),
            help_text=_("The older one. Type its number, or search by customer, address or title."),
        )
        survivor.widget.attrs |= {
            "hx-get": reverse("cases:survivors", args=[self.case.pk]),
            "hx-trigger": "input changed delay:300ms",
            "hx-target": "#survivors",
            "hx-swap": "innerHTML",
        }
        self.fields["into_id"] = survivor
        self.order_fields(["version", "into_id", "text"])
        self.case_choices = survivors(self.case, scope=self.acting.scope)


class ReasonForm(VerbForm):
    text = _text(_("Reason"))


class ReopenForm(ReasonForm):
    """Why, after saying what becomes of the limit and who has the case again."""

    def prepare(self) -> None:
        self.reopened = what_reopening_does(self.case, at=self.at) if self.case else None
        if self.reopened is not None and self.reopened.over:
            self.foreseen = TooLateToReopen.code


class ArchiveForm(VerbForm):
    """The six checks of the case, and why it is archived where one of them fails."""

    text = _text(_("Why it is archived all the same"), required=False, rows=2)

    def prepare(self) -> None:
        self.checks = archive_checks(self.case, at=self.at) if self.case is not None else []
        kept = self.case is not None and all(check.passed for check in self.checks)
        if kept or not self.acting.may(rules.OVERRIDE):
            del self.fields["text"]


class PlainForm(VerbForm):
    """A verb that needs no words."""
