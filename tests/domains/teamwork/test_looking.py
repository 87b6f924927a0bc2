"""Who has a case open, and which cases moved since somebody looked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.utils.timezone import now

from shouwen.domains.cases import actions as cases
from shouwen.domains.teamwork import actions, queries
from shouwen.domains.teamwork.models import Looked, Presence
from shouwen.platform.journal.queries import last_seq
from tests.factories.cases import T0, a_case
from tests.world import World

SignedIn = Callable[[str], Client]
MINUTE = timedelta(minutes=1)


def test_a_case_is_new_when_somebody_else_moved_it_since(world: World):
    case = a_case(world.actor("0101"))
    leader, ids = world.staff["0102"], [case.pk]
    assert queries.changed(ids, leader, T0) == {}  # never looked, and not the own work
    actions.look(case.pk, staff_id=leader, seq=last_seq(case.subject), at=T0)
    cases.note(case.pk, text="自己写的", by=world.actor("0102"), at=T0 + MINUTE)
    assert queries.changed(ids, leader, T0) == {}
    cases.note(case.pk, text="客户又来电", by=world.actor("0101"), at=T0 + 2 * MINUTE)
    assert queries.changed(ids, leader, T0) == {case.pk: {"new"}}
    actions.look(case.pk, staff_id=leader, seq=last_seq(case.subject), at=T0 + 3 * MINUTE)
    actions.look(case.pk, staff_id=leader, seq=1, at=T0 + 4 * MINUTE)  # an old page, still open
    assert queries.changed(ids, leader, T0) == {}


def test_what_was_handed_over_and_never_opened_is_new(world: World):
    case = a_case(world.actor("0101"))
    expert = world.staff["0104"]
    cases.dispatch(
        case.pk,
        unit_id=world.units["QC-EXP"],
        staff_id=expert,
        by=world.actor("0101"),
        at=T0 + MINUTE,
    )
    assert queries.changed([case.pk], expert, T0) == {case.pk: {"new"}}


def test_an_entry_not_written_yet_cannot_be_read(world: World):
    case = a_case(world.actor("0101"))
    actions.look(case.pk, staff_id=world.staff["0102"], seq=999, at=T0)
    assert Looked.objects.get().seq == last_seq(case.subject)


def test_an_open_page_tells_the_others_and_is_forgotten(world: World, signed_in: SignedIn):
    case = a_case(world.actor("0101"))
    leader, front = signed_in("0102"), signed_in("0101")
    place = f"/teamwork/case/{case.pk}/here"
    assert f'src="{place}"' in front.get(f"/cases/{case.pk}/").content.decode()
    assert leader.post(place, {"seen": "1", "writing": "1"}).content == b""
    heard = front.post(place, {"seen": "x"}, headers={"Accept-Language": "zh-hans"})
    assert "班立夏" in heard.content.decode()
    assert place in front.get(f"/cases/{case.pk}/panel").content.decode()
    Presence.objects.update(at=now() - MINUTE)
    assert front.post(place).content == b""
    assert Presence.objects.count() == 1  # the own one; the old one is gone
    assert signed_in("0301").post(place).status_code == 404


def test_the_list_marks_what_changed(world: World, signed_in: SignedIn):
    case = a_case(world.actor("0101"))
    leader = signed_in("0102")
    assert "data-new" not in leader.get("/cases/").content.decode()
    leader.post(f"/teamwork/case/{case.pk}/here", {"seen": "1"})
    cases.note(case.pk, text="客户又来电", by=world.actor("0101"), at=now())
    assert "data-new" in leader.get("/cases/").content.decode()
