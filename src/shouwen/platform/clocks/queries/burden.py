"""责任时长 of many matters over a period: whose hands the time went through, and what it waited for.

Holds are cut to stretches and clipped to the period by one statement; working time of all of them
is reckoned at once, each on the calendar of its matter's own limit (24×7 if it has none). So the
figure is the sum of the matters' blame ledgers, to the microsecond.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import QuerySet
from numpy.typing import NDArray
from psycopg import ClientCursor

from shouwen.kernel.worktime import SECOND
from shouwen.kernel.worktime_arrays import arrays_of
from shouwen.platform.clocks import limits
from shouwen.platform.clocks.choices import ClockKind, WaitingFor

DIMENSIONS = ("subject", "unit", "person", "waiting_for", "reason")
_2000 = 946_684_800 * SECOND  # where PostgreSQL's binary instants begin
_COLUMNS = ("subject", "since", "until", "unit", "person", "waiting_for", "reason", "revision")
_ROW = np.dtype(
    [("n", ">i2")] + [part for name in _COLUMNS for part in ((f"len_{name}", ">i4"), (name, ">i8"))]
)
_HEADER = 19
_WAITS = [w.value for w in WaitingFor]

_STRETCHES = """
SELECT h.subject_id, greatest(p.since, {since}), least(p.upto, {until}), p.unit_id,
       coalesce(p.person_id, 0), array_position({waits}, p.waiting_for::text)::bigint,
       array_position({reasons}, p.reason::text)::bigint, coalesce(c.revision_id, 0)
FROM (
    SELECT subject_id, seq, at, unit_id, person_id, waiting_for, reason, ends,
           CASE WHEN waiting_for <> 'none' THEN until_at END AS until_at,
           coalesce(lead(at) OVER (PARTITION BY subject_id ORDER BY seq), {until}) AS following
    FROM clocks_hold WHERE subject_kind = {kind} {among}
) h
CROSS JOIN LATERAL (
    SELECT h.at AS since, least(h.following, h.until_at) AS upto, h.unit_id, h.person_id,
           h.waiting_for, h.reason
    UNION ALL
    SELECT h.until_at, h.following, coalesce(d.unit_id, h.unit_id), d.person_id, 'none',
           coalesce(d.reason, h.reason)
    FROM (SELECT 1) one LEFT JOIN LATERAL (
        SELECT unit_id, person_id, reason FROM clocks_hold d
        WHERE d.subject_kind = {kind} AND d.subject_id = h.subject_id AND d.seq < h.seq
          AND d.waiting_for = 'none' AND NOT d.ends ORDER BY d.seq DESC LIMIT 1) d ON true
    WHERE h.until_at < h.following
) p
LEFT JOIN LATERAL (
    SELECT revision_id FROM clocks_clock k
    WHERE k.subject_kind = {kind} AND k.subject_id = h.subject_id AND k.kind = {measured}
      AND k.basis = 'internal' AND k.revision_id IS NOT NULL
    ORDER BY k.instance LIMIT 1
) c ON true
WHERE NOT h.ends AND h.at < {until} AND h.following > {since}
  AND p.since < {until} AND p.upto > {since} AND p.since < p.upto {units}
