"""How clocks, holds and events are written: whole sets in one statement a table."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from shouwen.platform.clocks.models import Clock, Hold

CACHES = (
    ("limit_id", "bigint"),
    ("revision_id", "bigint"),
    ("ladder_version_id", "bigint"),
    ("office_id", "bigint"),
    ("given_due_at", "timestamptz"),
    ("carried_seconds", "float8"),
    ("ended_at", "timestamptz"),
    ("due_at", "timestamptz"),
    ("provisional", "boolean"),
    ("next_fire_at", "timestamptz"),
    ("next_step", "int2"),
    ("alarm_ats", "timestamptz[]"),
    ("alarm_steps", "int2[]"),
    ("warn_at", "timestamptz"),
    ("unsure_steps", "boolean"),
    ("unit_id", "bigint"),
    ("person_id", "bigint"),
    ("waiting_for", "text"),
    ("wait_until_at", "timestamptz"),
    ("owner_unit_id", "bigint"),
    ("front", "boolean"),
)
COLUMNS = (
    ("subject_kind", "text"),
    ("subject_id", "bigint"),
    ("root_kind", "text"),
    ("root_id", "bigint"),
    ("kind", "text"),
    ("basis", "text"),
    ("instance", "int2"),
    ("zone", "text"),
    ("started_at", "timestamptz"),
    ("silent", "boolean"),
    *CACHES,
)
HOLD_COLUMNS = (
    "subject_kind",
    "subject_id",
    "seq",
    "instance",
    "at",
    "unit_id",
    "person_id",
    "waiting_for",
    "reason",
    "until_at",
    "by_id",
    "ends",
)


def _sent(kind: str) -> str:
    """The type a column's values travel as: an array of arrays would lose its rows."""
    return "text" if kind.endswith("[]") else kind


_NAMES = ", ".join(name for name, _ in COLUMNS)
_UNNEST = ", ".join(f"%s::{_sent(kind)}[]" for _, kind in COLUMNS)
_INSERT_CLOCKS = f"""
new AS (
    INSERT INTO clocks_clock ({_NAMES})
    SELECT {", ".join(f"{name}::{kind}" for name, kind in COLUMNS)}
    FROM unnest({_UNNEST}) AS u({_NAMES})
    RETURNING id, kind, basis, instance, started_at, limit_id, revision_id, ladder_version_id,
              given_due_at
), started AS (
    INSERT INTO clocks_event (clock_id, seq, at, kind, facts)
    SELECT id, 1, started_at, 'start', jsonb_strip_nulls(jsonb_build_object(
        'limit', limit_id, 'revision', revision_id, 'ladder', ladder_version_id,
        'due_at', given_due_at)) FROM new
)
SELECT id, kind, basis, instance FROM new
"""
_INSERT_HOLD = (
    f"INSERT INTO clocks_hold ({', '.join(HOLD_COLUMNS)}) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
)
_UPDATE_CLOCKS = f"""
UPDATE clocks_clock c SET {", ".join(f"{n} = u.{n}::{k}" for n, k in CACHES)}
FROM unnest(%s::bigint[], {", ".join(f"%s::{_sent(k)}[]" for _, k in CACHES)})
  AS u(id, {", ".join(n for n, _ in CACHES)}) WHERE c.id = u.id
"""


def array_text(values: Sequence[datetime] | Sequence[int]) -> str:
    """An array as PostgreSQL writes it."""
    return (
        "{" + ",".join(v.isoformat() if isinstance(v, datetime) else str(v) for v in values) + "}"
    )


def clock_arrays(clocks: Sequence[Clock], columns: Sequence[tuple[str, str]]) -> list[list[Any]]:
    """The values of these columns, as ``unnest`` takes them."""
    return [
        [array_text(getattr(c, name)) for c in clocks]
        if kind.endswith("[]")
        else [getattr(c, name) for c in clocks]
        for name, kind in columns
    ]


def insert_clocks(clocks: Sequence[Clock], hold: Hold | None = None) -> None:
    """New clocks with their start events, and the matter's first hold, in one statement."""
    first = f"WITH h AS ({_INSERT_HOLD}), " if hold is not None else "WITH "
    params = [getattr(hold, name) for name in HOLD_COLUMNS] if hold is not None else []
    with connection.cursor() as cursor:
        cursor.execute(first + _INSERT_CLOCKS, params + clock_arrays(clocks, COLUMNS))
        ids = {(kind, basis, n): pk for pk, kind, basis, n in cursor.fetchall()}
    for clock in clocks:
        clock.pk = ids[clock.kind, clock.basis, clock.instance]
        clock._state.adding = False
        clock._state.db = "default"


def insert_holds(holds: Sequence[Hold]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(_INSERT_HOLD, [[getattr(h, n) for n in HOLD_COLUMNS] for h in holds])


def insert_events(rows: Sequence[tuple[int, int, datetime, str, dict[str, Any]]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO clocks_event (clock_id, seq, at, kind, facts)"
            " VALUES (%s, %s, %s, %s, %s::jsonb)",
            [(*row[:4], json.dumps(row[4])) for row in rows],
        )


def update_clocks(clocks: Sequence[Clock]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_UPDATE_CLOCKS, [[c.pk for c in clocks], *clock_arrays(clocks, CACHES)])
