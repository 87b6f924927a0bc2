"""Take a matter in: number, owner, clocks, journal, search words; one transaction, few statements."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from shouwen.domains.cases.actions.finding import index
from shouwen.domains.cases.choices import CaseState
from shouwen.domains.cases.errors import OwnerUnknown
from shouwen.domains.cases.events import CaseOpened
from shouwen.domains.cases.models import Case
from shouwen.domains.cases.queries.matching import matching
from shouwen.domains.customers.queries import Findable, findable
from shouwen.kernel.actor import Actor
from shouwen.platform.access.masking import mask_within
from shouwen.platform.clocks import actions as clocks
from shouwen.platform.clocks.actions import Start
from shouwen.platform.journal.actions import Text, record
from shouwen.platform.numbering import actions as numbering
from shouwen.platform.org import queries as org
from shouwen.platform.org.tree import one_reading

SERIES = "C"
OPENS = "open"


@one_reading()
def open_case(
    *,
    kind: str,
    channel: str,
    title: str,
    text: str = "",
    category: str = "",
    customer_id: int | None = None,
    account_id: int | None = None,
    owner_id: int | None = None,
    owner_unit_id: int | None = None,
    given_due_at: datetime | None = None,
    extra: Mapping[str, Any] | None = None,
    by: Actor,
    at: datetime,
) -> Case:
    """受理: whoever is asked first owns the matter (首问负责); it has the work until dispatched.

    Owner and unit are the actor's own unless named. Without a unit: OwnerUnknown. ``text`` is what
    the customer wants in full; it is kept apart from the facts and can be erased. A title is read in
    every list and message: what it says of a person is covered, and kept in the text.
    """
    unit_id = owner_unit_id or by.unit
    if unit_id is None:
        raise OwnerUnknown
    staff_id = owner_id if owner_unit_id or owner_id else by.staff
    who = findable(customer_id, account_id)
    title, text = _apart(title, text, who)
    case = Case(
        number=numbering.take(SERIES, at=at, zone=org.zone_of(unit_id)),
        kind=kind,
        channel=channel,
        category=category,
        title=title,
        state=CaseState.RECEIVED,
        customer_id=customer_id,
        account_id=account_id,
        owner_id=staff_id,
        owner_unit_id=unit_id,
        handler_id=staff_id,
        handler_unit_id=unit_id,
        opened_at=at,
        extra=dict(extra or {}),
    )
    words = Text(text, purpose="request") if text else None
    with transaction.atomic(savepoint=False):  # nothing is refused from here on
        case.save(force_insert=True)
        _start_clocks(case, given_due_at, by=by)
        index(case, who, texts=[text])
        record(_opened(case), by=by, at=at, text=words, kept=True)
    return case


def _apart(title: str, text: str, who: Findable) -> tuple[str, str]:
    """The title without numbers, name and address; where it had some, its own words join the text."""
    covered = covered_title(title, who)
    return (covered, text) if covered == title else (covered, f"{title}\n{text}".strip())


def covered_title(title: str, who: Findable) -> str:
    return mask_within(title, names=[who.name], addresses=[who.address])


def _start_clocks(case: Case, given_due_at: datetime | None, *, by: Actor) -> None:
    """首次响应, 联系客户, 办结 (our own promise, and the law's where there is one)."""
    match = matching(case)
    clocks.open_matter(
        case.subject,
        unit=case.owner_unit_id,
        person=case.owner_id,
        owner_unit=case.owner_unit_id,
        reason=CaseState.RECEIVED.value,
        starts=[
            Start(kind="first_response", match=match, verb=OPENS),
            Start(kind="contact", match=match, verb=OPENS),
            Start(kind="resolution", match=match, verb=OPENS, given_due_at=given_due_at),
            Start(kind="resolution", match=match, verb=OPENS, basis="legal"),
        ],
        by=by,
        at=case.opened_at,
    )


def _opened(case: Case) -> CaseOpened:
    return CaseOpened(
        subject=case.subject,
        case_kind=case.kind,
        channel=case.channel,
        category=case.category or None,
        unit_id=case.owner_unit_id,
        staff_id=case.owner_id,
        customer_id=case.customer_id,
        account_id=case.account_id,
    )
