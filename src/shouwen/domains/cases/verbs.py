"""The verbs as buttons: their words, signs and keys, the form each needs, the action each calls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shouwen.domains.cases import actions, forms, rules
from shouwen.domains.cases.lifecycle import LIFECYCLE
from shouwen.domains.cases.models import Case
from shouwen.platform.access.acting import Acting


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """One thing a person can do to a case; ``asks`` when its form has fields to fill in."""

    name: str
    label: Promise
    icon: str
    act: Callable[..., Any]
    done: Promise
    form: type[forms.VerbForm] = forms.PlainForm
    key: str = ""
    danger: bool = False
    rare: bool = False  # lives in the "more" menu
    note: Promise | str = ""

    @property
    def asks(self) -> bool:
        return self.form is not forms.PlainForm


_ALL = [
    Verb(
        name="accept",
        label=_("Accept"),
        icon="check",
        act=actions.accept,
        done=_("Accepted"),
        key="A",
    ),
    Verb(
        name="start",
        label=_("Start work"),
        icon="player-play",
        act=actions.start,
        done=_("Work has started"),
        key="S",
    ),
    Verb(
        name="answer",
        label=_("Answer the customer"),
        icon="message-check",
        act=actions.answer,
        done=_("Answered; the case waits for the evaluation"),
        form=forms.AnswerForm,
        key="R",
        note=_(
            "The resolution clock stops, and the case goes back to its owner for the evaluation."
        ),
    ),
    Verb(
        name="evaluate",
        label=_("Record the evaluation"),
        icon="star",
        act=actions.evaluate,
        done=_("Evaluated and closed"),
        form=forms.EvaluateForm,
        key="P",
        note=_("The customer's own judgement closes the case."),
    ),
    Verb(
        name="dispatch",
        label=_("Dispatch"),
        icon="send",
        act=actions.dispatch,
        done=_("Dispatched"),
        form=forms.DispatchForm,
        key="D",
        note=_("The limit runs on from the opening; a wait ends with the dispatch."),
    ),
    Verb(
        name="urge",
        label=_("Urge"),
        icon="bell-ringing",
        act=actions.urge,
        done=_("Urged; the handler and the leaders see it"),
        form=forms.UrgeForm,
        key="U",
        note=_(
            "Charged to whoever has the case now. A repeat within the window is kept but not counted."
        ),
    ),
    Verb(
        name="invite",
        label=_("Invite evaluation"),
        icon="mood-smile",
        act=actions.invite,
        done=_("The customer has been invited"),
    ),
    Verb(
        name="reopen",
        label=_("Reopen"),
        icon="refresh",
        act=actions.reopen,
        done=_("Reopened"),
        form=forms.ReopenForm,
        note=_("A new instance of the clocks begins; the first verdict stays."),
    ),
    Verb(
        name="wait",
        label=_("Wait"),
        icon="player-pause",
        act=actions.wait,
        done=_("The case waits"),
        form=forms.WaitForm,
        key="W",
        note=_("Who is waited for is charged with the time; legal limits run on."),
    ),
    Verb(
        name="resume",
        label=_("Resume"),
        icon="player-play",
        act=actions.resume,
        done=_("Resumed"),
    ),
    Verb(
        name="close",
        label=_("Close without evaluation"),
        icon="circle-check",
        act=actions.close,
        done=_("Closed"),
        rare=True,
    ),
    Verb(
        name="archive",
        label=_("Archive"),
        icon="archive",
        act=actions.archive,
        done=_("Archived"),
        form=forms.ArchiveForm,
        rare=True,
    ),
    Verb(
        name="withdraw",
        label=_("Withdraw for the customer"),
        icon="arrow-back-up",
        act=actions.withdraw,
        done=_("Withdrawn"),
        form=forms.ReasonForm,
        danger=True,
        rare=True,
        note=_("The customer wants nothing more; the case leaves every figure."),
    ),
    Verb(
        name="merge",
        label=_("Merge into an older case"),
        icon="git-merge",
        act=actions.merge,
        done=_("Merged; the older case goes on"),
        form=forms.MergeForm,
        danger=True,
        rare=True,
        note=_("This case ends and leaves every figure; nothing of the older one moves."),
    ),
    Verb(
        name="void",
        label=_("Void"),
        icon="trash",
        act=actions.void,
        done=_("Voided"),
        form=forms.ReasonForm,
        danger=True,
        rare=True,
        note=_("Entered by mistake: out of every figure, kept in the journal."),
    ),
    Verb(
        name="declare",
        label=_("Declaration"),
        icon="message-report",
        act=actions.declare,
        done=_("The declaration is on the record; the leaders see it"),
        form=forms.DeclareForm,
        rare=True,
        note=_(
            "More than an urge: the customer formally states that the service is not delivered. Charged to whoever has the case now; a line counts once in 24 hours."
        ),
    ),
    Verb(
        name="note",
        label=_("Note"),
        icon="note",
        act=actions.note,
        done=_("Noted"),
        form=forms.NoteForm,
        key="N",
        rare=True,
    ),
]
VERBS: dict[str, Verb] = {verb.name: verb for verb in _ALL}


def allowed(case: Case, acting: Acting, *, waiting: bool) -> list[Verb]:
    """The verbs this post may do to this case now: lifecycle and permission both agree."""
    possible = set(LIFECYCLE.available(case.state)) - ({"wait"} if waiting else {"resume"})
    return [v for v in _ALL if v.name in possible and acting.may(rules.NEEDS[v.name])]
