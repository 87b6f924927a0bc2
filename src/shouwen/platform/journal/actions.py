"""Record what happened; let other apps react to it after commit."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Any, NamedTuple, TypeVar

from django.db import connection, transaction
from procrastinate.contrib.django import app as jobs

from shouwen.kernel.actor import Actor
from shouwen.kernel.subject import Subject
from shouwen.kernel.worktime import micros
from shouwen.platform.journal import merkle
from shouwen.platform.journal.events import Event
from shouwen.platform.journal.models import Entry, EntryText, Seal

E = TypeVar("E", bound=Event)
Reaction = Callable[[Any], None]
Condition = Callable[[Any], bool]

_reactions: dict[str, dict[str, _Registered]] = defaultdict(dict)


@dataclass(frozen=True, slots=True)
class Text:
    """Words that belong to an entry; kept apart so that they can be erased by rule."""

    body: str
    purpose: str = "note"
    delete_after: date | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One line for the set form of ``record``."""

    event: Event
    by: Actor
    at: datetime
    text: Text | None = None


_told_of: ContextVar[int | None] = ContextVar("journal_entry", default=None)


def entry_told_of() -> int | None:
    """The entry whose reaction runs now: a name for "this once" that stays when the job runs again."""
    return _told_of.get()


class Said(NamedTuple):
    """Words just written down, of a subject of the kind a keeper registered for."""

    subject_id: int
    purpose: str
    body: str


class _Keeper(NamedTuple):
    written: Callable[[Sequence[Said]], None]
    erased: Callable[[Collection[int]], object]


_keepers: dict[str, _Keeper] = {}


def keep_words(
    subject_kind: str,
    *,
    written: Callable[[Sequence[Said]], None],
    erased: Callable[[Collection[int]], object],
) -> None:
    """Whoever keeps an index of the words of a kind of subject hears of them in the same transaction.

    ``erased`` gets the ids of the subjects that lost words: what was kept of them must go too.
    """
    _keepers[subject_kind] = _Keeper(written, erased)


class _Registered(NamedTuple):
    event_type: type[Event]
    react: Reaction
    concerns: Condition | None


def on(
    event_type: type[E], *, name: str, concerns: Callable[[E], bool] | None = None
) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Register a reaction: an idempotent function run as a job after commit.

    ``name`` is stored in queued jobs: it stays when the function moves. ``concerns`` looks at the
    event alone when it is recorded: where it says no, no job is queued at all.
    """

    def register(fn: Callable[[E], None]) -> Callable[[E], None]:
        _reactions[event_type.kind][name] = _Registered(event_type, fn, concerns)
        return fn

    return register


def record(
    event: Event, *, by: Actor, at: datetime, text: Text | None = None, kept: bool = False
) -> int:
    """Write the journal entry and queue its reactions, atomically with the caller; the entry's id."""
    return record_set([Fact(event, by, at, text)], kept=kept)[0]


def record_set(facts: Sequence[Fact], *, react: bool = True, kept: bool = False) -> list[int]:
    """Write many entries in one statement, in the order given per subject; their ids in that order.

    ``react=False`` is for history that is recorded, not re-enacted: nobody hears of it. ``kept``: the
    caller keeps the words for the search itself.
    """
    ids = append([row(f.event, by=f.by, at=f.at, text=f.text) for f in facts], kept=kept)
    if react:
        _queue(
            [
                (entry, name)
                for entry, fact in zip(ids, facts, strict=True)
                for name, reaction in _reactions.get(fact.event.kind, {}).items()
                if reaction.concerns is None or reaction.concerns(fact.event)
            ]
        )
    return ids


_DEFER = """
SELECT procrastinate_defer_jobs_v1(array_agg(ROW(%s, %s, 0, NULL, NULL,
    jsonb_build_object('entry_id', u.entry, 'reaction', u.reaction), NULL
)::procrastinate_job_to_defer_v1 ORDER BY u.n))
FROM unnest(%s::bigint[], %s::text[]) WITH ORDINALITY AS u(entry, reaction, n)
"""


