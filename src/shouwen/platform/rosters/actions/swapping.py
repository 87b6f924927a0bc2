"""Swap a duty: ask, agree, approve. Each locks the roster first, as publishing does."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Case, F, Value, When

from shouwen.kernel.actor import Actor
from shouwen.kernel.subject import Subject
from shouwen.platform.journal.actions import Text, record
from shouwen.platform.org.models import Staff
from shouwen.platform.rosters import errors, events, planning
from shouwen.platform.rosters.actions.drafting import locked_roster
from shouwen.platform.rosters.choices import OPEN_SWAPS, DutyState, SwapState
from shouwen.platform.rosters.models import Duty, Swap
from shouwen.platform.rosters.planning import Placed, ShortRest
from shouwen.platform.rosters.queries.reading import people_of, placed, plan, planners
from shouwen.platform.rosters.rules import REST


@transaction.atomic
def ask_swap(
    duty_id: int,
    colleague_id: int,
    *,
    against_id: int | None = None,
    note: str = "",
    by: Actor,
    at: datetime,
) -> Swap:
    """申请换班: the colleague is asked to take the duty, against one of his own or for nothing."""
    locked_roster(Duty.objects.values_list("roster_id", flat=True).get(pk=duty_id))
    duty, against = _duties(duty_id, against_id)
    if by.staff is None or duty.staff_id != by.staff:
        raise errors.NotYourDuty
    _to_come(duty, at)
    if against is not None:
        _to_come(against, at)
        if against.staff_id != colleague_id or against.roster_id != duty.roster_id:
            raise errors.NotYourDuty
    _fits(duty, colleague_id)
    if against is not None:
        _fits(against, by.staff)
    try:
        with transaction.atomic():
            swap = Swap.objects.create(
                duty=duty,
                against=against,
                asker_id=by.staff,
                colleague_id=colleague_id,
                note=note.strip()[:200],
                asked_at=at,
            )
    except IntegrityError as refused:
        raise errors.SwapPending from refused
    asked = events.SwapAsked(
        subject=Subject("swap", swap.pk),
        duty_id=duty.pk,
        against_id=against_id,
        asker_id=by.staff,
        colleague_id=colleague_id,
    )
    record(asked, by=by, at=at)
    return swap


@transaction.atomic
def agree_swap(swap_id: int, *, by: Actor, at: datetime) -> Swap:
    """同意换班: the colleague takes it; now a leader decides."""
    swap = _open(swap_id, SwapState.ASKED)
    if by.staff != swap.colleague_id:
        raise errors.NotYourSwap
    _to_come(swap.duty, at)
    swap.state, swap.answered_at = SwapState.AGREED, at
    swap.save(update_fields=["state", "answered_at"])
    leaders = planners(swap.duty.roster, at=at)
    agreed = events.SwapAgreed(
        subject=Subject("swap", swap.pk),
        asker_id=swap.asker_id,
        colleague_id=swap.colleague_id,
        approver_ids=[pk for pk in leaders if pk not in (swap.asker_id, swap.colleague_id)],
    )
    record(agreed, by=by, at=at)
    return swap


@transaction.atomic
def refuse_swap(swap_id: int, *, leader: bool = False, by: Actor, at: datetime) -> Swap:
    """不同意: by the colleague, or by a leader (the caller asks for ``rosters.plan``)."""
    swap = _open(swap_id, *OPEN_SWAPS)
    if not leader and by.staff != swap.colleague_id:
        raise errors.NotYourSwap
    return _end(swap, SwapState.REFUSED, by=by, at=at)


@transaction.atomic
def withdraw_swap(swap_id: int, *, by: Actor, at: datetime) -> Swap:
    """撤回换班: who asked changes his mind."""
    swap = _open(swap_id, *OPEN_SWAPS)
    if by.staff != swap.asker_id:
        raise errors.NotYourSwap
    return _end(swap, SwapState.WITHDRAWN, by=by, at=at)


@transaction.atomic
def approve_swap(swap_id: int, *, despite: str = "", by: Actor, at: datetime) -> Swap:
    """批准换班: the duties change hands at once.

    Refused when somebody would then rest less than 11 hours, unless ``despite`` gives a reason (the
    caller asks for ``rosters.override``); two duties at once are refused by the database.
    """
    swap = _open(swap_id, SwapState.AGREED)
    if by.staff in (swap.asker_id, swap.colleague_id):
        raise errors.OwnSwap
    duty, against = _duties(swap.duty_id, swap.against_id)
    for held, owner in ((duty, swap.asker_id), (against, swap.colleague_id)):
        if held is not None:
            _to_come(held, at)
            if held.staff_id != owner or held.state != DutyState.PUBLISHED:
                raise errors.DutyChanged
    rests = rests_after(swap, at=at)
    if rests and not despite.strip():
        names = dict(Staff.objects.values_list("pk", "name").filter(pk=rests[0].staff))
        raise errors.SwapRestShort(name=names[rests[0].staff], on=rests[0].second.on)
    _exchange(swap, duty, against)
    swap.state, swap.decided_at, swap.decided_by_id = SwapState.APPROVED, at, by.staff
    swap.save(update_fields=["state", "decided_at", "decided_by"])
    approved = events.SwapApproved(
        subject=Subject("swap", swap.pk),
        duty_id=duty.pk,
        against_id=swap.against_id,
        asker_id=swap.asker_id,
        colleague_id=swap.colleague_id,
        approver_id=by.staff,
        short_rests=len(rests),
    )
    text = Text(despite.strip(), purpose="reason") if rests else None
    record(approved, by=by, at=at, text=text)
    return swap


def rests_after(swap: Swap, *, at: datetime) -> list[ShortRest]:
    """Rests that would be too short once the duties had changed hands."""
    moved = {swap.duty_id: swap.colleague_id}
    if swap.against_id is not None:
        moved[swap.against_id] = swap.asker_id
    pair = [swap.duty] if swap.against is None else [swap.duty, swap.against]
    since = min(d.since for d in pair) - 2 * REST
    until = max(d.until for d in pair) + 2 * REST
    near = Duty.objects.published().filter(staff_id__in=(swap.asker_id, swap.colleague_id))
    after = []
    for duty in near.touching(since, until).select_related("shift"):
        p = placed(duty)
        holder = moved.get(duty.pk, p.staff)
        here = duty.pk in moved
        after.append(Placed(holder, p.kind, p.code, p.on, p.since, p.until, here))
    return [r for r in planning.short_rests(after, after=at) if not r.overlaps]


def _exchange(swap: Swap, duty: Duty, against: Duty | None) -> None:
    """One statement for both, so that the constraint looks at the end; drafts follow what is in force."""
    pairs = [(duty, swap.colleague_id)] + ([(against, swap.asker_id)] if against else [])
    for held, to in pairs:
        drafts = Duty.objects.draft().filter(
            roster_id=held.roster_id, on=held.on, staff_id=held.staff_id, shift_id=held.shift_id
        )
        drafts.filter(since=held.since).update(taken_from=F("staff_id"), staff_id=to)
    holder = Case(*(When(pk=held.pk, then=Value(staff)) for held, staff in pairs))
    try:
        with transaction.atomic():
            Duty.objects.filter(pk__in=[held.pk for held, _ in pairs]).update(
                staff_id=holder, taken_from_id=F("staff_id")
            )
    except IntegrityError as refused:
        raise errors.Overlap(name=swap.colleague.name, on=duty.on) from refused


def _end(swap: Swap, state: SwapState, *, by: Actor, at: datetime) -> Swap:
    swap.state, swap.decided_at, swap.decided_by_id = state, at, by.staff
    swap.save(update_fields=["state", "decided_at", "decided_by"])
    ended = events.SwapEnded(
        subject=Subject("swap", swap.pk),
        state=state,
        asker_id=swap.asker_id,
        colleague_id=swap.colleague_id,
        by_staff_id=by.staff,
    )
    record(ended, by=by, at=at)
    return swap


def _open(swap_id: int, *states: str) -> Swap:
    roster = Swap.objects.values_list("duty__roster_id", flat=True).get(pk=swap_id)
    locked_roster(roster)
    swap = Swap.objects.select_for_update(of=("self",)).get(pk=swap_id)
    if swap.state not in states:
        raise errors.SwapOver(state=SwapState(swap.state).label)
    return swap


def _duties(duty_id: int, against_id: int | None) -> tuple[Duty, Duty | None]:
    """Both duties under lock, always in the order of their ids."""
    ids = [pk for pk in (duty_id, against_id) if pk is not None]
    rows = Duty.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    found = {d.pk: d for d in rows.select_related("roster", "shift")}
    if len(found) != len(ids):
        raise errors.DutyChanged
    return found[duty_id], found[against_id] if against_id is not None else None


def _to_come(duty: Duty, at: datetime) -> None:
    if duty.since <= at:
        raise errors.DutyBegun(on=duty.on)


def _fits(duty: Duty, staff_id: int) -> None:
    """Belongs to the roster, may take the shift, and is not away."""
    pool = people_of(duty.roster, since=duty.since, until=duty.until)
    person = next((p for p in pool if p.id == staff_id), None)
    if person is None:
        names = dict(Staff.objects.values_list("pk", "name").filter(pk=staff_id))
        raise errors.NotOnRoster(name=names.get(staff_id, ""))
    if not person.fits(plan(duty.shift)):
        raise errors.RoleMissing(name=person.name, shift=duty.shift.name)
    if person.is_away(duty.since, duty.until):
        raise errors.OnLeave(name=person.name, on=duty.on)
