"""Matters told beside the script that somebody of the first grid has to go out for."""

from __future__ import annotations

from datetime import datetime, timedelta

from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.models import Case
from shouwen.web.demo import cast
from shouwen.web.demo.stage import Stage

MINUTE = timedelta(minutes=1)


def send_out(
    stage: Stage, nth: int, *, kind: str, category: str = "", title: str, at: datetime
) -> Case:
    """Taken in by the hotline for the nth customer there, and given to the technician people try out."""
    agent = stage.actor(cast.of_login("agent"))
    technician = next(p for p in cast.players() if p.login == "field")
    there = [n for n, who in enumerate(stage.folk) if who.accounts[0].grid == technician.unit]
    there = there or list(range(len(stage.folk)))
    who = there[nth % len(there)]
    case = cases.open_case(
        kind=kind,
        category=category,
        channel="hotline",
        title=title,
        text=title,
        customer_id=stage.customers[who],
        account_id=stage.accounts[stage.folk[who].accounts[0].number],
        by=agent,
        at=at,
    )
    cases.accept(case.pk, by=agent, at=at + 2 * MINUTE)
    unit, staff = stage.units[technician.unit], stage.staff(technician.number)
    cases.dispatch(case.pk, unit_id=unit, staff_id=staff, by=agent, at=at + 6 * MINUTE)
    return case
