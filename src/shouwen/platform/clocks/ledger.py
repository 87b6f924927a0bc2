"""One matter in the ledgers: read it under lock, note what changes, write it in few statements."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.db import connection

from shouwen.kernel.actor import Actor
from shouwen.kernel.subject import Subject
from shouwen.platform.clocks.choices import EventKind, WaitingFor
from shouwen.platform.clocks.errors import BeforeLastEvent, MatterHasEnded, MatterUnknown
from shouwen.platform.clocks.ladders import NOTHING_YET, Fired, Progress
from shouwen.platform.clocks.models import NEVER, Clock, Hold, Verdict
from shouwen.platform.clocks.reckoning import Reckoner, Stretch, stretches
from shouwen.platform.clocks.storing import (
    insert_clocks,
    insert_events,
    insert_holds,
    update_clocks,
)

_READ_CLOCKS = """
SELECT c.*, e.seq AS last_seq, e.at AS last_at, v.n AS last_verdict, f.fired
FROM clocks_clock c
LEFT JOIN LATERAL (SELECT max(seq) seq, max(at) at FROM clocks_event WHERE clock_id = c.id) e ON true
LEFT JOIN LATERAL (SELECT max(n) n FROM clocks_verdict WHERE clock_id = c.id) v ON true
LEFT JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_array(f.step, f.fired_at, f.suppressed = '' AND a.step IS NULL)) fired
    FROM clocks_fire f LEFT JOIN clocks_ack a USING (clock_id, step) WHERE f.clock_id = c.id) f ON true
WHERE c.subject_kind = %s AND c.subject_id = %s ORDER BY c.id
"""


@dataclass
class Running:
    """A clock of the matter with what the ledgers say about it so far."""

    clock: Clock
    last_seq: int = 0
    verdicts: int = 0
    fired: dict[int, Fired] = field(default_factory=dict)
    changed: bool = False

    @property
    def progress(self) -> Progress:
        return Progress(judged=self.verdicts > 0, fired=self.fired)

    @property
    def is_open(self) -> bool:
        return self.clock.ended_at is None


@dataclass
class Matter:
    """A matter as the ledgers know it, and what an action adds to it."""

    subject: Subject
    holds: list[Hold]
    running: list[Running]
    last_at: datetime | None
    new_holds: list[Hold] = field(default_factory=list)
    new_clocks: list[Clock] = field(default_factory=list)
    new_events: list[tuple[int, int, datetime, str, dict[str, Any]]] = field(default_factory=list)
    new_verdicts: list[Verdict] = field(default_factory=list)
    fronts: set[int] = field(default_factory=set)

    # reading

    @classmethod
    def read(cls, subject: Subject, *, lock: bool = True) -> Matter:
        """The matter with all its holds and clocks, its clocks locked first."""
        if lock:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT 1 FROM clocks_clock WHERE subject_kind = %s AND subject_id = %s"
                    " ORDER BY id FOR UPDATE",
                    subject,
                )
        running, last = [], []
        for clock in Clock.objects.raw(_READ_CLOCKS, subject):
            extra = clock.__dict__
            running.append(
                Running(
                    clock,
                    extra["last_seq"] or 0,
                    extra["last_verdict"] or 0,
                    _fired(extra["fired"]),
                )
            )
            if extra["last_at"] is not None:
                last.append(extra["last_at"])
        holds = list(
            Hold.objects.filter(subject_kind=subject.kind, subject_id=subject.id).order_by("seq")
        )
        last += [h.at for h in holds[-1:]]
        fronts = {r.clock.pk for r in running if r.clock.front}
        return cls(subject, holds, running, max(last, default=None), fronts=fronts)

    @classmethod
    def live(cls, subject: Subject, *, at: datetime, ended: bool = False) -> Matter:
        """The matter for a live verb at ``at``; what became due or expired before then is settled."""
        matter = cls.read(subject)
        if not matter.holds:
            raise MatterUnknown(subject=str(subject))
        if not ended and matter.holds[-1].ends:
            raise MatterHasEnded(subject=str(subject))
        if matter.last_at is not None and at < matter.last_at:
            raise BeforeLastEvent(
                subject=str(subject), at=at.isoformat(), last=matter.last_at.isoformat()
            )
        matter.settle(at)
        return matter

    @property
    def parts(self) -> list[Stretch]:
        return stretches(self.holds)

    @property
    def now(self) -> Hold:
        return self.holds[-1]

    @property
    def instance(self) -> int:
        return self.now.instance

    def open(self, kinds: Iterable[str] | None = None) -> list[Running]:
        """The clocks that run, all or of these kinds."""
        wanted = None if kinds is None else frozenset(map(str, kinds))
        return [r for r in self.running if r.is_open and (wanted is None or r.clock.kind in wanted)]

    # changing

    def settle(self, at: datetime) -> None:
        """A wait that reached its until-time ends there; breaches up to now get their verdict."""
        last = self.parts[-1] if self.holds else None
        if last is not None and last.expired and last.since <= at:
            self.hold(
                last.since,
                last.unit,
                last.person,
                reason=last.reason,
                instance=last.instance,
            )
        for r in self.open():
            if r.verdicts == 0 and r.clock.due_at is not None and r.clock.due_at < at:
                self.judge(r, at)

    def hold(
        self,
        at: datetime,
        unit: int,
        person: int | None,
        *,
        reason: str,
        by: Actor | None = None,
        waiting_for: str = WaitingFor.NONE,
        until: datetime | None = None,
        instance: int | None = None,
        ends: bool = False,
    ) -> Hold:
        """Append who has the matter from now on."""
        row = Hold(
            subject_kind=self.subject.kind,
            subject_id=self.subject.id,
            seq=(self.holds[-1].seq if self.holds else 0) + 1,
            instance=instance or (self.instance if self.holds else 1),
            at=at,
            unit_id=unit,
            person_id=person,
            waiting_for=str(waiting_for),
            reason=reason,
            until_at=until,
            by_id=None if by is None else by.account,
            ends=ends,
        )
        self.holds.append(row)
        self.new_holds.append(row)
        return row

    def note(self, r: Running, at: datetime, kind: EventKind, facts: dict[str, Any]) -> None:
        """Append an event to a clock's own ledger."""
        r.last_seq += 1
        r.changed = True
        self.new_events.append((r.clock.pk, r.last_seq, at, str(kind), facts))

    def judge(self, r: Running, until: datetime) -> None:
        """Write the first verdict if there is one by now and none yet."""
        if r.verdicts:
            return
        reckoner = Reckoner(r.clock, self.parts)
        found = reckoner.judge(until)
        if found is not None:
            self.verdict(r, found.verdict, found.at, found.due_at, found.elapsed_s, holder=found)

    def verdict(
        self,
        r: Running,
        verdict: str,
        at: datetime,
        due: datetime | None,
        elapsed: float,
        *,
        holder: Any,
        cause: str = "",
    ) -> None:
        r.verdicts += 1
        r.changed = True
        self.new_verdicts.append(
            Verdict(
                clock_id=r.clock.pk,
                n=r.verdicts,
                verdict=verdict,
                at=at,
                due_at=due,
                elapsed_s=elapsed,
                cause=cause,
                unit_id=holder.unit_id,
                person_id=holder.person_id,
            )
        )

    def recache(self) -> None:
        """Reckon the caches of every open or changed clock anew, and which one is in front."""
        parts = self.parts
        touched = [r for r in self.running if r.is_open or r.changed]
        for r in touched:
            refresh(r.clock, Reckoner(r.clock, parts), r.progress)
        for clock in self.new_clocks:
            refresh(clock, Reckoner(clock, parts))
        put_in_front([r.clock for r in self.running] + self.new_clocks)

    # writing

    def write(self) -> None:
        """Reckon and write everything noted, at most one statement a table."""
        self.recache()
        if self.new_holds:
            insert_holds(self.new_holds)
        if self.new_events:
            insert_events(self.new_events)
        if self.new_verdicts:
            Verdict.objects.bulk_create(self.new_verdicts)
        touched = [r.clock for r in self.running if r.is_open or r.changed]
        step_back = [c.pk for c in touched if c.pk in self.fronts and not c.front]
        if step_back and any(c.front for c in touched + self.new_clocks):
            Clock.objects.filter(pk__in=step_back).update(front=False)
        if touched:
            update_clocks(touched)
        if self.new_clocks:
            insert_clocks(self.new_clocks)


