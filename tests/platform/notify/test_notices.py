"""Notices: who is told when a clock fires, once, until the person acknowledges."""

from __future__ import annotations

import pytest

from shouwen.kernel.actor import SYSTEM
from shouwen.kernel.subject import Subject
from shouwen.platform.clocks.events import StepFired
from shouwen.platform.journal.models import Entry
from shouwen.platform.journal.queries import timeline
from shouwen.platform.notify import actions, queries, words
from shouwen.platform.notify.models import Notice
from shouwen.platform.notify.reactions import tell_about_a_step
from tests import world as cast
from tests.factories.org import AT

pytestmark = pytest.mark.django_db

CASE = Subject("matter", 42)


@pytest.fixture
def world():
    return cast.build()


def fired(world, *, step: int, person: str | None, unit: str = "QC-HOT") -> StepFired:
    return StepFired(
        subject=CASE,
        clock=7,
        clock_kind="resolution",
        basis="internal",
        step=step,
        due_at=AT,
        late=False,
        due_passed=step > 1,
        unit=world.units[unit],
        person=world.staff[person] if person else None,
        owner_unit=world.units["QC-HOT"],
    )


def told() -> list[tuple[str, str]]:
    rows = Notice.objects.order_by("staff__number").values_list("staff__number", "kind")
    return list(rows)


def test_a_warning_goes_to_whoever_has_the_matter(world):
    tell_about_a_step(fired(world, step=1, person="0101"))
    assert told() == [("0101", words.STEP_WARNING)]


def test_a_breach_goes_to_the_leader_too(world):
    tell_about_a_step(fired(world, step=2, person="0101"))
    assert told() == [("0101", words.STEP_BREACH), ("0102", words.STEP_BREACH)]


def test_a_matter_nobody_holds_goes_to_the_leaders_at_once(world):
    tell_about_a_step(fired(world, step=1, person=None, unit="DH-01-G1"))
    assert told() == [("0204", words.STEP_WARNING)]


def test_a_leader_who_has_the_matter_is_told_once(world):
    tell_about_a_step(fired(world, step=2, person="0102"))
    assert told() == [("0102", words.STEP_BREACH)]


def test_the_reaction_may_run_twice(world):
    event = fired(world, step=1, person="0101")
    tell_about_a_step(event)
    entries = Entry.objects.count()
    tell_about_a_step(event)
    assert len(told()) == 1 and Entry.objects.count() == entries


def test_telling_and_acknowledging_stand_on_the_matters_timeline(world):
    tell_about_a_step(fired(world, step=1, person="0101"))
    staff, (notice,) = world.staff["0101"], Notice.objects.all()
    at = notice.at
    assert actions.acknowledge(staff, [notice.pk], by=world.actor("0101"), at=at) == 1
    assert actions.acknowledge(staff, [notice.pk], by=world.actor("0101"), at=at) == 0
    kinds = [entry.kind for entry in timeline(CASE)]
    assert kinds == ["notify.notice.sent", "notify.notice.acknowledged"]
    assert queries.unread_count(staff) == 0


def test_nobody_acknowledges_for_another(world):
    tell_about_a_step(fired(world, step=1, person="0101"))
    (notice,) = Notice.objects.all()
    other = world.staff["0102"]
    assert actions.acknowledge(other, [notice.pk], by=world.actor("0102"), at=notice.at) == 0
    assert queries.unread_count(world.staff["0101"]) == 1


def tell(world, n: int) -> None:
    for key in range(n):
        actions.tell(
            Subject("matter", key),
            words.STEP_WARNING,
            [world.staff["0101"]],
            key=f"k{key}",
            by=SYSTEM,
            at=AT,
        )


@pytest.mark.parametrize("n", [1, 3])
def test_the_page_names_matters_through_their_owner(
    client, world, monkeypatch, n, django_assert_num_queries
):
    monkeypatch.setitem(
        words._presenters,
        "matter",
        lambda ids: {pk: words.Named(f"事项 {pk}", f"/matters/{pk}/") for pk in ids},
    )
    tell(world, n)
    client.force_login(world.account("0101"))
    client.get("/notices/")
    with django_assert_num_queries(6):
        page = client.get("/notices/").content.decode()
    assert page.count("/matters/") == n and "事项 0" in page


def test_what_came_in_after_the_page_stays_unread(client, world):
    tell(world, 2)
    client.force_login(world.account("0101"))
    newest = client.get("/notices/").context["newest"]
    tell(world, 3)
    client.post("/notices/all/acknowledge/", {"until": newest})
    assert queries.unread_count(world.staff["0101"]) == 1
    assert len(client.get("/notices/", {"all": "1"}).context["lines"]) == 3


def test_one_notice_is_acknowledged_from_the_list(client, world):
    tell(world, 1)
    client.force_login(world.account("0101"))
    client.post(f"/notices/{Notice.objects.get().pk}/acknowledge/")
    assert queries.unread_count(world.staff["0101"]) == 0


def test_the_bell_says_nothing_new_while_nothing_is_new(client, world):
    client.force_login(world.account("0101"))
    first = client.get("/notices/bell/")
    again = client.get("/notices/bell/", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    tell(world, 1)
    rung = client.get("/notices/bell/", headers={"If-None-Match": first.headers["ETag"]})
    assert rung.status_code == 200 and 'id="bell"' in rung.content.decode()


def test_an_administrator_without_a_post_has_an_empty_page(client, world):
    client.force_login(world.administrator)
    assert client.get("/notices/").status_code == 200
    assert client.get("/notices/bell/").status_code == 200
