"""Rows of a fact view by the names of its columns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection


def fetched(sql: str, ids: Iterable[int]) -> list[dict[str, Any]]:
    """What a statement finds for these ids, its one parameter, in the order it gives."""
    with connection.cursor() as cursor:
        cursor.execute(sql, [sorted(ids)])
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
