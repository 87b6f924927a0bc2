"""Somebody leaves: the open cases are counted first and handed over afterwards."""

from __future__ import annotations

import pytest

from shouwen.domains.cases import reactions
from shouwen.kernel.subject import Subject
from shouwen.platform.journal.queries import timeline
from shouwen.platform.notify.words import present
from shouwen.platform.org import actions, errors
from shouwen.platform.org.events import StaffLeft
from shouwen.platform.policies.actions import install_presets
from tests import world as cast
from tests.factories.cases import T0, a_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    install_presets()
    return cast.build()


def test_a_leaver_with_open_cases_needs_a_successor_who_then_has_them(world):
    case = a_case(world.actor("0101"))
    leaver, heir = world.staff["0101"], world.staff["0102"]
    boss = world.actor("0110")
    with pytest.raises(errors.SuccessorNeeded):
        actions.leave(leaver, by=boss, at=T0)
    actions.leave(leaver, heir, by=boss, at=T0)
    left = StaffLeft(subject=Subject("staff", leaver), staff_id=leaver, successor_id=heir)
    for _ in range(2):
        reactions.hand_over_what_the_leaver_had(left)
    case.refresh_from_db()
    assert (case.owner_id, case.handler_id) == (heir, heir)
    kinds = [entry.kind for entry in timeline(Subject("case", case.pk))]
    assert kinds.count("cases.case.handed_over") == 1


def test_a_notice_calls_a_case_by_its_number(world):
    case = a_case(world.actor("0101"))
    named = present("case", {case.pk})[case.pk]
    assert named.title.startswith(case.number) and named.url == f"/cases/{case.pk}/"
