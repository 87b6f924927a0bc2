"""Calls at the hotline of the demo branch within the last day: answered, missed, called back, without a number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from shouwen.domains.calls import actions as calls
from shouwen.domains.calls import keeping
from shouwen.domains.calls.calling import Ringing
from shouwen.domains.calls.models import Call
from shouwen.domains.cases.choices import Channel
from shouwen.domains.cases.models import Case
from shouwen.kernel.actor import Actor
from shouwen.platform.org.acting import acting_for
from shouwen.web.demo import cast
from shouwen.web.demo.stage import Stage

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
MARK = "demo-"
LINE = "客服热线"
WITHHELD, STRANGER = "", "10000000017"
TAKEN_IN = 6
"""So many of the newest matters of the hotline were taken in from a call."""


@dataclass(frozen=True, slots=True)
class Lost:
    """Nobody answered, ``ago`` minutes before now; ``who`` counts the customers or is a number."""

    ago: int
    who: int | str
    back: bool = False  # a colleague has called back
    through: bool = False  # rang again and got through


LOST = (
    Lost(1200, 31, back=True),
    Lost(740, 37, through=True),
    Lost(410, WITHHELD, back=True),
    Lost(185, 43),
    Lost(150, STRANGER),
    Lost(95, 43),
    Lost(48, WITHHELD),
    Lost(21, 52),
)


@transaction.atomic
def ring(stage: Stage, *, until: datetime) -> int:
    """Tell of the calls as the telephone system would, once; how many."""
    if Call.objects.filter(call_id__startswith=MARK).exists():
        return 0
    agent = stage.actor(cast.of_login("agent"))
    for nth, lost in enumerate(LOST):
        _miss(lost, nth, stage, agent, until - lost.ago * MINUTE)
    for case in _taken_in(stage):
        _answer(case)
    return Call.objects.filter(call_id__startswith=MARK).count()


def _miss(lost: Lost, nth: int, stage: Stage, agent: Actor, at: datetime) -> None:
    number = lost.who if isinstance(lost.who, str) else stage.folk[lost.who].phone
    ringing = Ringing(number, f"{MARK}lost-{nth}")
    call = _told(ringing, at, ended=at + 40 * SECOND)
    if lost.back:
        calls.call_back(call.pk, by=agent, at=at + 12 * MINUTE)
    if lost.through:
        again, at = Ringing(number, f"{MARK}again-{nth}"), at + 6 * MINUTE
        _told(again, at, answered=at + 9 * SECOND, ended=at + 3 * MINUTE, agent=agent.staff)


def _taken_in(stage: Stage) -> Iterator[Case]:
    hotline = [stage.units[team] for team in cast.HOTLINE]
    found = Case.objects.filter(
        channel=Channel.HOTLINE, owner_unit_id__in=hotline, customer__isnull=False
    )
    newest = found.exclude(owner=None).select_related("customer", "owner")
    yield from newest.order_by("-opened_at", "-pk")[:TAKEN_IN]


def _answer(case: Case) -> None:
    """The call a matter was taken in from: it rang two minutes before and ended one after."""
    assert case.customer is not None and case.owner is not None
    began, agent = case.opened_at - 2 * MINUTE, case.owner
    ringing = Ringing(case.customer.phone, f"{MARK}case-{case.pk}")
    ended = case.opened_at + MINUTE
    call = _told(ringing, began, answered=began + 8 * SECOND, ended=ended, agent=agent.pk)
    acting = acting_for(agent.account_id or 0, post_id=None, at=case.opened_at)
    assert acting is not None
    calls.done_with(call.draft, case.pk, by=acting)


def _told(
    ringing: Ringing,
    rang: datetime,
    *,
    answered: datetime | None = None,
    ended: datetime,
    agent: int | None = None,
) -> Call:
    calls.told(ringing, calls.NEW, line=LINE, at=rang)
    if answered is not None:
        calls.told(ringing, calls.ANSWER, agent_id=agent, at=answered)
    return calls.told(ringing, calls.HANG_UP, at=ended)


@transaction.atomic
def take_back(*, rule: str, by: Actor, at: datetime) -> None:
    """Nobody is to be called back any more, and no call tells whose it was."""
    mine = Call.objects.filter(call_id__startswith=MARK)
    for call in mine.filter(ended_at__isnull=False, answered_at=None):
        call.refresh_from_db()
        if call.called_back_at is None:
            calls.call_back(call.pk, by=by, at=at)
    keeping.erase(list(mine.values_list("pk", flat=True)), rule=rule, at=at)
