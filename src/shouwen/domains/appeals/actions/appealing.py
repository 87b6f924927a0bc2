"""A charged unit appeals, and may take its appeal back."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localtime

from shouwen.domains.appeals import queries
from shouwen.domains.appeals.choices import FITS, About, Outcome
from shouwen.domains.appeals.errors import (
    AlreadyAppealed,
    AlreadyDecided,
    DecisionIsFinal,
    GroundDoesNotFit,
    NotCharged,
    NothingToAppeal,
    NotTheAppellant,
    TextTooShort,
    TooLate,
)
from shouwen.domains.appeals.events import AppealDecided, AppealMade
from shouwen.domains.appeals.models import Appeal, Decision
from shouwen.domains.appeals.queries import Contestable
from shouwen.domains.cases.choices import UNCOUNTED
from shouwen.domains.cases.models import Case
from shouwen.kernel.actor import Actor
from shouwen.platform.journal.actions import Text, record
from shouwen.platform.org import queries as org

LEAST = 10
"""Characters an appeal has to say at least."""


@transaction.atomic
def appeal(
    case_id: int, *, about: str, of: int, ground: str, text: str, by: Actor, at: datetime
) -> Appeal:
    """申诉: the charged unit or person says why the verdict of a clock, or an evaluation, is not theirs.

    Within the dated working days, once; again only after a withdrawal. Nothing leaves the figures
    before somebody else has decided.
    """
    case = Case.objects.lock(case_id)
    found = _subject(case, about, of)
    _admissible(found, ground, text, by, at)
    row = _made(case, found, ground, by, at)
    event = AppealMade(
        subject=case.subject, appeal_id=row.pk, about=about, ground=ground, unit_id=found.unit
    )
    record(event, by=by, at=at, text=Text(text.strip(), purpose="reason"))
    return row


def _subject(case: Case, about: str, of: int) -> Contestable:
    for found in queries.contestable(case.pk):
        if (found.about, found.of) == (about, of):
            return found
    raise NothingToAppeal


def _admissible(found: Contestable, ground: str, text: str, by: Actor, at: datetime) -> None:
    """Who may appeal, on which ground, until when; and that it has not been heard."""
    if not speaks_for(by, found.unit, found.person):
        raise NotCharged
    if ground not in FITS[found.about]:
        raise GroundDoesNotFit
    if len(text.strip()) < LEAST:
        raise TextTooShort(least=LEAST)
    if found.is_waiting:
        raise AlreadyAppealed
    if not found.is_free:
        raise DecisionIsFinal
    until = queries.appeal_until(found.at)
    if at > until:
        raise TooLate(until=f"{localtime(until):%Y-%m-%d %H:%M}")


def speaks_for(by: Actor, unit_id: int, person_id: int | None) -> bool:
    """The person charged, or a post of the unit charged or of one above it."""
    if by.staff is not None and by.staff == person_id:
        return True
    return by.unit is not None and unit_id in org.below(by.unit)


def appeals_it(row: Appeal, by: Actor) -> bool:
    """Whoever made this appeal, or speaks for those charged."""
    mine = by.staff is not None and by.staff == row.by_id
    return mine or speaks_for(by, row.unit_id, row.person_id)


def _made(case: Case, found: Contestable, ground: str, by: Actor, at: datetime) -> Appeal:
    verdict = found.about == About.VERDICT
    try:
        with transaction.atomic():
            return Appeal.objects.create(
                case=case,
                about=found.about,
                clock_id=found.of if verdict else None,
                verdict_n=found.verdict_n,
                rating_id=None if verdict else found.of,
                n=found.n + 1,
                unit_id=found.unit,
                person_id=found.person,
                desk=found.unit == case.owner_unit_id,
                ground=ground,
                at=at,
                by_id=by.staff,
                due_at=queries.working_days_after(at, queries.terms(at=at).decide_days),
            )
    except IntegrityError as error:  # the lock on the case keeps this from happening
        raise AlreadyAppealed from error


@transaction.atomic
def withdraw(appeal_id: int, *, by: Actor, at: datetime) -> Decision:
    """撤回申诉: whoever appealed, or the charged unit; it may be appealed again within the window."""
    row, case = undecided(appeal_id)
    if not appeals_it(row, by):
        raise NotTheAppellant
    return ended(row, case, Outcome.WITHDRAWN, "", by, at)


@transaction.atomic
def lapse(case_id: int, *, by: Actor, at: datetime) -> int:
    """申诉终止: the case counts no more (merged, withdrawn, void), so there is nothing left to judge."""
    case = Case.objects.lock(case_id)
    if case.state not in UNCOUNTED:
        return 0
    waiting = list(Appeal.objects.waiting().filter(case=case).order_by("pk"))
    for row in waiting:
        ended(row, case, Outcome.LAPSED, "", by, at)
    return len(waiting)


def undecided(appeal_id: int) -> tuple[Appeal, Case]:
    """The appeal and its case, if it still waits; the case is locked, as by every verb on cases."""
    row = Appeal.objects.get(pk=appeal_id)
    case = Case.objects.lock(row.case_id)
    if Decision.objects.filter(pk=appeal_id).exists():
        raise AlreadyDecided
    return row, case


def ended(
    row: Appeal, case: Case, outcome: Outcome, text: str, by: Actor, at: datetime
) -> Decision:
    decision = Decision.objects.create(appeal=row, outcome=outcome, at=at, by_id=by.staff)
    event = AppealDecided(
        subject=case.subject,
        appeal_id=row.pk,
        about=row.about,
        outcome=outcome,
        unit_id=row.unit_id,
    )
    record(event, by=by, at=at, text=Text(text, purpose="reason") if text else None)
    return decision
