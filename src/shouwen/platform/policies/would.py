"""How clocks would come out under other limits: whole tables at once, reading only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db import connection

from shouwen.kernel.calendar_days import calendar_days_used, due_calendar_days
from shouwen.kernel.worktime import DAY, SECOND, Pause, instant, micros
from shouwen.platform.clocks import limits, matching
from shouwen.platform.clocks.choices import AmountUnit, Reopening
from shouwen.platform.clocks.limits import Match, Rules, Terms
from shouwen.platform.org import queries as org

NEVER = 2**62
"""As ``worktime_arrays.NEVER``: an instant that does not come."""
Key = tuple[str, int]
PauseUs = tuple[int, int]


class Row(NamedTuple):
    """A clock that has run or runs. Instants in microseconds; NEVER where there is none."""

    id: int
    subject_kind: str
    subject_id: int
    kind: str
    basis: str
    instance: int
    limit_id: int | None
    zone: str
    given_us: int
    carried: float
    started_us: int
    ended_us: int
    due_us: int
    unit_id: int
    owner_unit_id: int
    verdict: str

    @property
    def subject(self) -> Key:
        return self.subject_kind, self.subject_id


@dataclass
class Would:
    """What each clock would have: its limit (None: none fits) and its due time, by the clock's id."""

    terms: dict[int, Terms | None] = field(default_factory=dict)
    due: dict[int, int] = field(default_factory=dict)

    def late(self, row: Row, now: int) -> bool | None:
        """Overdue or in time; None: not decided yet, or without a limit."""
        due = self.due.get(row.id, NEVER)
        if due == NEVER:
            return None
        if row.ended_us != NEVER:
            return row.ended_us > due
        return True if due < now else None


def _us(column: str) -> str:
    return f"COALESCE((extract(epoch FROM {column}) * 1000000)::bigint, {NEVER})"


_ROWS = f"""
SELECT c.id, c.subject_kind, c.subject_id, c.kind, c.basis, c.instance, c.limit_id, c.zone,
       {_us("c.given_due_at")}, c.carried_seconds, {_us("c.started_at")}, {_us("c.ended_at")},
       {_us("c.due_at")}, c.unit_id, c.owner_unit_id, COALESCE(v.verdict, '')
FROM clocks_clock c LEFT JOIN clocks_verdict v ON v.clock_id = c.id AND v.n = 1
WHERE {{where}} AND NOT EXISTS (
    SELECT 1 FROM clocks_verdict x WHERE x.clock_id = c.id AND x.verdict = 'void')
ORDER BY c.id
"""
_WAITS = f"""
SELECT subject_kind, subject_id, waiting_for, {_us("at")}, {_us("LEAST(until_at, next_at)")}
FROM (SELECT h.*, lead(h.at) OVER (PARTITION BY h.subject_kind, h.subject_id ORDER BY h.seq) next_at
      FROM clocks_hold h JOIN (SELECT DISTINCT c.subject_kind, c.subject_id FROM clocks_clock c
                               WHERE {{where}}) m USING (subject_kind, subject_id)) x
WHERE waiting_for <> 'none' ORDER BY subject_kind, subject_id, seq
"""

Waits = Mapping[Key, Sequence[tuple[str, int, int]]]


def read(where: str, params: Sequence[Any]) -> tuple[list[Row], Waits]:
    """The clocks (alias ``c``) that meet a condition and are not void, with the waits of their matters."""
    waits: dict[Key, list[tuple[str, int, int]]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_ROWS.format(where=where), params)
        rows = [Row(*row) for row in cursor.fetchall()]
        cursor.execute(_WAITS.format(where=where), params)
        for kind, number, waiting_for, since, until in cursor.fetchall():
            waits[kind, number].append((waiting_for, since, until))
    return rows, waits


