"""员工关怀: sealed notes for the line of leaders and personnel, every opening on record, a day that reminds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate, now

from shouwen.domains.care import actions
from shouwen.domains.care.models import FOLLOW_UP, CareNote
from shouwen.kernel.actor import SYSTEM
from shouwen.kernel.errors import Refused
from shouwen.platform.journal.models import Entry, EntryText
from shouwen.platform.notify import resealing
from shouwen.platform.notify.models import Notice
from tests.world import World

SignedIn = Callable[[str], Client]
WORDS = "连续三通辱骂电话，已安排半天休整"
HX = {"HX-Request": "true"}
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def a_note(world: World, **given: Any) -> CareNote:
    terms: dict[str, Any] = {"text": WORDS, "follow_up": localdate() + DAY, **given}
    return actions.write(world.staff["0101"], **terms, by=world.actor("0102"), at=now())


def openings() -> list[tuple[int | None, bool]]:
    rows = Entry.objects.filter(kind="care.note.read").order_by("id")
    return [(e.by_id, e.facts["for_the_person"]) for e in rows]


def test_the_words_stand_sealed_and_nowhere_else(world: World) -> None:
    note = a_note(world)
    assert WORDS not in note.sealed
    assert not EntryText.objects.filter(body__contains="辱骂").exists()
    assert (CareNote, "sealed") in resealing.SEALED
    facts = Entry.objects.get(kind="care.note.written").facts
    assert WORDS not in str(facts) and facts["note_id"] == note.pk


def test_every_opening_is_on_record_and_a_get_opens_nothing(
    world: World, signed_in: SignedIn
) -> None:
    note, leader = a_note(world), signed_in("0102")
    listed = leader.get("/care/")
    assert (
        f'id="care-{note.pk}"' in listed.content.decode() and WORDS not in listed.content.decode()
    )
    assert leader.get(f"/care/{note.pk}/read").status_code == 405
    assert openings() == []
    assert WORDS in leader.post(f"/care/{note.pk}/read", headers=HX).content.decode()
    told = signed_in("0108").post(f"/care/{note.pk}/read", {"for": "person"}, headers=HX)
    assert WORDS in told.content.decode()
    assert openings() == [
        (world.account("0102").pk, False),
        (world.account("0108").pk, True),
    ]


def test_nobody_outside_the_line_sees_that_there_is_a_note(
    world: World, signed_in: SignedIn
) -> None:
    note = a_note(world)
    assert signed_in("0101").get("/care/").status_code == 403
    for number in ("0103", "0113", "0204", "0106"):
        client = signed_in(number)
        assert f'id="care-{note.pk}"' not in client.get("/care/?tab=all").content.decode()
        assert client.post(f"/care/{note.pk}/read").status_code == 404
        assert client.post(f"/care/{note.pk}/followed").status_code == 404
    assert openings() == []


def test_a_leader_writes_about_the_own_team_only(world: World, signed_in: SignedIn) -> None:
    leader = signed_in("0102")
    said = {"text": WORDS, "follow_up": (localdate() + DAY).isoformat()}
    for stranger in ("0301", "0102"):
        answer = leader.post("/care/new", said | {"staff_id": world.staff[stranger]}, headers=HX)
        assert answer.status_code == 422
        with pytest.raises(Refused) as refused:
            actions.write(world.staff[stranger], text=WORDS, by=world.actor("0102"), at=now())
        assert refused.value.code == "care_not_your_team"
    assert not CareNote.objects.exists()
    written = leader.post("/care/new", said | {"staff_id": world.staff["0101"]}, headers=HX)
    assert written.status_code == 204
    assert signed_in("0108").get("/care/new").status_code == 403
    for wrong in ({"text": " "}, {"follow_up": localdate() - 2 * DAY}):
        with pytest.raises(Refused):
            a_note(world, **wrong)
    assert CareNote.objects.count() == 1


def test_the_day_of_a_follow_up_begins_at_midnight_of_the_house(world: World) -> None:
    """Half past midnight in Shanghai is the evening before in UTC."""
    a_note(world, follow_up=date(2099, 5, 4))
    night = datetime(2099, 5, 3, 15, 30, tzinfo=UTC)
    assert [actions.remind(by=SYSTEM, at=night + n * HOUR) for n in (0, 1)] == [0, 1]


def test_a_follow_up_reminds_the_writer_once_and_ends_once(
    world: World, signed_in: SignedIn
) -> None:
    note, leader = a_note(world), signed_in("0102")
    assert actions.remind(by=SYSTEM, at=now()) == 0
    later = now() + 2 * DAY
    assert [actions.remind(by=SYSTEM, at=later) for _ in range(2)] == [1, 0]
    notice = Notice.objects.get(kind=FOLLOW_UP)
    assert notice.staff_id == world.staff["0102"]
    assert "话小满" not in leader.get("/notices/").content.decode()
    CareNote.objects.update(follow_up=localdate())
    assert leader.get("/leader/").context["care"] == [note]
    answers = [leader.post(f"/care/{note.pk}/followed", headers=HX).status_code for _ in range(2)]
    assert answers == [204, 409]
    assert leader.get("/leader/").context["care"] == []
