"""Small XLS and ODS files written byte by byte, since no maintained library writes them.

Rows hold texts, numbers and instants; an instant becomes a real date of the spreadsheet.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from xml.sax.saxutils import escape

Value = str | float | datetime | None
Sheets = Mapping[str, Sequence[Sequence[Value]]]
ZERO = datetime(1899, 12, 30)
DATE = 1
"""The cell format 1 is a date; format 0 is general."""


def serial(moment: datetime) -> float:
    return (moment - ZERO).total_seconds() / 86_400


# -- XLS: BIFF8 records in an OLE compound file -----------------------------------------------------


def xls(sheets: Sheets) -> bytes:
    words: dict[str, int] = {}
    bodies = [_sheet(rows, words) for rows in sheets.values()]
    head = [_bof(0x0005), _record(0x0042, struct.pack("<H", 1200)), _format(0), _format(22)]
    places = sum(map(len, head)) + sum(len(_bound(name, 0)) for name in sheets)
    strings = b"".join(_text16(word, "<H") for word in words)
    table = _record(0x00FC, struct.pack("<II", len(words), len(words)) + strings)
    at = places + len(table) + 4
    for name, body in zip(sheets, bodies, strict=True):
        head.append(_bound(name, at))
        at += len(body)
    return _compound(b"".join([*head, table, _record(0x000A), *bodies]))


def _record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _bof(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0, 1997, 0, 0x0600))


def _format(number: int) -> bytes:
    return _record(0x00E0, struct.pack("<HH", 0, number) + bytes(16))


def _bound(name: str, at: int) -> bytes:
    return _record(0x0085, struct.pack("<IBB", at, 0, 0) + _text16(name, "<B"))


def _text16(text: str, length: str) -> bytes:
    return struct.pack(length, len(text)) + b"\x01" + text.encode("utf-16-le")


def _sheet(rows: Sequence[Sequence[Value]], words: dict[str, int]) -> bytes:
    width = max(map(len, rows))
    cells = [_record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))]
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if isinstance(value, str):
                index = words.setdefault(value, len(words))
                cells.append(_record(0x00FD, struct.pack("<HHHI", row, column, 0, index)))
            elif isinstance(value, datetime):
                number = struct.pack("<HHHd", row, column, DATE, serial(value))
                cells.append(_record(0x0203, number))
            elif value is not None:
                cells.append(_record(0x0203, struct.pack("<HHHd", row, column, 0, value)))
    return b"".join([_bof(0x0010), *cells, _record(0x000A)])


FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SECTOR = 512


def _compound(stream: bytes) -> bytes:
    """One stream called Workbook: the allocation table, the directory, then the stream itself."""
    stream = stream.ljust(4096, b"\0")
    count = -(-len(stream) // SECTOR)
    chain = [FAT, END, *range(3, count + 2), END]
    table = struct.pack("<128I", *chain, *[FREE] * (128 - len(chain)))
    head = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(16), 0x3E, 3, 0xFFFE, 9, 6,
        bytes(6), 0, 1, 1, 0, 4096, END, 0, END, 0,
    )  # fmt: skip
    head += struct.pack("<109I", 0, *[FREE] * 108)
    directory = _entry("Root Entry", 5, 1, END, 0) + _entry("Workbook", 2, FREE, 2, len(stream))
    return b"".join(
        [head, table, directory.ljust(SECTOR, b"\0"), stream.ljust(count * SECTOR, b"\0")]
    )


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    words = name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII16sIQQIQ", words, len(words), kind, 1, FREE, FREE, child, bytes(16), 0, 0, 0, start,
        size,
    )  # fmt: skip


# -- ODS: XML in a zip --------------------------------------------------------------------------------


MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest'
    ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)


def ods(sheets: Sheets) -> bytes:
    tables = "".join(
        f'<table:table table:name="{escape(name)}">{"".join(map(_row, rows))}</table:table>'
        for name, rows in sheets.items()
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body>'
        f"<office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("content.xml", content)
    return out.getvalue()


def _row(values: Sequence[Value]) -> str:
    return f"<table:table-row>{''.join(map(_cell, values))}</table:table-row>"


def _cell(value: Value) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, datetime):
        kind = f'office:value-type="date" office:date-value="{value.isoformat()}"'
    elif isinstance(value, str):
        kind = 'office:value-type="string"'
    else:
        kind = f'office:value-type="float" office:value="{value}"'
    return f"<table:table-cell {kind}><text:p>{escape(str(value))}</text:p></table:table-cell>"
