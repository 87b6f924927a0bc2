"""A table whose columns are known by their names: no profile is written, the headers say it all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.files.uploadedfile import UploadedFile

from shouwen.platform.access.masking import mask_within
from shouwen.platform.exchange import profiles
from shouwen.platform.exchange.errors import FileRefused
from shouwen.platform.exchange.profiles import Binding, Reading, Shape
from shouwen.platform.exchange.profiles.reading import text
from shouwen.platform.exchange.reading import open_table
from shouwen.platform.exports.actions import is_mark

DATES = ["iso", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d", "%Y年%m月%d日"]


@dataclass(frozen=True, slots=True)
class Kind:
    """What such a table holds: its fields, what each one's column may be called, and which it must have.

    Of each group in ``needed`` one column is enough; ``key`` are the fields that tell rows apart.
    """

    shape: Shape
    headers: Mapping[str, tuple[str, ...]]
    needed: Sequence[tuple[str, ...]]
    key: Sequence[str]


@dataclass(frozen=True, slots=True)
class Left:
    """One row that stayed out: where, what stood there (masked), why, and what mends it."""

    row: int
    column: str
    value: str
    why: str
    remedy: str


def bound(kind: Kind, path: Path, *, zone: str) -> Binding:
    """The table with its columns found; FileRefused names a column that is missing."""
    table = open_table(path)
    by_name = {column.strip().lower(): column for column in table.columns}
    fields = {}
    for field, words in kind.headers.items():
        found = [by_name[word.lower()] for word in words if word.lower() in by_name]
        if found:
            fields[field] = found[0]
    for group in kind.needed:
        if not any(name in fields for name in group):
            wanted = " / ".join(word for name in group for word in kind.headers[name])
            params = {"columns": ", ".join(table.columns[:30])}
            raise FileRefused("column_missing", value=wanted, params=params)
    document = {
        "profile": kind.shape.name,
        "shape": kind.shape.name,
        "zone": zone,
        "key": [fields[name] for name in kind.key],
        "read": {"dates": DATES, "clean": ["half_width"]},
        "fields": fields,
    }
    shapes = {kind.shape.name: kind.shape}
    return Binding(profiles.build(document, shapes, name=kind.shape.name), table)


def readings_of(binding: Binding) -> list[Reading]:
    """Its rows, without the line by which our own export says who took it."""
    return [
        r for r in binding.readings() if not is_mark(next(filter(None, map(text, r.row.cells)), ""))
    ]


def left(readings: Sequence[Reading]) -> tuple[Left, ...]:
    """What stayed out of these, row by row."""
    return tuple(
        Left(r.row.number, p.column or "", mask_within(p.value or ""), p.what(), p.remedy())
        for r in readings
        for p in r.problems
    )


@contextmanager
def lying(sent: UploadedFile[bytes]) -> Iterator[Path]:
    """What was sent, as a file that only we can read and that does not stay."""
    with NamedTemporaryFile(suffix=Path(sent.name or "").suffix[:8]) as kept:
        for chunk in sent.chunks():
            kept.write(chunk)
        kept.flush()
        yield Path(kept.name)
