"""Questions about batches and about rows seen before."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from shouwen.platform.exchange.choices import Weight
from shouwen.platform.exchange.models import Batch, Before, ProfileVersion, Reject, Source
from shouwen.platform.exchange.problems import Problem


@dataclass(frozen=True, slots=True)
class Known:
    """What a key became at an earlier import, and what its row said then."""

    subject_id: int
    row_hash: bytes
    row: Any
    batch_id: int


def known(source: str, keys: Sequence[str]) -> dict[str, Known]:
    """Those of the keys that were imported before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT key, subject_id, row_hash, row, batch_id FROM exchange_source"
            " WHERE source = %s AND key = ANY(%s)",
            [source, list(keys)],
        )
        return {
            key: Known(subject, bytes(digest), _loaded(row), batch)
            for key, subject, digest, row, batch in cursor
        }


def hashes(source: str, keys: Sequence[str]) -> dict[str, tuple[bytes, int]]:
    """Key → hash and batch of those imported before; cheaper than ``known``."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT key, row_hash, batch_id FROM exchange_source"
            " WHERE source = %s AND key = ANY(%s)",
            [source, list(keys)],
        )
        return {key: (bytes(digest), batch) for key, digest, batch in cursor}


def _loaded(row: Any) -> Any:
    return json.loads(row) if isinstance(row, str) else row


def remarks(
    batch: int, *, weight: Weight | None = None, limit: int | None = None
) -> Iterator[tuple[Reject, Problem]]:
    """Rejects and warnings of a batch in file order, with the problem that words them."""
    found = Reject.objects.filter(batch_id=batch).order_by("row_no", "column", "code")
    if weight is not None:
        found = found.filter(weight=weight)
    for reject in found[:limit] if limit else found.iterator(2_000):
        yield (
            reject,
            Problem(reject.code, reject.row_no, reject.column or None, reject.value, reject.params),
        )


def batch(pk: int) -> Batch | None:
    """One batch with the version of the profile it used."""
    return Batch.objects.select_related("profile").filter(pk=pk).first()


def batches(*, account_id: int | None = None, limit: int = 50) -> list[Batch]:
    """The latest batches of an account, of all without one; newest first."""
    found = Batch.objects.select_related("profile").order_by("-pk")
    if account_id is not None:
        found = found.filter(account_id=account_id)
    return list(found[:limit])


def newest_version(code: str) -> ProfileVersion | None:
    """The version of a profile that holds now."""
    return ProfileVersion.objects.filter(code=code).order_by("-version").first()


def version_of(code: str, version: int) -> ProfileVersion | None:
    """One version of a profile, as it was saved."""
    return ProfileVersion.objects.filter(code=code, version=version).first()


def versions(code: str, *, limit: int = 20) -> list[ProfileVersion]:
    """The latest versions of a profile, newest first."""
    return list(ProfileVersion.objects.filter(code=code).order_by("-version")[:limit])


def profiles_kept() -> list[ProfileVersion]:
    """Every profile that was saved or used here, in its newest version."""
    return list(ProfileVersion.objects.order_by("code", "-version").distinct("code"))


def undone_since(batch: int) -> list[int]:
    """Later batches that were taken back: what they did no longer counts."""
    later = Batch.objects.filter(pk__gt=batch, undone_at__isnull=False)
    return list(later.values_list("pk", flat=True))


def replaced(batch: int) -> list[Before]:
    """The subjects whose values a batch replaced."""
    return list(Before.objects.filter(batch_id=batch).order_by("subject_kind", "subject_id"))


def keys_of(source: str, kind: str, subject_ids: Collection[int]) -> dict[int, str]:
    """Subject → its key in this source, for those that have one there."""
    found = Source.objects.filter(source=source, subject_kind=kind, subject_id__in=subject_ids)
    return dict(found.order_by("key").values_list("subject_id", "key"))


def subjects_of(batch: int, kind: str) -> list[int]:
    """The subjects that a batch was the first to name."""
    found = Source.objects.filter(batch_id=batch, subject_kind=kind).order_by("subject_id")
    return list(found.values_list("subject_id", flat=True))


SOURCE_KEY = (
    "SELECT es.key FROM exchange_source es WHERE es.subject_kind = '{kind}'"
    " AND es.subject_id = {id} ORDER BY es.source LIMIT 1"
)
"""SQL for the foreign key of a subject; ``kind`` is a word and ``id`` a column, never user input."""
