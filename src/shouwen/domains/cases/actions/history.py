"""Matters taken over as they stood: recorded, not re-enacted, silent, many at once.

Used by imports and by demo data. Nothing is checked against the lifecycle table, no step fires, nothing
is sent, no reaction runs; the database's own constraints hold. Whoever calls gives the state at the
end, who had the matter when (holds), the clocks, and the journal lines; see ``CaseHistory``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from datetime import datetime
from functools import cache
from operator import attrgetter
from typing import Any

from django.db import connection, transaction

from shouwen.domains.cases.actions.finding import words_of
from shouwen.domains.cases.actions.opening import SERIES, covered_title
from shouwen.domains.cases.choices import CaseState
from shouwen.domains.cases.events import CaseRecorded
from shouwen.domains.cases.models import KIND
from shouwen.domains.cases.queries.search import PURPOSES
from shouwen.domains.customers.queries import Findable
from shouwen.kernel.actor import Actor
from shouwen.kernel.copying import copy_in, json_text
from shouwen.kernel.subject import Subject
from shouwen.platform.clocks import actions as clocks
from shouwen.platform.clocks.actions import ClockRow, HoldRow, MatterHistory
from shouwen.platform.journal import actions as journal
from shouwen.platform.journal.actions import Text
from shouwen.platform.journal.events import Event, plain
from shouwen.platform.numbering import actions as numbering
from shouwen.platform.org import queries as org

__all__ = [
    "CaseHistory",
    "ClockRow",
    "HistoryEntry",
    "HistoryRating",
    "HistoryUrge",
    "HoldRow",
    "record_history",
]


@dataclass(slots=True, kw_only=True)
class HistoryEntry:
    """One line of the journal: ``kind`` and ``facts`` as the live event would write them.

    ``facts`` are JSON-native (ids, codes, numbers, ISO times in UTC); words go into ``text``.
    ``by`` is the one who did it, else the batch's own actor.
    """

    kind: str
    at: datetime
    facts: Mapping[str, Any] = field(default_factory=dict)
    by: Actor | None = None
    text: Text | None = None

    @classmethod
    def of(
        cls,
        event: type[Event],
        *,
        at: datetime,
        by: Actor | None = None,
        text: Text | None = None,
        **facts: Any,
    ) -> HistoryEntry:
        """The line that ``event`` with these fields would have written (no subject needed)."""
        needed, allowed, defaults = _fields(event)  # type: ignore[arg-type]  # mypy takes an instance's __hash__ for its class's
        if not needed <= facts.keys() <= allowed:
            raise TypeError(f"{event.__name__} does not take {sorted(facts)}")
        told = {n: plain(v) for n, v in {**defaults, **facts}.items() if v is not None}
        return cls(kind=event.kind, at=at, facts=told, by=by, text=text)


@cache
def _fields(event: type[Event]) -> tuple[frozenset[str], frozenset[str], dict[str, Any]]:
    """The fields an event must be given, those it may be given, and the defaults of the others."""
    own = [f for f in fields(event) if f.name != "subject"]
    defaults = {f.name: f.default for f in own if f.default is not MISSING}
    allowed = frozenset(f.name for f in own)
    return allowed - defaults.keys(), allowed, defaults


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryUrge:
    """One urge of the past; ``unit_id`` and ``person_id`` had the matter then."""

    at: datetime
    unit_id: int
    person_id: int | None = None
    by_id: int | None = None
    source: str = "customer"
    channel: str = "hotline"
    counted: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRating:
    """One evaluation of the past."""

    at: datetime
    score: int
    solved: bool
    instance: int = 1
    by_id: int | None = None
    channel: str = "hotline"


@dataclass(slots=True, kw_only=True)
class CaseHistory:
    """One matter as it stands, with how it came to that.

    The first block is the row of ``cases_case`` (same names; ``finished_at`` defaults to the answer,
    else the close, which is right unless the matter was reopened). ``number`` None draws one of our
    own. ``holds`` are in time order, the first at ``opened_at``; the last has ``ends=True`` when the
    matter is over. ``entries`` None writes the single line ``cases.case.recorded``.
    ``findable`` are the customer's words for the search.
    """

    kind: str
    channel: str
    title: str
    state: str
    owner_unit_id: int
    handler_unit_id: int
    opened_at: datetime
    number: str | None = None
    category: str = ""
    instance: int = 1
    customer_id: int | None = None
    account_id: int | None = None
    owner_id: int | None = None
    handler_id: int | None = None
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    finished_at: datetime | None = None
    archived_at: datetime | None = None
    urges: int = 0
    returns: int = 0
    reassignments: int = 0
    reopens: int = 0
    extra: Mapping[str, Any] = field(default_factory=dict)

    holds: Sequence[HoldRow] = ()
    clocks: Sequence[ClockRow] = ()
    entries: Sequence[HistoryEntry] | None = None
    urge_rows: Sequence[HistoryUrge] = ()
    ratings: Sequence[HistoryRating] = ()
    findable: Findable = field(default_factory=Findable)

    def __post_init__(self) -> None:
        self.title = covered_title(self.title, self.findable)


_CASE = [
    f.name
    for f in fields(CaseHistory)
    if f.name
    not in {
        *("holds", "clocks", "entries", "urge_rows", "ratings", "findable"),
        *("extra", "number", "finished_at"),
    }
]
_values = attrgetter(*_CASE)
_OUT_OF_KPI = {CaseState.VOID, CaseState.WITHDRAWN, CaseState.MERGED}


@transaction.atomic
def record_history(
    histories: Sequence[CaseHistory],
    *,
    by: Actor,
    at: datetime,
    source_batch: int | None = None,
    live: bool = False,
) -> list[int]:
    """历史导入: write these matters with their past, silently; the case ids in the order given.

    ``at`` is the time of the batch: verdicts up to it are written now, later ones by the sweeper,
    silently; with ``live`` steps that fall due after ``at`` do fire. One call writes a few statements
    whatever the number; 2,000–20,000 a call are sensible.
    """
    if not histories:
        return []
    ids = _new_ids(len(histories))
    numbers = _numbers(histories)
    _copy_cases(histories, ids, numbers, source_batch)
    _copy_search(histories, ids, numbers)
    _copy_urges(histories, ids)
    _copy_ratings(histories, ids)
    matters = [_matter(h, pk) for h, pk in zip(histories, ids, strict=True)]
    clocks.record_history(matters, as_of=at, live=live)
    journal.append(_lines(histories, ids, by=by, at=at), kept=True)
    return ids


def settle() -> None:
    """After a large batch: statistics at once, so that figures asked next are planned for its size."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cases_settle()")


