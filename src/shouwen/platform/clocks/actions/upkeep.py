"""Caches made anew from the ledgers, and policies that stop."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from shouwen.kernel.actor import Actor
from shouwen.kernel.subject import Subject
from shouwen.platform.clocks.actions.verbs import void
from shouwen.platform.clocks.climbing import progress_of
from shouwen.platform.clocks.ladders import NOTHING_YET
from shouwen.platform.clocks.ledger import put_in_front, refresh
from shouwen.platform.clocks.models import Clock, Hold, Policy
from shouwen.platform.clocks.queries.checks import SAID_EVERY, chunks_of_matters
from shouwen.platform.clocks.reckoning import Reckoner, stretches
from shouwen.platform.clocks.storing import update_clocks

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


def rebuild_all(say: Callable[[str], None] = lambda text: None) -> Iterator[str]:
    """All caches of all clocks anew; a line for each cache that was another than the ledgers say."""
    chunks = list(chunks_of_matters())
    for n, (kind, first, last) in enumerate(chunks, 1):
        of = Q(subject_kind=kind, subject_id__gte=first, subject_id__lte=last)
        ids = Hold.objects.filter(of, seq=1).values_list("subject_id", flat=True)
        before = {c["id"]: dict[str, Any](c) for c in Clock.objects.filter(of).values()}
        rebuild(Subject(kind, pk) for pk in ids)
        for now in map(dict[str, Any], Clock.objects.filter(of).order_by("id").values()):
            was = before.get(now["id"], now)
            for name in sorted(now):
                if was[name] != now[name]:
                    where = f"{kind}:{now['subject_id']}"
                    yield f"{where}: {now['kind']} {name} was {was[name]}, is {now[name]}"
        if n % SAID_EVERY == 0 or n == len(chunks):
            say(f"clocks: {n} of {len(chunks)} parts rebuilt")


@transaction.atomic
def _rebuild(kind: str, ids: Sequence[int]) -> int:
    of = {"subject_kind": kind, "subject_id__in": ids}
    clocks = list(Clock.objects.filter(**of).select_for_update().order_by("id"))
    pks = [c.pk for c in clocks]
    climbed = progress_of(pks)
    holds: dict[int, list[Hold]] = {}
    for hold in Hold.objects.filter(**of).order_by("subject_id", "seq"):
        holds.setdefault(hold.subject_id, []).append(hold)
    mine: dict[int, list[Clock]] = {}
    for clock in clocks:
        reckoner = Reckoner(clock, stretches(holds[clock.subject_id]))
        refresh(clock, reckoner, climbed.get(clock.pk, NOTHING_YET))
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
