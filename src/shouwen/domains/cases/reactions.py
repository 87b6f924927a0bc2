"""What cases do when something happens elsewhere; each is safe to run twice."""

from __future__ import annotations

from django.utils.timezone import now

from shouwen.domains.cases import actions
from shouwen.domains.customers.events import CustomerCorrected
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.journal.actions import on
from shouwen.platform.org.events import StaffLeft


@on(StaffLeft, name="cases.hand_over_of_leaver")
def hand_over_what_the_leaver_had(event: StaffLeft) -> None:
    """离职移交: every open matter goes to the named successor, each by a recorded verb."""
    if event.successor_id is not None:
        actions.hand_over_all(
            from_staff_id=event.staff_id, to_staff_id=event.successor_id, by=SYSTEM, at=now()
        )


@on(CustomerCorrected, name="cases.reindex_customer")
def find_cases_by_the_new_name(event: CustomerCorrected) -> None:
    """Name, telephone or address changed: the customer's cases are found by the new words."""
    if {"name", "phone", "address"} & set(event.fields.split(",")):
        actions.reindex_customer(event.subject.id)
