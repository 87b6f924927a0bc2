"""Join cases: many under one parent (母单), or related."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from shouwen.domains.cases.models import Case
from shouwen.domains.teamwork.choices import LinkKind
from shouwen.domains.teamwork.errors import (
    AlreadyLinked,
    CaseHasEnded,
    HasChildren,
    IsAChild,
    LinksItself,
    NotLinked,
)
from shouwen.domains.teamwork.events import (
    CaseFollowed,
    CaseFollows,
    CaseParted,
    CasePutUnder,
    CaseRelated,
    CaseTookUnder,
)
from shouwen.domains.teamwork.models import Link
from shouwen.kernel.actor import Actor
from shouwen.platform.journal.actions import Fact, record_set


def _both(case_id: int, other_id: int) -> tuple[Case, Case]:
    """The two cases under lock, in the order of their ids whoever asks."""
    if case_id == other_id:
        raise LinksItself
    held = {pk: Case.objects.lock(pk) for pk in sorted((case_id, other_id))}
    return held[case_id], held[other_id]


@transaction.atomic
def put_under(case_id: int, *, parent_id: int, by: Actor, at: datetime) -> Link:
    """并入母单: one cause stands behind both; each keeps its customer, its clocks and its own answer."""
    case, parent = _both(case_id, parent_id)
    for one in (case, parent):
        if not one.is_open:
            raise CaseHasEnded(number=one.number)
    standing = Link.objects.children()
    if standing.filter(case=case).exists():
        raise AlreadyLinked(number=case.number)
    if standing.filter(case=parent).exists():
        raise IsAChild(number=parent.number)
    if standing.filter(other=case).exists():
        raise HasChildren(number=case.number)
    made = Link.objects.create(kind=LinkKind.CHILD, case=case, other=parent, at=at, by_id=by.staff)
    record_set(
        [
            Fact(CasePutUnder(subject=case.subject, case_id=parent.pk), by, at),
            Fact(CaseTookUnder(subject=parent.subject, case_id=case.pk), by, at),
        ]
    )
    return made


@transaction.atomic
def relate(case_id: int, *, other_id: int, by: Actor, at: datetime) -> Link:
    """关联: whoever reads one should know of the other; no other effect."""
    case, other = _both(*sorted((case_id, other_id)))
    if Link.objects.standing().filter(kind=LinkKind.RELATED, case=case, other=other).exists():
        raise AlreadyLinked(number=other.number)
    made = Link.objects.create(kind=LinkKind.RELATED, case=case, other=other, at=at, by_id=by.staff)
    record_set(
        [
            Fact(CaseRelated(subject=case.subject, case_id=other.pk), by, at),
            Fact(CaseRelated(subject=other.subject, case_id=case.pk), by, at),
        ]
    )
    return made


@transaction.atomic
def follow(case_id: int, *, other_id: int, by: Actor, at: datetime) -> Link:
    """续单: the new case takes up what can no longer be reopened; the old one stays as it ended."""
    case, other = _both(case_id, other_id)
    made = Link.objects.create(kind=LinkKind.FOLLOWS, case=case, other=other, at=at, by_id=by.staff)
    record_set(
        [
            Fact(CaseFollows(subject=case.subject, case_id=other.pk), by, at),
            Fact(CaseFollowed(subject=other.subject, case_id=case.pk), by, at),
        ]
    )
    return made


@transaction.atomic
def part(case_id: int, *, other_id: int, by: Actor, at: datetime) -> None:
    """移出母单, or no longer related: every standing link between the two ends; what was done stays."""
    case, other = _both(case_id, other_id)
    between = Q(case=case, other=other) | Q(case=other, other=case)
    if not Link.objects.standing().filter(between).update(ended_at=at):
        raise NotLinked
    record_set(
        [
            Fact(CaseParted(subject=case.subject, case_id=other.pk), by, at),
            Fact(CaseParted(subject=other.subject, case_id=case.pk), by, at),
        ]
    )


def follow_merged(case_id: int, *, into_id: int, by: Actor, at: datetime) -> int:
    """并单: what stood under a merged parent stands under its survivor; a merged child stands nowhere."""
    mine = Link.objects.standing().filter(Q(case_id=case_id) | Q(other_id=case_id))
    links = list(mine.order_by("pk"))
    for link in links:
        with transaction.atomic():
            _follow(link, case_id, into_id, by=by, at=at)
    return len(links)


def _follow(link: Link, merged_id: int, into_id: int, *, by: Actor, at: datetime) -> None:
    other = link.other_id if link.case_id == merged_id else link.case_id
    part(merged_id, other_id=other, by=by, at=at)
    survivor = Case.objects.get(pk=into_id)
    is_parent = link.kind == LinkKind.CHILD and link.other_id == merged_id
    if not is_parent or other == into_id or not survivor.is_open:
        return
    if not Link.objects.children().filter(case_id=into_id).exists():
        put_under(other, parent_id=into_id, by=by, at=at)
