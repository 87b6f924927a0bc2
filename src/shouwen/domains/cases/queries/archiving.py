"""归档闭环: what must be true of a closed case before it is put away (S002-14).

The paper names six principles; each is one check that the records answer, none is a tick somebody sets.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from shouwen.domains.cases.models import KIND, Case
from shouwen.domains.cases.queries.judgements import of_instance
from shouwen.domains.cases.queries.terms import terms
from shouwen.platform.clocks.models import Clock, Verdict
from shouwen.platform.journal.models import Entry

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Check:
    """One of the six principles: whether the case keeps it, and how that is known."""

    code: str
    label: StrOrPromise
    passed: bool
    why: StrOrPromise


def archive_checks(case: Case, *, at: datetime) -> list[Check]:
    """The six principles of a closed case, in the order of the paper; five statements."""
    return [
        _tiers(case),
        _first_asked(case),
        _expert(case),
        _time_limit(case),
        _feedback(case, at=at),
        _loop(case),
    ]


def _tiers(case: Case) -> Check:
    """分层管理: every level that was asked has finished; requests and sub-tasks have clocks of their own."""
    below = Clock.objects.filter(root_kind=KIND, root_id=case.pk, ended_at=None)
    running = below.exclude(subject_kind=KIND).exists()
    why = _("somebody below still works on it") if running else _("nobody below works on it")
    return Check("tiered_handling", _("Tiered handling"), not running, why)


def _first_asked(case: Case) -> Check:
    """首问负责: one person took it in and answers for it."""
    named = case.owner_id is not None
    why = _("whoever was asked first is named") if named else _("nobody is named as first asked")
    return Check("first_asked", _("First asked"), named, why)


def _expert(case: Case) -> Check:
    """专业解答: since it was opened or reopened the customer was answered, in words on the record."""
    answers = Entry.objects.filter(
        subject_kind=KIND, subject_id=case.pk, kind="cases.case.answered"
    )
    given = answers.filter(facts__instance=case.instance).exclude(text_hash=None).exists()
    why = _("the answer is on the record") if given else _("there is no answer on the record")
    return Check("expert_answer", _("Expert answer"), given, why)


def _time_limit(case: Case) -> Check:
    """限时办结: every limit has come out; a late one is charged already and is no reason to stay open."""
    label = _("Time limit")
    clocks = Clock.objects.filter(subject_kind=KIND, subject_id=case.pk)
    if clocks.filter(ended_at=None).exists():
        return Check("time_limit", label, False, _("a limit still runs"))
    late = Verdict.objects.filter(clock__in=clocks, n=1, verdict="breached").exists()
    why = _("late, and charged") if late else _("no limit was missed")
    return Check("time_limit", label, True, why)


def _feedback(case: Case, *, at: datetime) -> Check:
    """反馈评价: the customer is not left dissatisfied, and had the days the policy gives to say so."""
    label, said = _("Feedback and evaluation"), of_instance(case)
    if said:
        unhappy = said[-1].is_dissatisfied
        why = (
            _("the customer is dissatisfied; reopen it")
            if unhappy
            else _("the customer is satisfied")
        )
        return Check("feedback", label, not unhappy, why)
    days = terms(at=at).evaluation_days
    since = case.answered_at or case.closed_at
    over = since is not None and at - since >= timedelta(days=days)
    why = _("the customer said nothing") if over else _("the customer can still evaluate it")
    return Check("feedback", label, over, why)


def _loop(case: Case) -> Check:
    """归档: what it was about can be counted."""
    sorted_in = bool(case.category)
    why = _("its category is set") if sorted_in else _("it has no category")
    return Check("archive", _("Filed"), sorted_in, why)
