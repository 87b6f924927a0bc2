"""What cases do when something happens elsewhere."""

from __future__ import annotations

from datetime import timedelta

from django.utils.timezone import now
from procrastinate.contrib.django.models import ProcrastinateJob

from shouwen.domains.cases import actions
from shouwen.domains.cases.models import Case
from shouwen.domains.cases.queries.search import search
from shouwen.domains.customers.actions import correct
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.access.scope import EVERYTHING
from shouwen.platform.clocks.models import Clock, Hold
from shouwen.platform.journal.actions import run_reaction
from shouwen.platform.journal.queries import timeline
from shouwen.platform.notify.models import Notice
from shouwen.platform.org.actions import leave
from tests.factories.cases import a_case, a_case_in
from tests.factories.customers import a_customer
from tests.world import World

HOUR = timedelta(hours=1)


def react(name: str) -> int:
    """Run what was queued under this name, twice each: reactions are safe to repeat."""
    jobs = [
        j.args
        for j in ProcrastinateJob.objects.filter(task_name="journal.react")
        if j.args["reaction"] == name
    ]
    for args in jobs * 2:
        run_reaction(**args)
    return len(jobs)


def test_who_leaves_hands_over_what_was_owned_and_handled(world: World) -> None:
    mine = a_case(world.actor("0101"), at=now() - HOUR)
    closed = a_case_in("closed", world, at=now() - HOUR)
    leave(world.staff["0101"], world.staff["0102"], by=SYSTEM, at=now())
    assert react("cases.hand_over_of_leaver") == 1
    mine.refresh_from_db()
    closed.refresh_from_db()
    assert (mine.owner_id, mine.handler_id) == (world.staff["0102"], world.staff["0102"])
    assert closed.owner_id == world.staff["0101"]
    entries = [e.kind for e in timeline(mine.subject)]
    assert entries == ["cases.case.opened", "cases.case.handed_over"]
    assert Clock.objects.front().get(subject_id=mine.pk).person_id == world.staff["0102"]


def test_a_wait_goes_on_when_the_case_is_handed_over(world: World) -> None:
    case = a_case(world.actor("0101"), at=now() - 2 * HOUR)
    actions.wait(
        case.pk,
        waiting_for="customer",
        reason="customer_absent",
        until=now() + 5 * HOUR,
        by=world.actor("0101"),
        at=now() - HOUR,
    )
    actions.hand_over(
        case.pk,
        from_staff_id=world.staff["0101"],
        to_staff_id=world.staff["0102"],
        by=SYSTEM,
        at=now(),
    )
    last = Hold.objects.filter(subject_kind="case", subject_id=case.pk).order_by("seq").last()
    assert last is not None
    assert (last.waiting_for, last.person_id) == ("customer", world.staff["0102"])


def test_an_urge_is_told_to_the_handler_and_the_leaders_once(world: World) -> None:
    case = a_case(world.actor("0101"), at=now() - HOUR)
    actions.urge(case.pk, by=world.actor("0101"), at=now())
    assert react("cases.tell_of_urge") == 1
    told = Notice.objects.filter(kind="cases.case.urged").values_list("staff_id", flat=True)
    assert sorted(told) == sorted([world.staff["0101"], world.staff["0102"]])


def test_a_corrected_name_finds_the_case(world: World) -> None:
    customer = a_customer(at=now())
    case = a_case(world.actor("0101"), at=now() - HOUR, customer_id=customer.pk)
    correct(customer.pk, name="诸葛孔明", by=world.actor("0101"), at=now())
    assert react("cases.reindex_customer") == 1
    assert search("诸葛", scope=EVERYTHING) == [case.pk]
    assert search("张明", scope=EVERYTHING) == []
    assert Case.objects.get(pk=case.pk).version == 1
