"""The verbs as buttons: whose they are, their words and signs, the form each needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.domains.asks import actions, forms, rules
from shouwen.domains.asks.choices import Outcome
from shouwen.domains.asks.lifecycle import LIFECYCLE
from shouwen.domains.asks.models import Request
from shouwen.domains.cases import rules as case_rules
from shouwen.platform.access.acting import Acting
from shouwen.platform.access.permissions import Permission

DEPARTMENT, ASKER = "department", "asker"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """One thing a person can do to a request; ``sides``: who may, the department or who asked."""

    name: str
    label: Promise
    icon: str
    act: Callable[..., Any]
    done: Promise
    sides: tuple[str, ...]
    form: type[django_forms.Form] = forms.PlainForm
    danger: bool = False
    note: Promise | str = ""
    rare: bool = False
    fits: Callable[[Request], bool] = lambda _: True
    also: Permission | None = None

    @property
    def asks(self) -> bool:
        return self.form is not forms.PlainForm

    @property
    def permission(self) -> Permission:
        """What the post must hold at least; notes of either side need only sight of the request."""
        if len(self.sides) > 1:
            return rules.VIEW
        return rules.ANSWER if DEPARTMENT in self.sides else rules.ASK


_ALL = [
    Verb(
        name="accept",
        label=pgettext_lazy("request", "Accept"),
        icon="check",
        act=actions.accept,
        done=pgettext_lazy("request", "Accepted"),
        sides=(DEPARTMENT,),
    ),
    Verb(
        name="answer",
        label=pgettext_lazy("request", "Answer"),
        icon="message-check",
        act=actions.answer,
        done=_("Answered"),
        sides=(DEPARTMENT,),
        form=forms.AnswerForm,
        note=_("The clock stops, and the case goes back to whoever waits for it."),
    ),
    Verb(
        name="note",
        label=_("Note"),
        icon="note",
        act=actions.note,
        done=_("Noted"),
        sides=(DEPARTMENT, ASKER),
        form=forms.NoteForm,
        note=_("A note of the department breaks its silence."),
    ),
    Verb(
        name="send_back",
        label=_("Send back"),
        icon="arrow-back-up",
        act=actions.send_back,
        done=_("Sent back"),
        sides=(DEPARTMENT,),
        form=forms.ReturnForm,
        note=_("Whoever asked decides whom to ask next; returns are counted and named."),
    ),
    Verb(
        name="give_up",
        label=_("No answer"),
        icon="phone-off",
        act=actions.give_up,
        done=_("Recorded; it counts against the department"),
        sides=(ASKER,),
        form=forms.GiveUpForm,
        note=_("You wait no longer; it counts against the department."),
    ),
    Verb(
        name="withdraw",
        label=_("Withdraw"),
        icon="x",
        act=actions.withdraw,
        done=_("Withdrawn"),
        sides=(ASKER,),
        form=forms.WithdrawForm,
        danger=True,
        note=_("The answer is no longer needed; the request leaves every figure."),
    ),
    Verb(
        name="to_case",
        label=_("Make it a case"),
        icon="plus",
        act=actions.to_case,
        done=_("It has a case of its own now"),
        sides=(ASKER,),
        form=forms.CaseForm,
        note=_(
            "The question becomes the customer's matter; your unit owns it and its clocks start."
        ),
        fits=lambda request: request.is_quick and request.case_id is None,
        also=case_rules.OPEN,
        rare=True,
    ),
]
VERBS: dict[str, Verb] = {verb.name: verb for verb in _ALL}


def may(verb: Verb, request: Request, acting: Acting) -> bool:
    """Whether this post stands on a side that has the verb."""
    if not verb.fits(request) or (verb.also is not None and not acting.may(verb.also)):
        return False
    return any(_stands(side, request, acting) for side in verb.sides)


def _stands(side: str, request: Request, acting: Acting) -> bool:
    covers = acting.scope.covers
    if side == DEPARTMENT:
        return acting.may(rules.ANSWER) and covers(request.unit_id)
    case = request.case
    return acting.may(rules.ASK) and (
        covers(request.asking_unit_id)
        or (case is not None and (covers(case.owner_unit_id) or covers(case.handler_unit_id)))
    )


def may_rate(request: Request, acting: Acting) -> bool:
    """Whether this post is of the unit that asked, and there is an answer by somebody else."""
    return (
        request.outcome == Outcome.ANSWERED
        and acting.may(rules.ASK)
        and acting.scope.covers(request.asking_unit_id)
        and (acting.staff_id is None or acting.staff_id != request.person_id)
    )


def allowed(request: Request, acting: Acting) -> list[Verb]:
    """The verbs this post may do to this request now."""
    possible = LIFECYCLE.available(request.state)
    return [v for v in _ALL if v.name in possible and may(v, request, acting)]
