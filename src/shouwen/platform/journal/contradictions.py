"""Questions in SQL whose answer must be empty: ledgers, journal and an app's own rows against each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.db import connection

from shouwen.kernel.problem import Problem


def contradictions(kind: str, checks: Mapping[str, str], *, most: int) -> Iterator[Problem]:
    """What each check found, as ``kind:id``, at most ``most`` of a sort. A check selects one column, the id."""
    for what, sql in checks.items():
        with connection.cursor() as cursor:
            cursor.execute(f"{sql} ORDER BY 1 LIMIT %s", [most])
            for (pk,) in cursor.fetchall():
                yield Problem(f"{kind}:{pk}", what)
