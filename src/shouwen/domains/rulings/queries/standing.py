"""What may be returned now: the first return of the running instance, or arbitration after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shouwen.domains.cases.models import Case
from shouwen.domains.rulings.choices import ReturnState, Step
from shouwen.domains.rulings.models import Return
from shouwen.platform.clocks.choices import THE_WORK, Basis
from shouwen.platform.clocks.models import Clock


@dataclass(frozen=True, slots=True)
class Standing:
    """``waiting`` asks for a decision; else ``verb`` is what the handling unit may do, if anything."""

    waiting: Return | None
    verb: str


def standing(case: Case) -> Standing:
    found = Return.objects.filter(case=case, instance=case.instance)
    done = list(found.exclude(state=ReturnState.LAPSED).order_by("pk"))
    waiting = next((r for r in done if r.is_waiting and r.unit_id == case.handler_unit_id), None)
    if waiting or not case.can("send_back") or case.handler_unit_id == case.owner_unit_id:
        return Standing(waiting, "")
    if not done:
        return Standing(None, "send_back")
    decided = any(r.step == Step.ARBITRATION for r in done)
    return Standing(None, "" if decided else "ask_arbitration")


def due_at(case: Case) -> datetime | None:
    """The limit that runs on while somebody rules."""
    running = Clock.objects.filter(
        subject_kind="case",
        subject_id=case.pk,
        kind__in=THE_WORK,
        basis=Basis.INTERNAL,
        instance=case.instance,
    )
    return running.values_list("due_at", flat=True).first()
