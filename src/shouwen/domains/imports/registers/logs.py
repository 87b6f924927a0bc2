"""Shape ``event_log``: many rows tell one matter; its history is recorded as told, not re-enacted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from shouwen.domains.cases.actions import CaseHistory, HistoryEntry
from shouwen.domains.cases.choices import ENDED, IN_WORK, SETTLED, CaseState
from shouwen.domains.cases.events import CaseHistoryStep, CaseRecorded
from shouwen.domains.cases.lifecycle import LIFECYCLE
from shouwen.domains.imports.registers.limits import NOWHERE, OwnLimits, Site
from shouwen.domains.imports.registers.matters import Plain, stamp, unstamp
from shouwen.domains.imports.registers.places import Party
from shouwen.domains.imports.registers.plans import NONE, Plan
from shouwen.domains.imports.registers.rows import IMPORT, hold
from shouwen.platform.clocks.actions import ClockRow, HoldRow
from shouwen.platform.exchange.profiles import Reading
from shouwen.platform.exchange.remembered import same
from shouwen.platform.journal.actions import Text

STEPS = frozenset(
    (before, move.target)
    for move in LIFECYCLE.moves.values()
    for before in move.sources
    if move.target is not None
)
WORDING = "text.wording"
"""The words of a row on their way to the journal; they are never remembered with the row."""
COUNTERS = ("reassignments", "reopens")
Told = tuple[int, str, Plain]
"""One row of a matter: its place in the order, its time, and the fields as remembered."""


def thinned(told: Sequence[Told]) -> list[list[Any]]:
    """What is remembered of a log: per row only the fields that differ from the row before."""
    kept: list[list[Any]] = []
    before: Plain = {}
    for order, at, row in told:
        row = {k: v for k, v in row.items() if k != WORDING}
        moved = {k: v for k, v in row.items() if before.get(k) != v and not alike(before.get(k), v)}
        moved.update((k, None) for k in before if k not in row)
        if moved:
            kept.append([order, at, moved])
        before = row
    return kept


def alike(before: Any, now: Any) -> bool:
    """The same value, of one of which only the digest is left."""
    return same(before, now) or same(now, before)


def restored(kept: Sequence[Sequence[Any]]) -> list[Told]:
    """The rows of a remembered log, each whole again."""
    told: list[Told] = []
    row: Plain = {}
    for order, at, moved in kept:
        row = {k: v for k, v in {**row, **moved}.items() if v is not None}
        told.append((order, at, row))
    return told


def merged(old: Sequence[Told], new: Sequence[Told]) -> list[Told]:
    """A log continued or mended by another file: a row of the same place and time is replaced."""
    places = {(order, at) for order, at, _row in new}
    rows = [row for row in old if (row[0], row[1]) not in places]
    rows += new
    if any(order for order, _at, _row in rows):
        return sorted(rows, key=lambda row: row[0])
    return sorted(rows, key=lambda row: row[1])


@dataclass(slots=True)
class Log:
    """A matter while its rows are told one after the other."""

    plan: Plan
    limits: OwnLimits
    first: Mapping[str, Any]
    opened_at: datetime
    units: Mapping[str, int]
    root: int | None
    site: Site = NOWHERE
    state: str = ""
    waiting_for: str = NONE
    unit_id: int = 0
    instance: int = 1
    last_at: datetime = field(init=False)
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    archived_at: datetime | None = None
    finished_at: datetime | None = None
    irregular: int = 0
    counted: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTERS, 0))
    last_counter: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTERS, 0))
    holds: list[HoldRow] = field(default_factory=list)
    clocks: list[ClockRow] = field(default_factory=list)
    entries: list[HistoryEntry] = field(default_factory=list)
    running: dict[str, datetime] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.last_at = self.opened_at

    def tell(self, row: Mapping[str, Any], given: datetime, before: Mapping[str, Any]) -> None:
        """One row: what it moves is recorded at its time, or at the row before it if that is later."""
        at = max(given, self.last_at) if before else self.opened_at
        self.last_at = at
        facts: dict[str, Any] = self._moved(row, at)
        for name in COUNTERS:
            if name in self.plan.profile.rules and (rise := self._rise(name, row)):
                facts[name] = rise
        if not before:
            self._begin(row, given)
            return
        fields = sorted(k for k in {*row, *before} if k not in TOLD and row.get(k) != before.get(k))
        if fields:
            facts["fields"] = fields
        if not facts:
            return
        if given < at:
            facts["given_at"] = given
        text = row.get(WORDING) if row.get("text") != before.get("text") else None
        words = Text(text, purpose="note") if text else None
        self.entries.append(HistoryEntry.of(CaseHistoryStep, at=at, text=words, **facts))

    def _begin(self, row: Mapping[str, Any], given: datetime) -> None:
        text = row.get(WORDING)
        self.entries.append(
            HistoryEntry.of(
                CaseRecorded,
                at=self.opened_at,
                text=Text(text, purpose="request") if text else None,
                case_kind=self.first["kind"],
                channel=self.first.get("channel") or IMPORT,
                state=self.state,
                opened_at=self.opened_at,
                unit_id=self.unit_id,
                given_at=given if given < self.opened_at else None,
            )
        )

    def _rise(self, name: str, row: Mapping[str, Any]) -> int:
        value = row.get(name)
        if value is None:
            return 0
        rise: int = max(0, value - self.last_counter[name])
        self.last_counter[name] = value
        self.counted[name] += rise
        return rise

    def _moved(self, row: Mapping[str, Any], at: datetime) -> dict[str, Any]:
        """State, wait and unit of this row against those before; the holds and clocks that follow."""
        meaning = self.plan.means(row["state"])
        unit_id = self.unit_of(row)
        if meaning is None or meaning.state is None:
            state, waiting = self.state or self.plan.open_state, self.waiting_for
        else:
            state, waiting = meaning.state, meaning.waiting_for
        if (state, waiting, unit_id) == (self.state, self.waiting_for, self.unit_id):
            return {}
        facts: dict[str, Any] = {}
        if unit_id != self.unit_id:
            facts["unit_id"] = unit_id
            if self.state and "reassignments" not in self.plan.profile.rules:
                self.counted["reassignments"] += 1
        if waiting != self.waiting_for:
            facts["waiting_for"] = waiting
        before, self.waiting_for, self.unit_id = self.state, waiting, unit_id
        if state != before:
            facts["state"] = state
            if before and (before, state) not in STEPS:
                self.irregular += 1
                facts["irregular"] = True
            self._turn(before, state, at)
        self._hold(before, at)
        return facts

    def unit_of(self, row: Mapping[str, Any]) -> int:
        code = row.get("unit")
        if code:
            return self.units.get(code) or self.unit_id or self.root or 0
        return self.unit_id or self.root or 0

    def _hold(self, before: str, at: datetime) -> None:
        if self.state in ENDED:
            if before not in ENDED:
                self._held(at, ends=True)
            return
        self._held(at)

    def _held(self, at: datetime, *, ends: bool = False) -> None:
        self.holds.append(
            hold(
                at,
                self.unit_id,
                self.state,
                waiting_for=self.waiting_for,
                ends=ends,
                instance=self.instance,
            )
        )

    def _turn(self, before: str, state: str, at: datetime) -> None:
        """From one phase to another: work, settled, ended. Clocks stop and start accordingly."""
        self.state = state
        was, now = phase(before), phase(state)
        if now == "work" and was in ("settled", "ended"):
            self._again(at)
        elif now == "settled" and was == "ended":
            self._again(at)
            was = "work"
        if now == "work" and was != "work":
            self._start("resolution", at)
        if now == "settled" and was != "settled":
            if was == "":
                self._start("resolution", at)
            self.answered_at = at
            self._first_finish(at)
            self._stop("resolution", at)
            self._start("evaluation", at)
        if now == "ended" and was != "ended":
            if was == "":
                self._start("resolution", at)
            self.closed_at = at
            self._first_finish(at)
            self._stop_all(at)
        if state == CaseState.ARCHIVED:
            self.archived_at = at

    def _again(self, at: datetime) -> None:
        """The matter came back: a new instance, whatever it was called where it came from."""
        self._stop_all(at)
        self.instance += 1
        self.answered_at = self.closed_at = self.archived_at = None
        if "reopens" not in self.plan.profile.rules:
            self.counted["reopens"] += 1

    def _first_finish(self, at: datetime) -> None:
        if self.instance == 1 and self.finished_at is None:
            self.finished_at = at

    def _start(self, kind: str, at: datetime) -> None:
        self.running[kind] = at

    def _stop(self, kind: str, at: datetime | None) -> None:
        started = self.running.pop(kind, None)
        if started is None:
            return
        due = self.first.get("due_at") if kind == "resolution" and self.instance == 1 else None
        self.clocks.append(
            self.limits.clock(
                kind,
                self.first,
                started_at=started,
                ended_at=at,
                instance=self.instance,
                due_at=unstamp(due) if due else None,
                void_cause=self.state if self.state == CaseState.WITHDRAWN else None,
                site=self.site,
            )
        )

    def _stop_all(self, at: datetime | None) -> None:
        for kind in list(self.running):
            self._stop(kind, at)


TOLD = frozenset({"state", "unit", "reassignments", "reopens", WORDING})


def phase(state: str) -> str:
    if not state:
        return ""
    if state in IN_WORK:
        return "work"
    return "settled" if state in SETTLED else "ended"


def history(
    told: Sequence[Told],
    plan: Plan,
    *,
    key: str,
    units: Mapping[str, int],
    root: int | None,
    party: Party,
    limits: OwnLimits,
) -> tuple[CaseHistory, int]:
    """The matter as the cases app takes it over, and its number of irregular steps."""
    last = latest(told)
    log = Log(plan, limits, last, unstamp(told[0][2]["opened_at"]), units, root)
    first_unit = log.unit_of(told[0][2])
    owner = units.get(last.get("owner_unit") or "", first_unit)
    log.site = Site(owner, first_unit, party.grid_unit_id, str(last.get("extra.area") or ""))
    before: Mapping[str, Any] = {}
    for _order, at, row in told:
        log.tell(row, unstamp(at), before)
        before = row
    log._stop_all(None)
    return _made(log, last, key, owner, party), log.irregular


def latest(told: Sequence[Told]) -> Plain:
    """The fields of the matter itself: for each the last row that fills it."""
    result: Plain = {}
    for _order, _at, row in told:
        result.update(row)
    return result


def _made(log: Log, last: Plain, key: str, owner: int, party: Party) -> CaseHistory:
    return CaseHistory(
        kind=last["kind"],
        channel=last.get("channel") or IMPORT,
        title=last.get("title") or f"{log.plan.profile.title} {key}"[:200],
        state=log.state,
        category=last.get("category") or "",
        instance=log.instance,
        owner_unit_id=owner,
        handler_unit_id=log.unit_id,
        customer_id=party.customer_id,
        account_id=party.account_id,
        opened_at=log.opened_at,
        answered_at=log.answered_at,
        closed_at=log.closed_at,
        finished_at=log.finished_at,
        archived_at=log.archived_at,
        urges=last.get("urges") or 0,
        returns=last.get("returns") or 0,
        reassignments=log.counted["reassignments"],
        reopens=log.counted["reopens"],
        extra={k[6:]: v for k, v in last.items() if k.startswith("extra.")},
        holds=log.holds,
        clocks=log.clocks,
        entries=log.entries,
    )


def told(values: Mapping[str, Any], plain: Plain) -> Told:
    """A row as it is told: its order (the profile's column, else none: file order) and time."""
    order = values.get("order")
    row = {k: v for k, v in plain.items() if k not in ("at", "order")}
    if values.get("text"):
        row[WORDING] = values["text"]
    return (0 if order is None else order, stamp(values["at"]), row)


def acceptable(reading: Reading, plan: Plan, *, at: datetime) -> bool:
    """Check one row of a log by itself: its state is mapped, its times are not in the future."""
    if reading.problems:
        return False
    values, problems = reading.values, reading.problems
    for name, code in (("opened_at", "opened_later"), ("at", "later_than_now")):
        if values[name] > at:
            problems.append(reading.problem(code, name))
    if plan.means(values["state"]) is None:
        problems.append(reading.problem("state_unmapped", "state"))
    if not values.get("unit") and plan.units.root is None:
        problems.append(reading.problem("unit_missing", "unit"))
    return not problems
