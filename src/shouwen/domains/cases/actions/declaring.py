"""申告: write down that a customer formally states that the service is not delivered."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from shouwen.domains.cases.actions.locking import locked, needed
from shouwen.domains.cases.events import CaseDeclared
from shouwen.domains.cases.models import Case, Declaration
from shouwen.domains.customers.models import ServiceAccount
from shouwen.kernel.actor import Actor
from shouwen.platform.journal.actions import Text, record

MERGED_WITHIN = timedelta(hours=24)


@transaction.atomic
def declare(
    case_id: int,
    *,
    text: str,
    channel: str = "hotline",
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Declaration:
    """申告: one row, charged to who has the matter now; nothing of the case moves.

    A line counts once in 24 hours (K20), on whichever of its cases; without a line, the case does.
    """
    case = locked(case_id, "declare", version=version)
    body = needed(text)
    made = Declaration.objects.create(
        case=case,
        account_id=case.account_id,
        at=at,
        channel=channel,
        by_id=by.staff,
        unit_id=case.handler_unit_id,
        person_id=case.handler_id,
        counted=not _declared_lately(case, at=at),
    )
    record(
        CaseDeclared(
            subject=case.subject,
            declaration_id=made.pk,
            channel=channel,
            counted=made.counted,
            unit_id=case.handler_unit_id,
            staff_id=case.handler_id,
        ),
        by=by,
        at=at,
        text=Text(body, purpose="declaration"),
    )
    return made


def _declared_lately(case: Case, *, at: datetime) -> bool:
    """Two calls about one line at once wait for each other at the row of the line."""
    counted = Declaration.objects.filter(counted=True, at__gt=at - MERGED_WITHIN, at__lte=at)
    if case.account_id is None:
        return counted.filter(case=case).exists()
    ServiceAccount.objects.select_for_update(of=("self",), no_key=True).get(pk=case.account_id)
    return counted.filter(account_id=case.account_id).exists()
