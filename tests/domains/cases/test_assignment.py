"""派到投诉: the handler and the shift leader are told at once, by text message too."""

from __future__ import annotations

import pytest

from shouwen.domains.cases import actions
from shouwen.domains.cases.reactions import ASSIGNED
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.journal.actions import run_reaction
from shouwen.platform.journal.models import Entry
from shouwen.platform.notify import actions as notify
from shouwen.platform.notify.models import Delivery, Notice
from tests import world as cast
from tests.factories.cases import MINUTE, T0, a_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return cast.build()


def assigned(world: cast.World, kind: str) -> None:
    """A case of that kind dispatched to the hotline's agent; the reaction runs twice."""
    case = a_case(world.actor("0101"), kind=kind)
    actions.accept(case.pk, by=world.actor("0101"), at=T0 + MINUTE)
    actions.dispatch(
        case.pk,
        unit_id=world.units["QC-HOT"],
        staff_id=world.staff["0101"],
        by=world.actor("0102"),
        at=T0 + 2 * MINUTE,
    )
    entry = Entry.objects.get(kind="cases.case.dispatched")
    for _ in range(2):
        run_reaction(entry_id=entry.pk, reaction="cases.tell_of_assignment")


@pytest.mark.item("S001-09")
def test_a_complaint_reaches_handler_and_shift_leader_once(world):
    notify.create_channel("sms", "file", name="短信", enabled=True, by=SYSTEM, at=T0)
    assigned(world, "complaint")
    told = set(Notice.objects.filter(kind=ASSIGNED).values_list("staff__number", flat=True))
    assert told == {"0101", "0102"}
    sent = Delivery.objects.values_list("staff__number", "channel__code", "state")
    assert set(sent) == {("0101", "sms", "queued"), ("0102", "sms", "queued")}


def test_without_a_text_message_channel_the_notice_is_enough(world):
    assigned(world, "complaint")
    assert Notice.objects.filter(kind=ASSIGNED).count() == 2 and not Delivery.objects.exists()


def test_other_matters_wait_on_the_desk(world):
    assigned(world, "fault_report")
    assert not Notice.objects.filter(kind=ASSIGNED).exists()
