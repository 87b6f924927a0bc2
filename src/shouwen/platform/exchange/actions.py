"""Batches: begin, remember which row became what, keep rejects, finish. Written in sets."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import Error, connection, transaction

from shouwen.kernel.actor import Actor
from shouwen.kernel.copying import copy_in, json_text
from shouwen.kernel.subject import Subject
from shouwen.platform.exchange import queries
from shouwen.platform.exchange.choices import BatchState, Weight
from shouwen.platform.exchange.errors import ProfileMoved, ProfileTaken
from shouwen.platform.exchange.events import BatchFinished, BatchUndone, ProfileSaved
from shouwen.platform.exchange.models import Batch, Before, ProfileVersion, Source
from shouwen.platform.exchange.problems import Problem
from shouwen.platform.exchange.profiles import Profile
from shouwen.platform.exchange.remembered import encoded
from shouwen.platform.journal.actions import record
from shouwen.platform.journal.queries import position

KIND, PROFILE = "batch", "import_profile"
_SEEN = (
    *("source", "key", "subject_kind", "subject_id", "row_hash", "row"),
    *("batch_id", "told_batch_id"),
)
_TELL = """
UPDATE exchange_source s SET row_hash = n.row_hash, row = n.row::jsonb, told_batch_id = %s
  FROM unnest(%s::text[], %s::bytea[], %s::text[]) AS n (key, row_hash, row)
 WHERE s.source = %s AND s.key = n.key
"""
_PUT_BACK = """
UPDATE exchange_source s SET row_hash = n.row_hash, row = n.row::jsonb
  FROM unnest(%s::text[], %s::text[], %s::bigint[], %s::bytea[], %s::text[])
       AS n (source, kind, id, row_hash, row)
 WHERE s.source = n.source AND s.subject_kind = n.kind AND s.subject_id = n.id
"""
_REMARKED = ("batch_id", "row_no", "column", "code", "weight", "value", "params")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One foreign row to remember: its key, what it became, its hash and its values as JSON text."""

    key: str
    subject_id: int
    row_hash: bytes
    row: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """What a batch replaced on one subject: each moved field as old and new, and the row before."""

    subject_id: int
    fields: Mapping[str, Any]
    row: Any
    row_hash: bytes


