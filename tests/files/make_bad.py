"""Makes tests/files/bad/: files that break readers, each with the sentence that must come out.

    python tests/files/make_bad.py [FOLDER]

``EXPECTED`` gives for each file what is said: of the file as a whole, or of its first rejected row.
An empty sentence means that every row is read; ``TEXTS`` gives the titles that must come out then.
"""

from __future__ import annotations

import gzip
import io
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import xlsxwriter

HEADER = "id,opened,title\r\n"
ROWS = [
    "1,2024-05-01 08:00,断网\r\n",
    "2,2024-05-02 09:30,无画面\r\n",
    "3,2024-05-03 10:00,新装\r\n",
]
GOOD = HEADER + "".join(ROWS)
TITLES = ["断网", "无画面", "新装"]


def _workbook(rows: list[list[object]], change: Callable[..., None] | None = None) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Register")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.write(number, column, value)
    if change:
        change(book, sheet)
    book.close()
    return out.getvalue()


SHEET: list[list[object]] = [["id", "opened", "title"]]
SHEET += [[*row.strip().split(",")] for row in ROWS]


def _zip(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return out.getvalue()


def _bomb() -> bytes:
    """A zip of 300 MB of rows in about 1 MB."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("a.csv", "w") as f,
    ):
        f.write(HEADER.encode())
        block = b"1,2024-05-01 08:00,x\r\n" * 50_000
        for _ in range(280):
            f.write(block)
    return out.getvalue()


def _big_sheet(*, honest: bool) -> bytes:
    """A workbook whose one sheet unpacks to 1 GB; a dishonest directory says 1 kB."""
    book = zipfile.ZipFile(io.BytesIO(_workbook(SHEET)))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in book.namelist():
            if name != "xl/worksheets/sheet1.xml":
                archive.writestr(name, book.read(name))
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=False) as sheet:
            block = b"<!-- " + b" " * (1 << 20) + b" -->"
            for _ in range(1024 if honest else 300):
                sheet.write(block)
    data = out.getvalue()
    if honest:
        return data
    size = (300 * ((1 << 20) + 9)).to_bytes(4, "little")
    return data.replace(size, (1000).to_bytes(4, "little"))


def _laughs() -> bytes:
    """The billion laughs: entities that name each other ten times over."""
    book = zipfile.ZipFile(io.BytesIO(_workbook(SHEET)))
    entities = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10)
    )
    members = {name: book.read(name) for name in book.namelist()}
    shared = members["xl/sharedStrings.xml"].decode()
    shared = shared.replace("<sst ", f"<!DOCTYPE x [{entities}]><sst ", 1)
    shared = shared.replace("<t>断网</t>", "<t>&a9;</t>", 1)
    members["xl/sharedStrings.xml"] = shared.encode()
    return _zip(members)


def _formulas() -> bytes:
    book = openpyxl.Workbook()
    for row in (*SHEET[:3], [3, "2024-05-03 10:00", '=CONCATENATE("新","装")']):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _many_columns() -> bytes:
    names = ",".join(f"c{i}" for i in range(10_000))
    return f"{names}\r\n{','.join('1' * 10_000)}\r\n".encode()


MAKERS: dict[str, Callable[[], bytes]] = {
    "utf8.csv": lambda: GOOD.encode(),
    "bom.csv": lambda: b"\xef\xbb\xbf" + GOOD.encode(),
    "gbk.csv": lambda: GOOD.encode("gbk"),
    "gb18030.csv": lambda: (GOOD + "4,2024-05-04 11:00,𠀀路\r\n").encode("gb18030"),
    "utf16.csv": lambda: GOOD.encode("utf-16"),
    "tabs_without_mark.csv": lambda: GOOD.replace(",", "\t").encode("utf-16-le"),
    "mixed_line_ends.csv": lambda: (HEADER[:-2] + "\r" + ROWS[0][:-2] + "\n" + ROWS[1] + ROWS[2]).encode(),
    "formula_cells.csv": lambda: (HEADER + "1,2024-05-01,=1+1\n2,2024-05-01,+86\n3,2024-05-01,@x\n").encode(),
    "quoted_newline.csv": lambda: (HEADER + '1,2024-05-01,"断\r\n网"\r\n').encode(),
    "in_a_zip.zip": lambda: _zip({"table.csv": GOOD.encode(), "__MACOSX/._table.csv": b"x"}),
    "in_a_gz.csv.gz": lambda: gzip.compress(GOOD.encode()),
    "called_csv.csv": lambda: _workbook(SHEET),
    "nul.csv": lambda: GOOD.replace("无画面", "无\0画面").encode(),
    "broken_utf8.csv": lambda: GOOD.encode().replace("画面".encode(), "画".encode() + b"\xe9"),
    "latin1.csv": lambda: (HEADER + "1,2024-05-01,Café Müller, Straße\n").encode("latin-1"),
    "binary.csv": lambda: HEADER.encode() + bytes(range(256)) * 40 + b"\0" * 4000,
    "empty.csv": lambda: b"",
    "blank.csv": lambda: b"\r\n\r\n",
    "ten_thousand_columns.csv": _many_columns,
    "wide_row.csv": lambda: (HEADER + ROWS[0] + "2,2024-05-02,a, b\r\n").encode(),
    "short_row.csv": lambda: (HEADER + ROWS[0] + "2,2024-05-02\r\n").encode(),
    "open_quote.csv": lambda: (HEADER + ROWS[0] + '2,2024-05-02,"never closed\r\n' + ROWS[2]).encode(),
    "odd_quote.csv": lambda: (HEADER + ROWS[0] + '2,2024-05-02,"a"b\r\n' + ROWS[2]).encode(),
    "no_line_ends.csv": lambda: b"x" * (3 << 20),
    "not_a_date.csv": lambda: (HEADER + ROWS[0] + "2,31.02.2024,x\r\n").encode(),
    "serial_dates.csv": lambda: (HEADER + "1,45413.5,x\r\n").encode(),
    "other_columns.csv": lambda: b"number,date\r\n1,2\r\n",
    "page.xls": lambda: b"<html><table><tr><td>1</td></tr></table></html>",
    "paper.csv": lambda: b"%PDF-1.7 ...",
    "two_members.zip": lambda: _zip({"a.csv": GOOD.encode(), "b.csv": GOOD.encode()}),
    "nested.zip": lambda: _zip({"a.csv.gz": gzip.compress(GOOD.encode())}),
    "bomb.zip": _bomb,
    "cut_off.csv.gz": lambda: gzip.compress((GOOD * 999).encode())[:200],
    "cut_off.xlsx": lambda: _workbook(SHEET)[:2000],
    "one_gigabyte.xlsx": lambda: _big_sheet(honest=True),
    "lying_directory.xlsx": lambda: _big_sheet(honest=False),
    "billion_laughs.xlsx": _laughs,
    "never_calculated.xlsx": _formulas,
    "formula_error.xlsx": lambda: _workbook(
        SHEET, lambda _b, s: s.write_formula(2, 2, "=1/0", None, "#DIV/0!")
    ),
    "merged.xlsx": lambda: _workbook(
        SHEET, lambda _b, s: s.merge_range(1, 2, 2, 2, "断网")
    ),
    "typed_dates.xlsx": lambda: _workbook(
        SHEET,
        lambda b, s: s.write_number(1, 1, 45413.5, b.add_format({"num_format": "yyyy-mm-dd hh:mm"})),
    ),
}  # fmt: skip

TEXTS: dict[str, list[str]] = {
    "gb18030.csv": [*TITLES, "𠀀路"],
    "formula_cells.csv": ["=1+1", "+86", "@x"],
    "quoted_newline.csv": ["断\r\n网"],
    "merged.xlsx": ["断网", "断网", "新装"],
}

EXPECTED: dict[str, str] = {
    "utf8.csv": "",
    "bom.csv": "",
    "gbk.csv": "",
    "gb18030.csv": "",
    "utf16.csv": "",
    "tabs_without_mark.csv": "",
    "mixed_line_ends.csv": "",
    "formula_cells.csv": "",
    "quoted_newline.csv": "",
    "in_a_zip.zip": "",
    "in_a_gz.csv.gz": "",
    "called_csv.csv": "",
    "merged.xlsx": "",
    "typed_dates.xlsx": "",
    "nul.csv": "Row 3, column title: the cell holds a NUL character (“无␀画面”). Delete the character; it is not text.",
    "broken_utf8.csv": "Row 3, column title: the cell holds bytes that are not text in utf-8 (“无画�”). Type the cell again, or name the right encoding.",
    "latin1.csv": "the text is neither UTF-8 nor UTF-16 nor GB18030. Name its encoding, for example --encoding cp1252 or --encoding big5.",
    "binary.csv": "Row 2: the file holds NUL bytes all over and is no text in a known encoding. If it is UTF-16 without a mark, name it: --encoding utf-16-le.",
    "empty.csv": "the file holds no rows. Choose a file with a header row and at least one row below it.",
    "blank.csv": "the file holds no rows. Choose a file with a header row and at least one row below it.",
    "ten_thousand_columns.csv": "Row 1: the header has 10000 columns; at most 1000 can be read. Delete the columns you do not need, or turn rows and columns round.",
    "wide_row.csv": "Row 3: the row has 4 cells, the header 3. Put text that contains the separator in quotation marks, or add the missing cells.",
    "short_row.csv": "Row 3: the row has 2 cells, the header 3. Put text that contains the separator in quotation marks, or add the missing cells.",
    "open_quote.csv": 'Row 3: the quotation marks of this row do not match. Write a quotation mark inside a cell twice ("") and close every quoted cell.',
    "odd_quote.csv": 'Row 3: the quotation marks of this row do not match. Write a quotation mark inside a cell twice ("") and close every quoted cell.',
    "no_line_ends.csv": "Row 1: the line is longer than 1048576 characters. Check the line ends of the file and whether a quotation mark was never closed.",
    "not_a_date.csv": "Row 3, column opened: “31.02.2024” is not a time written as iso / %Y-%m-%d %H:%M. Write it so, or add its format to the profile.",
    "serial_dates.csv": "Row 2, column opened: “45413.5” is not a time written as iso / %Y-%m-%d %H:%M. Write it so, or add its format to the profile.",
    "other_columns.csv": "the file has no column “id” that is asked for. It has: number, date. Mend the header, or the profile you import by.",
    "page.xls": "this is not a table but a web page or XML. Save it as CSV or XLSX and choose that file.",
    "paper.csv": "this is not a table but PDF. Save it as CSV or XLSX and choose that file.",
    "two_members.zip": "the archive holds 2 files; exactly one is expected. Take out the one table and import it alone.",
    "nested.zip": "the archive holds another archive. Unpack it and import the table inside.",
    "bomb.zip": "the archive unpacks to more than 200 times its size. If this is meant, unpack it and import the file inside.",
    "cut_off.csv.gz": "the file is damaged: it ends too early. Fetch or save it again; if that does not help, save it as CSV.",
    "cut_off.xlsx": "the file is damaged: it is no complete archive. Fetch or save it again; if that does not help, save it as CSV.",
    "one_gigabyte.xlsx": "the spreadsheet unpacks to more than 200 MB. Save as CSV and import that file: a CSV may have any size.",
    "lying_directory.xlsx": "the spreadsheet unpacks to more than 200 MB. Save as CSV and import that file: a CSV may have any size.",
    "billion_laughs.xlsx": "the file is damaged: its contents do not fit its kind. Fetch or save it again; if that does not help, save it as CSV.",
    "never_calculated.xlsx": "Row 4, column title: the cell holds a formula without a result. Open the file in a spreadsheet program and save it, or save it as CSV.",
    "formula_error.xlsx": "Row 3, column title: the formula in this cell ended in the error #DIV/0!. Mend the formula or type the value.",
}  # fmt: skip


def make(folder: Path) -> None:
    """Write every file that is not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, maker in MAKERS.items():
        path = folder / name
        if not path.exists():
            path.write_bytes(maker())


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "bad")
