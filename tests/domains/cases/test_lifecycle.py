"""Which verb is possible in which state, against a literal table and against the actions themselves."""

from __future__ import annotations

from typing import Any

import pytest

from shouwen.domains.cases import actions
from shouwen.domains.cases.choices import CaseState as S
from shouwen.domains.cases.errors import NotPossibleNow
from shouwen.domains.cases.lifecycle import LIFECYCLE
from shouwen.domains.cases.models import Case
from shouwen.platform.clocks.models import ClockEvent, Hold
from shouwen.platform.journal.models import Entry
from tests.factories.cases import MINUTE, REACHABLE, T0, a_case, a_case_in
from tests.world import World

W, A, D, P = S.RECEIVED, S.ACCEPTED, S.DISPATCHED, S.IN_PROGRESS
R, E, C, Z = S.ANSWERED, S.AWAITING_EVALUATION, S.CLOSED, S.ARCHIVED
M, X, V = S.MERGED, S.WITHDRAWN, S.VOID
TABLE: dict[str, tuple[set[S], S | None]] = {
    "accept": ({W}, A),
    "dispatch": ({W, A, D, P}, D),
    "start": ({A, D}, P),
    "answer": ({A, D, P}, R),
    "invite": ({R}, E),
    "evaluate": ({R, E}, C),
    "close": ({R, E}, C),
    "reopen": ({R, E, C}, P),
    "archive": ({C}, Z),
    "withdraw": ({W, A, D, P}, X),
    "void": ({W, A, D, P, R, E, C, Z, X}, V),
    "note": ({W, A, D, P, R, E, C}, None),
    "urge": ({W, A, D, P}, None),
    "declare": ({W, A, D, P, R, E}, None),
    "wait": ({W, A, D, P}, None),
    "resume": ({W, A, D, P}, None),
    "hand_over": ({W, A, D, P, R, E}, None),
    "merge": ({W, A, D, P}, M),
    "absorb": ({W, A, D, P}, None),
    "consult": ({W, A, D, P, R, E}, None),
    "lend": ({W, A, D, P}, None),
    "give_back": ({W, A, D, P}, None),
    "send_back": ({D, P}, None),
}
ACTIONS = set(TABLE) - {"absorb", "consult"}
"""The others are asked of a case by a verb on something else."""
TERMS: dict[str, dict[str, Any]] = {
    "answer": {"text": "已修复"},
    "archive": {"text": "客户已无异议"},
    "declare": {"text": "要求书面答复"},
    "evaluate": {"score": 5, "solved": True},
    "reopen": {"text": "仍未恢复"},
    "withdraw": {"text": "客户自行解决"},
    "void": {"text": "误建"},
    "merge": {"text": "同一件事"},
    "lend": {"staff_id": None},
    "send_back": {"reason": "not_ours", "text": "不是我们的线路"},
    "note": {"text": "已联系装维"},
    "wait": {"waiting_for": "customer", "reason": "customer_absent"},
}


@pytest.mark.parametrize("verb", TABLE)
@pytest.mark.parametrize("state", S)
def test_the_table_allows_exactly_these_moves(verb: str, state: S) -> None:
    sources, target = TABLE[verb]
    assert (verb in LIFECYCLE.available(state)) == (state in sources)
    if state in sources:
        assert LIFECYCLE.after(state, verb) == (target or state)


def test_there_are_no_other_moves() -> None:
    assert set(LIFECYCLE.moves) == set(TABLE)


def _terms(verb: str, world: World) -> dict[str, Any]:
    terms = dict(TERMS.get(verb, {}))
    if verb in {"dispatch", "lend"}:
        terms["unit_id"] = world.units["DH-01"]
    if verb == "send_back":
        terms["to_unit_id"] = world.units["DH-01"]
    if verb == "merge":
        older = a_case(world.actor("0101"), at=T0 - 600 * MINUTE)
        terms["into_id"] = older.pk
    if verb == "wait":
        terms["until"] = T0 + 600 * MINUTE
    if verb == "hand_over":
        terms |= {"from_staff_id": world.staff["0101"], "to_staff_id": world.staff["0102"]}
    return terms


@pytest.mark.parametrize("state", REACHABLE)
def test_an_action_refuses_where_the_table_does_and_leaves_no_trace(state: S, world: World) -> None:
    case = a_case_in(state, world)
    given = {verb: _terms(verb, world) for verb in sorted(ACTIONS)}
    before = _everything(case)
    for verb, terms in given.items():
        if state in TABLE[verb][0]:
            continue
        with pytest.raises(NotPossibleNow):
            getattr(actions, verb)(case.pk, by=world.actor("0102"), at=T0 + 60 * MINUTE, **terms)
    assert _everything(case) == before


@pytest.mark.parametrize("verb", sorted(ACTIONS - {"resume"}))
def test_an_action_does_what_the_table_says(verb: str, world: World) -> None:
    sources, target = TABLE[verb]
    for i, state in enumerate(s for s in REACHABLE if s in sources):
        case = a_case_in(state, world)
        by = world.actor("0103" if verb == "archive" else "0102")
        getattr(actions, verb)(case.pk, by=by, at=T0 + (60 + i) * MINUTE, **_terms(verb, world))
        case.refresh_from_db()
        assert case.state == (target or state), state


def _everything(case: Case) -> tuple[Any, ...]:
    return (
        Case.objects.filter(pk=case.pk).values().get(),
        Entry.objects.count(),
        Hold.objects.count(),
        ClockEvent.objects.count(),
    )
