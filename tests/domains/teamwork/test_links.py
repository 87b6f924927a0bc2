"""Parent cases: many customers, one cause."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now

from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.events import CaseMerged
from shouwen.domains.cases.models import Case
from shouwen.domains.teamwork import actions, queries
from shouwen.domains.teamwork.errors import (
    AlreadyLinked,
    CaseHasEnded,
    HasChildren,
    IsAChild,
    LinksItself,
    NotLinked,
)
from shouwen.domains.teamwork.models import Link
from shouwen.domains.teamwork.reactions import links_follow_the_merged_case
from shouwen.platform.access.actions import issue_token
from shouwen.platform.access.scope import EVERYTHING
from shouwen.platform.journal.models import Entry
from tests.factories.cases import T0, a_case, a_case_in
from tests.world import World

SignedIn = Callable[[str], Client]
HX = {"HX-Request": "true"}
HOUR = timedelta(hours=1)


def under(parent: Case, *children: Case, world: World) -> None:
    for child in children:
        actions.put_under(child.pk, parent_id=parent.pk, by=world.actor("0102"), at=T0 + HOUR)


def test_a_parent_takes_children_and_every_contradiction_is_refused(world: World):
    leader = world.actor("0102")
    parent, child, other = (a_case(world.actor("0101")) for _ in range(3))
    under(parent, child, world=world)

    def refused(error: type[Exception], case: Case, to: Case) -> None:
        before = Entry.objects.count(), Link.objects.count()
        with pytest.raises(error):
            actions.put_under(case.pk, parent_id=to.pk, by=leader, at=T0 + HOUR)
        assert (Entry.objects.count(), Link.objects.count()) == before

    refused(LinksItself, parent, parent)
    refused(AlreadyLinked, child, other)
    refused(IsAChild, other, child)
    refused(HasChildren, parent, other)
    refused(CaseHasEnded, a_case_in("closed", world), parent)
    actions.part(parent.pk, other_id=child.pk, by=leader, at=T0 + 2 * HOUR)
    with pytest.raises(NotLinked):
        actions.part(child.pk, other_id=parent.pk, by=leader, at=T0 + 2 * HOUR)
    under(other, child, world=world)
    assert [p.number for p in queries.open_parents(at=T0 + HOUR, scope=EVERYTHING)] == [
        other.number
    ]


def test_related_cases_know_each_other_whoever_says_it(world: World):
    agent = world.actor("0101")
    one, two = a_case(agent), a_case(agent)
    actions.relate(two.pk, other_id=one.pk, by=agent, at=T0)
    with pytest.raises(AlreadyLinked):
        actions.relate(one.pk, other_id=two.pk, by=agent, at=T0)
    links = queries.links_of(one.pk, scope=EVERYTHING)
    assert [end.case.pk for end in links.related] == [two.pk]


def test_the_children_are_answered_each_for_itself(world: World):
    leader = world.actor("0102")
    parent = a_case_in("in_progress", world)
    fresh, working, done = (a_case_in(s, world) for s in ("received", "in_progress", "received"))
    under(parent, fresh, working, done, world=world)
    cases.withdraw(done.pk, text="已自行恢复", by=world.actor("0101"), at=T0 + HOUR)
    rows = actions.answer_children(
        parent.pk,
        case_ids=[fresh.pk, working.pk, done.pk, a_case(leader, at=T0).pk],
        text="光缆已修复",
        by=leader,
        at=T0 + 2 * HOUR,
    )
    assert [row.refusal and row.refusal.code for row in rows] == [
        None,
        None,
        "move_not_allowed",
        "not_linked",
    ]
    states = dict(Case.objects.values_list("pk", "state"))
    assert (states[fresh.pk], states[working.pk], states[done.pk]) == (
        "answered",
        "answered",
        "withdrawn",
    )
    assert states[parent.pk] == "in_progress"


def test_children_follow_a_merged_parent(world: World):
    survivor, parent, child = (a_case(world.actor("0101")) for _ in range(3))
    under(parent, child, world=world)
    merged = CaseMerged(subject=parent.subject, from_state="accepted", into_id=survivor.pk)
    for _ in range(2):
        links_follow_the_merged_case(merged)
    standing = Link.objects.standing().get()
    assert (standing.case_id, standing.other_id) == (child.pk, survivor.pk)


def test_parents_are_suggested_where_the_children_are(world: World):
    east = world.actor("0201")
    parent, child = a_case(east, category="tv"), a_case(east, category="tv")
    under(parent, child, world=world)

    def found(**given: Any) -> list[int]:
        rows = queries.open_parents(at=T0 + HOUR, scope=EVERYTHING, **given)
        return [row.case_id for row in rows]

    assert found(units=[world.units["DH-01-H"]], category="tv", kind="fault_report") == [parent.pk]
    assert found(units=[world.units["XS-01-H"]]) == []
    assert found(category="net") == []
    cases.withdraw(parent.pk, text="误报", by=east, at=T0 + HOUR)
    assert found() == []


def test_the_pages_of_a_mass_fault(world: World, signed_in: SignedIn):
    agent, leader = world.actor("0101"), signed_in("0102")
    parent, child, third = (a_case(agent, at=now() - HOUR, title=f"断网{n}") for n in range(3))
    dialog = leader.get(f"/teamwork/case/{child.pk}/put_under", headers=HX).content.decode()
    assert parent.number in dialog
    sent = leader.post(
        f"/teamwork/case/{child.pk}/put_under", {"other_id": parent.number}, headers=HX
    )
    assert sent.status_code == 204
    assert "case-changed" in json.loads(sent["HX-Trigger"])
    again = leader.post(f"/teamwork/case/{child.pk}/put_under", {"other_id": parent.number})
    assert again.status_code == 409
    unknown = leader.post(f"/teamwork/case/{child.pk}/relate", {"other_id": "C0"})
    assert unknown.status_code == 422
    taken = leader.post(f"/teamwork/case/{parent.pk}/take_under", {"cases": [third.pk]})
    assert taken.status_code == 302
    page = leader.get(f"/cases/{parent.pk}/").content.decode()
    assert child.number in page
    assert "answer_children" in page
    beneath = leader.get(f"/cases/{child.pk}/").content.decode()
    assert parent.number in beneath
    assert '<section class="sw-card" id="links"' in beneath
    terms = {"cases": [child.pk, third.pk], "text": "已恢复"}
    assert leader.post(f"/teamwork/case/{parent.pk}/note_children", terms).status_code == 302
    assert leader.post(f"/teamwork/case/{parent.pk}/answer_children", terms).status_code == 302
    assert set(Case.objects.filter(state="answered")) == {child, third}
    empty = leader.get(f"/teamwork/case/{parent.pk}/answer_children", headers=HX)
    assert empty.status_code == 200
    leader.post(f"/teamwork/case/{parent.pk}/part", {"other": child.pk})
    assert leader.post(f"/teamwork/case/{parent.pk}/part", {"other": "x"}).status_code == 204
    assert Link.objects.standing().count() == 1
    assert signed_in("0111").get(f"/teamwork/case/{parent.pk}/relate").status_code == 403
    assert signed_in("0301").get(f"/teamwork/case/{parent.pk}/relate").status_code == 404


def test_a_family_over_the_api(world: World, client: Client):
    secret = issue_token(world.account("0102").pk, "x", by=world.actor("0102"), at=T0)
    agent = world.actor("0101")
    parent, child = a_case(agent), a_case(agent)
    west = a_case(world.actor("0301"))

    def post(path: str, **body: Any) -> tuple[int, dict[str, Any]]:
        answer = client.post(
            f"/api/v1/teamwork/cases/{path}",
            json.dumps(body),
            content_type="application/json",
            headers={"Authorization": f"Bearer {secret}"},
        )
        return answer.status_code, answer.json()

    assert post(f"{child.pk}/put_under", case=west.pk)[0] == 404
    status, links = post(f"{child.pk}/put_under", case=parent.pk)
    assert (status, links["parent"]["number"]) == (200, parent.number)
    assert post(f"{child.pk}/put_under", case=parent.pk)[1]["code"] == "already_linked"
    status, done = post(f"{parent.pk}/answer_children", cases=[child.pk, west.pk], text="已恢复")
    assert done["rows"] == [{"case": child.pk, "number": child.number, "refusal": None}]
    assert post(f"{parent.pk}/note_children", cases=[west.pk], text="x")[0] == 404
    assert post(f"{parent.pk}/part", case=child.pk)[0] == 200
