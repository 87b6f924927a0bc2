"""Internal requests for tests, made through actions."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from shouwen.domains.asks import actions
from shouwen.domains.asks.models import Request
from shouwen.domains.cases.models import Case
from tests.factories.cases import T0
from tests.world import World

HOUR = timedelta(hours=1)


def a_request(
    case: Case, world: World, *, to: str = "QC-NET", at: datetime = T0 + HOUR, **given: Any
) -> Request:
    """The hotline asks the network department, and waits for the answer."""
    wanted: dict[str, Any] = {"text": "主干光缆是否中断，何时恢复？", "blocking": True}
    return actions.ask(
        case.pk,
        unit_id=world.units[to],
        by=given.pop("by", world.actor("0101")),
        at=at,
        **{**wanted, **given},
    )
