"""A macro does what its user could do by hand, in order, all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now

from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.choices import CaseState
from shouwen.domains.cases.errors import Stale
from shouwen.domains.cases.models import Case
from shouwen.domains.macros import actions, queries
from shouwen.domains.macros.errors import MacroGone, MacroNotYours, StepNotYours
from shouwen.domains.macros.models import Macro
from shouwen.kernel.lifecycle import MoveNotAllowed
from shouwen.platform.access.acting import Acting
from shouwen.platform.clocks.models import Clock
from shouwen.platform.journal.models import Entry
from shouwen.platform.journal.queries import timeline
from shouwen.platform.org.acting import acting_for
from tests.factories.cases import T0, a_case
from tests.world import World

SignedIn = Callable[[str], Client]
MINUTE = timedelta(minutes=1)
NOTE = ("note", {"text": "已核实 {number}", "visibility": "internal"})
ANSWER = ("answer", {"text": "已为您恢复，请重启光猫。"})
TAKE: tuple[tuple[str, dict[str, str]], ...] = (("accept", {}), ("start", {}))


def acting(world: World, number: str) -> Acting:
    found = acting_for(world.account(number).pk, post_id=None, at=now())
    assert found is not None
    return found


def a_macro(world: World, *steps: object, by: str = "0101", kind: str = "personal") -> Macro:
    return actions.keep(name="核实并答复", kind=kind, steps=steps, acting=acting(world, by), at=T0)  # type: ignore[arg-type]


def apply(world: World, macro: Macro, case: Case, *, by: str = "0101", **more: Any) -> None:
    texts: dict[str, str] = {}
    actions.apply(
        macro.pk,
        case.pk,
        **{"texts": texts, "acting": acting(world, by), "at": T0 + MINUTE, **more},
    )


def kinds(case: Case) -> list[str]:
    found = Entry.objects.filter(subject_kind="case", subject_id=case.pk).order_by("seq")
    return [kind for (kind,) in found.values_list("kind") if kind.startswith("cases.case.")]


def test_every_step_is_done_in_order_by_its_own_verb(world: World) -> None:
    case, macro = a_case(world.actor("0101")), a_macro(world, *TAKE, NOTE, ANSWER)
    before = kinds(case)
    apply(world, macro, case, texts={"note": "电话核实过"})
    case.refresh_from_db()
    assert case.answered_at == T0 + MINUTE
    assert [k.rpartition(".")[2] for k in kinds(case)[len(before) :]] == [
        *("accepted", "started", "noted", "answered")
    ]
    story = [e.body for e in timeline(case.subject) if e.body]
    assert "电话核实过" in story and "已为您恢复，请重启光猫。" in story
    macro.refresh_from_db()
    assert macro.used == 1


def test_what_the_case_does_not_need_is_left_out(world: World) -> None:
    case, macro = a_case(world.actor("0101")), a_macro(world, *TAKE, NOTE)
    cases.accept(case.pk, by=world.actor("0101"), at=T0)
    apply(world, macro, case)
    assert kinds(case).count("cases.case.accepted") == 1
    assert f"已核实 {case.number}" in [e.body for e in timeline(case.subject)]


def test_one_refused_step_undoes_the_steps_before_it(world: World) -> None:
    case, macro = a_case(world.actor("0101")), a_macro(world, NOTE, ANSWER)
    before = kinds(case)
    with pytest.raises(MoveNotAllowed):  # a case nobody has accepted cannot be answered
        apply(world, macro, case)
    assert kinds(case) == before
    macro.refresh_from_db()
    assert macro.used == 0


def test_a_macro_never_does_more_than_its_user_may(world: World) -> None:
    case = a_case(world.actor("0101"))
    macro = a_macro(world, ("answer", {"text": "好"}), by="0110", kind="global")
    assert queries.usable_by(acting(world, "0105")) == []
    with pytest.raises(StepNotYours):
        apply(world, macro, case, by="0105")
    mine = a_macro(world, NOTE)
    with pytest.raises(MacroGone):  # somebody else's own
        apply(world, mine, case, by="0102")
    with pytest.raises(MacroNotYours):
        actions.keep(name="x", kind="global", steps=[NOTE], acting=acting(world, "0101"), at=T0)


def test_a_case_changed_meanwhile_is_left_alone(world: World) -> None:
    case, macro = a_case(world.actor("0101")), a_macro(world, *TAKE)
    seen = case.version
    cases.accept(case.pk, by=world.actor("0102"), at=T0)
    before = kinds(case)
    with pytest.raises(Stale):
        apply(world, macro, case, version=seen)
    assert kinds(case) == before


def test_hours_of_waiting_begin_when_it_is_done(world: World) -> None:
    wait = {"waiting_for": "customer", "reason": "customer_absent", "hours": 5, "text": ""}
    case, macro = a_case(world.actor("0101")), a_macro(world, *TAKE, ("wait", wait))
    apply(world, macro, case)
    front = Clock.objects.front().get(subject_kind="case", subject_id=case.pk)
    assert front.waiting_for == "customer"


def test_removed_and_brought_back_for_ten_minutes(world: World) -> None:
    macro, me = a_macro(world, NOTE), acting(world, "0101")
    with pytest.raises(MacroNotYours):
        actions.remove(macro.pk, acting=acting(world, "0102"), at=T0)
    actions.remove(macro.pk, acting=me, at=T0)
    assert not queries.seen_by(me).exists()
    with pytest.raises(MacroGone):
        actions.restore(macro.pk, acting=me, at=T0 + 11 * MINUTE)
    actions.restore(macro.pk, acting=me, at=T0 + 9 * MINUTE)
    assert queries.seen_by(me).get() == macro


def test_made_picked_and_done_on_the_pages(world: World, signed_in: SignedIn) -> None:
    me, case = signed_in("0101"), a_case(world.actor("0101"))
    empty = me.post("/macros/new", {"name": "空", "kind": "personal"})
    assert empty.status_code == 422
    both = {"name": "两样", "kind": "personal", "answer": "好", "waiting_for": "customer"}
    assert me.post("/macros/new", both).status_code == 422
    assert not Macro.objects.exists()
    said = {"name": "核实", "kind": "personal", "accept": "on", "note": "已核实 {number}"}
    assert me.post("/macros/new", said).status_code == 302
    macro = Macro.objects.get()
    assert [verb for verb, _terms in macro.steps] == ["accept", "start", "note"]
    assert "核实" in me.get("/macros/").content.decode()
    assert 'value="核实"' in me.get(f"/macros/{macro.pk}/edit").content.decode()
    picked = me.get(f"/macros/case/{case.pk}/").content.decode()
    assert f"/macros/case/{case.pk}/{macro.pk}" in picked
    place = f"/macros/case/{case.pk}/{macro.pk}"
    assert f"已核实 {case.number}" in me.get(place).content.decode()
    assert me.post(place, {"text_note": "", "version": case.version}).status_code == 422
    done = me.post(
        place, {"text_note": "好", "version": case.version}, headers={"HX-Request": "true"}
    )
    assert done.status_code == 204
    case.refresh_from_db()
    assert case.state == CaseState.IN_PROGRESS
    stale = me.post(place, {"text_note": "好", "version": 1})
    assert stale.status_code == 409
    assert signed_in("0302").get(place).status_code == 404
