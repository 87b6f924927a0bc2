"""Due times and alarms of many clocks into the table: binary COPY, then one UPDATE."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from shouwen.kernel.worktime import SECOND
from shouwen.kernel.worktime_arrays import NEVER, Instants
from shouwen.platform.clocks.bulk import Dues
from shouwen.platform.clocks.ladders import VERDICT

_2000 = 946_684_800 * SECOND
_HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_TRAILER = b"\xff\xff"
_INFINITY = np.int64(2**63 - 1)
_TIMESTAMPTZ, _INT2 = 1184, 21
Flags = NDArray[np.bool_]


def write_dues(
    ids: Instants,
    found: Dues,
    *,
    to_come: Flags | None = None,
    judged: Flags | None = None,
    unsure: Flags | None = None,
) -> None:
    """Set due times and alarms of these clocks; which of a matter's clocks is in front follows.

    ``to_come``: per clock which steps (in the order of ``found.steps``) have not fired; all of them
    if None. ``unsure`` likewise: whose instant is provisional.
    """
    shape = (len(ids), len(found.steps))
    pending = np.ones(shape, dtype=bool) if to_come is None else to_come
    without = np.zeros(len(ids), dtype=bool) if judged is None else judged
    times = np.array(list(found.steps.values()), dtype=np.int64).reshape(shape[::-1]).T
    doubtful = pending & (np.zeros(shape, dtype=bool) if unsure is None else unsure)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE clocks_due (id bigint, due timestamptz, warn timestamptz,"
            " unsure boolean, ats timestamptz[], steps int2[]) ON COMMIT DROP"
        )
        numbers = np.array([VERDICT, *found.steps], dtype=np.int16)
        warn = times.min(axis=1, initial=NEVER)
        rows = _rows(
            ids, found.due, warn, np.asarray(doubtful.any(axis=1)), times, pending, without, numbers
        )
        with (
            connection.wrap_database_errors,
            cursor.copy("COPY clocks_due FROM STDIN (FORMAT binary)") as copy,
        ):
            copy.write(_HEADER)
            for part in rows:
                copy.write(part)
            copy.write(_TRAILER)
        cursor.execute(_WRITE)
        cursor.execute(_STEP_BACK)
        cursor.execute(_STEP_FORWARD)
        cursor.execute("DROP TABLE clocks_due")


def _rows(
    ids: Instants,
    due: Instants,
    warn: Instants,
    doubtful: Flags,
    times: Instants,
    pending: Flags,
    judged: Flags,
    numbers: NDArray[np.int16],
) -> Iterator[bytes]:
    """The rows as COPY takes them, grouped by the number of their alarms."""
    come = pending & (times != NEVER)
    alone = ~judged & (due != NEVER) & ~((times == due[:, None]) & come).any(axis=1)
    come = np.column_stack([alone, come])
    ats = np.where(come, np.column_stack([due, times]), NEVER)
    order = np.argsort(ats, axis=1, kind="stable")
    ats, steps = np.take_along_axis(ats, order, axis=1), numbers[order]
    lengths = come.sum(axis=1)
    for n in np.unique(lengths):
        at = lengths == n
        yield _encoded(ids[at], due[at], warn[at], doubtful[at], ats[at, :n], steps[at, :n])


def _encoded(
    ids: Instants,
    due: Instants,
    warn: Instants,
    doubtful: Flags,
    ats: Instants,
    steps: NDArray[np.int16],
) -> bytes:
    """Rows with arrays of one length. NEVER goes in as infinity (psycopg could not read it back)."""
    n = ats.shape[1]
    layout: list[tuple[str, str]] = [("n", ">i2")]
    for name, kind in (("id", ">i8"), ("due", ">i8"), ("warn", ">i8"), ("unsure", "?")):
        layout += [(f"l_{name}", ">i4"), (name, kind)]
    for name, kind in (("ats", ">i8"), ("steps", ">i2")):
        layout += [(f"{name}_{part}", ">i4") for part in ("l", "dims", "flags", "oid")]
        layout += [(f"{name}_{part}", ">i4") for part in (("size", "low") if n else ())]
        for i in range(n):
            layout += [(f"l_{name}{i}", ">i4"), (f"{name}{i}", kind)]
    out = np.zeros(len(ids), dtype=np.dtype(layout))
    out["n"], out["l_unsure"], out["unsure"] = 6, 1, doubtful
    for name, values in (("id", ids), ("due", _stamps(due)), ("warn", _stamps(warn))):
        out[f"l_{name}"], out[name] = 8, values
    arrays: tuple[tuple[str, int, int, NDArray[Any]], ...] = (
        ("ats", _TIMESTAMPTZ, 8, _stamps(ats)),
        ("steps", _INT2, 2, steps),
    )
    for name, oid, width, parts in arrays:
        out[f"{name}_oid"], out[f"{name}_dims"] = oid, int(n > 0)
        out[f"{name}_l"] = 12 + (8 if n else 0) + n * (4 + width)
        if n:
            out[f"{name}_size"], out[f"{name}_low"] = n, 1
        for i in range(n):
            out[f"l_{name}{i}"], out[f"{name}{i}"] = width, parts[:, i]
    return out.tobytes()


def _stamps(us: Instants) -> Instants:
    return np.where(us == NEVER, _INFINITY, us - _2000)


def flags(known: Sequence[Sequence[int]], steps: Sequence[int]) -> Flags:
    """Which of these steps each clock still has among its alarms."""
    rows = [[n in have for n in steps] for have in map(frozenset, known)]
    return np.array(rows, dtype=bool).reshape(len(known), len(steps))


_WRITE = """
UPDATE clocks_clock c SET due_at = NULLIF(d.due, 'infinity'), alarm_ats = d.ats,
       alarm_steps = d.steps, next_fire_at = d.ats[1], next_step = d.steps[1],
       warn_at = NULLIF(d.warn, 'infinity'), unsure_steps = d.unsure
FROM clocks_due d WHERE c.id = d.id
"""
_BEST = """
WITH best AS (
    SELECT DISTINCT ON (subject_kind, subject_id) id, front FROM clocks_clock o
    WHERE ended_at IS NULL AND (subject_kind, subject_id) IN (
        SELECT subject_kind, subject_id FROM clocks_clock JOIN clocks_due USING (id))
    ORDER BY subject_kind, subject_id, sort_at, kind, basis
)
"""
_STEP_BACK = (
    _BEST
    + """
UPDATE clocks_clock c SET front = false FROM best b JOIN clocks_clock m ON m.id = b.id
WHERE NOT b.front AND c.subject_kind = m.subject_kind AND c.subject_id = m.subject_id AND c.front
"""
)
_STEP_FORWARD = (
    _BEST + "UPDATE clocks_clock c SET front = true FROM best b WHERE c.id = b.id AND NOT b.front"
)
