"""Who watches a case hears what others do in it; whom a note names hears of it, and nobody who may not see it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.models import Case
from shouwen.domains.watching import actions, queries
from shouwen.domains.watching.errors import NoPerson
from shouwen.domains.watching.events import CaseMentioned
from shouwen.domains.watching.models import Watch
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.journal.actions import run_reaction
from shouwen.platform.journal.models import Entry
from shouwen.platform.notify.models import Notice
from shouwen.platform.org.actions import StaffRow, ensure_staff, leave
from tests.factories.cases import T0, a_case
from tests.world import World

SignedIn = Callable[[str], Client]
MINUTE = timedelta(minutes=1)


def heard(world: World, number: str) -> list[tuple[str, object]]:
    found = Notice.objects.filter(staff_id=world.staff[number]).order_by("pk")
    return [(notice.kind, notice.params.get("n")) for notice in found]


def noted(case: Case, world: World, text: str, *, by: str = "0101") -> int:
    """Write a note and let it be read, as the job does; twice, for a retry must not double."""
    cases.note(case.pk, text=text, by=world.actor(by), at=T0 + MINUTE)
    entry = Entry.objects.filter(subject_id=case.pk, kind="cases.case.noted").latest("pk").pk
    for _again in range(2):
        run_reaction(entry_id=entry, reaction="watching.tell_the_mentioned")
    return entry


def test_the_watcher_hears_once_of_what_others_did(world: World) -> None:
    case = a_case(world.actor("0101"))
    actions.watch(case.pk, by=world.actor("0102"), at=T0)
    assert actions.tell_of_news("soon", at=T0) == 0
    cases.note(case.pk, text="自己写的", by=world.actor("0102"), at=T0 + MINUTE)
    assert actions.tell_of_news("soon", at=T0 + MINUTE) == 0
    cases.note(case.pk, text="客户又来电", by=world.actor("0101"), at=T0 + 2 * MINUTE)
    cases.note(case.pk, text="已约明天", by=world.actor("0101"), at=T0 + 3 * MINUTE)
    assert actions.tell_of_news("daily", at=T0 + 4 * MINUTE) == 0  # not how this one hears
    assert actions.tell_of_news("soon", at=T0 + 4 * MINUTE) == 1
    assert actions.tell_of_news("soon", at=T0 + 5 * MINUTE) == 0
    assert heard(world, "0102") == [("watching.news", 2)]


def test_once_a_day_is_one_notice_for_all_cases(world: World) -> None:
    watched = [a_case(world.actor("0101")) for _ in range(3)]
    for case in watched:
        actions.watch(case.pk, how="daily", by=world.actor("0102"), at=T0)
        cases.note(case.pk, text="有进展", by=world.actor("0101"), at=T0 + MINUTE)
    assert actions.tell_of_news("daily", at=T0 + 2 * MINUTE) == 1
    assert heard(world, "0102") == [("watching.gathered", 3)]


def test_watching_again_changes_how_and_ends_once(world: World) -> None:
    case, leader = a_case(world.actor("0101")), world.actor("0102")
    actions.watch(case.pk, by=leader, at=T0)
    actions.watch(case.pk, how="daily", by=leader, at=T0 + MINUTE)
    assert Watch.objects.live().get().how == "daily"
    assert actions.unwatch(case.pk, by=leader, at=T0 + MINUTE)
    assert not actions.unwatch(case.pk, by=leader, at=T0 + MINUTE)
    actions.watch(case.pk, by=leader, at=T0 + 2 * MINUTE)
    assert Watch.objects.count() == 2
    with pytest.raises(NoPerson):
        actions.watch(case.pk, by=SYSTEM, at=T0)


def test_who_may_no_longer_see_a_case_hears_nothing_more(world: World) -> None:
    """The leader of the shift leaves; what happens afterwards is not theirs to know."""
    case = a_case(world.actor("0101"))
    actions.watch(case.pk, by=world.actor("0102"), at=T0)
    leave(world.staff["0102"], by=SYSTEM, at=T0 + MINUTE)
    cases.note(case.pk, text="客户又来电", by=world.actor("0101"), at=T0 + 2 * MINUTE)
    assert actions.tell_of_news("soon", at=T0 + 3 * MINUTE) == 0
    assert heard(world, "0102") == []
    assert not Watch.objects.live().exists()


def test_a_note_reaches_whom_it_names_and_says_whom_it_does_not(world: World) -> None:
    case = a_case(world.actor("0101"))
    entry = noted(case, world, "@班立夏请看一下，＠派西山 也请看，@没有这人")
    assert heard(world, "0102") == [("watching.mentioned", None)]
    assert heard(world, "0302") == []
    told = Entry.objects.get(subject_id=case.pk, kind=CaseMentioned.kind).facts
    assert told["staff_ids"] == [world.staff["0102"]]
    assert told["unreached"] == [world.staff["0302"]]
    assert told["entry_id"] == entry


def test_of_two_of_one_name_the_number_decides(world: World) -> None:
    row = StaffRow(number="0999", name="班立夏", unit_code="QC-HOT", role="agent")
    ensure_staff([row], by=SYSTEM, at=T0)
    assert queries.names_in("@班立夏看看").unclear == ["班立夏"]
    assert queries.names_in("@班立夏(0102)看看").staff_ids == [world.staff["0102"]]
    assert queries.names_in("写信到 a@b.cn 即可").staff_ids == []
    case = a_case(world.actor("0101"))
    noted(case, world, "@班立夏看看")
    assert Entry.objects.get(subject_id=case.pk, kind=CaseMentioned.kind).facts["unclear"] == 1
    assert heard(world, "0102") == []


def test_a_plain_note_leaves_no_trace(world: World) -> None:
    case = a_case(world.actor("0101"))
    noted(case, world, "没有提到任何人")
    assert not Entry.objects.filter(kind=CaseMentioned.kind).exists()


def test_the_pages_watch_list_and_leave(world: World, signed_in: SignedIn) -> None:
    case, leader = a_case(world.actor("0101")), signed_in("0102")
    other = signed_in("0302")
    assert other.post(f"/watching/case/{case.pk}/watch").status_code == 404
    done = leader.post(
        f"/watching/case/{case.pk}/watch", {"how": "daily"}, headers={"HX-Request": "true"}
    )
    assert done.status_code == 204
    cases.note(case.pk, text="有进展", by=world.actor("0101"), at=T0 + MINUTE)
    page = leader.get("/watching/").content.decode()
    assert case.number in page
    seen = signed_in("0101").get(f"/cases/{case.pk}/").content.decode()
    assert "班立夏" in seen and "/unwatch" not in seen
    assert "/unwatch" in leader.get(f"/cases/{case.pk}/").content.decode()
    assert case.number not in other.get("/watching/").content.decode()
    leader.post(f"/watching/case/{case.pk}/unwatch")
    assert case.number not in leader.get("/watching/").content.decode()


def test_colleagues_are_offered_by_initials(world: World, signed_in: SignedIn) -> None:
    found = signed_in("0101").get("/watching/people", {"q": "blx"}).json()["people"]
    assert [(p["name"], p["number"]) for p in found] == [("班立夏", "0102")]
    assert found[0]["unit"]
    assert signed_in("0101").get("/watching/people").json() == {"people": []}
