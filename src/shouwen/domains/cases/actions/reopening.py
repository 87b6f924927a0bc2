"""重开: what was answered or closed is not settled after all."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from shouwen.domains.cases.actions.locking import locked, moved, needed
from shouwen.domains.cases.actions.opening import OPENS
from shouwen.domains.cases.choices import CaseState
from shouwen.domains.cases.errors import TooLateToReopen
from shouwen.domains.cases.events import CaseReopened
from shouwen.domains.cases.models import Case, Rating, Rework
from shouwen.domains.cases.queries.matching import matching
from shouwen.domains.cases.queries.reopening import policy_of, too_late
from shouwen.kernel.actor import Actor
from shouwen.platform.clocks import actions as clocks
from shouwen.platform.clocks.actions import Start
from shouwen.platform.clocks.choices import Basis, ClockKind, Reopening
from shouwen.platform.journal.actions import Text, record


@transaction.atomic
def reopen(
    case_id: int,
    *,
    text: str = "",
    rating: Rating | None = None,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Case:
    """重开: not settled after all; whoever answered has it again, with a new instance of the clocks.

    What the new limit is says the dated rule of the limits: it goes on (continue), begins anew
    (restart), or is that of a rework (返工), which is counted against whoever answered. Within the
    dated number of days (default 30) after the answer or close; the first verdict stays. ``rating``:
    the judgement that reopens it by itself; otherwise somebody says why.
    """
    case = locked(case_id, "reopen", version=version)
    reason = None if rating is not None else Text(needed(text), purpose="reason")
    if (days := too_late(case, at=at)) is not None:
        raise TooLateToReopen(days=days, instead="follow_up")
    policy = policy_of(case, at=at)
    if case.is_open:  # not closed yet: what the evaluation had left is nobody's concern any more
        clocks.stop(case.subject, ["evaluation"], by=by, at=at)
    _moved_back(case, policy, by=by, at=at)
    if policy is Reopening.REWORK:
        _charged(case, rating, at=at)
    event = CaseReopened(
        subject=case.subject,
        instance=case.instance,
        unit_id=case.handler_unit_id,
        staff_id=case.handler_id,
        policy=policy.value,
        rating_id=rating.pk if rating else None,
        score=rating.score if rating else None,
    )
    record(event, by=by, at=at, text=reason)
    return case


def _moved_back(case: Case, policy: Reopening, *, by: Actor, at: datetime) -> None:
    """Whoever answered has it again; the law's clock is the law's, whatever our own rule says."""
    moved(
        case,
        "reopen",
        instance=case.instance + 1,
        reopens=case.reopens + 1,
        answered_at=None,
        closed_at=None,
        to_escalate=False,
    )
    again = ClockKind.REWORK if policy is Reopening.REWORK else ClockKind.RESOLUTION
    match = matching(case)
    clocks.reopen_matter(
        case.subject,
        instance=case.instance,
        unit=case.handler_unit_id,
        person=case.handler_id,
        reason=CaseState.IN_PROGRESS.value,
        starts=[
            Start(kind=kind, match=match, instance=case.instance, basis=basis, verb=OPENS)
            for kind, basis in ((again, Basis.INTERNAL), (ClockKind.RESOLUTION, Basis.LEGAL))
        ],
        by=by,
        at=at,
    )


def _charged(case: Case, rating: Rating | None, *, at: datetime) -> None:
    """返工 is counted once an instance, against the unit and person whose answer did not hold."""
    Rework.objects.create(
        case=case,
        instance=case.instance,
        at=at,
        unit_id=case.handler_unit_id,
        person_id=case.handler_id,
        rating=rating,
    )
