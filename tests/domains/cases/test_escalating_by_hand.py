"""人工升级: the next step of the ladder comes when a leader says so, once, and says why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils.timezone import now

from shouwen.domains.cases import actions, reactions
from shouwen.domains.cases.models import Case
from shouwen.domains.cases.queries.climbing import escalated, next_step
from shouwen.kernel.errors import Refused
from shouwen.platform.clocks import queries as clocks
from shouwen.platform.clocks.events import StepFired
from shouwen.platform.clocks.models import Fire
from shouwen.platform.journal.models import Entry
from shouwen.platform.journal.queries import timeline
from shouwen.platform.notify.models import Notice
from shouwen.platform.notify.reactions import tell_about_a_step
from tests.factories.cases import a_case
from tests.world import World

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def told_of(case: Case) -> StepFired:
    entry = Entry.objects.get(subject_id=case.pk, kind=StepFired.kind)
    facts: dict[str, Any] = {k: v for k, v in entry.facts.items() if k != "v"}
    return StepFired(subject=case.subject, **facts)


def test_the_next_step_comes_now_and_the_one_after_it_is_next(world: World) -> None:
    at = now()
    case = a_case(world.actor("0101"), at=at - MINUTE)
    first = next_step(case, at=at)
    assert first is not None
    leader = world.actor("0102")
    called: dict[str, Any] = {
        "clock": first.clock,
        "step": first.step,
        "text": "客户已到营业厅门口",
    }
    actions.escalate_now(case.pk, **called, by=leader, at=at)
    assert [(e.step, e.why) for e in escalated(timeline(case.subject), veil=str)] == [
        (first.step, "客户已到营业厅门口")
    ]
    event = told_of(case)
    assert event.by_hand and not event.late and not event.due_passed
    tell_about_a_step(event)
    reactions.tell_the_handler_of_an_escalation(event)
    assert Notice.objects.filter(subject_id=case.pk).exists()
    following = next_step(case, at=at)
    assert following is not None and following.step != first.step
    with pytest.raises(Refused) as refused:
        actions.escalate_now(case.pk, **called, by=leader, at=at + MINUTE)
    assert refused.value.code == "clocks_step_not_next"
    assert Fire.objects.filter(clock_id=first.clock).count() == 1
    assert list(clocks.verify()) == []


def test_at_the_top_of_the_ladder_and_without_a_reason_nothing_happens(world: World) -> None:
    at = now()
    case = a_case(world.actor("0101"), at=at - MINUTE)
    leader = world.actor("0102")
    while (coming := next_step(case, at=at)) is not None:
        top = coming
        called: dict[str, Any] = {"clock": top.clock, "step": top.step}
        with pytest.raises(Refused):
            actions.escalate_now(case.pk, **called, text="  ", by=leader, at=at)
        actions.escalate_now(case.pk, **called, text="催了三次", by=leader, at=at)
    before = Entry.objects.count()
    for step in (top.step, top.step + 1):
        with pytest.raises(Refused) as refused:
            actions.escalate_now(case.pk, clock=top.clock, step=step, text="再升", by=leader, at=at)
        assert refused.value.code == "clocks_no_step_left"
    assert Entry.objects.count() == before


def test_the_dialog_names_the_step_and_only_leaders_have_it(
    world: World, signed_in: Callable[[str], Client]
) -> None:
    case = a_case(world.actor("0101"), at=now() - MINUTE)
    address, headers = f"/cases/{case.pk}/escalate", {"HX-Request": "true"}
    assert signed_in("0101").get(address).status_code == 403
    assert signed_in("0301").post(address).status_code in {403, 404}
    leader = signed_in("0102")
    shown = leader.get(address, headers=headers)
    form = shown.context["form"].initial
    assert f'data-step="{form["step"]}"' in shown.content.decode()
    assert leader.post(address, form, headers=headers).status_code == 422
    said = form | {"text": "领导来电过问"}
    assert leader.post(address, said, headers=headers).status_code == 204
    assert leader.post(address, said, headers=headers).status_code == 409
    assert 'id="escalated"' in leader.get(f"/cases/{case.pk}/").content.decode()


def test_the_api_tells_the_step_and_escalates_once(
    world: World, signed_in: Callable[[str], Client]
) -> None:
    case = a_case(world.actor("0101"), at=now() - MINUTE)
    address, leader = f"/api/v1/cases/{case.pk}/escalate", signed_in("0102")
    told = leader.get(address).json()
    said = {"clock": told["clock"], "step": told["step"], "text": "客户投诉到12345"}
    posted = [
        leader.post(address, said, content_type="application/json").status_code for _ in range(2)
    ]
    assert posted == [200, 409]
    assert signed_in("0101").get(address).status_code == 403
    assert signed_in("0304").get(address).status_code in {403, 404}


@pytest.mark.django_db(transaction=True)
def test_of_two_leaders_at_once_one_escalates(world: World) -> None:
    at = now()
    case = a_case(world.actor("0101"), at=at - MINUTE)
    coming = next_step(case, at=at)
    assert coming is not None
    barrier, ends = Barrier(2), []

    def escalate() -> None:
        barrier.wait()
        try:
            actions.escalate_now(
                case.pk, clock=coming.clock, step=coming.step, text="加急",
                by=world.actor("0102"), at=at,
            )  # fmt: skip
            ends.append("")
        except Refused as refused:
            ends.append(refused.code)
        finally:
            connection.close()

    both = [Thread(target=escalate) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert sorted(ends) == ["", "clocks_step_not_next"]
    assert Fire.objects.filter(clock_id=coming.clock).count() == 1
