"""The verbs on a task as buttons: whose they are, their words and signs, the form each needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from shouwen.domains.teamwork import actions, forms, rules
from shouwen.domains.teamwork.models import Task
from shouwen.platform.access.acting import Acting
from shouwen.platform.access.permissions import Permission


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """One thing a person can do to a task; ``doer``: it is the unit's that does it, else the asker's."""

    name: str
    label: Promise
    icon: str
    act: Callable[..., Any]
    done: Promise
    permission: Permission
    doer: bool
    form: type[django_forms.Form] = forms.PlainForm

    @property
    def asks(self) -> bool:
        return self.form is not forms.PlainForm


_ALL = [
    Verb(
        name="accept",
        label=pgettext_lazy("task", "Accept"),
        icon="check",
        act=actions.accept_task,
        done=pgettext_lazy("task", "Accepted"),
        permission=rules.DO,
        doer=True,
    ),
    Verb(
        name="done",
        label=pgettext_lazy("task", "Done"),
        icon="circle-check",
        act=actions.finish_task,
        done=pgettext_lazy("task", "Done"),
        permission=rules.DO,
        doer=True,
        form=forms.DoneForm,
    ),
    Verb(
        name="withdraw",
        label=pgettext_lazy("task", "Withdraw"),
        icon="x",
        act=actions.withdraw_task,
        done=pgettext_lazy("task", "Withdrawn"),
        permission=rules.ASSIGN,
        doer=False,
        form=forms.WithdrawForm,
    ),
]
VERBS: dict[str, Verb] = {verb.name: verb for verb in _ALL}


def may(verb: Verb, task: Task, acting: Acting) -> bool:
    """Whether this post stands on the side that has the verb."""
    covers = acting.scope.covers
    if not acting.may(verb.permission):
        return False
    if verb.doer:
        return covers(task.unit_id)
    case = task.case
    return covers(task.asking_unit_id) or covers(case.owner_unit_id) or covers(case.handler_unit_id)


def allowed(task: Task, acting: Acting) -> list[Verb]:
    """The verbs this post may do to this task now."""
    if not task.is_open:
        return []
    return [
        verb
        for verb in _ALL
        if may(verb, task, acting) and not (verb.name == "accept" and task.accepted_at)
    ]
