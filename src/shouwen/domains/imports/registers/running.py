"""One import from file to answer: survey, batch, sets of rows, rejects, finish."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.db import connection

from shouwen.domains.cases import actions as cases
from shouwen.domains.customers import imports as customers
from shouwen.domains.imports.registers import logs
from shouwen.domains.imports.registers.ahead import ahead
from shouwen.domains.imports.registers.matters import plain_row
from shouwen.domains.imports.registers.plans import AnyPlan
from shouwen.domains.imports.registers.writing import Writer
from shouwen.kernel.actor import Actor
from shouwen.platform.access.scope import EVERYTHING, Scope
from shouwen.platform.exchange import actions as exchange
from shouwen.platform.exchange import organisation
from shouwen.platform.exchange.actions import Counts, Remark
from shouwen.platform.exchange.choices import Weight
from shouwen.platform.exchange.models import Batch
from shouwen.platform.exchange.problems import Problem
from shouwen.platform.exchange.profiles import Binding, Profile, Reading
from shouwen.platform.exchange.profiles.reading import content_hash
from shouwen.platform.exchange.reading import Row, Table, open_table
from shouwen.platform.exchange.rejects import RejectsFile

ROWS_A_SET = 2_500
"""Rows of one transaction: short locks, little memory; a stopped import loses at most this many."""
ALLOCATIONS = 50_000
"""Objects made between two searches for reference cycles; rows and histories make none."""
LARGE = 1_000
"""Cases of a batch from which on the statistics of the tables are made anew at its end."""
Progress = Callable[[int, int], None]
AnyWriter = Writer | organisation.Register


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did, for the answer of the command and for the result page."""

    counts: Counts
    batch: int | None
    mode: str
    shape: str
    rejects_file: str
    encoding: str
    delimiter: str
    sheet: str
    formats: dict[str, str] = field(default_factory=dict)
    notes: tuple[Problem, ...] = ()
    irregular: int = 0
    warnings: tuple[Problem, ...] = ()  # the first of them; all are kept with the batch


