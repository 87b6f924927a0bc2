"""Requests follow their case: withdrawn when it ends, carried along when it is merged, handed over."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from shouwen.domains.asks.actions.ending import withdraw
from shouwen.domains.asks.actions.holding import follow
from shouwen.domains.asks.actions.locking import locked, moved
from shouwen.domains.asks.events import RequestFollowed, RequestHandedOver
from shouwen.domains.asks.models import Request
from shouwen.domains.cases.choices import OPEN
from shouwen.domains.cases.models import Case
from shouwen.kernel.actor import Actor
from shouwen.platform.clocks import actions as clocks
from shouwen.platform.journal.actions import record


def withdraw_all(case_id: int, *, because: str, by: Actor, at: datetime) -> int:
    """The case has ended: nobody waits for these answers any more. How many were open."""
    ids = list(_open_of(case_id))
    for pk in ids:
        withdraw(pk, because=because, by=by, at=at)
    return len(ids)


@transaction.atomic
def follow_merged(case_id: int, *, by: Actor, at: datetime) -> int:
    """并单: open requests go on under the surviving case, but hold nothing up there.

    Whoever works on the survivor never waited for them. If it has ended too, they are withdrawn.
    """
    case = Case.objects.select_related("merged_into").get(pk=case_id)
    while case.merged_into is not None:
        case = Case.objects.select_related("merged_into").get(pk=case.merged_into.pk)
    if case.pk == case_id:
        return 0
    if case.state not in OPEN:
        return withdraw_all(case_id, because=case.state, by=by, at=at)
    ids = list(_open_of(case_id))
    for pk in ids:
        request = locked(pk, "follow")
        Case.objects.lock(case.pk)
        moved(request, "follow", case_id=case.pk, blocking=False)
        clocks.reroot(request.subject, root=case.subject)
        followed = RequestFollowed(subject=request.subject, from_case_id=case_id, case_id=case.pk)
        record(followed, by=by, at=at)
    return len(ids)


def _open_of(case_id: int) -> list[int]:
    found = Request.objects.open().filter(case_id=case_id).order_by("asked_at", "pk")
    return list(found.values_list("pk", flat=True))


def hand_over_all(*, from_staff_id: int, to_staff_id: int, by: Actor, at: datetime) -> int:
    """离职移交: what the leaver was asked or has asked is the successor's from now on."""
    mine = Q(person_id=from_staff_id) | Q(asking_person_id=from_staff_id)
    ids = list(Request.objects.open().filter(mine).order_by("pk").values_list("pk", flat=True))
    for pk in ids:
        _hand_over(pk, from_staff_id, to_staff_id, by=by, at=at)
    return len(ids)


@transaction.atomic
def _hand_over(request_id: int, leaver: int, successor: int, *, by: Actor, at: datetime) -> None:
    request = locked(request_id, "follow")
    answers = request.person_id == leaver
    moved(
        request,
        "follow",
        person_id=successor if answers else request.person_id,
        asking_person_id=(
            successor if request.asking_person_id == leaver else request.asking_person_id
        ),
    )
    if answers:
        clocks.move(
            request.subject,
            unit=request.unit_id,
            person=successor,
            reason=request.state,
            by=by,
            at=at,
        )
    handed = RequestHandedOver(subject=request.subject, from_staff_id=leaver, to_staff_id=successor)
    record(handed, by=by, at=at)
    follow(request.case_id, by=by, at=at)
