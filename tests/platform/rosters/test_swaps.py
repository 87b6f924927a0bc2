"""Ask, agree, approve; and two things at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection

from shouwen.platform.journal.models import Entry
from shouwen.platform.rosters import actions, errors
from shouwen.platform.rosters.models import Duty, Swap
from tests.factories.org import a_colleague
from tests.factories.rosters import MONDAY, NOW, Hotline, a_hotline

TUESDAY = MONDAY + timedelta(days=1)


def a_published_pair() -> tuple[Hotline, Duty, Duty]:
    """The first agent works early on Monday, the second late on Tuesday."""
    hotline = a_hotline()
    hotline.put(hotline.agents[0], MONDAY, "early")
    hotline.put(hotline.agents[1], TUESDAY, "late")
    hotline.publish()
    return (
        hotline,
        hotline.duty(hotline.agents[0], MONDAY),
        hotline.duty(hotline.agents[1], TUESDAY),
    )


def an_agreed_swap(hotline: Hotline, duty: Duty, against: Duty | None = None) -> Swap:
    asker, colleague, _ = hotline.agents
    swap = actions.ask_swap(
        duty.pk,
        colleague.pk,
        against_id=against.pk if against else None,
        by=hotline.actor(asker),
        at=NOW,
    )
    return actions.agree_swap(swap.pk, by=hotline.actor(colleague), at=NOW)


def holders() -> list[tuple[str, int]]:
    rows = Duty.objects.published().order_by("since").values_list("kind", "staff_id")
    return list(rows)


@pytest.mark.django_db
def test_duties_change_hands_when_the_leader_approves():
    hotline, duty, against = a_published_pair()
    asker, colleague, _ = hotline.agents
    swap = an_agreed_swap(hotline, duty, against)
    assert holders() == [("day", asker.pk), ("evening", colleague.pk)]
    actions.approve_swap(swap.pk, by=hotline.by, at=NOW)
    assert holders() == [("day", colleague.pk), ("evening", asker.pk)]
    duty.refresh_from_db()
    assert duty.taken_from_id == asker.pk
    kinds = Entry.objects.filter(subject_kind="swap").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["rosters.swap.asked", "rosters.swap.agreed", "rosters.swap.approved"]


@pytest.mark.django_db
def test_a_swap_survives_the_next_publishing_of_the_week():
    hotline, duty, against = a_published_pair()
    hotline.put(hotline.agents[2], MONDAY, "night")
    swap = an_agreed_swap(hotline, duty, against)
    actions.approve_swap(swap.pk, by=hotline.by, at=NOW)
    hotline.publish()
    asker, colleague, third = hotline.agents
    assert holders() == [("night", third.pk), ("day", colleague.pk), ("evening", asker.pk)]


@pytest.mark.django_db
def test_a_colleague_may_take_a_duty_for_nothing():
    hotline, duty, _ = a_published_pair()
    hotline.put(hotline.agents[1], TUESDAY, "")
    hotline.publish()
    swap = an_agreed_swap(hotline, duty)
    actions.approve_swap(swap.pk, by=hotline.by, at=NOW)
    assert holders() == [("day", hotline.agents[1].pk)]


@pytest.mark.django_db
def test_nobody_approves_a_swap_of_his_own():
    hotline, duty, _ = a_published_pair()
    swap = an_agreed_swap(hotline, duty)
    with pytest.raises(errors.OwnSwap):
        actions.approve_swap(swap.pk, by=hotline.actor(hotline.agents[0]), at=NOW)
    assert holders()[0] == ("day", hotline.agents[0].pk)


@pytest.mark.django_db
def test_a_swap_must_be_agreed_before_it_is_approved():
    hotline, duty, _ = a_published_pair()
    asker, colleague, _ = hotline.agents
    swap = actions.ask_swap(duty.pk, colleague.pk, by=hotline.actor(asker), at=NOW)
    with pytest.raises(errors.SwapOver):
        actions.approve_swap(swap.pk, by=hotline.by, at=NOW)
    with pytest.raises(errors.NotYourSwap):
        actions.agree_swap(swap.pk, by=hotline.actor(asker), at=NOW)
    with pytest.raises(errors.SwapPending):
        actions.ask_swap(duty.pk, colleague.pk, by=hotline.actor(asker), at=NOW)
    actions.withdraw_swap(swap.pk, by=hotline.actor(asker), at=NOW)
    assert Swap.objects.get().state == "withdrawn"


@pytest.mark.django_db
def test_only_who_has_the_duty_offers_it_and_only_people_of_the_roster_take_it():
    hotline, duty, _ = a_published_pair()
    asker, colleague, _ = hotline.agents
    with pytest.raises(errors.NotYourDuty):
        actions.ask_swap(duty.pk, asker.pk, by=hotline.actor(colleague), at=NOW)
    with pytest.raises(errors.NotOnRoster):
        actions.ask_swap(duty.pk, a_colleague().pk, by=hotline.actor(asker), at=NOW)
    assert not Swap.objects.exists()


@pytest.mark.django_db
def test_a_swap_that_leaves_too_little_rest_needs_a_reason():
    hotline, duty, _ = a_published_pair()
    hotline.put(hotline.agents[1], MONDAY - timedelta(days=1), "late")
    hotline.publish(MONDAY - timedelta(days=7))
    swap = an_agreed_swap(hotline, duty)
    with pytest.raises(errors.SwapRestShort):
        actions.approve_swap(swap.pk, by=hotline.by, at=NOW)
    actions.approve_swap(swap.pk, despite="仅此一次", by=hotline.by, at=NOW)
    assert Entry.objects.get(kind="rosters.swap.approved").facts["short_rests"] == 1


@pytest.mark.django_db
def test_two_duties_at_once_are_refused_whatever_the_reason():
    hotline = a_hotline()
    for staff in hotline.agents[:2]:
        hotline.put(staff, MONDAY, "early")
    hotline.publish()
    swap = an_agreed_swap(hotline, hotline.duty(hotline.agents[0], MONDAY))
    with pytest.raises(errors.Overlap):
        actions.approve_swap(swap.pk, despite="无所谓", by=hotline.by, at=NOW)
    swap.refresh_from_db()
    assert swap.state == "agreed"


@pytest.mark.django_db
def test_a_duty_that_has_begun_is_not_swapped():
    hotline, duty, _ = a_published_pair()
    swap = an_agreed_swap(hotline, duty)
    with pytest.raises(errors.DutyBegun):
        actions.approve_swap(swap.pk, by=hotline.by, at=duty.since)


def together(*calls: Callable[[], object]) -> list[str]:
    """Run the calls in threads of their own, started at the same moment; what each came to."""
    gate, found = threading.Barrier(len(calls)), [""] * len(calls)

    def run(n: int, call: Callable[[], object]) -> None:
        gate.wait(10)
        try:
            call()
            found[n] = "done"
        except Exception as refused:
            found[n] = type(refused).__name__
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n, call)) for n, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return found


@pytest.mark.django_db(transaction=True)
def test_two_leaders_who_approve_the_same_swap_move_the_duty_once():
    hotline, duty, against = a_published_pair()
    swap = an_agreed_swap(hotline, duty, against)
    second = a_colleague(hotline.unit, role="shift_leader")
    found = together(
        lambda: actions.approve_swap(swap.pk, by=hotline.by, at=NOW),
        lambda: actions.approve_swap(swap.pk, by=hotline.actor(second), at=NOW),
    )
    assert sorted(found) == ["SwapOver", "done"]
    asker, colleague, _ = hotline.agents
    assert holders() == [("day", colleague.pk), ("evening", asker.pk)]


@pytest.mark.django_db(transaction=True)
def test_a_swap_and_a_publishing_at_the_same_moment_leave_one_holder_of_each_duty():
    hotline, duty, against = a_published_pair()
    swap = an_agreed_swap(hotline, duty, against)
    hotline.put(hotline.agents[2], MONDAY, "night")
    found = together(
        lambda: actions.approve_swap(swap.pk, by=hotline.by, at=NOW),
        hotline.publish,
    )
    assert found == ["done", "done"]
    asker, colleague, third = hotline.agents
    assert holders() == [("night", third.pk), ("day", colleague.pk), ("evening", asker.pk)]


@pytest.mark.django_db(transaction=True)
def test_two_rosters_cannot_put_one_person_in_force_twice():
    from datetime import time

    from tests.factories.rosters import a_roster, a_shift

    hotline = a_hotline()
    person = hotline.agents[0]
    a_shift(hotline.unit, "phone", kind="oncall", starts=time(12), ends=time(12))
    second = a_roster(hotline.unit, ["phone"], name="备勤")
    hotline.put(person, MONDAY, "early")
    actions.set_duty(second.pk, person.pk, MONDAY, "phone", by=hotline.by, at=NOW)
    found = together(
        hotline.publish,
        lambda: actions.publish(second.pk, MONDAY, by=hotline.by, at=NOW),
    )
    assert sorted(found) == ["Overlap", "done"]
    assert len(holders()) == 1
