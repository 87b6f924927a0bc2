"""The customer's judgement: given once, changed within the day by a further row, never by its own hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from shouwen.domains.cases import queries
from shouwen.domains.cases.actions.ending import closed
from shouwen.domains.cases.actions.locking import locked
from shouwen.domains.cases.choices import SETTLED, CaseState
from shouwen.domains.cases.errors import (
    EvaluationFinal,
    EvaluationOver,
    NotPossibleNow,
    SelfRating,
)
from shouwen.domains.cases.events import CaseEvaluated
from shouwen.domains.cases.models import Case, Rating
from shouwen.domains.cases.queries.judgements import of_instance
from shouwen.domains.customers.queries import phone_of
from shouwen.kernel.actor import Actor
from shouwen.platform.journal.actions import Text, record
from shouwen.platform.notify.queries import is_number_of

JUDGED_AFTERWARDS = frozenset({CaseState.CLOSED, CaseState.ARCHIVED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a customer says of one instance: five steps; the parts are optional."""

    score: int
    solved: bool
    attitude: int | None = None
    timeliness: int | None = None
    reasons: Sequence[str] = ()
    text: str = ""
    channel: str = "hotline"


@transaction.atomic
def evaluate(
    case_id: int,
    *,
    score: int,
    solved: bool,
    channel: str = "hotline",
    text: str = "",
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Case:
    """评价: the customer's own judgement (1–5) ends the matter; ``by`` writes it down for the customer."""
    case = locked(case_id, "evaluate", version=version)
    said = Judgement(score=score, solved=solved, channel=channel, text=text)
    _written(case, said, changed=False, by=by, at=at)
    return closed(case, "evaluate", evaluated=True, by=by, at=at)


@transaction.atomic
def judge(case_id: int, said: Judgement, *, by: Actor, at: datetime) -> Case:
    """自助评价: the customer alone; the first one ends the matter as ``evaluate`` does.

    A change within the dated hours (default 24) is a further row, and the last one counts. Closed
    after the dated days (default 14) since the answer. From the handler's own number: SelfRating.
    """
    case = Case.objects.lock(case_id)
    terms = queries.terms(at=at)
    before = of_instance(case)
    answered = case.answered_at or case.closed_at
    if case.state not in SETTLED | JUDGED_AFTERWARDS or answered is None:
        raise NotPossibleNow("evaluate", case.state)
    if before and at - before[0].at >= timedelta(hours=terms.evaluation_change_hours):
        raise EvaluationFinal(hours=terms.evaluation_change_hours)
    if not before and at - answered >= timedelta(days=terms.evaluation_days):
        raise EvaluationOver(days=terms.evaluation_days)
    if _of_the_handler(case):
        raise SelfRating
    _written(case, said, changed=bool(before), by=by, at=at)
    if case.state in SETTLED:
        return closed(case, "evaluate", evaluated=True, by=by, at=at)
    return case


def _of_the_handler(case: Case) -> bool:
    """Whether the customer's number is the one the handler is reached at."""
    if case.handler_id is None or case.customer_id is None:
        return False
    return is_number_of(case.handler_id, phone_of(case.customer_id))


def _written(case: Case, said: Judgement, *, changed: bool, by: Actor, at: datetime) -> Rating:
    if by.staff is not None and by.staff == case.handler_id:
        raise SelfRating
    made = Rating.objects.create(
        case=case,
        instance=case.instance,
        at=at,
        score=said.score,
        solved=said.solved,
        attitude=said.attitude,
        timeliness=said.timeliness,
        reasons=list(said.reasons),
        channel=said.channel,
        by_id=by.staff,
    )
    words = said.text.strip()
    record(
        CaseEvaluated(
            subject=case.subject,
            instance=case.instance,
            score=said.score,
            solved=said.solved,
            channel=said.channel,
            changed=changed or None,
        ),
        by=by,
        at=at,
        text=Text(words, purpose="evaluation") if words else None,
    )
    return made