class Cached(Protocol):
    """A clock whose caches can be set: a model, or a row on its way into the table."""

    kind: str
    basis: str
    ended_at: datetime | None
    due_at: datetime | None
    provisional: bool
    next_fire_at: datetime | None
    next_step: int | None
    alarm_ats: list[datetime]
    alarm_steps: list[int]
    warn_at: datetime | None
    unsure_steps: bool
    unit_id: int
    person_id: int | None
    waiting_for: str
    wait_until_at: datetime | None
    front: bool


def refresh(clock: Cached, reckoner: Reckoner, progress: Progress = NOTHING_YET) -> None:
    """Set the caches of a clock."""
    found = reckoner.reckon(progress)
    clock.due_at, clock.provisional = found.due_at, found.provisional
    clock.alarm_ats, clock.alarm_steps = [w.at for w in found.wakes], [w.step for w in found.wakes]
    first = found.wakes[0] if found.wakes else None
    clock.next_fire_at, clock.next_step = first or (None, None)
    clock.warn_at, clock.unsure_steps = found.warn_at, found.unsure_steps
    clock.unit_id, clock.person_id = found.unit_id, found.person_id
    clock.waiting_for, clock.wait_until_at = found.waiting_for, found.wait_until_at


def put_in_front(clocks: Iterable[Cached]) -> None:
    """The earliest due open clock of a matter is the one the desk shows."""
    best: Cached | None = None
    for clock in clocks:
        clock.front = False
        if clock.ended_at is None and (best is None or _rank(clock) < _rank(best)):
            best = clock
    if best is not None:
        best.front = True


def _rank(clock: Cached) -> tuple[datetime, str, str]:
    return (clock.due_at or NEVER, clock.kind, clock.basis)


def _fired(rows: Sequence[tuple[int, str, bool]] | str | None) -> dict[int, Fired]:
    """The steps that fired, as the statement tells them."""
    if rows is None:
        return {}
    found = json.loads(rows) if isinstance(rows, str) else rows
    return {step: Fired(datetime.fromisoformat(at), open) for step, at, open in found}
