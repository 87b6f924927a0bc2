"""Caches made anew from the ledgers, and policies that stop."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max

from shouwen.kernel.actor import Actor
from shouwen.kernel.subject import Subject
from shouwen.platform.clocks.actions.verbs import void
from shouwen.platform.clocks.choices import Step
from shouwen.platform.clocks.ledger import put_in_front, refresh, update_clocks
from shouwen.platform.clocks.models import Clock, Fire, Hold, Policy, Verdict
from shouwen.platform.clocks.reckoning import Reckoner, stretches

CHUNK = 500


def rebuild(subjects: Iterable[Subject]) -> int:
    """Derive all caches of these matters from the ledgers anew; how many clocks were written."""
    written = 0
    wanted = list(subjects)
    for start in range(0, len(wanted), CHUNK):
        chunk = wanted[start : start + CHUNK]
        for kind in {s.kind for s in chunk}:
            written += _rebuild(kind, [s.id for s in chunk if s.kind == kind])
    return written


@transaction.atomic
def _rebuild(kind: str, ids: Sequence[int]) -> int:
    of = {"subject_kind": kind, "subject_id__in": ids}
    clocks = list(Clock.objects.filter(**of).select_for_update().order_by("id"))
    pks = [c.pk for c in clocks]
    fired = dict(
        Fire.objects.filter(clock_id__in=pks)
        .values_list("clock_id")
        .annotate(Max("step"))
        .order_by()
    )
    judged = set(Verdict.objects.filter(clock_id__in=pks).values_list("clock_id", flat=True))
    holds: dict[int, list[Hold]] = {}
    for hold in Hold.objects.filter(**of).order_by("subject_id", "seq"):
        holds.setdefault(hold.subject_id, []).append(hold)
    mine: dict[int, list[Clock]] = {}
    for clock in clocks:
        done = int(Step.BREACH) if clock.silent and clock.pk in judged else fired.get(clock.pk, 0)
        refresh(clock, Reckoner(clock, stretches(holds[clock.subject_id])), done=done)
        mine.setdefault(clock.subject_id, []).append(clock)
    was_front = {c.pk for c in clocks if c.front}
    for found in mine.values():
        put_in_front(found)
    back = [c.pk for c in clocks if c.pk in was_front and not c.front]
    Clock.objects.filter(pk__in=back).update(front=False)
    update_clocks(clocks)
    return len(clocks)


@transaction.atomic
def stop_policy(code: str, *, cause: str, by: Actor, at: datetime) -> int:
    """停用时限方案: its limits fit nothing any more and its running clocks are void; how many."""
    policy = Policy.objects.select_for_update().get(code=code)
    policy.stopped_at = at
    policy.version = F("version") + 1
    policy.save(update_fields=["stopped_at", "version"])
    running = Clock.objects.open().filter(limit__policy=policy)
    stopped = 0
    for clock in running.order_by("subject_kind", "subject_id", "id"):
        void(clock.subject, [clock.kind], cause=cause, by=by, at=at)
        stopped += 1
    return stopped


@transaction.atomic
def reroot(subject: Subject, *, root: Subject) -> int:
    """The matter belongs to another root from now on; holds, clocks and verdicts stay. How many clocks."""
    return Clock.objects.of(subject).update(root_kind=root.kind, root_id=root.id)