@dataclass(slots=True)
class Counts:
    """What a batch has done so far; ``rows`` are file rows, the others as the answer names them."""

    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    warned: int = 0
    conflicts: int = 0

    def plain(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Remark:
    """A problem and what it did to its row."""

    problem: Problem
    weight: Weight
    extra: dict[str, Any] = field(default_factory=dict)


@contextmanager
def alone(source: str) -> Iterator[None]:
    """Only one import of a source at a time: a second one waits, and then finds what the first wrote.

    The lock belongs to the database session; whoever dies lets go of it.
    """
    key = [f"exchange.source:{source}"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", key)
        try:
            yield
        finally:
            with suppress(Error):  # a broken session has let go already
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", key)


@transaction.atomic
def begin(
    profile: Profile, *, file_name: str, file_hash: bytes, rows: int, by: Actor, at: datetime
) -> Batch:
    """A batch for one file; the profile is kept as it is now, as a new version if no version says this."""
    return Batch.objects.create(
        profile=_version_used(profile, by=by, at=at),
        file_name=file_name[-255:],
        file_hash=file_hash,
        mode=profile.mode,
        rows_expected=rows,
        account_id=by.account,
        began_at=at,
        journal_from=position() + 1,
    )


@transaction.atomic
def save_profile(profile: Profile, *, base: int, by: Actor, at: datetime) -> ProfileVersion:
    """存导入方案: the next version after ``base``, the first of a new profile where that is 0.

    Refused where the newest version is another: somebody else was quicker, or the name is in use. What says
    the same as the newest version is that version.
    """
    one_saves_at_a_time()
    last = queries.newest_version(profile.code)
    if last is not None and base == 0:
        raise ProfileTaken(profile=profile.code)
    if (last.version if last else 0) != base:
        newest = last.version if last else 0
        raise ProfileMoved(profile=profile.code, version=newest, base=base)
    if last is not None and last.spec == _spec(profile):
        return last
    return _next_version(profile, base, by=by, at=at)


def _version_used(profile: Profile, *, by: Actor, at: datetime) -> ProfileVersion:
    """The version that says what this profile says; made where there is none.

    An older one is used as it is: it does not become the newest again.
    """
    one_saves_at_a_time()
    same = ProfileVersion.objects.filter(code=profile.code, spec=_spec(profile))
    if (found := same.order_by("-version").first()) is not None:
        return found
    last = queries.newest_version(profile.code)
    return _next_version(profile, last.version if last else 0, by=by, at=at)


def _next_version(profile: Profile, base: int, *, by: Actor, at: datetime) -> ProfileVersion:
    made = ProfileVersion.objects.create(
        code=profile.code,
        version=base + 1,
        spec=_spec(profile),
        account_id=by.account,
        saved_at=at,
    )
    event = ProfileSaved(subject=Subject(PROFILE, made.pk), version=made.version)
    record(event, by=by, at=at)
    return made


def _spec(profile: Profile) -> dict[str, Any]:
    spec: dict[str, Any] = json.loads(json.dumps(profile.document, default=str))
    return spec


def one_saves_at_a_time() -> None:
    """Versions are numbered without gaps or doubles; the lock ends with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('exchange.profile', 0))")


def remember(
    new: Sequence[Seen], changed: Sequence[Seen], *, source: str, kind: str, batch: int
) -> None:
    """Note what these rows became. ``changed`` keys exist already and get their new contents."""
    if new:
        rows = ((source, s.key, kind, s.subject_id, s.row_hash, s.row, batch, batch) for s in new)
        copy_rows("exchange_source", _SEEN, rows)
    if changed:
        with connection.cursor() as cursor:
            cursor.execute(
                _TELL, [batch, *_columns((s.key, s.row_hash, s.row) for s in changed), source]
            )


def replace(rows: Sequence[Replaced], *, source: str, kind: str, batch: int) -> None:
    """Keep what a batch is about to replace, so that it can be undone."""
    Before.objects.bulk_create(
        [
            Before(
                batch_id=batch,
                source=source,
                subject_kind=kind,
                subject_id=r.subject_id,
                fields=dict(r.fields),
                row=r.row,
                row_hash=r.row_hash,
            )
            for r in rows
        ],
        batch_size=1_000,
    )


def note(batch: int, remarks: Iterable[Remark]) -> None:
    """Keep rejects and warnings as codes with parameters: they are worded when they are shown."""
    seen: set[tuple[int, str, str]] = set()
    rows = []
    for remark in remarks:
        problem = remark.problem
        place = (problem.row or 0, (problem.column or "")[:200], problem.code)
        if place not in seen:
            seen.add(place)
            value = (problem.value or "").replace("\0", "␀")[:200]
            rows.append((batch, *place, remark.weight.value, value, json_text(problem.params)))
    if rows:
        copy_rows("exchange_reject", _REMARKED, rows)


def advance(batch: int, *, row: int, counts: Counts) -> None:
    """The rows up to this one are committed with the chunk that calls."""
    Batch.objects.filter(pk=batch).update(row_done=row, counts=counts.plain())


@transaction.atomic
def finish(batch: Batch, counts: Counts, *, rejects_file: str, by: Actor, at: datetime) -> None:
    """The whole file is worked off: say so in the batch and in the journal."""
    plain = counts.plain()
    told = {k: v for k, v in plain.items() if k != "conflicts"}
    record(BatchFinished(subject=Subject(KIND, batch.pk), **told), by=by.within(batch.pk), at=at)
    Batch.objects.filter(pk=batch.pk).update(
        state=BatchState.DONE,
        counts=plain,
        rejects_file=rejects_file,
        done_at=at,
        journal_to=position(),
    )


def fail(batch: int, *, at: datetime) -> None:
    """The batch stopped on the way; what is committed stays, and a new run takes up the rest."""
    Batch.objects.filter(pk=batch, state=BatchState.RUNNING).update(
        state=BatchState.FAILED, done_at=at
    )


def forget(kind: str, subject_ids: Collection[int], *, batch: int) -> None:
    """Undo: the keys of these subjects are unknown again, so that a later import brings them anew."""
    Source.objects.filter(subject_kind=kind, subject_id__in=subject_ids, batch_id=batch).delete()


def put_back(rows: Sequence[Before]) -> None:
    """Undo: what the keys of these subjects said before the batch is what they say again."""
    if rows:
        told = (
            (r.source, r.subject_kind, r.subject_id, r.row_hash, r.row and encoded(r.row))
            for r in rows
        )
        with connection.cursor() as cursor:
            cursor.execute(_PUT_BACK, _columns(told))


def _columns(rows: Iterable[Sequence[Any]]) -> list[list[Any]]:
    """Rows as columns, as ``unnest`` takes them."""
    return [list(column) for column in zip(*rows, strict=True)]


@transaction.atomic
def undone(batch: Batch, *, voided: int, restored: int, left: int, by: Actor, at: datetime) -> None:
    """撤销导入: everything that could be taken back is; the batch and the journal say so."""
    Batch.objects.filter(pk=batch.pk).update(state=BatchState.UNDONE, undone_at=at)
    event = BatchUndone(
        subject=Subject(KIND, batch.pk), voided=voided, restored=restored, left=left
    )
    record(event, by=by.within(batch.pk), at=at)


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """COPY into a table: the fastest way in, still inside the caller's transaction."""
    with connection.cursor() as cursor, connection.wrap_database_errors:
        copy_in(cursor, table, columns, rows)
