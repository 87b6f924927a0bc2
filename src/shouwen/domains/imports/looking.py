"""看文件: an upload as a table, its first rows as they may be shown, and what becomes of each column."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from django.conf import settings

from shouwen.domains.imports import covering
from shouwen.domains.imports.fields import word
from shouwen.domains.imports.models import Upload
from shouwen.platform.exchange.errors import FileRefused
from shouwen.platform.exchange.profiles import Profile
from shouwen.platform.exchange.profiles.reading import text
from shouwen.platform.exchange.reading import Table, open_table

FIRST_ROWS = 20


def opened(upload: Upload, profile: Profile | None = None) -> Table:
    """The file as a table, with the encoding and sheet chosen; raises FileRefused."""
    if profile is None:
        return opened_as(upload)
    return opened_as(
        upload,
        encoding=profile.encoding,
        delimiter=profile.delimiter,
        sheet=profile.sheet,
        header_row=profile.header_row,
        wanted=profile.columns(),
    )


def opened_as(
    upload: Upload,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    header_row: int = 1,
    wanted: Sequence[str] = (),
) -> Table:
    """The file as a table; what was chosen for this file goes before what is said here."""
    if not Path(upload.path).is_file():
        days = settings.IMPORT_RETENTION_DAYS
        raise FileRefused("file_erased", value=upload.file_name, params={"days": days})
    return open_table(
        Path(upload.path),
        encoding=upload.encoding or encoding,
        delimiter=delimiter,
        sheet=upload.sheet or sheet,
        header_row=header_row,
        wanted=wanted,
    )


def first_rows(table: Table, profile: Profile | None = None) -> list[list[str]]:
    """The first rows as they may be shown."""
    rows = [[text(cell) for cell in row.cells] for row in islice(table.rows(), FIRST_ROWS)]
    return covering.covered(table.columns, rows, covering.covers(profile))


def mapping(table: Table, profile: Profile | None) -> list[tuple[str, str, list[str]]]:
    """Each column with a sample and the fields it fills, in words."""
    first = next(iter(first_rows(table, profile)), [])
    fields: dict[str, list[str]] = {}
    for name, rule in profile.rules.items() if profile else ():
        for column in rule.columns:
            fields.setdefault(column, []).append(name)
    for column in profile.key if profile else ():
        fields.setdefault(column, []).insert(0, "key")
    samples = [*first, *[""] * (len(table.columns) - len(first))]
    return [
        (column, sample, [word(field) for field in fields.get(column, [])])
        for column, sample in zip(table.columns, samples, strict=False)
    ]
