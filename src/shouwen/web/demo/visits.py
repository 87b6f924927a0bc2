"""Visits of the demo branch: offered, agreed, moved by the customer, called off, due today, and over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.choices import IN_WORK
from shouwen.domains.cases.models import Case
from shouwen.domains.portal import actions as portal
from shouwen.domains.portal.actions.visiting import CUSTOMER
from shouwen.domains.portal.models import Appointment
from shouwen.domains.portal.queries.appointing import appointment, windows
from shouwen.kernel.actor import Actor
from shouwen.web.demo import cast, errands
from shouwen.web.demo.moments import last_of
from shouwen.web.demo.stage import Stage

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
AT_HOME = ("fault_report", "new_installation", "relocation")
LOOKED_AT = 90
CALLED = "已电话联系客户，约定上门时间"


@dataclass(frozen=True, slots=True)
class Visit:
    """What was said about one visit, ``ago`` before now; windows count from the next morning on (0).

    ``ours`` is set by the staff, ``offered`` put to the customer, ``theirs`` chosen by the customer;
    ``off`` is why it was called off.
    """

    ago: timedelta
    ours: int | None = None
    offered: int | None = None
    theirs: int | None = None
    off: str = ""


VISITS = (
    Visit(50 * MINUTE, offered=0),
    Visit(50 * MINUTE, offered=2),
    Visit(50 * MINUTE, ours=1),
    Visit(50 * MINUTE, offered=1, theirs=1),
    Visit(50 * MINUTE, ours=2, theirs=5),
    Visit(50 * MINUTE, offered=1, theirs=4),
    Visit(50 * MINUTE, ours=3, off="customer_wish"),
    Visit(50 * MINUTE, offered=0, off="cannot_come"),
)
"""Of matters that are in work anyway."""
EARLIER = {
    "入户光纤被装修挖断，约上门重熔": Visit(3 * DAY, ours=0),
    "室内改线，客户约下午在家": Visit(2 * DAY, offered=0, theirs=1),
    "电视盒无信号，约今日上门": Visit(DAY, ours=0),
    "移机后下午调试": Visit(DAY, offered=1, theirs=1),
}
"""Of matters taken in for them: the time has passed, or it is today. By the title of the matter."""


@transaction.atomic
def arrange(stage: Stage, *, until: datetime) -> int:
    """Arrange each with the newest open matter whose story leaves room for it, once.

    How many matters were taken in for visits that are due or over.
    """
    mine = Appointment.objects.filter(case__owner_unit_id__in=stage.units.values())
    if mine.exists():
        return 0
    by_staff = {actor.staff: actor for actor in stage.actors.values()}
    free = {case: last_of(case) + 10 * MINUTE for case in _at_home(stage)}
    for visit in VISITS:
        case = next((case for case, since in free.items() if since < until - visit.ago), None)
        if case is not None:
            del free[case]
            by = by_staff[case.handler_id or case.owner_id]
            _arrange(visit, case, by=by, at=until - visit.ago)
    _earlier(stage, until)
    return len(EARLIER)


def _earlier(stage: Stage, until: datetime) -> None:
    by = stage.actor(cast.of_login("field"))
    for nth, (title, visit) in enumerate(EARLIER.items()):
        at = until - visit.ago
        case = errands.send_out(stage, nth, kind="fault_report", title=title, at=at - 40 * MINUTE)
        cases.start(case.pk, by=by, at=at - 10 * MINUTE)
        cases.note(
            case.pk, text=CALLED, visibility="internal", contacted=True, by=by, at=at - 5 * MINUTE
        )
        _arrange(visit, case, by=by, at=at)


def _at_home(stage: Stage) -> list[Case]:
    """Matters with a grid, for which somebody has to come."""
    found = Case.objects.filter(
        kind__in=AT_HOME,
        state__in=IN_WORK,
        customer__isnull=False,
        owner_id__isnull=False,
        handler_unit_id__in=[stage.units[u.code] for u in cast.units() if u.kind == "grid"],
    )
    return list(found.order_by("-opened_at", "pk")[:LOOKED_AT])


def _arrange(visit: Visit, case: Case, *, by: Actor, at: datetime) -> None:
    """The words one after the other, four minutes apart."""
    offered = [start for start, _end in windows(case, at=at)]
    said = ((visit.ours, False, by), (visit.offered, True, by), (visit.theirs, False, CUSTOMER))
    for nth, offer, who in said:
        if nth is not None:
            before = appointment(case)
            seen = before.pk if before else None
            portal.appoint(case.pk, offered[nth], seen=seen, offer=offer, by=who, at=at)
            at += 4 * MINUTE
    holds = appointment(case)
    if visit.off and holds is not None:
        portal.cancel(case.pk, visit.off, seen=holds.pk, by=by, at=at)
