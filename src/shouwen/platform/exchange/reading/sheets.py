"""Spreadsheets (XLSX, XLS, ODS): size known before anything is opened, cells with their types."""

from __future__ import annotations

import datetime as dt
import html
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import python_calamine as calamine

from shouwen.platform.exchange.errors import FileRefused
from shouwen.platform.exchange.problems import Problem
from shouwen.platform.exchange.reading import containers, limits

Cell = str | dt.datetime
Record = tuple[int, list[Cell], Problem | None]
MB = 1024 * 1024
ERRORS = re.compile(r"#(?:REF!|N/A|NAME\?|DIV/0!|VALUE!|NULL!|NUM!|GETTING_DATA)")


def check_size(path: Path, *, packed_in_zip: bool) -> None:
    """Refuse what would not fit, from the archive's directory and then by counting."""
    size = path.stat().st_size
    if size > limits.SHEET_PACKED:
        raise FileRefused(
            "sheet_packed", params={"size": size // MB, "limit": limits.SHEET_PACKED // MB}
        )
    if not packed_in_zip:
        return
    too_big = FileRefused("sheet_unpacked", params={"limit": limits.SHEET_UNPACKED // MB})
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if sum(m.file_size for m in members) > limits.SHEET_UNPACKED:
                raise too_big
            if any(m.flag_bits & 1 for m in members):
                raise FileRefused("locked")
    except (zipfile.BadZipFile, OSError, ValueError) as why:
        raise FileRefused("damaged", params={"reason": containers.reason(why)}) from why
    if _inflated(path, members) > limits.SHEET_UNPACKED:
        raise too_big


def _inflated(path: Path, members: list[zipfile.ZipInfo]) -> int:
    """What really comes out: a directory may lie about the sizes of its members."""
    total = 0
    with path.open("rb") as file:
        for member in members:
            if member.compress_type != zipfile.ZIP_DEFLATED:
                total += member.compress_size
                continue
            file.seek(member.header_offset + 26)
            name, extra = (int.from_bytes(file.read(2), "little") for _ in range(2))
            file.seek(name + extra, 1)
            total += _deflated(file.read(member.compress_size), limits.SHEET_UNPACKED - total)
            if total > limits.SHEET_UNPACKED:
                break
    return total


def _deflated(packed: bytes, limit: int) -> int:
    engine, total, rest = zlib.decompressobj(-zlib.MAX_WBITS), 0, packed
    try:
        while rest and total <= limit and not engine.eof:
            total += len(engine.decompress(rest, 4 * MB))
            rest = engine.unconsumed_tail
    except zlib.error as why:
        raise FileRefused("damaged", params={"reason": containers.reason(why)}) from why
    return total


@dataclass
class Book:
    """An open spreadsheet and the one sheet that is read."""

    sheets: list[str]
    sheet: str
    _opened: calamine.CalamineSheet
    odd: dict[tuple[int, int], str]

    def merged(self) -> list[tuple[tuple[int, int], tuple[int, int]]]:
        return list(self._opened.merged_cell_ranges or [])

    def records(self) -> Iterator[Record]:
        """Every row from the top of the sheet; merged cells repeat their one value."""
        first, left = self._opened.start or (0, 0)
        spans = {
            (row, column): start
            for start, end in self.merged()
            for row in range(start[0], end[0] + 1)
            for column in range(start[1], end[1] + 1)
            if (row, column) != start
        }
        kept: dict[tuple[int, int], Cell] = {}
        starts = set(spans.values())
        for index, values in enumerate(self._opened.iter_rows(), start=first):
            cells = [""] * left + [as_cell(value) for value in values]
            for column in range(len(cells)) if spans else ():
                if (index, column) in starts:
                    kept[index, column] = cells[column]
                elif (index, column) in spans:
                    cells[column] = kept.get(spans[index, column], cells[column])
            yield index + 1, cells, self._formula(index, cells)

    def _formula(self, row: int, cells: list[Cell]) -> Problem | None:
        for column, cell in enumerate(cells) if self.odd else ():
            what = self.odd.get((row, column))
            if what is not None and cell == "":
                code = "formula_error" if what else "formula_value"
                return Problem(code, row + 1, letters(column), what)
        return None


def open_book(path: Path, kind: str, sheet: str | None) -> Book:
    check_size(path, packed_in_zip=kind != "xls")
    try:
        book = calamine.CalamineWorkbook.from_path(str(path))
        names = list(book.sheet_names)
        chosen = sheet or next((n for n in names if book.get_sheet_by_name(n).height), None)
        if chosen is None:
            raise FileRefused("empty")
        if chosen not in names:
            raise FileRefused("sheet_name", value=chosen, params={"sheets": ", ".join(names)})
        opened = book.get_sheet_by_name(chosen)
    except calamine.PasswordError as why:
        raise FileRefused("locked") from why
    except (calamine.CalamineError, OSError, ValueError) as why:
        raise FileRefused("damaged", params={"reason": containers.reason(why)}) from why
    odd = _odd_cells(path, chosen) if kind == "xlsx" else {}
    return Book(names, chosen, opened, odd)


def as_cell(value: object) -> Cell:
    """A cell as text, or as a date when the spreadsheet says that it is one."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, dt.datetime):
        return value
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day)
    return "" if value is None else str(value)


def letters(column: int) -> str:
    """0 is A, 26 is AA: how a spreadsheet names a column."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


FORMULA = re.compile(
    rb'<c r="([A-Z]+)(\d+)"[^>]*>\s*<f[^>]*?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>'
)
ERROR = re.compile(rb'<c r="([A-Z]+)(\d+)"[^>]*t="e"[^>]*>(?:(?!</c>).)*?<v>([^<]*)</v>', re.S)
SHEET_ID = re.compile(r'<sheet\b[^>]*?\bname="([^"]*)"[^>]*?r:id="([^"]*)"')
RELATION = re.compile(r"<Relationship\b[^>]*>")


def _odd_cells(path: Path, sheet: str) -> dict[tuple[int, int], str]:
    """Formula cells of an XLSX that were never calculated (empty text) or ended in an error."""
    found: dict[tuple[int, int], str] = {}
    try:
        with zipfile.ZipFile(path) as archive:
            member = _member(archive, sheet)
            if member is None:
                return {}
            with archive.open(member) as stream:
                tail = b""
                while block := stream.read(limits.BLOCK):
                    text = tail + block
                    for match in FORMULA.finditer(text):
                        found[int(match[2]) - 1, _column(match[1].decode())] = ""
                    for match in ERROR.finditer(text):
                        place = int(match[2]) - 1, _column(match[1].decode())
                        found[place] = match[3].decode(errors="replace")
                    tail = text[-4096:]
    except (zipfile.BadZipFile, OSError, zlib.error):
        return {}
    return found


def _member(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """The archive member that holds a sheet, by way of the workbook's relations."""
    book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
    rels = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    wanted = {html.unescape(name): rid for name, rid in SHEET_ID.findall(book)}.get(sheet)
    for relation in RELATION.findall(rels):
        words = dict(re.findall(r'(\w+)="([^"]*)"', relation))
        if words.get("Id") == wanted and wanted:
            target = words.get("Target", "")
            name = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            return name if name in archive.namelist() else None
    return None


def _column(name: str) -> int:
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number - 1
