"""One word to all customers of a mass fault: each child by its own verb, in its own transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.actions import RowResult
from shouwen.domains.cases.choices import CaseState
from shouwen.domains.cases.models import Case
from shouwen.domains.teamwork.actions.linking import put_under
from shouwen.domains.teamwork.errors import NotLinked
from shouwen.domains.teamwork.models import Link
from shouwen.kernel.actor import Actor


def take_under(
    parent_id: int, *, case_ids: Iterable[int], by: Actor, at: datetime
) -> list[RowResult]:
    """Put many cases under one parent; each is done or refused for itself."""
    return cases.each(case_ids, lambda pk: put_under(pk, parent_id=parent_id, by=by, at=at))


def answer_children(
    parent_id: int,
    *,
    case_ids: Iterable[int],
    text: str,
    contacted: bool = False,
    by: Actor,
    at: datetime,
) -> list[RowResult]:
    """一并答复: the same answer to every child; one nobody has accepted yet is accepted on the way."""

    def answer(pk: int) -> None:
        case = _child(pk, parent_id)
        if case.state == CaseState.RECEIVED:
            cases.accept(pk, by=by, at=at)
        cases.answer(pk, text=text, contacted=contacted, by=by, at=at)

    return cases.each(case_ids, answer)


def note_children(
    parent_id: int, *, case_ids: Iterable[int], text: str, by: Actor, at: datetime
) -> list[RowResult]:
    """一并备注: the same note on every child."""

    def note(pk: int) -> None:
        _child(pk, parent_id)
        cases.note(pk, text=text, by=by, at=at)

    return cases.each(case_ids, note)


def _child(case_id: int, parent_id: int) -> Case:
    """The child under lock, still under this parent."""
    case = Case.objects.lock(case_id)
    if not Link.objects.children().filter(case_id=case_id, other_id=parent_id).exists():
        raise NotLinked
    return case
