"""Somebody who has no part in it decides about an appeal."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import datetime

from django.db import transaction

from shouwen.domains.appeals.actions.appealing import ended, undecided
from shouwen.domains.appeals.choices import Outcome
from shouwen.domains.appeals.errors import JudgeInOwnCase
from shouwen.domains.appeals.models import Appeal, Decision
from shouwen.domains.cases.errors import TextMissing
from shouwen.domains.cases.models import Case
from shouwen.kernel.actor import Actor
from shouwen.platform.org import queries as org


@transaction.atomic
def decide(appeal_id: int, *, upheld: bool, text: str, by: Actor, at: datetime) -> Decision:
    """申诉决定: upheld, the verdict or evaluation leaves the figures from now on; rejected, it stays.

    Neither verdict nor evaluation is edited, and no hold changes hands: the exclusion is this row.
    """
    row, case = undecided(appeal_id)
    if is_party(row, case, by, posts=org.units_of(by, at=at)):
        raise JudgeInOwnCase
    if not text.strip():
        raise TextMissing
    outcome = Outcome.UPHELD if upheld else Outcome.REJECTED
    return ended(row, case, outcome, text.strip(), by, at)


def is_party(row: Appeal, case: Case, by: Actor, *, posts: AbstractSet[int]) -> bool:
    """回避: who belongs to the charged unit by any post, who is charged, who handles the case, who appealed."""
    people = {row.by_id, row.person_id, case.handler_id} - {None}
    return by.staff in people or not org.below(row.unit_id).isdisjoint(posts)
