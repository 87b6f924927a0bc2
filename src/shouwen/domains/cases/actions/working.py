"""Do the work: accept, dispatch, start, note, urge, wait and resume."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from shouwen.domains.cases import queries
from shouwen.domains.cases.actions.locking import locked, moved, needed
from shouwen.domains.cases.choices import CaseState, UrgeSource
from shouwen.domains.cases.errors import (
    AlreadyThere,
    NotTheOwnersUnit,
    NotWaiting,
    PersonElsewhere,
    ReturnInstead,
    UnitNotActive,
    UntilNotAhead,
)
from shouwen.domains.cases.events import (
    CaseAccepted,
    CaseDispatched,
    CaseNoted,
    CaseResumed,
    CaseStarted,
    CaseUrged,
    CaseWaits,
)
from shouwen.domains.cases.models import Case, Urge
from shouwen.domains.cases.queries.matching import matching
from shouwen.kernel.actor import Actor
from shouwen.platform.clocks import actions as clocks
from shouwen.platform.journal.actions import Text, record
from shouwen.platform.org import queries as org


@transaction.atomic
def accept(case_id: int, *, by: Actor, at: datetime, version: int | None = None) -> Case:
    """接单: somebody takes the matter in hand; the first response is given."""
    case = locked(case_id, "accept", version=version)
    unit_id = by.unit or case.handler_unit_id
    staff_id = by.staff or case.handler_id
    clocks.stop(case.subject, ["first_response"], verbs=["accept"], by=by, at=at)
    moved(case, "accept", handler_id=staff_id, handler_unit_id=unit_id)
    clocks.move(
        case.subject,
        unit=unit_id,
        person=staff_id,
        reason=CaseState.ACCEPTED.value,
        verb="accept",
        match=matching(case),
        by=by,
        at=at,
    )
    record(CaseAccepted(subject=case.subject, unit_id=unit_id, staff_id=staff_id), by=by, at=at)
    return case


@transaction.atomic
def dispatch(
    case_id: int,
    *,
    unit_id: int,
    staff_id: int | None = None,
    text: str = "",
    ruled: bool = False,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Case:
    """派单: another unit (or person) has the matter from now on.

    From dispatched or in progress it is a reassignment (改派) and counted. The unit that was given
    the case passes it on within itself only; anywhere else, also back to the desk, it is returned
    with a reason, and the desk has it moved by what was ``ruled``.
    """
    case = locked(case_id, "dispatch", version=version)
    if not ruled and _past_the_desk(case, unit_id, by):
        raise ReturnInstead
    again = case.state in {CaseState.DISPATCHED, CaseState.IN_PROGRESS}
    if again and (unit_id, staff_id) == (case.handler_unit_id, case.handler_id):
        raise AlreadyThere
    hand_to(case, unit_id, staff_id, text=text.strip(), by=by, at=at)
    return case


def _past_the_desk(case: Case, unit_id: int, by: Actor) -> bool:
    """Whether the handling unit lets go of a case it was given: only the desk moves it to another unit.

    Inside the own unit and below it work is shared out freely; who stands above both is the desk too.
    """
    if by.unit is None:
        return False
    own = org.below(by.unit)
    given = case.handler_unit_id in own and case.owner_unit_id not in own
    return given and unit_id not in own


def hand_to(
    case: Case,
    unit_id: int,
    staff_id: int | None,
    *,
    text: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """The locked case is theirs from now on: its row, its ledger, its journal."""
    again = case.state in {CaseState.DISPATCHED, CaseState.IN_PROGRESS}
    was_unit, was_staff = case.handler_unit_id, case.handler_id
    takes_work(unit_id, staff_id, at=at)
    moved(
        case,
        "dispatch",
        handler_unit_id=unit_id,
        handler_id=staff_id,
        reassignments=case.reassignments + again,
    )
    clocks.move(
        case.subject,
        unit=unit_id,
        person=staff_id,
        reason=CaseState.DISPATCHED.value,
        verb="dispatch",
        match=matching(case),
        by=by,
        at=at,
    )
    fact = CaseDispatched(
        subject=case.subject,
        from_unit_id=was_unit,
        from_staff_id=was_staff,
        unit_id=unit_id,
        staff_id=staff_id,
        reassigned=again,
    )
    record(fact, by=by, at=at, text=Text(text, purpose="instruction") if text else None)


def takes_work(unit_id: int, staff_id: int | None, *, at: datetime) -> None:
    """Refuse units that are closed, and people who hold no post there."""
    node = org.tree().nodes.get(unit_id)
    if node is None or not node.active:
        raise UnitNotActive
    if staff_id is not None and not org.members([unit_id], at=at).filter(pk=staff_id).exists():
        raise PersonElsewhere


@transaction.atomic
def start(case_id: int, *, by: Actor, at: datetime, version: int | None = None) -> Case:
    """开始处理: the handling unit works on it; who starts has it."""
    case = locked(case_id, "start", version=version)
    if by.staff and by.unit in {case.handler_unit_id, None}:
        staff_id: int | None = by.staff
    else:
        staff_id = case.handler_id
    moved(case, "start", handler_id=staff_id)
    clocks.move(
        case.subject,
        unit=case.handler_unit_id,
        person=staff_id,
        reason=CaseState.IN_PROGRESS.value,
        verb="start",
        match=matching(case),
        by=by,
        at=at,
    )
    record(
        CaseStarted(subject=case.subject, unit_id=case.handler_unit_id, staff_id=staff_id),
        by=by,
        at=at,
    )
    return case


@transaction.atomic
def note(
    case_id: int,
    *,
    text: str,
    visibility: str = "internal",
    contacted: bool = False,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Case:
    """备注: words on the matter; ``contacted`` says that the customer was reached.

    The first such note stops the contact clock, and gives the first response.
    """
    case = locked(case_id, "note", version=version)
    body = needed(text)
    if contacted and case.is_open:
        clocks.stop(case.subject, ["contact", "first_response"], verbs=["contacted"], by=by, at=at)
    record(
        CaseNoted(subject=case.subject, visibility=visibility, contacted=contacted),
        by=by,
        at=at,
        text=Text(body, purpose="note"),
    )
    return case


@transaction.atomic
def urge(
    case_id: int,
    *,
    source: str = UrgeSource.CUSTOMER,
    channel: str = "hotline",
    text: str = "",
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Urge:
    """催单: customer, owner's unit or leader press for the matter; who has it now is charged.

    A further urge inside the dated window (default 30 minutes) is kept as a repeated contact and
    stays outside K19.
    """
    case = locked(case_id, "urge", version=version)
    if source == UrgeSource.OWNER_UNIT and not _of_the_owner(case, by):
        raise NotTheOwnersUnit
    window = timedelta(minutes=queries.terms(at=at).urge_window_minutes)
    last = (
        Urge.objects.filter(case=case, counted=True)
        .order_by("-at", "-pk")
        .values_list("at", flat=True)
        .first()
    )
    counted = last is None or at - last >= window
    made = Urge.objects.create(
        case=case,
        at=at,
        source=source,
        channel=channel,
        by_id=by.staff,
        unit_id=case.handler_unit_id,
        person_id=case.handler_id,
        counted=counted,
    )
    if counted:
        case.urges += 1
        case.save(update_fields=["urges"])
    record(
        CaseUrged(
            subject=case.subject,
            urge_id=made.pk,
            source=source,
            channel=channel,
            counted=counted,
            unit_id=case.handler_unit_id,
            staff_id=case.handler_id,
        ),
        by=by,
        at=at,
        text=Text(text.strip(), purpose="urge") if text.strip() else None,
    )
    return made


def _of_the_owner(case: Case, by: Actor) -> bool:
    """Whether somebody acts under a post of the owner's unit, or of one above it."""
    return by.unit is None or case.owner_unit_id in org.below(by.unit)


@transaction.atomic
def wait(
    case_id: int,
    *,
    waiting_for: str,
    reason: str,
    until: datetime,
    text: str = "",
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Case:
    """等候: somebody else has to act first; ends by itself at ``until`` (policy maximum applies).

    The clock pauses only where its limit says so; the hold names whom the matter waits for.
    """
    case = locked(case_id, "wait", version=version)
    if until <= at:
        raise UntilNotAhead
    clocks.wait(case.subject, waiting_for=waiting_for, reason=reason, until=until, by=by, at=at)
    moved(case, "wait")
    record(
        CaseWaits(subject=case.subject, waiting_for=waiting_for, reason=reason, until=until),
        by=by,
        at=at,
        text=Text(text.strip(), purpose="wait") if text.strip() else None,
    )
    return case


@transaction.atomic
def resume(case_id: int, *, by: Actor, at: datetime, version: int | None = None) -> Case:
    """恢复: the wait is over before its time."""
    case = locked(case_id, "resume", version=version)
    if queries.in_hand(case).waiting_for == "none":
        raise NotWaiting
    clocks.resume(case.subject, by=by, at=at)
    moved(case, "resume")
    record(CaseResumed(subject=case.subject), by=by, at=at)
    return case
