"""Due times of whole tables at once: numpy over the compiled calendars, binary COPY into the table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from shouwen.kernel.calendar_days import due_calendar_days
from shouwen.kernel.worktime import DAY, SECOND, WorkTime, instant, micros
from shouwen.kernel.worktime_arrays import NEVER, Instants, Round, arrays_of
from shouwen.platform.clocks import limits
from shouwen.platform.clocks.choices import WARNING_SHARE, AmountUnit
from shouwen.platform.clocks.limits import Terms

_2000 = 946_684_800 * SECOND
_HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_TRAILER = b"\xff\xff"
_INFINITY = np.int64(2**63 - 1)
PauseUs = tuple[int, int]


@dataclass(frozen=True)
class Dues:
    """Due time and early warning of each clock, in microseconds; NEVER where there is none."""

    due: Instants
    warning: Instants


def dues(
    terms: Terms,
    calendar: WorkTime,
    starts: Instants,
    carried: NDArray[np.float64],
    turns: Sequence[Round] = (),
) -> Dues:
    """What ``Reckoner`` says of clocks of one limit on one calendar, for all of them at once."""
    if terms.unit == AmountUnit.CALENDAR_DAYS:
        raise ValueError("calendar days end in the zone of each unit: use calendar_dues")
    reach = int(starts.max(initial=0)) + (terms.amount + 60) * 4 * DAY
    for turn in turns:
        ended = turn.right[turn.right != NEVER]
        reach = max(reach, int(ended.max(initial=0)) + (terms.amount + 60) * 4 * DAY)
    arrays = arrays_of(calendar, int(starts.min(initial=0)), reach)
    if terms.target is not None:
        total = round(terms.target.total_seconds()) * SECOND
        used = np.round(carried * SECOND).astype(np.int64)
        first = total * WARNING_SHARE[0] // WARNING_SHARE[1]
        return Dues(
            arrays.due(starts, total - used, turns), arrays.due(starts, first - used, turns)
        )
    days = terms.amount - np.round(carried / 86_400).astype(np.int64)
    whole = arrays.elapsed(starts, arrays.due_working_days(starts, days))
    first_part = whole * WARNING_SHARE[0] // WARNING_SHARE[1]
    return Dues(arrays.due_working_days(starts, days, turns), arrays.due(starts, first_part, turns))


def calendar_dues(
    terms: Terms,
    calendar: WorkTime,
    starts: Sequence[int],
    zones: Sequence[str],
    pauses: Sequence[Sequence[PauseUs]],
    carried: Sequence[float],
) -> Dues:
    """The same for limits in calendar days, clock by clock."""
    due, warning = [], []
    roll = calendar if terms.roll_forward else None
    always = limits.around_the_clock()
    for us, zone, held, used in zip(starts, zones, pauses, carried, strict=True):
        start, days = instant(us), terms.amount - round(used / 86_400)
        where = ZoneInfo(zone or terms.zone)
        times = [(instant(a), None if b == NEVER else instant(b)) for a, b in held]
        plain = due_calendar_days(start, days, where, (), roll)
        whole = always.elapsed(start, plain) if plain is not None else timedelta(0)
        found = due_calendar_days(start, days, where, times, roll)
        first = always.due(start, whole * WARNING_SHARE[0] // WARNING_SHARE[1], times)
        due.append(int(NEVER) if found is None else micros(found))
        warning.append(int(NEVER) if first is None else micros(first))
    return Dues(np.array(due, dtype=np.int64), np.array(warning, dtype=np.int64))


def copy_instants(
    table: str, columns: Sequence[str], ids: Instants, values: Sequence[Instants]
) -> None:
    """Binary COPY of ids and instants; NEVER goes in as infinity (psycopg could not read it back)."""
    names = [f"v{i}" for i in range(len(columns))]
    row = np.dtype(
        [("n", ">i2"), ("l", ">i4"), ("id", ">i8")]
        + [(f"{part}{name}", kind) for name in names for part, kind in (("l", ">i4"), ("", ">i8"))]
    )
    out = np.zeros(len(ids), dtype=row)
    out["n"], out["l"], out["id"] = 1 + len(columns), 8, ids
    for name, value in zip(names, values, strict=True):
        out[f"l{name}"] = 8
        out[name] = np.where(value == NEVER, _INFINITY, value - _2000)
    statement = f"COPY {table} (id, {', '.join(columns)}) FROM STDIN (FORMAT binary)"
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(statement) as copy,
    ):
        copy.write(_HEADER)
        copy.write(out.tobytes())
        copy.write(_TRAILER)


def write_dues(ids: Instants, found: Dues) -> None:
    """Set due times and next steps of these clocks; which of a matter's clocks is in front follows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE clocks_due (id bigint, due timestamptz, warning timestamptz)"
            " ON COMMIT DROP"
        )
        copy_instants("clocks_due", ("due", "warning"), ids, (found.due, found.warning))
        cursor.execute(_WRITE)
        cursor.execute(_STEP_BACK)
        cursor.execute(_STEP_FORWARD)
        cursor.execute("DROP TABLE clocks_due")


_WRITE = """
UPDATE clocks_clock c SET due_at = NULLIF(d.due, 'infinity'),
       next_fire_at = CASE next_step WHEN 1 THEN NULLIF(d.warning, 'infinity')
                                     WHEN 2 THEN NULLIF(d.due, 'infinity') END,
       next_step = CASE WHEN CASE next_step WHEN 1 THEN d.warning WHEN 2 THEN d.due END
                             < 'infinity' THEN next_step END
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
