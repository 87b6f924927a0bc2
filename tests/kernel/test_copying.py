"""Rows copied in are the rows given, whatever stands in them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import DataError, connection, transaction

from shouwen.kernel.copying import copy_in, json_text

AT = datetime(2025, 3, 30, 1, 2, 3, 456789, tzinfo=UTC)
COLUMNS = ("n", "small", "words", "real", "sure", "at", "facts", "found", "ats", "raw")
pytestmark = pytest.mark.django_db


@pytest.fixture
def table() -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE copied (n bigint, small int2, words varchar(40), real float8, sure bool,"
            " at timestamptz, facts jsonb, found tsvector, ats timestamptz[], raw bytea) ON COMMIT DROP"
        )
    return "copied"


def read() -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n, small, words, real, sure, at, facts #>> '{}', found::text, ats, raw FROM copied"
        )
        return [(*row[:-1], row[-1] and bytes(row[-1])) for row in cursor.fetchall()]


def test_every_kind_of_value_arrives_as_it_was_given(table: str) -> None:
    words = "制表\t换行\n反斜\\ \\N “'"
    facts = json_text({"说": "明\n", "n": 1.5})
    shanghai = AT.astimezone(ZoneInfo("Asia/Shanghai"))
    row = (
        2**40,
        7,
        words,
        3,
        True,
        shanghai,
        facts,
        ["网络", "it's", "线"],
        [AT, shanghai],
        b"\0\1",
    )
    with connection.cursor() as cursor:
        copy_in(cursor, table, COLUMNS, [row])
    found = "'it''s' '线' '网络'"
    [got] = read()
    assert got[:6] == (2**40, 7, words, 3.0, True, AT)
    assert got[6:] == ('{"n": 1.5, "说": "明\\n"}', found, [AT, AT], b"\0\1")


def test_nothing_stays_nothing_and_empty_stays_empty(table: str) -> None:
    empty: tuple[Any, ...] = (1, None, "", None, None, None, "{}", [], [], b"")
    with connection.cursor() as cursor:
        copy_in(cursor, table, COLUMNS, [[None] * len(COLUMNS), empty])
        copy_in(cursor, table, COLUMNS, [])
    assert read() == [
        (None,) * len(COLUMNS),
        (1, None, "", None, None, None, "{}", "", [], b""),
    ]


def test_what_does_not_fit_is_refused_by_the_database(table: str) -> None:
    with (
        pytest.raises(DataError),
        transaction.atomic(),
        connection.cursor() as cursor,
        connection.wrap_database_errors,
    ):
        copy_in(cursor, table, ("words",), [("长" * 41,)])
    assert read() == []
