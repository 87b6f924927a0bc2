"""XLS and ODS as offices send them, and files that are too large to be opened at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from django.utils import translation

from shouwen.platform.exchange.errors import FileRefused
from shouwen.platform.exchange.profiles import Binding, parse
from shouwen.platform.exchange.reading import Row, limits, open_table
from tests.files.make_bad import SHEET, _workbook
from tests.files.spreadsheets import Sheets, ods, xls
from tests.platform.exchange.test_bad_files import PROFILE, SHAPE

BOOK: Sheets = {
    "说明": [["本表由客服部提供"]],
    "登记": [
        ["id", "opened", "title"],
        [1.0, datetime(2024, 5, 1, 8, 0), "断网"],
        [2.0, "2024-05-02 09:30", "无画面 & <花屏>"],
        [3.5, datetime(2024, 5, 3), None],
    ],
}
WRITERS = [pytest.param(xls, "xls", id="xls"), pytest.param(ods, "ods", id="ods")]
Writer = Callable[[Sheets], bytes]
PROC = Path("/proc/self/io")
GIGABYTE = 1 << 30


def laid(folder: Path, body: bytes, name: str) -> Path:
    path = folder / name
    path.write_bytes(body)
    return path


@pytest.mark.parametrize(("write", "kind"), WRITERS)
def test_texts_numbers_and_dates_come_out_as_they_are(
    write: Writer, kind: str, tmp_path: Path
) -> None:
    table = open_table(laid(tmp_path, write(BOOK), f"book.{kind}"), sheet="登记")
    assert (table.kind, table.sheets, table.columns) == (
        kind, ("说明", "登记"), ("id", "opened", "title"),
    )  # fmt: skip
    assert list(table.rows()) == [
        Row(2, ["1", datetime(2024, 5, 1, 8, 0), "断网"]),
        Row(3, ["2", "2024-05-02 09:30", "无画面 & <花屏>"]),
        Row(4, ["3.5", datetime(2024, 5, 3), ""]),
    ]


@pytest.mark.parametrize(("write", "kind"), WRITERS)
def test_a_profile_reads_them_like_any_other_table(
    write: Writer, kind: str, tmp_path: Path
) -> None:
    profile = parse(PROFILE + '[file]\nsheet = "登记"\n', {"row": SHAPE})
    path = laid(tmp_path, write(BOOK), f"book.{kind}")
    binding = Binding(profile, open_table(path, sheet=profile.sheet))
    assert binding.survey() == 3
    assert [(r.values["title"], r.problems) for r in binding.readings()] == [
        ("断网", []), ("无画面 & <花屏>", []), (None, []),
    ]  # fmt: skip


@pytest.mark.parametrize(("write", "kind"), WRITERS)
def test_a_sheet_that_is_not_there_is_refused_with_those_that_are(
    write: Writer, kind: str, tmp_path: Path
) -> None:
    path = laid(tmp_path, write(BOOK), f"book.{kind}")
    with translation.override("en"):
        with pytest.raises(FileRefused) as refused:
            open_table(path, sheet="Sheet1")
        sentence = str(refused.value)
    assert sentence == "there is no sheet Sheet1. The file has these sheets: 说明, 登记."


@pytest.mark.parametrize(("write", "kind"), WRITERS)
def test_a_file_cut_off_is_damaged(write: Writer, kind: str, tmp_path: Path) -> None:
    path = laid(tmp_path, write(BOOK)[:700], f"book.{kind}")
    with pytest.raises(FileRefused) as refused:
        open_table(path)
    assert refused.value.problem.code == "damaged"


def bytes_read() -> int:
    return int(PROC.read_text().split("rchar: ")[1].split()[0])


def sparse(path: Path, head: bytes, tail: bytes = b"") -> Path:
    """A file of a gigabyte that takes no room: only its two ends are written."""
    with path.open("wb") as file:
        file.write(head)
        file.truncate(GIGABYTE - len(tail))
        file.seek(0, 2)
        file.write(tail)
    return path


@pytest.mark.skipif(not PROC.exists(), reason="counts bytes as Linux does")
@pytest.mark.parametrize(
    ("name", "head", "tail", "code"),
    [
        ("big.xls", xls(BOOK), b"", "sheet_packed"),
        ("big.xlsx", b"PK\x03\x04", _workbook(SHEET), "sheet_packed"),
        ("big.ods", b"PK\x03\x04", ods(BOOK), "sheet_packed"),
        ("nothing.csv", b"id,opened,title\n1,2024-05-01,x\n", b"", "binary"),
        ("one_line.csv", b"x" * (limits.LINE * 4 + 8), b"", "line_long"),
    ],
)
def test_a_gigabyte_that_cannot_be_read_is_refused_without_reading_it(
    name: str, head: bytes, tail: bytes, code: str, tmp_path: Path
) -> None:
    path = sparse(tmp_path / name, head, tail)
    before = bytes_read()
    with pytest.raises(FileRefused) as refused:
        open_table(path)
    assert refused.value.problem.code == code
    assert bytes_read() - before < 16 << 20


def test_a_quotation_mark_never_closed_breaks_its_own_row_only(tmp_path: Path) -> None:
    text = (
        'id,opened,title\n1,2024-05-01,"a\n2,2024-05-02,b\n3,2024-05-03,"c"d\n4,2024-05-04,"e\nf"\n'
    )
    rows = list(open_table(laid(tmp_path, text.encode(), "quotes.csv")).rows())
    assert [(r.number, list(r.cells), r.problem and r.problem.code) for r in rows] == [
        (2, ["1", "2024-05-01", '"a'], "quotes"),
        (3, ["2", "2024-05-02", "b"], None),
        (4, ["3", "2024-05-03", '"c"d'], "quotes"),
        (5, ["4", "2024-05-04", "e\nf"], None),
    ]
