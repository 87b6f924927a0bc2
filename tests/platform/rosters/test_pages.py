"""The pages of rosters: the grid and its keys' address, own duties, swaps, contacts, shifts; and the API."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from shouwen.kernel.actor import SYSTEM
from shouwen.platform.access.actions import issue_token
from shouwen.platform.org.actions import set_contact, set_work_phone
from shouwen.platform.org.models import Staff
from shouwen.platform.rosters import actions, contacting
from shouwen.platform.rosters.models import Absence, Duty, Presence, Roster, Swap
from tests import world as cast
from tests.factories.org import a_colleague
from tests.factories.rosters import SHIFTS, a_roster, a_shift

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> cast.World:
    return cast.build()


@pytest.fixture
def roster(world: cast.World) -> Roster:
    """The hotline keeps one; one early place is needed every day."""
    unit = world.unit("QC-HOT")
    for shift in SHIFTS:
        n = 1 if shift["code"] == "early" else 0
        a_shift(unit, shift["code"], needed=n, needed_weekend=n, needed_holiday=n)
    return a_roster(unit, [s["code"] for s in SHIFTS])


def next_monday() -> date:
    today = timezone.localdate()
    return today + timedelta(days=7 - today.weekday())


def on_duty_now(world: cast.World, roster: Roster, number: str) -> None:
    """The 24-hour duty of the hotline runs."""
    now = timezone.now()
    Duty.objects.create(
        roster=roster,
        unit_id=world.units["QC-HOT"],
        staff_id=world.staff[number],
        shift_id=roster.unit.shifts.get(code="duty").pk,
        kind="duty24",
        on=timezone.localdate(now),
        since=now - timedelta(hours=1),
        until=now + timedelta(hours=3),
        state="published",
    )


def signed_in(client: Client, world: cast.World, number: str) -> Client:
    client.force_login(world.account(number))
    return client


def test_the_grid_sets_fills_and_publishes(client: Client, world: cast.World, roster: Roster):
    leader, monday = signed_in(client, world, "0102"), next_monday()
    page = leader.get(f"/rosters/{roster.pk}/?week={monday}").content.decode()
    assert "周一" in page or "Mon" in page
    agent = world.staff["0101"]
    put = {"staff": agent, "on": str(monday), "shift": "early"}
    answer = leader.post(f"/rosters/{roster.pk}/set/", put)
    assert answer.status_code == 200
    assert answer.content.decode().lstrip().startswith('<div id="roster"')
    assert Duty.objects.get().staff_id == agent
    leader.post(f"/rosters/{roster.pk}/fill/", {"week": str(monday)})
    assert Duty.objects.draft().count() == 7
    leader.post(f"/rosters/{roster.pk}/publish/", {"week": str(monday)})
    assert Duty.objects.published().count() == 7


def test_a_refusal_is_told_beside_the_week(client: Client, world: cast.World, roster: Roster):
    leader, monday = signed_in(client, world, "0102"), next_monday()
    put = {"staff": world.staff["0101"], "on": str(monday), "shift": "duty"}
    answer = leader.post(f"/rosters/{roster.pk}/set/", put)
    assert json.loads(answer.headers["HX-Trigger"])["toast"]["tone"] == "warn"
    assert not Duty.objects.exists()


def test_a_reason_needs_the_right_to_override(client: Client, world: cast.World, roster: Roster):
    leader, monday = signed_in(client, world, "0102"), next_monday()
    put = {"staff": world.staff["0101"], "on": str(monday), "shift": "early"}
    leader.post(f"/rosters/{roster.pk}/set/", put)
    given = {"week": str(monday), "despite": "人手不足"}
    assert leader.post(f"/rosters/{roster.pk}/publish/", given).status_code == 403
    head = signed_in(Client(), world, "0107")
    assert head.post(f"/rosters/{roster.pk}/publish/", given).status_code == 403
    a_manager = a_colleague(world.unit("QC-HOT"), role="duty_manager", login="dm", at=cast.BEGAN)
    manager = Client()
    assert a_manager.account is not None
    manager.force_login(a_manager.account)
    assert manager.post(f"/rosters/{roster.pk}/publish/", given).status_code == 200
    assert Duty.objects.published().count() == 1


def test_who_plans_nothing_sees_what_is_in_force_and_changes_nothing(
    client: Client, world: cast.World, roster: Roster
):
    monday = next_monday()
    by, at = world.actor("0102"), timezone.now()
    actions.set_duty(roster.pk, world.staff["0101"], monday, "early", by=by, at=at)
    agent = signed_in(client, world, "0101")
    page = agent.get(f"/rosters/{roster.pk}/?week={monday}").content.decode()
    assert 'data-k="day"' not in page
    assert "data-cell" not in page
    assert agent.post(f"/rosters/{roster.pk}/set/", {}).status_code == 403


@pytest.mark.parametrize("people", [1, 3])
def test_the_week_takes_as_many_statements_for_one_person_as_for_three(
    client: Client, world: cast.World, roster: Roster, people: int
):
    by, at, monday = world.actor("0102"), timezone.now(), next_monday()
    for _ in range(people):
        person = a_colleague(world.unit("QC-HOT"), at=cast.BEGAN)
        actions.set_duty(roster.pk, person.pk, monday, "early", by=by, at=at)
    leader = signed_in(client, world, "0102")
    leader.get(f"/rosters/{roster.pk}/")
    with CaptureQueriesContext(connection) as caught:
        leader.get(f"/rosters/{roster.pk}/?week={monday}")
    assert len(caught) <= 26


def test_own_duties_presence_and_a_swap_from_ask_to_approval(
    client: Client, world: cast.World, roster: Roster
):
    monday, at = next_monday(), timezone.now()
    colleague = a_colleague(world.unit("QC-HOT"), login="second", at=cast.BEGAN)
    assert colleague.account is not None
    for n in range(7):
        who = world.staff["0101"] if n % 2 == 0 else colleague.pk
        actions.set_duty(roster.pk, who, monday + timedelta(days=n), "early", by=world.actor("0102"), at=at)  # fmt: skip
    actions.publish(roster.pk, monday, by=world.actor("0102"), at=at)
    agent = signed_in(client, world, "0101")
    assert "早班" in agent.get("/rosters/mine/").content.decode()
    assert agent.post("/rosters/mine/check/", {"state": "on"}).status_code == 302
    assert Presence.objects.get().state == "on"
    duty = Duty.objects.get(on=monday)
    assert colleague.name in agent.get(f"/rosters/duties/{duty.pk}/swap/").content.decode()
    agent.post(f"/rosters/duties/{duty.pk}/swap/", {"choice": str(colleague.pk), "note": "有事"})
    swap = Swap.objects.get()
    second = Client()
    second.force_login(colleague.account)
    second.post(f"/rosters/swaps/{swap.pk}/answer/", {"verb": "agree"})
    leader = signed_in(Client(), world, "0102")
    assert "有事" in leader.get("/rosters/swaps/").content.decode()
    leader.post(f"/rosters/swaps/{swap.pk}/answer/", {"verb": "approve"})
    duty.refresh_from_db()
    assert duty.staff_id == colleague.pk


def test_an_absence_shows_as_a_gap_and_somebody_is_proposed(
    client: Client, world: cast.World, roster: Roster
):
    leader, monday = signed_in(client, world, "0102"), next_monday()
    actions.set_duty(roster.pk, world.staff["0101"], monday, "early", by=world.actor("0102"), at=timezone.now())  # fmt: skip
    away = {"week": str(monday), "staff": world.staff["0101"], "kind": "leave", "first": str(monday), "last": str(monday)}  # fmt: skip
    assert leader.post(f"/rosters/{roster.pk}/absence/", away).status_code == 302
    assert Absence.objects.get().staff_id == world.staff["0101"]
    remedy = leader.get(f"/rosters/{roster.pk}/remedy/?week={monday}").content.decode()
    assert "班立夏" in remedy


def test_shifts_and_rosters_are_defined_on_the_page(client: Client, world: cast.World):
    head = signed_in(client, world, "0113")
    unit = world.units["QC-NET"]
    form = {
        "code": "noon", "name": "午间值守", "short": "午", "kind": "cover", "starts": "12:00",
        "ends": "13:30", "needed": 1, "needed_weekend": 0, "needed_holiday": 0,
    }  # fmt: skip
    assert head.post(f"/rosters/shifts/{unit}/define/", form).status_code == 302
    assert head.post(f"/rosters/shifts/{unit}/define/", {}).status_code == 422
    keep = {"name": "值守", "shifts": "noon", "days_ahead": 5}
    assert head.post(f"/rosters/shifts/{unit}/keep/", keep).status_code == 302
    assert head.post(f"/rosters/shifts/{unit}/keep/", keep).status_code == 422
    assert "午间值守" in head.get(f"/rosters/shifts/{unit}/").content.decode()
    head.post(f"/rosters/shifts/{unit}/chain/", {"level_1": "department_clerk"})
    assert "网维新" in head.get(f"/rosters/shifts/{unit}/").content.decode()


def test_the_week_leaves_as_csv(client: Client, world: cast.World, roster: Roster):
    answer = signed_in(client, world, "0102").get(f"/rosters/{roster.pk}/export/")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert "话小满" in answer.content.decode()


def test_the_api_tells_who_is_on_duty_within_the_scope(client: Client, world: cast.World, roster: Roster):  # fmt: skip
    secret = issue_token(world.account("0102").pk, "x", by=world.actor("0102"), at=cast.BEGAN)
    headers = {"Authorization": f"Bearer {secret}"}
    assert client.get("/api/v1/rosters/on-duty?unit=QC-HOT", headers=headers).json() == []
    assert client.get("/api/v1/rosters/on-duty?unit=DH", headers=headers).status_code == 404
    asked = "/api/v1/rosters/on-duty?unit=QC-HOT&at=2026-11-24T08:00:00"
    assert client.get(f"{asked}%2B17:53", headers=headers).json() == []  # no offset of the database
    assert client.get(asked, headers=headers).status_code == 422
    week = client.get(f"/api/v1/rosters/{roster.pk}/week?day=2025-10-15", headers=headers).json()
    assert (week["monday"], week["missing"], week["duties"]) == ("2025-10-13", 0, [])


def test_the_strip_of_the_header_names_the_duty_manager(client: Client, world: cast.World, roster: Roster):  # fmt: skip
    on_duty_now(world, roster, "0102")
    page = signed_in(client, world, "0203").get("/rosters/strip/")
    assert "班立夏" in page.content.decode()
    assert page.headers["Cache-Control"] == "private, max-age=120"


@pytest.mark.item("S003-17")
def test_gaps_are_flagged_to_who_plans_and_a_notice_comes(world: cast.World, roster: Roster):
    from shouwen.kernel.subject import Subject
    from shouwen.platform.journal.models import Entry
    from shouwen.platform.notify.models import Notice
    from shouwen.platform.notify.roster_notices import tell_about_gaps
    from shouwen.platform.rosters.events import GapsFlagged

    at = timezone.now()
    assert actions.flag_gaps(at=at) == 1
    entry = Entry.objects.get(kind="rosters.roster.gaps_flagged")
    assert entry.facts["staff_ids"] == [world.staff["0102"]]
    assert entry.facts["gaps"][0]["shift"] == "early"
    event = GapsFlagged.restore(Subject("roster", roster.pk), entry.facts)
    for _ in range(2):
        tell_about_gaps(event)
    assert [n.staff_id for n in Notice.objects.all()] == [world.staff["0102"]]


def test_a_county_reads_its_own_contacts_and_the_departments_not_another_countys(
    world: cast.World, client: Client
) -> None:
    for unit, number in [("DH-01", "0202"), ("XS-01", "0302"), ("QC-NET", "0113")]:
        person = Staff.objects.get(number=number)
        set_contact(world.unit(unit).pk, "宽带", "A", person.pk, by=SYSTEM, at=cast.BEGAN)
    names = ("派东河", "派西山", "网主管")

    def read(number: str) -> list[bool]:
        page = signed_in(client, world, number).get("/rosters/contacts/").content.decode()
        return [name in page for name in names]

    assert read("0204") == [True, False, True]
    assert read("0302") == [False, True, True]
    assert read("0101") == [True, True, True]


@pytest.mark.item("S003-32")
def test_the_board_lists_every_department_with_phones_cover_and_is_searched(
    world: cast.World, client: Client
) -> None:
    at = timezone.now()
    contact, cover = (Staff.objects.get(number=n) for n in ("0112", "0113"))
    set_contact(world.unit("QC-NET").pk, "宽带", "A", contact.pk, by=SYSTEM, at=cast.BEGAN)
    for person, phone in ((contact, "0999-555 0112,7"), (cover, "0999-5550113")):
        set_work_phone(person.pk, phone, by=SYSTEM, at=at)
    today = timezone.localdate()
    by = world.actor("0113")
    actions.record_absence(
        contact.pk, "leave", first=today, last=today, deputy_id=cover.pk, by=by, at=at
    )
    agent = signed_in(client, world, "0101")
    with CaptureQueriesContext(connection) as statements:
        page = agent.get("/rosters/contacts/").content.decode()
    assert len(statements) < 24
    assert 'href="tel:09995550112,7"' in page
    assert 'href="tel:09995550113"' in page  # who covers
    assert all(name in page for name in ("网络维护部", "市场部", "人力资源部"))
    assert f"{timezone.localtime(at):%Y-%m-%d}" in page

    def finds(text: str) -> bool:
        shown = agent.get("/rosters/contacts/", {"q": text}).content.decode()
        return "网络维护部" in shown and "人力资源部" not in shown

    assert all(map(finds, ("网维新", "wwx", "wlwhb", "宽带", "0112")))
    assert 'href="tel:' not in agent.get("/rosters/contacts/", {"q": "zzz"}).content.decode()
    told = agent.get("/api/v1/rosters/contacts", {"q": "网维新"}).json()
    assert (told["units"], told["after"]) == (1, None)
    [line] = told["items"][0]["lines"]
    assert (line["topics"], line["a"]["phone"], line["a"]["cover"]["staff"], line["b"]) == (
        ["宽带"],
        "0999-555 0112,7",
        cover.pk,
        None,
    )


def test_whoever_is_on_duty_is_found_though_nobody_named_him(
    world: cast.World, client: Client, roster: Roster
) -> None:
    """A hotline names no contacts: it stands on the board while somebody is on duty there."""
    agent, at = signed_in(client, world, "0101"), timezone.now()
    everybody = set(world.units.values())
    assert contacting.board(everybody, on_duty=True, at=at).entries == []
    on_duty_now(world, roster, "0101")
    for wanted in ({"on": "1"}, {"q": "话小满"}):
        page = agent.get("/rosters/contacts/", wanted).content.decode()
        assert "话小满" in page and "人力资源部" not in page
    told = agent.get("/api/v1/rosters/contacts", {"on_duty": "true"}).json()
    assert [[who["name"] for who in one["on_duty"]] for one in told["items"]] == [["话小满"]]
