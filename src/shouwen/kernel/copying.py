"""Many rows into a table at once, in the binary form of COPY: the fastest way in.

The types of the columns are asked of the table, so that no value has to say what it is. A ``jsonb``
column takes JSON text, a ``tsvector`` column the words themselves.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from struct import Struct
from typing import Any

from psycopg.adapt import Dumper
from psycopg.pq import Format

_encoded = json.JSONEncoder(ensure_ascii=False).encode
_COUNT = Struct("!I").pack
_NOWHERE = b"\0\0\0"
"""The end of a word, and that it has no places."""


class _Json(Dumper):
    """JSON text as the database receives it, after the number of its form."""

    oid, format = 3802, Format.BINARY

    def dump(self, obj: str) -> bytes:
        return b"\1" + obj.encode()


class _Words(Dumper):
    """Search words without places: their number, then each with its end."""

    oid, format = 3614, Format.BINARY

    def dump(self, obj: Sequence[str]) -> bytes:
        text = "\0".join(obj)
        words = text.encode().replace(b"\0", _NOWHERE)
        return _COUNT(len(obj)) + words + _NOWHERE if obj else _COUNT(0)


def json_text(value: Mapping[str, Any]) -> str:
    """An object as a ``jsonb`` column takes it."""
    return _encoded(dict(value))


def copy_in(cursor: Any, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """COPY rows into these columns, inside the caller's transaction."""
    names = ", ".join(f'"{column}"' for column in columns)
    cursor.execute(f"SELECT {names} FROM {table} LIMIT 0")
    types = [column.type_code for column in cursor.description]
    for dumper in (_Json, _Words):
        cursor.adapters.register_dumper(None, dumper)
    with cursor.copy(f"COPY {table} ({names}) FROM STDIN (FORMAT binary)") as copy:
        copy.set_types(types)
        for row in rows:
            copy.write_row(row)