def reckon(rows: Sequence[Row], waits: Waits, rules: Rules, *, on: date | None = None) -> Would:
    """The limit each clock would get and the due time that follows.

    ``on``: by the rules as they are on that day; None: each by those of its own start. A due time
    somebody named stays. Clocks that continue carry what the instance before would have used.
    """
    chosen = _choose(rows, rules, on)
    found = Would(terms={row.id: chosen[row.id] for row in rows})
    carried = _carried(rows, chosen, waits)
    groups: dict[Terms, list[Row]] = defaultdict(list)
    for row in rows:
        terms = chosen[row.id]
        if row.given_us != NEVER:
            found.due[row.id] = row.given_us
        elif terms is not None:
            groups[terms].append(row)
    for terms, mine in groups.items():
        due = _dues(terms, mine, [carried.get(r.id, 0.0) for r in mine], waits)
        found.due.update(zip([r.id for r in mine], due, strict=True))
    return found


def _carried(
    rows: Sequence[Row], chosen: Mapping[int, Terms | None], waits: Waits
) -> dict[int, float]:
    """What clocks that continue after a reopening bring from the instance before."""
    before: dict[tuple[Key, str, str, int], Row] = {}
    carried: dict[int, float] = {}
    for row in sorted(rows, key=lambda row: row.instance):
        former = before.get((row.subject, row.kind, row.basis, row.instance - 1))
        terms = chosen[row.id]
        if terms and terms.reopen == Reopening.CONTINUE and former is not None:
            carried[row.id] = _used(former, chosen[former.id], carried, waits)
        before[row.subject, row.kind, row.basis, row.instance] = row
    return carried


def _choose(rows: Sequence[Row], rules: Rules, on: date | None) -> dict[int, Terms | None]:
    """The rule of each clock; matters that look the same are asked about once."""
    properties: dict[Key, Match] = {}
    for kind in {row.subject_kind for row in rows}:
        ids = {row.subject_id for row in rows if row.subject_kind == kind}
        found = matching.matches(kind, ids)
        properties.update({(kind, number): match for number, match in found.items()})
    nodes = org.tree().nodes if rules.placed else {}
    looked: dict[tuple[Any, ...], Terms | None] = {}
    chosen: dict[int, Terms | None] = {}
    for row in rows:
        match = properties.get(row.subject) or {limits.UNIT: row.owner_unit_id}
        at = None if on is not None else row.started_us // DAY
        key = (row.kind, row.basis, at, *match.items())
        if key not in looked:
            node = nodes.get(int(str(match.get(limits.UNIT) or row.owner_unit_id)))
            path = node.path if node else ()
            looked[key] = _first(rules, row, match, path, on)
        chosen[row.id] = looked[key]
    return chosen


def _first(
    rules: Rules, row: Row, match: Match, path: Sequence[int], on: date | None
) -> Terms | None:
    for terms in rules.candidates(row.kind, row.basis, path):
        day = on if on is not None else terms.begins_at(instant(row.started_us))
        if terms.fits(match, day, path):
            return terms
    return None


def _pauses(row: Row, terms: Terms, waits: Waits) -> list[PauseUs]:
    """When the clock would not have counted: sorted, disjoint, within its life."""
    if not terms.pauses_for:
        return []
    found = []
    for waiting_for, since, until in waits.get(row.subject, ()):
        left, right = max(since, row.started_us), min(until, row.ended_us)
        if waiting_for in terms.pauses_for and left < right:
            found.append((left, right))
    return found


