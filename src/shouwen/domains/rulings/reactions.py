"""Who hears of returns and rulings, and what a return is worth once its case moves on; safe to run twice."""

from __future__ import annotations

from django.utils.timezone import now

from shouwen.domains.cases.events import (
    CaseAnswered,
    CaseDispatched,
    CaseMerged,
    CaseSentBack,
    CaseVoided,
    CaseWithdrawn,
)
from shouwen.domains.cases.models import Case
from shouwen.domains.rulings import actions
from shouwen.domains.rulings.events import ReturnArbitrated, ReturnRuled
from shouwen.domains.rulings.models import Return
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.journal.actions import entry_told_of, on
from shouwen.platform.journal.events import Event
from shouwen.platform.notify.actions import tell
from shouwen.platform.org import queries as org


@on(CaseSentBack, name="rulings.tell_the_desk")
def tell_the_desk(event: CaseSentBack) -> None:
    """退回提醒: who leads the unit that was asked first rules, and its owner knows."""
    case, at = Case.objects.get(pk=event.subject.id), now()
    people = {leader.pk for leader in org.leaders_of(case.owner_unit_id, at=at)}
    people |= {case.owner_id} if case.owner_id else set()
    tell(event.subject, CaseSentBack.kind, people, key=f"back:{entry_told_of()}", by=SYSTEM, at=at)


@on(ReturnRuled, name="rulings.tell_of_ruling")
def tell_of_ruling(event: ReturnRuled) -> None:
    """Whoever returned the case hears what the desk ruled."""
    _tell_the_returner(event, ReturnRuled.kind)


@on(ReturnArbitrated, name="rulings.tell_of_arbitration")
def tell_of_arbitration(event: ReturnArbitrated) -> None:
    """Whoever asked for arbitration hears what was decided."""
    _tell_the_returner(event, ReturnArbitrated.kind)


def _tell_the_returner(event: ReturnRuled | ReturnArbitrated, kind: str) -> None:
    if event.staff_id is not None:
        key = f"ruled:{event.return_id}"
        tell(event.subject, kind, [event.staff_id], key=key, by=SYSTEM, at=now())


def _waits_for_a_ruling(event: Event) -> bool:
    return Return.objects.waiting().filter(case_id=event.subject.id).exists()


def _lapse(event: Event) -> None:
    """Dispatched, answered or ended meanwhile: there is nothing left to rule on."""
    actions.lapse(event.subject.id, by=SYSTEM, at=now())


for _moved in (CaseDispatched, CaseAnswered, CaseMerged, CaseWithdrawn, CaseVoided):
    on(_moved, name=f"rulings.lapse.{_moved.__name__}", concerns=_waits_for_a_ruling)(_lapse)