def run(
    path: Path,
    plan: AnyPlan,
    *,
    rejects_in: Path,
    file_name: str = "",
    encoding: str | None = None,
    sheet: str | None = None,
    dry_run: bool = False,
    batch: Batch | None = None,
    scope: Scope = EVERYTHING,
    by: Actor,
    at: datetime,
    progress: Progress | None = None,
) -> Outcome:
    """Import a file by its plan; raises FileRefused before anything is written.

    ``by`` answers for it, ``at`` is the time of the batch. ``batch`` continues one made before.
    ``file_name`` is what it is called where it was not kept under its own name; ``scope`` are the units
    in which units and people may be brought in or changed.
    """
    profile = plan.profile
    table = _opened(path, profile, encoding=encoding, sheet=sheet)
    binding = Binding(profile, table)
    numbering = ContentKeys() if profile.by_content else None
    total = binding.survey(numbering.count if numbering else None)
    if numbering:
        numbering.settle()
    if isinstance(plan, organisation.Plan):
        organisation.needed(total)
    with seldom_collecting(), nullcontext() if dry_run else exchange.alone(profile.source):
        if batch is None and not dry_run:
            batch = exchange.begin(
                profile,
                file_name=file_name or path.name,
                file_hash=table.file_hash,
                rows=total,
                by=by,
                at=at,
            )
        name = f"{batch.pk}.csv" if batch else f"dry-{path.name}.csv"
        rejects = RejectsFile(rejects_in / name, table.columns)
        writer = _writer(plan, batch.pk if batch else None, scope, rejects, by=by, at=at)
        writer.counts.rows = total
        writer.remarks += [Remark(note, Weight.WARN) for note in table.notes]
        try:
            read = ahead(binding.readings())
            _take_in(writer, numbering.numbered(read) if numbering else read, total, progress)
        except BaseException:
            if batch is not None:
                exchange.fail(batch.pk, at=at)
            raise
        finally:
            rejects.close()
        if batch is not None:
            exchange.finish(batch, writer.counts, rejects_file=rejects.name, by=by, at=at)
    written = writer.counts.created + writer.counts.updated
    if batch is not None and written >= LARGE and isinstance(writer, Writer):
        cases.settle()
    return _outcome(table, binding, writer, batch)


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """A set of rows is a hundred thousand objects that live on: Python's usual search for cycles
    after every 700 of them would take a sixth of the time of an import.
    """
    usual = gc.get_threshold()
    gc.set_threshold(ALLOCATIONS, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _writer(
    plan: AnyPlan, batch: int | None, scope: Scope, rejects: RejectsFile, *, by: Actor, at: datetime
) -> AnyWriter:
    """Who takes the rows in: matters, or a register of units, people or customers."""
    if isinstance(plan, organisation.Plan):
        return organisation.register(plan, batch, scope=scope, rejects=rejects, by=by, at=at)
    if isinstance(plan, customers.Plan):
        renamed = cases.reindex_customers
        return customers.register(
            plan, batch, scope=scope, rejects=rejects, renamed=renamed, by=by, at=at
        )
    return Writer(plan, batch, by, at, rejects)


def _opened(path: Path, profile: Profile, *, encoding: str | None, sheet: str | None) -> Table:
    """The file as the profile says, unless told otherwise."""
    return open_table(
        path,
        encoding=encoding or profile.encoding,
        delimiter=profile.delimiter,
        sheet=sheet or profile.sheet,
        header_row=profile.header_row,
        wanted=profile.columns(),
    )


def _take_in(
    writer: AnyWriter, readings: Iterable[Reading], total: int, progress: Progress | None
) -> None:
    """All rows, by the way of their shape."""
    if isinstance(writer, organisation.Register):
        for part in [list(readings)] if writer.whole else _chunks(readings, ROWS_A_SET):
            writer.take_in(part)
            if progress:
                progress(part[-1].row.number - 1 if part else 0, total)
        return
    with connection.cursor() as cursor:  # one connection for staging tables and sets
        if writer.plan.profile.shape.name == "case":
            _rows(writer, readings, total, progress)
        else:
            _logs(writer, readings, total, progress, cursor)


def _outcome(table: Table, binding: Binding, writer: AnyWriter, batch: Batch | None) -> Outcome:
    return Outcome(
        counts=writer.counts,
        batch=batch.pk if batch else None,
        mode=binding.profile.mode,
        shape=binding.profile.shape.name,
        rejects_file=writer.rejects.name,
        encoding=table.encoding,
        delimiter=table.delimiter,
        sheet=table.sheet,
        formats=binding.formats(),
        notes=table.notes,
        irregular=writer.irregular,
        warnings=tuple(writer.warnings),
    )


def _rows(
    writer: Writer, readings: Iterable[Reading], total: int, progress: Progress | None
) -> None:
    done = 0
    for chunk in _chunks(readings, ROWS_A_SET):
        writer.rows(chunk)
        done += len(chunk)
        if progress:
            progress(done, total)


def _chunks(readings: Iterable[Reading], size: int) -> Iterator[list[Reading]]:
    chunk: list[Reading] = []
    for reading in readings:
        chunk.append(reading)
        if len(chunk) >= size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _logs(
    writer: Writer,
    readings: Iterable[Reading],
    total: int,
    progress: Progress | None,
    cursor: object,
) -> None:
    """Rows of one matter may stand anywhere in the file: they are sorted in a staging table."""
    with Staging() as staging:
        staging.fill(writer, readings)
        done = 0
        for matters in staging.matters(ROWS_A_SET):
            writer.logs(matters)
            done += sum(len(steps) for _key, _row, steps in matters)
            if progress:
                progress(done, total)


class Staging:
    """A temporary table of rows, read back matter by matter, each in its order."""

    def __enter__(self) -> Staging:
        with connection.cursor() as cursor:
            cursor.execute(
                'CREATE TEMP TABLE intake_stage (key text COLLATE "C" NOT NULL, ord bigint NOT NULL,'
                " row_no bigint NOT NULL, doc text NOT NULL)"
            )
        return self

    def __exit__(self, *_why: object) -> None:
        if not connection.needs_rollback and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("DROP TABLE IF EXISTS intake_stage")

    def fill(self, writer: Writer, readings: Iterable[Reading]) -> None:
        """COPY the rows that can be read; reject the others."""
        exchange.copy_rows(
            "intake_stage", ("key", "ord", "row_no", "doc"), self._rows(writer, readings)
        )
        with connection.cursor() as cursor:
            cursor.execute("CREATE INDEX ON intake_stage (key, ord, row_no)")
            cursor.execute("ANALYZE intake_stage")

    @staticmethod
    def _rows(writer: Writer, readings: Iterable[Reading]) -> Iterator[tuple[str, int, int, str]]:
        for reading in readings:
            if not logs.acceptable(reading, writer.plan, at=writer.at) or not writer.homed(reading):
                writer.reject(reading)
                continue
            writer._warn(reading)
            plain = plain_row(reading.values, reading.extra)
            told = logs.told(reading.values, plain)
            doc = json.dumps([told[1], told[2]], ensure_ascii=False, separators=(",", ":"))
            yield reading.key, told[0], reading.row.number, doc

    def matters(self, size: int) -> Iterator[list[tuple[str, int, list[logs.Told]]]]:
        """Sets of whole matters of about ``size`` rows."""
        last: tuple[str, int, int] = ("", -1, -1)
        open_key: tuple[str, int, list[logs.Told]] | None = None
        while True:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT key, ord, row_no, doc FROM intake_stage WHERE (key, ord, row_no) >"
                    ' (%s COLLATE "C", %s, %s) ORDER BY key, ord, row_no LIMIT %s',
                    [*last, size],
                )
                rows = cursor.fetchall()
            matters: list[tuple[str, int, list[logs.Told]]] = []
            for key, order, row_no, doc in rows:
                at, row = json.loads(doc)
                if open_key is None or open_key[0] != key:
                    if open_key is not None:
                        matters.append(open_key)
                    open_key = (key, row_no, [])
                open_key[2].append((order, at, row))
            if len(rows) < size:
                if open_key is not None:
                    matters.append(open_key)
                if matters:
                    yield matters
                return
            last = rows[-1][:3]
            if matters:
                yield matters


