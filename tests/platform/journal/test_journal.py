"""The journal says what happened, and nobody can rewrite it unnoticed."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from shouwen.kernel.actor import Actor
from shouwen.kernel.subject import Subject
from shouwen.platform.journal import actions, merkle, queries
from shouwen.platform.journal.actions import Fact, Text, record, record_set
from shouwen.platform.journal.events import Event
from shouwen.platform.journal.models import Entry, EntryText, Head, Seal
from shouwen.platform.journal.tasks import seal as seal_task

pytestmark = pytest.mark.postgres

T = datetime(2025, 10, 10, 6, 5, 10, 123456, tzinfo=UTC)
CLERK = Actor(account=3, staff=4, post=5, unit=6, via="web")
SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, kw_only=True)
class Noted(Event):
    kind = "tests.matter.noted"
    visibility: str = "internal"
    due_at: datetime | None = None


def matter(n: int = 1) -> Subject:
    return Subject("matter", n)


@pytest.mark.django_db
def test_an_entry_keeps_who_when_and_what() -> None:
    entry = Entry.objects.get(pk=record(Noted(subject=matter(), due_at=T), by=CLERK, at=T))
    assert (entry.subject_kind, entry.subject_id, entry.seq) == ("matter", 1, 1)
    assert (entry.kind, entry.at, entry.by_id, entry.post_id, entry.via) == (
        "tests.matter.noted",
        T,
        3,
        5,
        "web",
    )
    assert entry.facts == {"visibility": "internal", "due_at": "2025-10-10T06:05:10.123456+00:00"}


@pytest.mark.django_db
def test_the_hash_is_reckoned_from_the_stated_line_only() -> None:
    record(Noted(subject=matter()), by=CLERK, at=T)
    second = record(Noted(subject=matter()), by=CLERK, at=T, text=Text("客户再次来电"))
    one, two = Entry.objects.order_by("seq")
    assert two.pk == second
    words = EntryText.objects.get(entry_id=two.pk)
    text_hash = hashlib.sha256(bytes(words.salt) + "客户再次来电".encode()).hexdigest()
    recorded = int(two.recorded_at.timestamp()) * 1_000_000 + two.recorded_at.microsecond
    line = (
        f"v1|matter|1|2|tests.matter.noted|1760076310123456|{recorded}|3|5|web||1|"
        f'{{"visibility": "internal"}}|{text_hash}'
    )
    assert bytes(two.hash) == hashlib.sha256(bytes(one.hash) + line.encode()).digest()
    assert list(Head.objects.values_list("subject_id", "seq")) == [(1, 2)]


@pytest.mark.django_db
def test_a_set_is_written_in_order_and_equals_single_entries() -> None:
    ids = record_set(
        [Fact(Noted(subject=matter(n % 3)), CLERK, T + timedelta(seconds=n)) for n in range(10)]
    )
    assert list(Entry.objects.order_by("pk").values_list("pk", flat=True)) == ids
    assert [e.at.second - T.second for e in queries.timeline(matter(1))] == [1, 4, 7]
    assert list(queries.verify()) == []


@pytest.mark.django_db
def test_nothing_is_written_outside_a_transaction_or_kept_after_a_rollback() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record(Noted(subject=matter()), by=CLERK, at=T)
        raise ZeroDivisionError
    assert (Entry.objects.count(), Head.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_writing_without_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError):
        record(Noted(subject=matter()), by=CLERK, at=T)
    assert Entry.objects.count() == 0


@pytest.mark.django_db
def test_entries_and_seals_cannot_be_changed_or_deleted() -> None:
    record(Noted(subject=matter()), by=CLERK, at=T)
    for statement in ("UPDATE journal_entry SET via = 'x'", "DELETE FROM journal_entry"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Entry.objects.get().via == "web"


def tamper(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE journal_entry DISABLE TRIGGER journal_entry_append_only")
        cursor.execute(statement)
        cursor.execute("ALTER TABLE journal_entry ENABLE TRIGGER journal_entry_append_only")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        'UPDATE journal_entry SET facts = \'{"visibility": "customer"}\' WHERE seq = 2',
        "UPDATE journal_entry SET at = at + interval '1 microsecond' WHERE seq = 2",
        "UPDATE journal_entry SET by_id = 99 WHERE seq = 3",
        "DELETE FROM journal_entry WHERE seq = 2",
        "DELETE FROM journal_entry WHERE seq = 3",
        "UPDATE journal_head SET seq = 4",
        "UPDATE journal_text SET body = 'another'",
    ],
)
def test_verify_finds_an_edited_row(statement: str) -> None:
    for n in range(3):
        record(Noted(subject=matter()), by=CLERK, at=T, text=Text(f"note {n}"))
    assert list(queries.verify()) == []
    tamper(statement)
    assert list(queries.verify()) != []


@pytest.mark.django_db
def test_words_can_be_erased_and_the_chain_still_holds() -> None:
    record(Noted(subject=matter()), by=CLERK, at=T, text=Text("张女士 13800000000"))
    (line,) = queries.timeline(matter())
    assert line.text_id is not None
    assert actions.erase([line.text_id], rule="retention.note", at=T) == 1
    (line,) = queries.timeline(matter())
    assert (line.body, line.erased_rule) == (None, "retention.note")
    assert list(queries.verify()) == []


@pytest.mark.django_db
def test_a_day_is_sealed_once_and_a_broken_range_is_found() -> None:
    for n in range(5):
        record(Noted(subject=matter(n)), by=CLERK, at=T)
    today = Entry.objects.latest("pk").recorded_at.astimezone(SHANGHAI).date()
    seal = actions.seal(today, zone=SHANGHAI)
    assert seal is not None and seal.entries == 5
    assert actions.seal(today, zone=SHANGHAI) is None
    assert list(queries.verify()) == []
    tamper("DELETE FROM journal_entry WHERE subject_id = 3")
    tamper("DELETE FROM journal_head WHERE subject_id = 3")
    assert [p.where for p in queries.verify()] == [f"seal {today}"]


def test_the_merkle_root_depends_on_every_leaf_and_their_order() -> None:
    leaves = [bytes([n]) * 32 for n in range(7)]
    root = merkle.root(leaves)
    assert merkle.root(reversed(leaves)) != root
    assert all(merkle.root(leaves[:n] + leaves[n + 1 :]) != root for n in range(7))


@pytest.mark.django_db(transaction=True)
def test_two_writers_of_the_same_matters_queue_and_never_deadlock() -> None:
    errors: list[Exception] = []

    def write(order: list[int]) -> None:
        try:
            for _ in range(20):
                with transaction.atomic():
                    record_set([Fact(Noted(subject=matter(n)), CLERK, T) for n in order])
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=write, args=(order,)) for order in ([1, 2, 3], [3, 2, 1], [2, 3, 1])
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert sorted(Head.objects.values_list("subject_id", "seq")) == [(1, 60), (2, 60), (3, 60)]
    assert list(queries.verify()) == []
    assert Seal.objects.count() == 0


heard: list[Noted] = []


@actions.on(Noted, name="tests.hear")
def hear(event: Noted) -> None:
    heard.append(event)


@pytest.mark.django_db
def test_a_reaction_is_queued_with_the_entry_and_history_is_silent() -> None:
    heard.clear()
    entry = record(Noted(subject=matter(7)), by=CLERK, at=T)
    record_set([Fact(Noted(subject=matter(8)), CLERK, T)], react=False)
    (job,) = ProcrastinateJob.objects.filter(task_name="journal.react")
    assert job.args == {"entry_id": entry, "reaction": "tests.hear"}
    actions.run_reaction(**job.args)
    assert heard == [Noted(subject=matter(7))]


@pytest.mark.django_db
def test_the_nightly_job_seals_the_day_before() -> None:
    record(Noted(subject=matter()), by=CLERK, at=T)
    recorded = Entry.objects.get().recorded_at
    seal_task(int((recorded + timedelta(days=1)).timestamp()))
    assert Seal.objects.get().on == recorded.astimezone(SHANGHAI).date()