def _new_ids(n: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval('cases_case_id_seq') FROM generate_series(1, %s)",
            [n],
        )
        return [pk for (pk,) in cursor.fetchall()]


def _numbers(histories: Sequence[CaseHistory]) -> list[str]:
    """Given numbers stay; the others are drawn, dated in the zone of the owner's unit."""
    wanting: dict[int, list[int]] = {}
    for i, h in enumerate(histories):
        if h.number is None:
            wanting.setdefault(h.owner_unit_id, []).append(i)
    numbers = [h.number or "" for h in histories]
    by_zone: dict[Any, list[int]] = {}
    for unit_id, places in wanting.items():
        by_zone.setdefault(org.zone_of(unit_id), []).extend(places)
    for zone, places in by_zone.items():
        places.sort()
        drawn = numbering.take_many(SERIES, at=[histories[i].opened_at for i in places], zone=zone)
        for i, number in zip(places, drawn, strict=True):
            numbers[i] = number
    return numbers


def _copy_cases(
    histories: Sequence[CaseHistory],
    ids: Sequence[int],
    numbers: Sequence[str],
    source_batch: int | None,
) -> None:
    columns = ["id", "number", *_CASE, "finished_at", "source_batch", "extra", "version"]
    _copy("cases_case", columns, (
        (pk, number, *_values(h), finished_at(h), source_batch, json_text(h.extra), 1)
        for h, pk, number in zip(histories, ids, numbers, strict=True)
    ))  # fmt: skip


def finished_at(h: CaseHistory) -> datetime | None:
    """When the matter was first settled: the answer, else the close, of the first instance."""
    if h.finished_at is not None or h.state in _OUT_OF_KPI:
        return h.finished_at
    return h.answered_at or h.closed_at


def _copy_search(
    histories: Sequence[CaseHistory], ids: Sequence[int], numbers: Sequence[str]
) -> None:
    _copy(
        "cases_search",
        ["case_id", "tokens"],
        (
            (pk, words_of(number, h.title, h.findable, _texts(h)))
            for h, pk, number in zip(histories, ids, numbers, strict=True)
        ),
    )


def _texts(h: CaseHistory) -> Iterable[str]:
    found = (e.text for e in h.entries or ())
    return (text.body for text in found if text and text.purpose in PURPOSES)


def _copy_urges(histories: Sequence[CaseHistory], ids: Sequence[int]) -> None:
    columns = ["case_id", "at", "source", "channel", "by_id", "unit_id", "person_id", "counted"]
    rows = [
        [pk, u.at, u.source, u.channel, u.by_id, u.unit_id, u.person_id, u.counted]
        for h, pk in zip(histories, ids, strict=True)
        for u in h.urge_rows
    ]
    if rows:
        _copy("cases_urge", columns, rows)


def _copy_ratings(histories: Sequence[CaseHistory], ids: Sequence[int]) -> None:
    columns = ["case_id", "instance", "at", "score", "solved", "channel", "by_id"]
    rows = [
        [pk, r.instance, r.at, r.score, r.solved, r.channel, r.by_id]
        for h, pk in zip(histories, ids, strict=True)
        for r in h.ratings
    ]
    if rows:
        _copy("cases_rating", columns, rows)


def _copy(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    with connection.cursor() as cursor, connection.wrap_database_errors:
        copy_in(cursor, table, columns, rows)


def _matter(h: CaseHistory, pk: int) -> MatterHistory:
    return MatterHistory(
        subject=Subject(KIND, pk),
        root=None,
        owner_unit=h.owner_unit_id,
        holds=h.holds,
        clocks=h.clocks,
    )


def _lines(
    histories: Sequence[CaseHistory], ids: Sequence[int], *, by: Actor, at: datetime
) -> Iterable[dict[str, Any]]:
    for h, pk in zip(histories, ids, strict=True):
        subject = Subject(KIND, pk)
        for e in h.entries if h.entries is not None else [_recorded(h, at)]:
            who = by if e.by is None else e.by.within(by.batch) if by.batch else e.by
            yield journal.raw(subject, e.kind, dict(e.facts), by=who, at=e.at, text=e.text)


def _recorded(h: CaseHistory, at: datetime) -> HistoryEntry:
    return HistoryEntry.of(
        CaseRecorded,
        at=at,
        case_kind=h.kind,
        channel=h.channel,
        state=h.state,
        opened_at=h.opened_at,
        unit_id=h.owner_unit_id,
    )
