"""Imported history: recorded, not re-enacted. Whole batches of matters in a handful of statements."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.db import IntegrityError, connection, transaction

from shouwen.kernel.copying import copy_in
from shouwen.kernel.subject import Subject
from shouwen.platform.clocks import alarms, limits
from shouwen.platform.clocks.choices import AmountUnit, Basis, EventKind, VerdictKind, WaitingFor
from shouwen.platform.clocks.errors import HistoryIsLive
from shouwen.platform.clocks.ladders import JUDGED, NOTHING_YET, Climbs, Fired, Progress
from shouwen.platform.clocks.ledger import put_in_front, refresh
from shouwen.platform.clocks.reckoning import Reckoner, Stretch, stretches
from shouwen.platform.clocks.storing import COLUMNS, HOLD_COLUMNS
from shouwen.platform.org import queries as org

BEFORE_BATCH = "before_batch"


@dataclass(slots=True)
class HoldRow:
    """Who had the matter from ``at`` on; the last one of a finished matter has ``ends``."""

    at: datetime
    unit: int
    person: int | None = None
    waiting_for: str = WaitingFor.NONE
    reason: str = ""
    until: datetime | None = None
    by: int | None = None
    ends: bool = False
    instance: int | None = None

    @property
    def unit_id(self) -> int:
        return self.unit

    @property
    def person_id(self) -> int | None:
        return self.person

    @property
    def until_at(self) -> datetime | None:
        return self.until


@dataclass(slots=True, kw_only=True)
class ClockRow:
    """One clock of an imported matter. ``limit_id`` None: no limit, or only a due time given.

    With ``void_cause`` it was made void at ``voided_at``, else at its end, which it then ran up to.
    """

    kind: str
    started_at: datetime
    ended_at: datetime | None = None
    basis: str = Basis.INTERNAL
    instance: int = 1
    limit_id: int | None = None
    revision_id: int | None = None
    given_due_at: datetime | None = None
    carried_seconds: float = 0
    void_cause: str | None = None
    voided_at: datetime | None = None

    @property
    def ran_until_void(self) -> bool:
        """Whether voiding is what ended the clock."""
        if self.void_cause is None:
            return False
        return self.voided_at is None or self.ended_at is None or self.voided_at <= self.ended_at


@dataclass(slots=True, kw_only=True)
class MatterHistory:
    """Everything the ledgers keep of one imported matter: holds in order of time, and its clocks."""

    subject: Subject
    owner_unit: int
    holds: Sequence[HoldRow]
    clocks: Sequence[ClockRow]
    root: Subject | None = None


@dataclass(slots=True)
class _Clock:
    """A row of clocks_clock before it is one: making models by the thousand costs too much."""

    id: int
    subject_kind: str
    subject_id: int
    root_kind: str
    root_id: int
    kind: str
    basis: str
    instance: int
    limit_id: int | None
    revision_id: int | None
    ladder_version_id: int | None
    office_id: int | None
    zone: str
    given_due_at: datetime | None
    carried_seconds: float
    started_at: datetime
    ended_at: datetime | None
    silent: bool
    owner_unit_id: int
    due_at: datetime | None = None
    provisional: bool = False
    next_fire_at: datetime | None = None
    next_step: int | None = None
    alarm_ats: list[datetime] = field(default_factory=list)
    alarm_steps: list[int] = field(default_factory=list)
    warn_at: datetime | None = None
    unsure_steps: bool = False
    unit_id: int = 0
    person_id: int | None = None
    waiting_for: str = WaitingFor.NONE
    wait_until_at: datetime | None = None
    front: bool = False


@dataclass
class _Batch:
    """Rows to be copied, per table."""

    holds: list[tuple[Any, ...]] = field(default_factory=list)
    clocks: list[_Clock] = field(default_factory=list)
    events: list[tuple[Any, ...]] = field(default_factory=list)
    verdicts: list[tuple[Any, ...]] = field(default_factory=list)
    fires: list[tuple[Any, ...]] = field(default_factory=list)
    climbs: Climbs = field(default_factory=lambda: limits.rules().climbs)


@transaction.atomic(savepoint=False)
def record_history(
    histories: Sequence[MatterHistory], *, as_of: datetime, live: bool = False
) -> None:
    """Write the holds, clocks, events and verdicts of matters the ledger does not know yet.

    Verdicts up to ``as_of`` (the batch's time) are written; the sweeper adds later ones silently.
    With ``live`` the clocks are ordinary ones whose steps after ``as_of`` do fire. Refused with
    HistoryIsLive if one of the matters is known.
    """
    batch = _Batch()
    ids = iter(_new_ids(sum(len(h.clocks) for h in histories)))
    zones: dict[int, str] = {}
    for history in histories:
        _number_instances(history.holds)
        parts = stretches(history.holds)  # type: ignore[arg-type]
        kind, number = history.subject
        for seq, h in enumerate(history.holds, 1):
            batch.holds.append(
                (
                    kind,
                    number,
                    seq,
                    h.instance,
                    h.at,
                    h.unit,
                    h.person,
                    str(h.waiting_for),
                    h.reason,
                    h.until,
                    h.by,
                    h.ends,
                )
            )
        made = [
            _clock(history, row, parts, next(ids), as_of=as_of, live=live, batch=batch, zones=zones)
            for row in history.clocks
        ]
        put_in_front(made)
        batch.clocks += made
    _write(batch)


def _number_instances(holds: Iterable[HoldRow]) -> None:
    """A hold after an end begins the next instance unless it says otherwise."""
    instance, ended = 1, False
    for hold in holds:
        if hold.instance is None:
            hold.instance = instance + ended
        instance, ended = hold.instance, hold.ends


def _clock(
    history: MatterHistory,
    row: ClockRow,
    parts: Sequence[Stretch],
    pk: int,
    *,
    as_of: datetime,
    live: bool,
    batch: _Batch,
    zones: dict[int, str],
) -> _Clock:
    root = history.root or history.subject
    terms = limits.terms(row.limit_id) if row.limit_id is not None else None
    zone = ""
    if terms is not None and terms.unit == AmountUnit.CALENDAR_DAYS:
        unit = _holder_at(history.holds, row.started_at)
        zone = zones.get(unit) or zones.setdefault(unit, str(org.zone_of(unit)))
    pins = batch.climbs.pins(terms.ladder_id if terms else None)
    clock = _Clock(
        id=pk,
        subject_kind=history.subject.kind,
        subject_id=history.subject.id,
        root_kind=root.kind,
        root_id=root.id,
        kind=str(row.kind),
        basis=str(row.basis),
        instance=row.instance,
        limit_id=row.limit_id,
        revision_id=row.revision_id or (terms.revision_id if terms else None),
        ladder_version_id=pins.version_id,
        office_id=pins.office_id,
        zone=zone,
        given_due_at=row.given_due_at,
        carried_seconds=row.carried_seconds,
        started_at=row.started_at,
        ended_at=row.ended_at,
        silent=not live,
        owner_unit_id=history.owner_unit,
    )
    reckoner = Reckoner(clock, parts)
    batch.events.append((pk, 1, row.started_at, str(EventKind.START), _facts(clock)))
    progress = _judge(batch, row, reckoner, as_of=as_of)
    if live and row.ended_at is None:
        progress = _passed(batch, reckoner, pk, progress, as_of=as_of)
    refresh(clock, reckoner, progress)
    return clock


def _judge(batch: _Batch, row: ClockRow, reckoner: Reckoner, *, as_of: datetime) -> Progress:
    """Stop or void event and the verdicts known at the batch's time."""
    pk, n = reckoner.clock.id, 0  # type: ignore[attr-defined]
    found = reckoner.judge(as_of)
    if found is not None and not (row.ran_until_void and found.verdict == VerdictKind.MET):
        n = 1
        batch.verdicts.append(
            (
                pk,
                n,
                str(found.verdict),
                found.at,
                found.due_at,
                found.elapsed_s,
                "",
                found.unit_id,
                found.person_id,
            )
        )
    if row.ended_at is None:
        return JUDGED if n else NOTHING_YET
    seq = 2
    if not row.ran_until_void:
        if found is not None and found.at == row.ended_at:
            used = found.elapsed_s
        else:
            used = reckoner.used(row.ended_at).total_seconds()
        calendar = (row.ended_at - row.started_at).total_seconds()
        facts = f'{{"elapsed_s": {used}, "calendar_s": {calendar}}}'
        batch.events.append((pk, seq, row.ended_at, "stop", facts))
        seq += 1
    if row.void_cause is not None:
        had, at = reckoner.parts[-1], row.voided_at or row.ended_at
        batch.events.append((pk, seq, at, "void", json.dumps({"cause": row.void_cause})))
        batch.verdicts.append(
            (
                pk,
                n + 1,
                str(VerdictKind.VOID),
                at,
                reckoner.due,
                reckoner.used(at).total_seconds(),
                row.void_cause,
                had.unit,
                had.person,
            )
        )
    return JUDGED


def _passed(
    batch: _Batch, reckoner: Reckoner, pk: int, progress: Progress, *, as_of: datetime
) -> Progress:
    """Steps that lay before a live batch began are noted as suppressed: they never fire."""
    past = [step for step, when in alarms.instants(reckoner).items() if when < as_of]
    batch.fires += [(pk, step, as_of, False, BEFORE_BATCH) for step in past]
    return replace(progress, fired={step: Fired(as_of, open=False) for step in past})


def _facts(clock: _Clock) -> str:
    """The facts of a start event, as the live verb writes them."""
    parts = []
    if clock.limit_id is not None:
        parts.append(f'"limit": {clock.limit_id}')
    if clock.revision_id is not None:
        parts.append(f'"revision": {clock.revision_id}')
    if clock.ladder_version_id is not None:
        parts.append(f'"ladder": {clock.ladder_version_id}')
    if clock.given_due_at is not None:
        parts.append(f'"due_at": "{clock.given_due_at.isoformat()}"')
    return "{" + ", ".join(parts) + "}"


def _holder_at(holds: Sequence[HoldRow], at: datetime) -> int:
    found = holds[0].unit
    for hold in holds:
        if hold.at > at:
            break
        found = hold.unit
    return found


def _new_ids(n: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('clocks_clock_id_seq') FROM generate_series(1, %s)", [n])
        return [pk for (pk,) in cursor.fetchall()]


_CLOCK_NAMES = ("id", *(name for name, _ in COLUMNS))
_TABLES = (
    ("clocks_hold", HOLD_COLUMNS),
    ("clocks_clock", _CLOCK_NAMES),
    ("clocks_event", ("clock_id", "seq", "at", "kind", "facts")),
    (
        "clocks_verdict",
        ("clock_id", "n", "verdict", "at", "due_at", "elapsed_s", "cause", "unit_id", "person_id"),
    ),
    ("clocks_fire", ("clock_id", "step", "fired_at", "late", "suppressed")),
)


def _write(batch: _Batch) -> None:
    clocks = list(map(attrgetter(*_CLOCK_NAMES), batch.clocks))
    rows = (batch.holds, clocks, batch.events, batch.verdicts, batch.fires)
    try:
        with connection.cursor() as cursor:
            for (table, columns), lines in zip(_TABLES, rows, strict=True):
                if not lines:
                    continue
                with connection.wrap_database_errors:
                    copy_in(cursor, table, columns, lines)
    except IntegrityError as error:
        raise HistoryIsLive(subject=_known(batch)) from error


def _known(batch: _Batch) -> str:
    first = batch.holds[0]
    return f"{first[0]}:{first[1]}…"
