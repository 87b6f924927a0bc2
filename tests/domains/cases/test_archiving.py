"""归档闭环: a case is put away when the six principles are kept, or somebody wrote down why all the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils.timezone import now

from shouwen.domains.cases import actions
from shouwen.domains.cases.choices import CaseState as S
from shouwen.domains.cases.errors import NotToArchive, OverrideNotYours
from shouwen.domains.cases.models import Case
from shouwen.domains.cases.queries.archiving import archive_checks
from shouwen.domains.cases.queries.reopening import what_reopening_does
from shouwen.domains.teamwork.actions import assign, finish_task
from shouwen.platform.clocks.choices import Reopening
from shouwen.platform.journal.models import Entry
from tests.factories.cases import T0, a_case_in
from tests.world import World

SignedIn = Callable[[str], Client]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def closed(world: World, *, score: int | None = 5, category: str = "无法上网") -> Case:
    """A case of the hotline, evaluated with this score, or closed without an evaluation."""
    case = a_case_in(S.AWAITING_EVALUATION, world, category=category)
    agent = world.actor("0105")
    if score is None:
        actions.close(case.pk, by=agent, at=T0 + HOUR)
    else:
        actions.evaluate(case.pk, score=score, solved=score > 2, by=agent, at=T0 + HOUR)
    case.refresh_from_db()
    return case


def failed(case: Case, at: datetime = T0 + 2 * HOUR) -> list[str]:
    return [c.code for c in archive_checks(case, at=at) if not c.passed]


def test_a_case_that_keeps_all_six_is_archived_without_a_word(world: World) -> None:
    case = closed(world)
    assert failed(case) == []
    actions.archive(case.pk, by=world.actor("0102"), at=T0 + 2 * HOUR)
    entry = Entry.objects.get(subject_id=case.pk, kind="cases.case.archived")
    assert ("failed" in entry.facts, entry.text_hash) == (False, None)


@pytest.mark.item("S002-14")
def test_a_dissatisfied_customer_keeps_it_open_until_somebody_says_why(world: World) -> None:
    case = closed(world, score=2)
    assert failed(case) == ["feedback"]
    with pytest.raises(NotToArchive):
        actions.archive(case.pk, text="  ", by=world.actor("0106"), at=T0 + 2 * HOUR)
    said = "已按裁定向客户说明，客户不再追究"
    with pytest.raises(OverrideNotYours):
        actions.archive(case.pk, text=said, by=world.actor("0102"), at=T0 + 2 * HOUR)
    case.refresh_from_db()
    assert case.state == S.CLOSED
    actions.archive(case.pk, text=said, by=world.actor("0106"), at=T0 + 2 * HOUR)
    entry = Entry.objects.get(subject_id=case.pk, kind="cases.case.archived")
    assert entry.facts["failed"] == ["feedback"] and entry.text_hash


def test_a_silent_customer_has_the_days_of_the_policy(world: World) -> None:
    case = closed(world, score=None)
    assert failed(case) == ["feedback"]
    assert failed(case, T0 + 15 * DAY) == []


def test_what_cannot_be_counted_is_not_filed(world: World) -> None:
    assert failed(closed(world, category="")) == ["archive"]


def test_reopened_and_answered_late_can_be_archived_and_says_so(world: World) -> None:
    case = closed(world)
    actions.reopen(case.pk, text="又断了", by=world.actor("0105"), at=T0 + 2 * HOUR)
    case.refresh_from_db()
    assert {"time_limit", "feedback"} <= set(failed(case))
    again = what_reopening_does(closed(world), at=T0 + 2 * HOUR)
    assert (again.unit, again.person) == ("网络维护部", "网维新")
    assert again.until == T0 + HOUR + 30 * DAY
    assert (again.policy, again.over) == (Reopening.RESTART, False)


def test_the_dialog_shows_the_six_and_asks_only_where_one_fails(
    world: World, signed_in: SignedIn
) -> None:
    leader = signed_in("0102")
    fine, cross = closed(world), closed(world, score=1)
    shown = leader.get(f"/cases/{fine.pk}/archive").content.decode()
    assert shown.count("circle-check") >= 6 and 'name="text"' not in shown
    told = leader.get(f"/cases/{cross.pk}/archive").content.decode()
    assert 'name="text"' not in told
    above = Client()
    above.force_login(world.administrator)
    assert 'name="text"' in above.get(f"/cases/{cross.pk}/archive").content.decode()
    over = leader.post(f"/api/v1/cases/{cross.pk}/archive", {"text": "已说明"}, "application/json")
    assert over.status_code == 409
    assert over.json()["code"] == "archive_override_not_yours"
    assert over.json()["details"] == {"failed": ["feedback"]}
    refused = leader.post(f"/cases/{cross.pk}/archive", {"version": cross.version})
    assert refused.status_code == 409
    assert leader.post(f"/cases/{fine.pk}/archive", {"version": fine.version}).status_code == 302
    fine.refresh_from_db()
    assert fine.state == S.ARCHIVED
    assert "sw-facts" in signed_in("0101").get(f"/cases/{cross.pk}/reopen").content.decode()


def test_what_somebody_below_still_does_keeps_it_open(world: World) -> None:
    """A sub-task withdrawn with the close counts as finished; nothing of it runs on."""
    case = a_case_in(S.ACCEPTED, world, category="无法上网", at=now() - DAY)
    task = assign(
        case.pk, unit_id=world.units["QC-MKT"], text="核对", by=world.actor("0101"), at=now() - HOUR
    )
    assert "tiered_handling" in failed(case, now())
    finish_task(task.pk, text="核对好了", by=world.actor("0112"), at=now())
    assert "tiered_handling" not in failed(case, now())