class ContentKeys:
    """Rows without a key are recognised by their contents; equal rows are numbered in file order."""

    def __init__(self) -> None:
        self._hashes: list[tuple[int, str]] = []
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS intake_contents")
            cursor.execute("CREATE TEMP TABLE intake_contents (row_no bigint, hash text)")

    def count(self, row: Row) -> None:
        """First pass: note what every row says."""
        if row.problem is None:
            self._hashes.append((row.number, content_hash(row.cells)))
            if len(self._hashes) >= 50_000:
                self._flush()

    def _flush(self) -> None:
        exchange.copy_rows("intake_contents", ("row_no", "hash"), self._hashes)
        self._hashes.clear()

    def settle(self) -> None:
        self._flush()
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE TEMP TABLE intake_copies AS SELECT row_no, n FROM (SELECT row_no,"
                " row_number() OVER (PARTITION BY hash ORDER BY row_no) AS n FROM intake_contents) x"
                " WHERE n > 1"
            )
            cursor.execute("DROP TABLE intake_contents")
            cursor.execute("CREATE UNIQUE INDEX ON intake_copies (row_no)")

    def numbered(self, readings: Iterable[Reading]) -> Iterator[Reading]:
        """Second pass: the second equal row gets the key of the first and #2, and so on."""
        for chunk in _chunks(readings, ROWS_A_SET):
            first, last = chunk[0].row.number, chunk[-1].row.number
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT row_no, n FROM intake_copies WHERE row_no BETWEEN %s AND %s",
                    [first, last],
                )
                numbers = dict(cursor.fetchall())
            for reading in chunk:
                if (n := numbers.get(reading.row.number)) is not None:
                    reading.key = f"{reading.key}#{n}"
                yield reading
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE intake_copies")
