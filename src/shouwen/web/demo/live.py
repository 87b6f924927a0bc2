"""Play a matter of the script through the verbs of cases, one after the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from shouwen.domains.cases import actions
from shouwen.web.demo.script import Matter, Step
from shouwen.web.demo.stage import Stage

_VERBS: dict[str, Callable[..., Any]] = {
    verb: getattr(actions, verb)
    for verb in (
        "accept", "dispatch", "start", "note", "urge", "wait", "resume", "answer", "invite",
        "evaluate", "close", "reopen", "withdraw", "void", "archive",
        "send_back",
    )
}  # fmt: skip


@transaction.atomic
def play(matter: Matter, stage: Stage) -> int:
    """The whole matter in one transaction; the id of the case."""
    opening, *rest = matter.steps
    case = actions.open_case(
        **opening.args,
        customer_id=stage.customers[matter.person],
        account_id=stage.accounts[stage.folk[matter.person].accounts[matter.account].number],
        by=stage.actor(opening.by),
        at=opening.at,
    )
    for step in rest:
        _VERBS[step.verb](case.pk, **_named(step, stage), by=stage.actor(step.by), at=step.at)
    return case.pk


def _named(step: Step, stage: Stage) -> dict[str, Any]:
    """The step's arguments with ids for codes and numbers."""
    args = dict(step.args)
    if step.verb == "dispatch":
        args["unit_id"] = stage.units[args.pop("unit")]
        args["staff_id"] = stage.staff(args.pop("staff"))
    if step.verb == "send_back":
        args["to_unit_id"] = stage.units[args.pop("to")]
    return args
