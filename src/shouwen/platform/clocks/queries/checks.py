"""``verify``: the ledgers add up, and every cache is what the ledgers say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby, pairwise

from django.db import connection

from shouwen.kernel.problem import Problem
from shouwen.platform.clocks.alarms import Wake
from shouwen.platform.clocks.climbing import progress_of
from shouwen.platform.clocks.ladders import NOTHING_YET, Progress
from shouwen.platform.clocks.ledger import put_in_front
from shouwen.platform.clocks.models import Clock, Hold
from shouwen.platform.clocks.queries.blame import resolution_calendar, sums_are_exact
from shouwen.platform.clocks.reckoning import Reckoner, Stretch, stretches

CHUNK = 2_000
SAID_EVERY = 25
CACHES = ("due_at", "provisional", "unit_id", "person_id", "waiting_for", "wait_until_at")


Say = Callable[[str], None]


def verify() -> list[Problem]:
    """Everything wrong in the ledgers; empty when they add up."""
    return list(verifying())


def verifying(say: Say = lambda text: None) -> Iterator[Problem]:
    """The same one by one, in memory that does not grow with the number of matters."""
    yield from _orphans()
    chunks = list(chunks_of_matters())
    for n, (kind, first, last) in enumerate(chunks, 1):
        yield from _check(kind, first, last)
        if n % SAID_EVERY == 0 or n == len(chunks):
            say(f"clocks: {n} of {len(chunks)} parts of the ledgers")


def chunks_of_matters() -> Iterator[tuple[str, int, int]]:
    """All matters as ranges of ids (kind, first, last), a few thousand in each."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT subject_kind, min(subject_id), max(subject_id) FROM ("
            " SELECT subject_kind, subject_id, (row_number() OVER"
            "   (PARTITION BY subject_kind ORDER BY subject_id) - 1) / %s AS part"
            " FROM clocks_hold WHERE seq = 1) x GROUP BY subject_kind, part ORDER BY 1, 2",
            [CHUNK],
        )
        yield from cursor.fetchall()


def _orphans() -> Iterator[Problem]:
    """Clocks of matters that have no holds, and matters whose ledger does not begin at 1."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT c.subject_kind, c.subject_id FROM clocks_clock c WHERE NOT EXISTS ("
            " SELECT 1 FROM clocks_hold h WHERE h.subject_kind = c.subject_kind"
            " AND h.subject_id = c.subject_id AND h.seq = 1)"
        )
        for kind, number in cursor.fetchall():
            yield Problem(f"{kind}:{number}", "clock without holds")
        cursor.execute(
            "SELECT subject_kind, subject_id FROM clocks_hold"
            " GROUP BY 1, 2 HAVING min(seq) <> 1 OR max(seq) <> count(*)"
        )
        for kind, number in cursor.fetchall():
            yield Problem(f"{kind}:{number}", "holds are missing")


def _check(kind: str, first: int, last: int) -> Iterator[Problem]:
    of = {"subject_kind": kind, "subject_id__gte": first, "subject_id__lte": last}
    holds = Hold.objects.filter(**of).order_by("subject_id", "seq")
    clocks: dict[int, list[Clock]] = {}
    for clock in Clock.objects.filter(**of).order_by("subject_id", "id"):
        clocks.setdefault(clock.subject_id, []).append(clock)
    climbed = progress_of([c.pk for found in clocks.values() for c in found])
    for number, rows in groupby(holds, key=lambda h: h.subject_id):
        mine = list(rows)
        subject = f"{kind}:{number}"
        yield from _check_holds(subject, mine, clocks.get(number, []))
        yield from _check_caches(subject, stretches(mine), clocks.get(number, []), climbed)


def _check_holds(subject: str, holds: list[Hold], clocks: list[Clock]) -> Iterator[Problem]:
    for one, following in pairwise(holds):
        if following.at < one.at:
            yield Problem(subject, f"hold {following.seq} lies before the one before it")
    calendar, parts = resolution_calendar(clocks), stretches(holds)
    for instance in sorted({h.instance for h in holds}):
        if not sums_are_exact(parts, calendar, instance, at=holds[-1].at):
            yield Problem(
                subject, f"instance {instance}: the parts of the blame ledger are not the whole"
            )


def _check_caches(
    subject: str, parts: list[Stretch], clocks: list[Clock], climbed: dict[int, Progress]
) -> Iterator[Problem]:
    fronts = [c.pk for c in clocks if c.front]
    for clock in clocks:
        right = Reckoner(clock, parts).reckon(climbed.get(clock.pk, NOTHING_YET))
        for name in CACHES:
            if getattr(clock, name) != getattr(right, name):
                yield Problem(subject, f"{clock.kind} {clock.pk}: cache {name} is wrong")
        kept = list(map(Wake, clock.alarm_ats, clock.alarm_steps))
        if kept != list(right.wakes):
            yield Problem(subject, f"{clock.kind} {clock.pk}: cache alarm_ats is wrong")
        if kept and (clock.next_fire_at is None or clock.next_fire_at < kept[0].at):
            yield Problem(subject, f"{clock.kind} {clock.pk}: cache next_fire_at is wrong")
        if clock.warn_at and (right.warn_at is None or clock.warn_at < right.warn_at):
            yield Problem(subject, f"{clock.kind} {clock.pk}: cache warn_at is wrong")
    put_in_front(clocks)
    if fronts != [c.pk for c in clocks if c.front]:
        yield Problem(subject, "another clock belongs in front")