def _dues(
    terms: Terms, rows: Sequence[Row], carried: Sequence[float], waits: Waits
) -> Iterable[int]:
    import numpy as np  # no start of the server should wait for it

    from shouwen.kernel.worktime_arrays import arrays_of, rounds

    pauses = [_pauses(row, terms, waits) for row in rows]
    if terms.unit == AmountUnit.CALENDAR_DAYS:
        return _calendar_dues(terms, rows, carried, pauses)
    starts = np.array([row.started_us for row in rows], dtype=np.int64)
    used = np.array(carried, dtype=np.float64)
    ends = [right for mine in pauses for _, right in mine if right != NEVER]
    reach = max([int(starts.max(initial=0)), *ends]) + (terms.amount + 60) * 4 * DAY
    calendar = limits.calendar(terms.revision_id)
    arrays = arrays_of(calendar, int(starts.min(initial=0)), reach)
    if terms.target is not None:
        total = round(terms.target.total_seconds()) * SECOND
        goal = total - np.round(used * SECOND).astype(np.int64)
        found = arrays.due(starts, goal, rounds(pauses))
    else:
        days = terms.amount - np.round(used / 86_400).astype(np.int64)
        found = arrays.due_working_days(starts, days, rounds(pauses))
    due: list[int] = found.tolist()
    return due


def _calendar_dues(
    terms: Terms, rows: Sequence[Row], carried: Sequence[float], pauses: Sequence[list[PauseUs]]
) -> list[int]:
    """Limits in calendar days, one by one; clocks that began on the same day share the answer."""
    roll = limits.calendar(terms.revision_id) if terms.roll_forward else None
    zones = _zones(terms, rows)
    known: dict[tuple[date, str, int], int] = {}
    found = []
    for row, zone, used, held in zip(rows, zones, carried, pauses, strict=True):
        start, days = instant(row.started_us), terms.amount - round(used / 86_400)
        key = (start.astimezone(zone).date(), zone.key, days)
        if held or key not in known:
            due = due_calendar_days(start, days, zone, _aware(held), roll)
            us = NEVER if due is None else micros(due)
            if not held and days > 0:
                known[key] = us
            found.append(us)
        else:
            found.append(known[key])
    return found


def _zones(terms: Terms, rows: Sequence[Row]) -> list[ZoneInfo]:
    zones: dict[int, ZoneInfo] = {}
    found = []
    for row in rows:
        if row.zone:
            found.append(ZoneInfo(row.zone))
        else:
            unit = row.owner_unit_id
            found.append(zones.get(unit) or zones.setdefault(unit, org.zone_of(unit)))
    return found


def _aware(held: Sequence[PauseUs]) -> list[Pause]:
    return [(instant(a), None if b == NEVER else instant(b)) for a, b in held]


def _used(row: Row, terms: Terms | None, carried: Mapping[int, float], waits: Waits) -> float:
    """What a clock that continues starts with: what the one before would have used."""
    if terms is None or row.ended_us == NEVER:
        return 0.0
    start, end = instant(row.started_us), instant(row.ended_us)
    pauses, calendar = _aware(_pauses(row, terms, waits)), limits.calendar(terms.revision_id)
    earlier = carried.get(row.id, 0.0)
    if terms.target is not None:
        return calendar.elapsed(start, end, pauses).total_seconds() + earlier
    if terms.unit == AmountUnit.WORKING_DAYS:
        return calendar.days_used(start, end, pauses) * 86_400.0 + earlier
    zone = _zones(terms, [row])[0]
    return calendar_days_used(start, end, zone, pauses) * 86_400.0 + earlier


def elapsed(row: Row, terms: Terms, waits: Waits) -> float:
    """The seconds a finished clock counted on the calendar of these terms, its pauses left out."""
    start, end = instant(row.started_us), instant(row.ended_us)
    if terms.unit == AmountUnit.CALENDAR_DAYS:
        calendar = limits.around_the_clock()
    else:
        calendar = limits.calendar(terms.revision_id)
    return calendar.elapsed(start, end, _aware(_pauses(row, terms, waits))).total_seconds()


def days_used(row: Row, terms: Terms, waits: Waits) -> float:
    """The working days a finished clock consumed."""
    start, end = instant(row.started_us), instant(row.ended_us)
    pauses = _aware(_pauses(row, terms, waits))
    return float(limits.calendar(terms.revision_id).days_used(start, end, pauses))


def undated(terms: Terms) -> Terms:
    """The same terms for any day and any unit: how they would have been, had they held."""
    return replace(terms, since=None, before=None, policy_unit=None)
