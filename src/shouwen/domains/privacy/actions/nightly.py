"""夜间清除: off, counting only, or erasing; it counts until somebody entitled has it erase."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from shouwen.domains.privacy.actions.retaining import run
from shouwen.domains.privacy.choices import NightMode
from shouwen.domains.privacy.events import NightSwitched
from shouwen.domains.privacy.models import Night, NightSwitch
from shouwen.domains.privacy.queries.due import due, rules_on
from shouwen.domains.privacy.queries.nights import mode
from shouwen.kernel.actor import Actor
from shouwen.kernel.subject import Subject
from shouwen.platform.journal.actions import record

MOST = 5_000
"""So many cases, customers or calls a night; what is left is due the next night."""


@transaction.atomic
def switch(to: str, *, by: Actor, at: datetime) -> NightSwitch:
    """夜间清除开关: from the next night on; every change is a row of its own."""
    row = NightSwitch.objects.create(mode=to, by_id=by.account, at=at)
    record(NightSwitched(subject=Subject("night", row.pk), mode=to), by=by, at=at)
    return row


def night(*, at: datetime) -> Night | None:
    """One night: what is due is counted, and erased where that is switched on, with a proof a batch.

    A failure is kept on the night's row, where the page of health finds it, and goes on to the worker.
    """
    today = mode()
    if today == NightMode.OFF:
        return None
    row = Night.objects.create(mode=today, at=at)
    try:
        rules = rules_on(timezone.localdate(at))
        row.due = sum(len(due(rule, at=at, limit=MOST).ids) for rule in rules)
        if today == NightMode.ERASE:
            row.erased = sum(b.subjects for b in run(by=Actor(via="job"), at=at, most=MOST))
    except Exception as failure:
        row.failure = type(failure).__name__[:80]
        raise
    finally:
        row.finished_at = timezone.now()
        row.save()
    return row
