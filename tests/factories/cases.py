"""Cases for tests, made through actions and brought to a state by the verbs themselves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from shouwen.domains.cases import actions
from shouwen.domains.cases.choices import CaseState as S
from shouwen.domains.cases.models import Case
from shouwen.kernel.actor import Actor
from tests.world import World

T0 = datetime(2025, 10, 10, 1, 0, tzinfo=UTC)  # Friday 09:00 in Shanghai
MINUTE = timedelta(minutes=1)


def a_case(by: Actor, *, at: datetime = T0, **given: Any) -> Case:
    """A fault report taken by telephone."""
    wanted: dict[str, Any] = {
        "kind": "fault_report",
        "channel": "hotline",
        "title": "宽带无法上网，光猫红灯",
    }
    return actions.open_case(**{**wanted, **given}, by=by, at=at)


def a_case_in(state: str, world: World, *, at: datetime = T0, **given: Any) -> Case:
    """A case of the hotline in this state; each step one minute after the one before."""
    agent, leader, manager, clerk = (world.actor(n) for n in ("0101", "0102", "0103", "0112"))
    case = a_case(agent, at=at, **given)
    for i, (verb, terms) in enumerate(_WAY[S(state)], 1):
        if verb == "dispatch":
            terms = {**terms, "unit_id": world.units["QC-NET"]}
        by = {"start": clerk, "void": leader, "archive": manager}.get(verb, agent)
        getattr(actions, verb)(case.pk, by=by, at=at + i * MINUTE, **terms)
    case.refresh_from_db()
    return case


_ACCEPTED: list[tuple[str, dict[str, Any]]] = [("accept", {})]
_DISPATCHED = [*_ACCEPTED, ("dispatch", {})]
_STARTED = [*_DISPATCHED, ("start", {})]
_ANSWERED = [*_STARTED, ("answer", {"text": "已更换光猫，恢复正常"})]
_CLOSED: list[tuple[str, dict[str, Any]]] = [*_ANSWERED, ("close", {})]
_WAY: dict[S, list[tuple[str, dict[str, Any]]]] = {
    S.RECEIVED: [],
    S.ACCEPTED: _ACCEPTED,
    S.DISPATCHED: _DISPATCHED,
    S.IN_PROGRESS: _STARTED,
    S.ANSWERED: _ANSWERED,
    S.AWAITING_EVALUATION: [*_ANSWERED, ("invite", {})],
    S.CLOSED: _CLOSED,
    S.ARCHIVED: [*_CLOSED, ("archive", {"text": "客户已无异议"})],
    S.WITHDRAWN: [("withdraw", {"text": "客户不再需要"})],
    S.VOID: [("void", {"text": "误建"})],
}
REACHABLE = [s for s in S if s in _WAY]
