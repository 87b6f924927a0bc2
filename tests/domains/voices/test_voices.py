"""意见簿 and 员工建议: each entry one case with a limit of its own, answered where it was written."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q
from django.test import Client
from django.utils.timezone import localdate, now

from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.models import Case
from shouwen.domains.intake.actions import NewCaller
from shouwen.domains.voices import actions
from shouwen.domains.voices.errors import AlreadyEntered, NoHall, NotAnswered, WrittenLater
from shouwen.domains.voices.models import BookEntry, Suggestion
from shouwen.kernel.actor import SYSTEM
from shouwen.kernel.errors import Refused
from shouwen.platform.clocks import actions as clocks
from shouwen.platform.clocks.models import Clock, Limit
from shouwen.platform.journal.models import Entry
from shouwen.platform.policies.actions import install_presets
from tests.world import World, build

SignedIn = Callable[[str], Client]
TEXT = "缴费排队太久，建议增加自助机"


def an_entry(world: World, **given: Any) -> BookEntry:
    at = given.pop("at", now())
    hall = given.pop("hall", world.units["DH-01-H"])
    terms = {
        "book": "2026-1",
        "number": 7,
        "written_on": at.date() - timedelta(days=2),
        "kind": "suggestion",
        "text": TEXT,
        "writer": NewCaller(),
    }
    return actions.enter(hall, **{**terms, **given}, by=world.actor("0201"), at=at)


def test_an_entry_is_a_case_of_its_hall_with_the_limit_of_the_book(world: World) -> None:
    entry = an_entry(world, kind="consultation", writer=NewCaller("何小满", "10012345678"))
    case = entry.case
    assert (case.channel, case.owner_unit_id, case.owner_id) == (
        "book",
        world.units["DH-01-H"],
        world.staff["0201"],
    )
    assert case.customer is not None and case.customer.name == "何小满"
    clock = Clock.objects.get(
        subject_kind="case", subject_id=case.pk, kind="resolution", basis="internal"
    )
    assert clock.limit is not None and clock.limit.amount == 9
    assert TEXT not in str(list(Entry.objects.values_list("facts", flat=True)))


def test_what_is_refused_leaves_no_case(world: World) -> None:
    first, at = an_entry(world), now()
    for wrong, refusal in (
        ({}, AlreadyEntered),
        ({"number": 8, "written_on": at.date() + timedelta(days=2)}, WrittenLater),
        ({"number": 8, "hall": world.units["DH-01-G1"]}, NoHall),
    ):
        with pytest.raises(refusal):
            an_entry(world, **wrong)
    with pytest.raises(NotAnswered):
        actions.paste(first.pk, by=world.actor("0201"), at=at)
    assert Case.objects.count() == BookEntry.objects.count() == 1


def test_the_answer_goes_into_the_book_without_the_customers_numbers(
    world: World, signed_in: SignedIn
) -> None:
    entry, clerk = an_entry(world), signed_in("0201")
    by, at = world.actor("0201"), now()
    assert clerk.get("/book/").content.decode().count(f'id="entry-{entry.pk}"') == 1
    cases.accept(entry.case_id, by=by, at=at)
    cases.answer(entry.case_id, text="已加装两台，详询 13812345678", contacted=True, by=by, at=at)
    page = clerk.get(f"/book/{entry.pk}/slip").content.decode()
    assert "已加装两台" in page and "13812345678" not in page
    assert f'id="entry-{entry.pk}"' in clerk.get("/book/?tab=paste").content.decode()
    for _twice in range(2):
        assert clerk.post(f"/book/{entry.pk}/pasted").status_code == 302
    entry.refresh_from_db()
    assert entry.pasted_by_id == world.staff["0201"]
    assert f'id="entry-{entry.pk}"' not in clerk.get("/book/?tab=paste").content.decode()
    assert signed_in("0301").get(f"/book/{entry.pk}/slip").status_code == 404
    assert signed_in("0112").get("/book/").status_code == 403
    cases.reopen(entry.case_id, text="仍排队", by=by, at=now())
    cases.answer(entry.case_id, text="已再加装一台", contacted=True, by=by, at=now())
    assert "已再加装一台" in clerk.get(f"/book/{entry.pk}/slip").content.decode()
    assert f"/book/{entry.pk}/pasted" in clerk.get("/book/?tab=paste").content.decode()
    assert clerk.post(f"/book/{entry.pk}/pasted").status_code == 302
    assert f'id="entry-{entry.pk}"' not in clerk.get("/book/?tab=paste").content.decode()


def test_the_clerk_types_one_after_the_other(world: World, signed_in: SignedIn) -> None:
    clerk, hall = signed_in("0201"), world.units["DH-01-H"]
    said = {
        "hall": hall,
        "book": "3",
        "number": 11,
        "written_on": now().date().isoformat(),
        "kind": "commendation",
        "text": "感谢厅里的小姑娘",
        "then": "next",
    }
    assert clerk.post("/book/new", said).headers["Location"] == "/book/new"
    form = clerk.get("/book/new").content.decode()
    assert 'value="12"' in form and 'value="3"' in form
    assert clerk.post("/book/new", said).status_code == 409
    foreign = {**said, "hall": world.units["XS-01-H"], "number": 12}
    assert clerk.post("/book/new", foreign).status_code == 422
    assert clerk.post("/book/new", {**said, "number": 12, "text": " "}).status_code == 422
    assert BookEntry.objects.count() == Case.objects.count() == 1
    listed = clerk.get("/cases/?channel=book").content.decode()
    assert Case.objects.get().number in listed


def test_whoever_suggests_without_a_name_is_on_no_record_of_the_case(
    world: World, signed_in: SignedIn
) -> None:
    author, other = signed_in("0203"), signed_in("0101")
    assert (
        author.post("/suggestions/", {"text": "网格工具领用太慢", "nameless": "on"}).status_code
        == 302
    )
    made = Suggestion.objects.select_related("case").get()
    case = made.case
    assert (case.kind, case.channel, case.owner_id) == ("suggestion", "staff", None)
    assert case.owner_unit_id == world.units["QC"]
    told = Entry.objects.filter(subject_kind="case", subject_id=case.pk)
    assert told.exists() and not told.exclude(by_id=None).exists()
    by, at = world.actor("0106"), now()
    cases.accept(case.pk, by=by, at=at)
    cases.answer(case.pk, text="已改为线上领用", contacted=True, by=by, at=at)
    assert "已改为线上领用" in author.get("/suggestions/").content.decode()
    assert case.number not in other.get("/suggestions/").content.decode()
    named = actions.suggest(
        world.staff["0101"], text="话术第三条有误", named=True, by=world.actor("0101"), at=at
    )
    assert Entry.objects.filter(
        subject_kind="case", subject_id=named.case_id, by_id=world.account("0101").pk
    ).exists()


@pytest.mark.django_db(transaction=True)
def test_two_clerks_with_the_same_entry_make_one_case() -> None:
    install_presets()
    world = build()
    gate = Barrier(2)

    def type_in(_nth: int) -> str:
        try:
            gate.wait()
            return an_entry(world).case.number
        except Refused as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as crew:
        got = sorted(crew.map(type_in, range(2)))
    assert got[1] == "book_already_entered" or got[0] == "book_already_entered"
    assert BookEntry.objects.count() == Case.objects.count() == 1


def test_an_installation_from_before_the_book_gets_its_limits_from_the_upgrade_on(
    world: World,
) -> None:
    """In front of the rule they precede in the shipped table, once, and not where people ended them."""
    book, staff = Limit.objects.filter(match__channel="book"), {"channel": "staff"}
    ranks = list(Limit.objects.filter(kind="resolution").order_by("rank").values_list("match"))
    Limit.objects.filter(Q(match__channel="book") | Q(match__contains=staff)).delete()
    at = now()
    for _ in range(2):
        actions.install_presets(by=SYSTEM, at=at)
    assert [limit.valid.lower for limit in book] == [localdate(at)]
    again = list(Limit.objects.filter(kind="resolution").order_by("rank").values_list("match"))
    assert again == ranks
    later = at + timedelta(days=1)
    entry = an_entry(world, at=later, kind="consultation")
    clock = Clock.objects.get(
        subject_kind="case", subject_id=entry.case_id, kind="resolution", basis="internal"
    )
    assert clock.limit == book.get()
    clocks.end_limit(clock.limit.policy_id, clock.limit.rank, on=localdate(later), by=SYSTEM, at=at)
    actions.install_presets(by=SYSTEM, at=later)
    assert book.count() == 1
