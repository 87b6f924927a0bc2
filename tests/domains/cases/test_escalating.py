"""What a step of a ladder does to a case: another handler, or a proposal to look into it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from shouwen.domains.cases import actions, reactions
from shouwen.domains.cases.lists.queries import worklist
from shouwen.domains.cases.lists.queries.narrowing import Filters
from shouwen.domains.cases.models import Case
from shouwen.domains.cases.queries import story
from shouwen.domains.cases.queries.rows import lines
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.access.scope import Scope
from shouwen.platform.clocks.events import StepFired
from shouwen.platform.clocks.models import Hold
from shouwen.platform.journal.models import Entry
from tests.factories.cases import MINUTE, T0, a_case_in

pytestmark = pytest.mark.django_db
LATER = T0 + timedelta(hours=1)


def fired(case: Case, *effects: str, reassign_to: str = "", step: int = 3) -> StepFired:
    return StepFired(
        subject=case.subject,
        clock=7,
        clock_kind="resolution",
        basis="internal",
        step=step,
        due_at=T0,
        late=False,
        unit=case.handler_unit_id,
        person=case.handler_id,
        owner_unit=case.owner_unit_id,
        due_passed=True,
        ladder_version=1,
        effects=effects,
        reassign_to=reassign_to,
    )


def escalations() -> list[tuple[int, str]]:
    rows = Entry.objects.filter(kind="cases.case.escalated").order_by("id")
    return [(e.facts["step"], e.facts.get("refused", "")) for e in rows]


def test_a_step_gives_the_matter_to_somebody_else_by_an_ordinary_dispatch(world) -> None:
    case = a_case_in("in_progress", world)
    chosen = {"unit_id": world.units["QC-HOT"], "staff_id": world.staff["0102"]}
    for _ in range(2):
        actions.escalate(case.pk, clock=7, step=3, **chosen, by=SYSTEM, at=LATER)
    case.refresh_from_db()
    assert (case.handler_unit_id, case.handler_id) == (world.units["QC-HOT"], world.staff["0102"])
    hold = Hold.objects.filter(subject_kind="case", subject_id=case.pk).order_by("-seq")[0]
    assert (hold.unit_id, hold.person_id, hold.at) == (*chosen.values(), LATER)
    assert escalations() == [(3, "")]
    assert Entry.objects.filter(kind="cases.case.dispatched", at=LATER).count() == 1


@pytest.mark.parametrize("state", ["closed", "void", "withdrawn"])
def test_where_it_cannot_go_nothing_moves_and_the_story_says_so(world, state: str) -> None:
    case = a_case_in(state, world)
    was = (case.state, case.handler_unit_id, case.handler_id, case.version)
    chosen = {"unit_id": world.units["QC-HOT"], "staff_id": world.staff["0102"]}
    assert not actions.escalate(case.pk, clock=7, step=3, **chosen, by=SYSTEM, at=LATER)
    case.refresh_from_db()
    assert (case.state, case.handler_unit_id, case.handler_id, case.version) == was
    assert [step for step, refused in escalations() if refused] == [3]


def test_nobody_found_is_said_too(world) -> None:
    case = a_case_in("in_progress", world)
    assert not actions.escalate(
        case.pk, clock=7, step=3, unit_id=None, staff_id=None, by=SYSTEM, at=LATER
    )
    assert escalations() == [(3, "cases_nobody_to_escalate_to")]


def test_the_roster_says_to_whom_when_the_step_comes(world) -> None:
    case = a_case_in("in_progress", world)
    event = fired(case, "notify", "reassign", reassign_to="owner")
    reactions.escalate_as_the_ladder_says(event)
    case.refresh_from_db()
    assert case.handler_id == case.owner_id
    reactions.escalate_as_the_ladder_says(event)
    assert escalations() == [(3, "")]


def test_a_proposal_stands_under_to_escalate_until_the_matter_ends(world) -> None:
    case, other = a_case_in("in_progress", world), a_case_in("in_progress", world)
    for _ in range(2):
        reactions.escalate_as_the_ladder_says(fired(case, "notify", "propose_supervision"))
    assert Entry.objects.filter(kind="cases.supervision.proposed").count() == 1
    assert listed() == [case.pk]
    assert [tone for _, tone in lines([case.pk])[0].tags] == ["late"]
    assert lines([other.pk])[0].tags == []
    assert story.story(case.subject)[0].icon == "gavel"
    actions.answer(case.pk, text="fixed", by=world.actor("0112"), at=T0 + 90 * MINUTE)
    actions.close(case.pk, by=world.actor("0101"), at=T0 + 91 * MINUTE)
    assert listed() == []


def listed() -> list[int]:
    tabs = {view.key: view for view in worklist.views(at=LATER)}
    asked: dict[str, Any] = {"scope": Scope(everything=True), "filters": Filters(), "person": None}
    page = worklist.page(tabs["escalate"], **asked)
    assert worklist.counts([tabs["escalate"]], **asked) == {"escalate": len(page.rows)}
    return [row.case_id for row in page.rows]


def test_only_steps_that_do_something_to_the_case_queue_a_job(world) -> None:
    case = a_case_in("in_progress", world)
    assert not reactions._escalates(fired(case, "notify"))
    assert reactions._escalates(fired(case, "notify", "reassign", reassign_to="owner"))
