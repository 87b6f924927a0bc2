"""改保存期限 by two people: one proposes, another confirms; then the rule holds from its day on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from shouwen.domains.privacy.actions.retaining import set_rule
from shouwen.domains.privacy.errors import (
    BasisMissing,
    DecidedAlready,
    ProposedAlready,
    RuleTooEarly,
    SamePerson,
)
from shouwen.domains.privacy.events import RuleDecided, RuleProposed
from shouwen.domains.privacy.models import Proposal
from shouwen.kernel.actor import Actor
from shouwen.kernel.subject import Subject
from shouwen.platform.journal.actions import record


@transaction.atomic
def propose(
    code: str,
    *,
    what: str,
    months: int,
    basis: str,
    since: date,
    kinds: Sequence[str] = (),
    by: Actor,
    at: datetime,
) -> Proposal:
    """提出: nothing changes yet. From tomorrow at the earliest, one proposal a rule at a time."""
    basis = basis.strip()
    if not basis:
        raise BasisMissing
    _later(since, at)
    try:
        with transaction.atomic():
            row = Proposal.objects.create(
                code=code, what=what, kinds=list(kinds), months=months, basis=basis[:300],
                since=since, by_id=by.account or 0, at=at,
            )  # fmt: skip
    except IntegrityError as error:
        raise ProposedAlready from error
    fact = RuleProposed(subject=_subject(row), code=code, what=what, months=months, since=since)
    record(fact, by=by, at=at)
    return row


@transaction.atomic
def decide(proposal_id: int, *, agree: bool, by: Actor, at: datetime) -> Proposal:
    """确认 by somebody else makes the rule; 否决, also by whoever proposed, leaves all as it was."""
    row = Proposal.objects.select_for_update().get(pk=proposal_id)
    if row.decided_at is not None:
        raise DecidedAlready
    if agree:
        if row.by_id == by.account:
            raise SamePerson
        _later(row.since, at)
        set_rule(
            row.code, what=row.what, kinds=row.kinds, months=row.months, basis=row.basis,
            since=row.since,
        )  # fmt: skip
    row.confirmed, row.decided_by_id, row.decided_at = agree, by.account, at
    row.save(update_fields=["confirmed", "decided_by", "decided_at"])
    record(RuleDecided(subject=_subject(row), code=row.code, confirmed=agree), by=by, at=at)
    return row


def _later(since: date, at: datetime) -> None:
    if since <= timezone.localdate(at):
        raise RuleTooEarly


def _subject(row: Proposal) -> Subject:
    return Subject("proposal", row.pk)
