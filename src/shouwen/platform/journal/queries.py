"""Read the journal: the timeline of a matter, and the proof that nobody rewrote it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from shouwen.kernel.problem import Problem
from shouwen.kernel.subject import Subject
from shouwen.platform.journal.merkle import root as merkle
from shouwen.platform.journal.models import Entry, EntryText, Head, Seal


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One line of a matter's timeline 动态, with its words where they still exist."""

    id: int
    seq: int
    kind: str
    at: datetime
    recorded_at: datetime
    by_id: int | None
    post_id: int | None
    via: str
    batch_id: int | None
    facts: dict[str, Any]
    body: str | None = None
    text_id: int | None = None
    erased_rule: str = ""


def timeline(
    subject: Subject, *, until: datetime | None = None, newest_first: bool = False
) -> list[TimelineEntry]:
    """What happened to this matter, in order; ``until`` stops at what had happened by then."""
    entries = Entry.objects.filter(subject_kind=subject.kind, subject_id=subject.id)
    if until is not None:
        entries = entries.filter(at__lte=until)
    words = EntryText.objects.filter(entry_id=OuterRef("pk")).values(
        of=JSONObject(id=F("pk"), body=F("body"), erased_rule=F("erased_rule"))
    )
    found = entries.annotate(words=Subquery(words[:1]))
    return [
        _line(row, row.words or {}) for row in found.order_by("-seq" if newest_first else "seq")
    ]


def _line(row: Entry, words: Mapping[str, Any]) -> TimelineEntry:
    return TimelineEntry(
        id=row.pk,
        seq=row.seq,
        kind=row.kind,
        at=row.at,
        recorded_at=row.recorded_at,
        by_id=row.by_id,
        post_id=row.post_id,
        via=row.via,
        batch_id=row.batch_id,
        facts=row.facts,
        body=words.get("body"),
        text_id=words.get("id"),
        erased_rule=words.get("erased_rule", ""),
    )


def last_seq(subject: Subject) -> int:
    """The number of the newest entry of a matter; 0 before the first."""
    head = Head.objects.filter(subject_kind=subject.kind, subject_id=subject.id)
    return head.values_list("seq", flat=True).first() or 0


def touched(
    subject_kind: str,
    subject_ids: Sequence[int],
    *,
    since: int = 0,
    but_batches: Collection[int] | None = None,
) -> set[int]:
    """Those subjects that people have worked on, looking from the entry ``since``.

    With ``but_batches`` other batches than these count too; without, no batch does.
    """
    entries = Entry.objects.filter(
        subject_kind=subject_kind, subject_id__in=subject_ids, pk__gte=since
    )
    if but_batches is None:
        entries = entries.filter(batch_id__isnull=True)
    else:
        entries = entries.filter(Q(batch_id__isnull=True) | ~Q(batch_id__in=but_batches))
    return set(entries.values_list("subject_id", flat=True))


def newest_batch(subject_kind: str, subject_ids: Sequence[int], kind: str) -> dict[int, int | None]:
    """Subject → the batch that wrote its newest entry of this kind, None where it was no batch."""
    entries = Entry.objects.filter(
        subject_kind=subject_kind, subject_id__in=subject_ids, kind=kind
    ).order_by("seq")
    return dict(entries.values_list("subject_id", "batch_id"))


def told_by(
    batch: int, subject_kind: str, subject_ids: Sequence[int], kinds: Collection[str]
) -> set[int]:
    """Those of the subjects about which the batch wrote an entry of one of these kinds."""
    entries = Entry.objects.filter(
        subject_kind=subject_kind, subject_id__in=subject_ids, kind__in=kinds, batch_id=batch
    )
    return set(entries.values_list("subject_id", flat=True))


def position() -> int:
    """How far the journal has got: the id a frozen report keeps as the state it was made from."""
    return Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


# Recomputes every link from what is stored; a changed entry, a gap or a wrong head comes out.
_CHAIN = """
WITH chain AS (
    SELECT subject_kind, subject_id, seq, id, hash,
           row_number() OVER w AS n,
           journal_link(lag(hash) OVER w, ''::bytea,
               journal_line(subject_kind, subject_id, seq, kind, journal_micros(at), journal_micros(recorded_at),
                            by_id, post_id, via, batch_id, v, facts, text_hash)) AS expected
    FROM journal_entry
    WINDOW w AS (PARTITION BY subject_kind, subject_id ORDER BY seq, id)
)
SELECT subject_kind, subject_id, seq, id,
       CASE WHEN seq <> n THEN 'numbering' ELSE 'hash' END
FROM chain WHERE seq <> n OR hash IS DISTINCT FROM expected
ORDER BY id LIMIT %s
"""
_HEADS = """
SELECT subject_kind, subject_id, h.seq, e.seq
FROM journal_head h
FULL JOIN (SELECT DISTINCT ON (subject_kind, subject_id) subject_kind, subject_id, seq, hash
           FROM journal_entry ORDER BY subject_kind, subject_id, seq DESC) e USING (subject_kind, subject_id)
WHERE h.seq IS DISTINCT FROM e.seq OR h.hash IS DISTINCT FROM e.hash
ORDER BY 1, 2 LIMIT %s
"""
_TEXTS = """
SELECT t.id, t.entry_id FROM journal_text t LEFT JOIN journal_entry e ON e.id = t.entry_id
WHERE t.body IS NOT NULL AND sha256(t.salt || convert_to(t.body, 'UTF8')) IS DISTINCT FROM e.text_hash
ORDER BY 1 LIMIT %s
"""


def verify(*, most: int = 100) -> Iterator[Problem]:
    """Prove the journal: chains, heads, texts and seals. What is wrong, at most ``most`` of a sort."""
    for kind, pk, seq, entry, what in _rows(_CHAIN, most):
        yield Problem(f"{kind}:{pk}", f"entry {entry} (number {seq}): its {what} does not fit")
    for kind, pk, head, last in _rows(_HEADS, most):
        yield Problem(f"{kind}:{pk}", f"the head says {head}, the last entry {last}")
    for text, entry in _rows(_TEXTS, most):
        yield Problem(f"entry {entry}", f"text {text} is not what was recorded")
    yield from _verify_seals()


def _verify_seals() -> Iterator[Problem]:
    before: bytes | None = None
    end = 0
    for seal in Seal.objects.order_by("from_id"):
        where = f"seal {seal.on}"
        hashes = list(
            Entry.objects.filter(pk__range=(seal.from_id, seal.to_id))
            .order_by("pk")
            .values_list("hash", flat=True)
        )
        if seal.from_id != end + 1:
            yield Problem(where, f"begins at {seal.from_id}, not after {end}")
        if (seal.prev_root and bytes(seal.prev_root)) != before:
            yield Problem(where, "does not build on the seal before it")
        if len(hashes) != seal.entries or merkle(map(bytes, hashes)) != bytes(seal.root):
            yield Problem(where, f"{len(hashes)} of {seal.entries} entries, or another root")
        before, end = bytes(seal.root), seal.to_id


def _rows(sql: str, most: int) -> Sequence[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [most])
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