"""


@dataclass(frozen=True, slots=True)
class Share:
    """One line of the figure: what is not asked for is None. ``matters`` had some time in it."""

    subject: int | None
    unit: int | None
    person: int | None
    waiting_for: str | None
    reason: str | None
    calendar_seconds: float
    working_seconds: float
    matters: int


class Burden:
    """The stretches of the period as columns; every question after that is one grouping."""

    def __init__(self, rows: NDArray[Any], reasons: list[str]) -> None:
        self._reasons = reasons
        self._columns = {name: rows[name].astype(np.int64) for name in DIMENSIONS}
        since, until = (rows[name].astype(np.int64) + _2000 for name in ("since", "until"))
        self._calendar = until - since
        self._working = _worked(rows["revision"].astype(np.int64), since, until)

    def by(self, *dimensions: str, fold: Mapping[int, int] | None = None) -> list[Share]:
        """The figure by these dimensions, the longest working time first; none: one line of all.

        ``fold`` names the unit that each unit is added to, so that a matter counts once in it.
        """
        every = np.arange(len(self._calendar))
        return self._ranked(dimensions, every, fold)[:]

    def total(self) -> Share:
        """Everything in one line, also where there is nothing."""
        lines = self.by()
        return lines[0] if lines else Share(None, None, None, None, None, 0.0, 0.0, 0)

    def matters(self, *, person: int | None = None, waiting_for: str | None = None) -> Ranking:
        """Each matter with its time, of this person and this wait alone where they are named."""
        wanted = np.ones(len(self._calendar), dtype=bool)
        if person is not None:
            wanted &= self._columns["person"] == person
        if waiting_for is not None:
            wanted &= self._columns["waiting_for"] == _WAITS.index(waiting_for) + 1
        return self._ranked(("subject",), np.flatnonzero(wanted), None)

    def _ranked(
        self, dimensions: tuple[str, ...], rows: NDArray[np.intp], fold: Mapping[int, int] | None
    ) -> Ranking:
        """These rows grouped by the dimensions."""
        keys = [self._columns[name][rows] for name in dimensions]
        if fold:
            keys = [
                _folded(key, fold) if name == "unit" else key
                for name, key in zip(dimensions, keys, strict=True)
            ]
        subjects = self._columns["subject"][rows]
        order = np.lexsort((subjects, *reversed(keys)))
        keys, subjects = [key[order] for key in keys], subjects[order]
        starts = _starts(keys, len(order))
        fresh = np.zeros(len(order), dtype=np.int64)
        fresh[_starts([*keys, subjects], len(order))] = 1
        return Ranking(
            {name: key[starts] for name, key in zip(dimensions, keys, strict=True)},
            calendar=_sums(self._calendar[rows][order], starts),
            working=_sums(self._working[rows][order], starts),
            matters=_sums(fresh, starts),
            reasons=self._reasons,
        )


class Ranking:
    """Lines of a figure, the longest working time first; made only where they are looked at."""

    def __init__(
        self,
        keys: dict[str, NDArray[np.int64]],
        *,
        calendar: NDArray[np.int64],
        working: NDArray[np.int64],
        matters: NDArray[np.int64],
        reasons: list[str],
    ) -> None:
        order = np.lexsort((-calendar, -working))
        self._keys = {name: key[order] for name, key in keys.items()}
        self._calendar, self._working = calendar[order], working[order]
        self._matters, self._reasons = matters[order], reasons

    def __len__(self) -> int:
        return len(self._working)

    def __getitem__(self, part: slice) -> list[Share]:
        return [self._share(n) for n in range(len(self))[part]]

    @property
    def working_seconds(self) -> float:
        """The working time of all lines together."""
        return int(self._working.sum()) / SECOND

    def _share(self, n: int) -> Share:
        known: dict[str, Any] = {name: int(key[n]) for name, key in self._keys.items()}
        if "person" in known:
            known["person"] = known["person"] or None
        if "waiting_for" in known:
            known["waiting_for"] = _WAITS[known["waiting_for"] - 1]
        if "reason" in known:
            known["reason"] = self._reasons[known["reason"] - 1]
        return Share(
            **{name: known.get(name) for name in DIMENSIONS},
            calendar_seconds=int(self._calendar[n]) / SECOND,
            working_seconds=int(self._working[n]) / SECOND,
            matters=int(self._matters[n]),
        )


def burden(
    kind: str,
    *,
    since: datetime,
    until: datetime,
    matters: QuerySet[Any] | None = None,
    units: Collection[int] | None = None,
    measured_by: str = ClockKind.RESOLUTION,
) -> Burden:
    """谁花了多少时间: the time of matters of one kind between two instants.

    ``matters`` are the ids to count (a query of one column), None: all of the kind; ``units`` keeps
    what these units held. Pass the present as ``until`` where the period is not over.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT reason FROM clocks_hold WHERE subject_kind = %s", [kind])
        reasons = sorted(reason for (reason,) in cursor.fetchall())
    text, params = _statement(kind, since, until, matters, units, str(measured_by), reasons)
    return Burden(_fetched(text, params), reasons)


def _statement(
    kind: str,
    since: datetime,
    until: datetime,
    matters: QuerySet[Any] | None,
    units: Collection[int] | None,
    measured_by: str,
    reasons: list[str],
) -> tuple[str, dict[str, Any]]:
    params: dict[str, Any] = {
        "kind": kind,
        "since": since,
        "until": until,
        "waits": _WAITS,
        "reasons": reasons,
        "measured": measured_by,
    }
    among = held = ""
    if matters is not None:
        inner, values = matters.query.sql_with_params()
        names = {f"m{i}": value for i, value in enumerate(values)}
        params |= names
        among = f"AND subject_id IN ({inner % tuple(f'%({name})s' for name in names)})"
    if units is not None:
        params["units"] = sorted(units)
        held = "AND p.unit_id = ANY(%(units)s::bigint[])"
    text = _STRETCHES.format(
        kind="%(kind)s",
        since="%(since)s::timestamptz",
        until="%(until)s::timestamptz",
        waits="%(waits)s::text[]",
        reasons="%(reasons)s::text[]",
        measured="%(measured)s",
        among=among,
        units=held,
    )
    return text, params


def _fetched(text: str, params: dict[str, Any]) -> NDArray[Any]:
    """The rows of a statement by binary COPY: eight numbers each, none of them null."""
    data = bytearray()
    connection.ensure_connection()
    asked = ClientCursor(connection.connection).mogrify(text, params)
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(f"COPY ({asked}) TO STDOUT (FORMAT binary)") as copy,
    ):
        for block in copy:
            data += block
    count = (len(data) - _HEADER - 2) // _ROW.itemsize
    return np.frombuffer(data, dtype=_ROW, count=max(count, 0), offset=_HEADER)


def _folded(units: NDArray[np.int64], fold: Mapping[int, int]) -> NDArray[np.int64]:
    known, where = np.unique(units, return_inverse=True)
    return np.array([fold.get(int(u), int(u)) for u in known], dtype=np.int64)[where]


def _starts(keys: list[NDArray[np.int64]], n: int) -> NDArray[np.intp]:
    """Where a new group begins in sorted keys."""
    differs = np.zeros(n, dtype=bool)
    differs[:1] = True
    for key in keys:
        differs[1:] |= key[1:] != key[:-1]
    return np.flatnonzero(differs)


def _sums(values: NDArray[np.int64], starts: NDArray[np.intp]) -> NDArray[np.int64]:
    """What the values of each group add up to; a group is never empty."""
    return np.add.reduceat(values, starts) if len(starts) else np.zeros(0, dtype=np.int64)


def _worked(
    revisions: NDArray[np.int64], since: NDArray[np.int64], until: NDArray[np.int64]
) -> NDArray[np.int64]:
    """The working time of each stretch on its own calendar."""
    found = until - since
    for revision in np.unique(revisions):
        if revision == 0:
            continue
        mine = revisions == revision
        arrays = arrays_of(
            limits.calendar(int(revision)), int(since[mine].min()), int(until[mine].max())
        )
        found[mine] = arrays.worked(until[mine]) - arrays.worked(since[mine])
    return found
