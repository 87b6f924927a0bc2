"""并单: two cases are one matter; the older one survives."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from shouwen.domains.cases.actions.ending import taken_out
from shouwen.domains.cases.actions.locking import locked, needed
from shouwen.domains.cases.errors import (
    MergedWithItself,
    OlderSurvives,
    OtherCustomersCase,
    SurvivorNotInWork,
)
from shouwen.domains.cases.events import CaseJoined, CaseMerged
from shouwen.domains.cases.models import Case
from shouwen.kernel.actor import Actor
from shouwen.platform.journal.actions import Text, record


@transaction.atomic
def merge(
    case_id: int,
    *,
    into_id: int,
    text: str,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Case:
    """并入: this case ends in an older one that is still being worked on, and leaves every figure.

    Its clocks are void; nothing of the older one moves, above all not its start. What the younger
    had urged or asked stays with it; requests that are still open follow to the survivor.
    """
    if into_id == case_id:
        raise MergedWithItself
    for pk in sorted((case_id, into_id)):
        Case.objects.lock(pk)
    case = locked(case_id, "merge", version=version)
    survivor = Case.objects.get(pk=into_id)
    body, was = needed(text), case.state
    _may_join(case, survivor)
    taken_out(case, "merge", by=by, at=at, merged_into=survivor)
    merged = CaseMerged(subject=case.subject, from_state=was, into_id=survivor.pk)
    record(merged, by=by, at=at, text=Text(body, purpose="reason"))
    record(CaseJoined(subject=survivor.subject, case_id=case.pk), by=by, at=at)
    return case


def _may_join(case: Case, survivor: Case) -> None:
    if not survivor.can("absorb"):
        raise SurvivorNotInWork(number=survivor.number)
    if (survivor.opened_at, survivor.pk) > (case.opened_at, case.pk):
        raise OlderSurvives(number=survivor.number)
    known = {case.customer_id, survivor.customer_id} - {None}
    same_line = case.account_id is not None and case.account_id == survivor.account_id
    if len(known) > 1 and not same_line:
        raise OtherCustomersCase(number=survivor.number)
