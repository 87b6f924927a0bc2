"""Type an entry of the opinion book in, paste its answer, make a suggestion; each its own case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.choices import CaseKind, Channel
from shouwen.domains.intake.actions import NewCaller, matched
from shouwen.domains.routing import queries as routes
from shouwen.domains.voices.errors import (
    AlreadyEntered,
    AlreadyPasted,
    NoHall,
    NotAnswered,
    NothingSaid,
    WrittenLater,
)
from shouwen.domains.voices.models import BookEntry, Suggestion
from shouwen.kernel.actor import SYSTEM, Actor
from shouwen.platform.access.scope import EVERYTHING, Scope
from shouwen.platform.org import queries as org
from shouwen.platform.org.choices import UnitKind
from shouwen.platform.org.models import Unit
from shouwen.platform.policies import actions as policies

LIMITS: Sequence[Mapping[str, object]] = (
    {"channel": Channel.BOOK.value},
    {"kind": CaseKind.SUGGESTION.value, "channel": Channel.STAFF.value},
)
"""What the shipped tables of limits name of these matters."""
TITLE = 40
"""Characters of the first line that stand in lists."""


def install_presets(*, by: Actor, at: datetime) -> None:
    """An installation from before there was the book gets its limits, from the day of the upgrade on."""
    for match in LIMITS:
        policies.complete(match, since=localdate(at), by=by, at=at)


@transaction.atomic
def enter(
    hall_id: int,
    *,
    book: str,
    number: int,
    written_on: date,
    kind: str,
    text: str,
    writer: NewCaller,
    known_to: Scope = EVERYTHING,
    by: Actor,
    at: datetime,
) -> BookEntry:
    """意见簿录入: a case of the hall by the channel “opinion book”; its clocks run from now on.

    Two clerks with the same entry wait for each other: one case, and the other learns its number.
    """
    hall = Unit.objects.select_for_update(no_key=True).get(pk=hall_id)
    if hall.kind != UnitKind.HALL:
        raise NoHall
    if written_on > localdate(at, org.zone_of(hall_id)):
        raise WrittenLater
    _refuse_second(hall_id, book, number)
    customer = None if writer.nameless else matched(writer, known_to=known_to, by=by, at=at)
    case = cases.open_case(
        kind=kind,
        channel=Channel.BOOK,
        title=_first_line(text),
        text=text.strip(),
        customer_id=customer,
        owner_id=by.staff if by.unit == hall_id else None,
        owner_unit_id=hall_id,
        by=by,
        at=at,
    )
    return BookEntry.objects.create(
        case=case,
        hall_id=hall_id,
        book=book,
        number=number,
        written_on=written_on,
        entered_at=at,
        entered_by_id=by.staff,
    )


def _refuse_second(hall_id: int, book: str, number: int) -> None:
    here = BookEntry.objects.filter(hall_id=hall_id, book=book, number=number)
    if (case := here.values_list("case__number", flat=True).first()) is not None:
        raise AlreadyEntered(number=case)


@transaction.atomic
def paste(entry_id: int, *, by: Actor, at: datetime) -> BookEntry:
    """已贴回: the printed answer is in the book; each answer once, by one person."""
    entry = (
        BookEntry.objects.select_for_update(of=("self",)).select_related("case").get(pk=entry_id)
    )
    if entry.case.answered_at is None:
        raise NotAnswered(number=entry.case.number)
    if entry.is_pasted:
        raise AlreadyPasted(number=entry.case.number)
    entry.pasted_at, entry.pasted_by_id = at, by.staff
    entry.save(update_fields=["pasted_at", "pasted_by"])
    return entry


@transaction.atomic
def suggest(staff_id: int, *, text: str, named: bool, by: Actor, at: datetime) -> Suggestion:
    """提员工建议: a case of the unit that the routes name for suggestions, else of the company.

    Nobody is first asked for it. Without the name the case is nobody's of us: only this row knows,
    so that the author hears the answer.
    """
    case = cases.open_case(
        kind=CaseKind.SUGGESTION,
        channel=Channel.STAFF,
        title=_first_line(text),
        text=text.strip(),
        owner_unit_id=_receiver(by, at=at),
        by=by if named else SYSTEM,
        at=at,
    )
    return Suggestion.objects.create(case=case, staff_id=staff_id, named=named, at=at)


def _receiver(by: Actor, *, at: datetime) -> int | None:
    match = {"kind": CaseKind.SUGGESTION, "category": "", "area": ""}
    if (route := routes.suggest(match, place_id=None, at=at)) is not None:
        return route.unit_id
    here = org.tree().nodes.get(by.unit or 0)
    return here.path[0] if here else None


def _first_line(text: str) -> str:
    """One line for the lists, from what was written."""
    words = text.strip().partition("\n")[0].strip()
    if not words:
        raise NothingSaid
    return words if len(words) <= TITLE else f"{words[: TITLE - 1]}…"
