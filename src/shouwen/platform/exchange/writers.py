"""Tables out: CSV, XLSX and JSON lines, row by row, so that size costs time but no memory."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import IO, Any

from shouwen.platform.exports.actions import Mark

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
SHEET_ROWS = 1_048_576
CELL = 32_767
FORMATS = ("csv", "xlsx", "jsonl")


def harmless(text: str) -> str:
    """A text a spreadsheet would take for a formula is quoted with an apostrophe (CSV only)."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


def plain(value: Any) -> str:
    """A value as text: times ISO 8601 with their offset, booleans true|false, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


def write_csv(out: IO[str], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """UTF-8 with a mark (spreadsheets then read Chinese), CRLF; how many rows were written."""
    out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([harmless(column) for column in columns])
    count = 0
    for row in rows:
        writer.writerow([harmless(v) if isinstance(v, str) else plain(v) for v in row])
        count += 1
    return count


def write_jsonl(out: IO[str], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """One JSON object a line: numbers and booleans as such, times as ISO text, null for nothing."""
    count = 0
    for row in rows:
        line: Mapping[str, Any] = dict(zip(columns, row, strict=True))
        out.write(json.dumps(line, ensure_ascii=False, default=plain) + "\n")
        count += 1
    return count


def write_xlsx(
    out: Path | IO[bytes],
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    properties: Mapping[str, str] | None = None,
) -> int:
    """One sheet after the other when a sheet is full; text stays text, whatever it begins with.

    ``properties`` are those of the document: title, author, subject, comments.
    """
    import xlsxwriter  # seldom needed, and dear to load at every start

    target = str(out) if isinstance(out, Path) else out
    book = xlsxwriter.Workbook(target, {"constant_memory": True, "in_memory": False})
    book.set_properties(dict(properties or {}))
    bold = book.add_format({"bold": True})
    sheet, place, count = None, SHEET_ROWS, 0
    try:
        for row in rows:
            if place >= SHEET_ROWS:
                sheet, place = _sheet(book, columns, bold), 1
            for column, value in enumerate(row):
                _cell(sheet, place, column, value)
            place += 1
            count += 1
        if sheet is None:
            _sheet(book, columns, bold)
    finally:
        book.close()
    return count


def _sheet(book: Any, columns: Sequence[str], bold: Any) -> Any:
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    for index, column in enumerate(columns):
        sheet.write_string(0, index, column, bold)
    return sheet


def _cell(sheet: Any, row: int, column: int, value: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, plain(value)[:CELL])


def marked(form: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], mark: Mark) -> bytes:
    """A table as CSV or XLSX; the mark stands below the rows: programs read from the first line."""
    lines = chain(rows, [(str(mark),)])
    if form == "csv":
        text = io.StringIO()
        write_csv(text, columns, lines)
        return text.getvalue().encode()
    book = io.BytesIO()
    write_xlsx(book, columns, lines, properties=mark.properties)
    return book.getvalue()
