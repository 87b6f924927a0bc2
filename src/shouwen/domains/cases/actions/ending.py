"""Bring the matter to its end: answer, invitation, close; archive, withdraw, void."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from shouwen.domains.cases import queries, rules
from shouwen.domains.cases.actions.locking import locked, moved, needed
from shouwen.domains.cases.choices import CaseState
from shouwen.domains.cases.errors import NotToArchive, OverrideNotYours
from shouwen.domains.cases.events import (
    CaseAnswered,
    CaseArchived,
    CaseClosed,
    CaseVoided,
    CaseWithdrawn,
    EvaluationInvited,
)
from shouwen.domains.cases.models import Case
from shouwen.domains.cases.queries.archiving import Check, archive_checks
from shouwen.domains.cases.queries.matching import matching
from shouwen.kernel.actor import Actor
from shouwen.platform.clocks import actions as clocks
from shouwen.platform.clocks.actions import Start
from shouwen.platform.clocks.choices import THE_WORK
from shouwen.platform.journal.actions import Text, record
from shouwen.platform.org.acting import acting_for


@transaction.atomic
def answer(
    case_id: int,
    *,
    text: str,
    contacted: bool = False,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Case:
    """答复: settled from our side; the matter goes back to its owner for the evaluation.

    The resolution clock stops while the handler still has the matter: that is who is judged.
    ``contacted``: the customer was told in person, which also stops the contact clock.
    """
    case = locked(case_id, "answer", version=version)
    body = needed(text)
    stopped = [*THE_WORK, "first_response", *(["contact"] if contacted else [])]
    verbs = ["answer", *(["contacted"] if contacted else [])]
    clocks.stop(case.subject, stopped, verbs=verbs, by=by, at=at)
    moved(case, "answer", answered_at=at, finished_at=case.finished_at or at)
    clocks.move(
        case.subject,
        unit=case.owner_unit_id,
        person=case.owner_id,
        reason=CaseState.ANSWERED.value,
        verb="answer",
        match=matching(case),
        by=by,
        at=at,
    )
    clocks.start(
        case.subject,
        [Start(kind="evaluation", match=matching(case), instance=case.instance, verb="answer")],
        by=by,
        at=at,
    )
    record(
        CaseAnswered(
            subject=case.subject,
            unit_id=case.handler_unit_id,
            staff_id=case.handler_id,
            instance=case.instance,
            contacted=contacted,
            late=queries.answered_late(case, at=at),
        ),
        by=by,
        at=at,
        text=Text(body, purpose="answer"),
    )
    return case


@transaction.atomic
def invite(case_id: int, *, by: Actor, at: datetime, version: int | None = None) -> Case:
    """邀请评价: the customer has been asked for a judgement."""
    case = locked(case_id, "invite", version=version)
    moved(case, "invite")
    clocks.move(
        case.subject,
        unit=case.owner_unit_id,
        person=case.owner_id,
        reason=CaseState.AWAITING_EVALUATION.value,
        verb="invite",
        match=matching(case),
        by=by,
        at=at,
    )
    record(EvaluationInvited(subject=case.subject, instance=case.instance), by=by, at=at)
    return case


@transaction.atomic
def close(case_id: int, *, by: Actor, at: datetime, version: int | None = None) -> Case:
    """办结: closed without a judgement of the customer."""
    case = locked(case_id, "close", version=version)
    return closed(case, "close", evaluated=False, by=by, at=at)


def closed(case: Case, verb: str, *, evaluated: bool, by: Actor, at: datetime) -> Case:
    """The matter has ended: no clock runs on, nobody has it any more."""
    moved(case, verb, closed_at=at, finished_at=case.finished_at or at)
    clocks.end_matter(case.subject, reason=CaseState.CLOSED.value, by=by, at=at)
    record(
        CaseClosed(subject=case.subject, instance=case.instance, evaluated=evaluated), by=by, at=at
    )
    return case


@transaction.atomic
def archive(
    case_id: int, *, text: str = "", by: Actor, at: datetime, version: int | None = None
) -> Case:
    """归档: nothing more will be done on it, and the six principles are kept (S002-14).

    ``text`` is needed where one of them is not: why the case is archived all the same, by somebody
    who may decide that.
    """
    case = locked(case_id, "archive", version=version)
    failed = [check for check in archive_checks(case, at=at) if not check.passed]
    reason = _overridden(failed, text.strip(), by=by, at=at) if failed else None
    moved(case, "archive", archived_at=at)
    codes = [check.code for check in failed] or None
    record(CaseArchived(subject=case.subject, failed=codes), by=by, at=at, text=reason)
    return case


def _overridden(failed: list[Check], reason: str, *, by: Actor, at: datetime) -> Text:
    """The written reason of somebody who may pass over these failed checks; the house itself needs no right."""
    told = {
        "failed": [check.code for check in failed],
        "why": "；".join(str(check.why) for check in failed),
    }
    acting = acting_for(by.account, post_id=by.post, at=at) if by.account is not None else None
    if acting is not None and not acting.may(rules.OVERRIDE):
        raise OverrideNotYours(**told)
    if not reason:
        raise NotToArchive(**told)
    return Text(reason, purpose="reason")


@transaction.atomic
def withdraw(
    case_id: int, *, text: str, by: Actor, at: datetime, version: int | None = None
) -> Case:
    """撤回: the customer wants nothing more; never overdue, outside every KPI."""
    case = locked(case_id, "withdraw", version=version)
    body, was = needed(text), case.state
    taken_out(case, "withdraw", by=by, at=at)
    record(
        CaseWithdrawn(subject=case.subject, from_state=was),
        by=by,
        at=at,
        text=Text(body, purpose="reason"),
    )
    return case


@transaction.atomic
def void(case_id: int, *, text: str, by: Actor, at: datetime, version: int | None = None) -> Case:
    """作废: a leader strikes a matter entered by mistake; out of every figure, kept in the journal."""
    case = locked(case_id, "void", version=version)
    body, was = needed(text), case.state
    taken_out(case, "void", by=by, at=at)
    record(
        CaseVoided(subject=case.subject, from_state=was),
        by=by,
        at=at,
        text=Text(body, purpose="reason"),
    )
    return case


def taken_out(case: Case, verb: str, *, by: Actor, at: datetime, **fields: object) -> None:
    """Out of every figure: no clock counts any more, and nobody has the case."""
    was_open = case.is_open
    moved(case, verb, closed_at=case.closed_at or at, **fields)
    clocks.void(case.subject, None, cause=case.state, by=by, at=at)
    if was_open:
        clocks.end_matter(case.subject, reason=case.state, by=by, at=at)