def _queue(wanted: Sequence[tuple[int, str]]) -> None:
    """One job for each entry and reaction, in one statement (as ``batch_defer``, at a tenth of the cost)."""
    if not wanted:
        return
    entries, names = zip(*wanted, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(_DEFER, [run_reaction.queue, run_reaction.name, list(entries), list(names)])


def row(event: Event, *, by: Actor, at: datetime, text: Text | None = None) -> dict[str, Any]:
    """An entry as ``append`` takes it."""
    return raw(event.subject, event.kind, event.facts(), by=by, at=at, text=text, v=event.v)


def raw(
    subject: Subject,
    kind: str,
    facts: dict[str, Any],
    *,
    by: Actor,
    at: datetime,
    text: Text | None = None,
    v: int = 1,
) -> dict[str, Any]:
    """An entry as ``append`` takes it, from JSON-native facts (the fast way for large sets)."""
    item: dict[str, Any] = {
        "s": subject.kind,
        "i": subject.id,
        "k": kind,
        "t": micros(at),
        "by": by.account,
        "post": by.post,
        "via": by.via,
        "batch": by.batch,
        "v": v,
        "f": facts,
    }
    if text is not None:
        item["x"] = {
            "body": text.body,
            "purpose": text.purpose,
            "delete_after": text.delete_after and text.delete_after.isoformat(),
        }
    return item


def append(rows: Iterable[dict[str, Any]], *, kept: bool = False) -> list[int]:
    """Append prepared entries; their ids in the order given. Queues no reaction."""
    if not connection.in_atomic_block:
        raise RuntimeError("the journal is written inside the transaction that changes state")
    items = list(rows)
    if not items:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT journal_append(%s::jsonb)", [json.dumps(items, ensure_ascii=False)])
        ids: list[int] = cursor.fetchone()[0]
    if not kept:
        _tell_keepers(items)
    return ids


def _tell_keepers(items: Sequence[dict[str, Any]]) -> None:
    for kind, keeper in _keepers.items():
        if said := [
            Said(item["i"], item["x"]["purpose"], item["x"]["body"])
            for item in items
            if item["s"] == kind and "x" in item
        ]:
            keeper.written(said)


@jobs.task(name="journal.react", queue="reactions", retry=5)
def run_reaction(*, entry_id: int, reaction: str) -> None:
    """Run one reaction to one entry. A reaction that no longer exists is dropped on purpose."""
    entry = Entry.objects.get(pk=entry_id)
    found = _reactions.get(entry.kind, {}).get(reaction)
    if found is not None:
        event = found.event_type.restore(Subject(entry.subject_kind, entry.subject_id), entry.facts)
        before = _told_of.set(entry_id)
        try:
            found.react(event)
        finally:
            _told_of.reset(before)


def erase(text_ids: Sequence[int], *, rule: str, at: datetime) -> int:
    """按规则删除: take away the words of these texts; entries and chain stay. How many were erased."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT journal_erase(%s, %s, %s)", [list(text_ids), rule, at])
        erased = int(cursor.fetchone()[0])
        _tell_keepers_of_erasure(text_ids)
    return erased


def _tell_keepers_of_erasure(text_ids: Sequence[int]) -> None:
    entries = EntryText.objects.filter(pk__in=text_ids).values("entry_id")
    for kind, keeper in _keepers.items():
        of_kind = Entry.objects.filter(pk__in=entries, subject_kind=kind)
        if ids := set(of_kind.values_list("subject_id", flat=True)):
            keeper.erased(ids)


@transaction.atomic
def seal(day: date, *, zone: tzinfo) -> Seal | None:
    """封签: close a past day with the Merkle root over the entries recorded since the last seal.

    None when the day is sealed already or nothing was recorded. Days are those of ``zone``.
    """
    last = Seal.objects.order_by("-to_id").first()
    if Seal.objects.filter(on__gte=day).exists():
        return None
    end = datetime.combine(day + timedelta(days=1), datetime.min.time(), tzinfo=zone)
    first_id = last.to_id + 1 if last else 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT journal_still()")
        cursor.execute(
            "SELECT id, hash FROM journal_entry WHERE id BETWEEN %s AND"
            " (SELECT max(id) FROM journal_entry WHERE id >= %s AND recorded_at < %s) ORDER BY id",
            [first_id, first_id, end],
        )
        rows = cursor.fetchall()
        if not rows:
            return None
        cursor.execute(
            "SELECT journal_put_seal(%s, %s, %s, %s, %s, %s)",
            [
                day,
                first_id,
                rows[-1][0],
                merkle.root(bytes(h) for _, h in rows),
                bytes(last.root) if last else None,
                len(rows),
            ],
        )
    return Seal.objects.get(on=day)
