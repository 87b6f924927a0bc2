"""The same verb on many cases: each row succeeds or is refused for itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from shouwen.domains.cases.actions.working import dispatch, urge
from shouwen.domains.cases.choices import UrgeSource
from shouwen.domains.cases.models import Case
from shouwen.kernel.actor import Actor
from shouwen.kernel.errors import Refused


@dataclass(frozen=True, slots=True)
class RowResult:
    """What became of one row; ``refusal`` is None when it was done."""

    case_id: int
    number: str
    refusal: Refused | None = None

    @property
    def done(self) -> bool:
        return self.refusal is None


def bulk_dispatch(
    case_ids: Iterable[int],
    *,
    unit_id: int,
    staff_id: int | None = None,
    text: str = "",
    by: Actor,
    at: datetime,
    versions: Mapping[int, int] | None = None,
) -> list[RowResult]:
    """批量派单: every row in its own transaction, in the order of ids so that two runs never deadlock."""
    return _each(
        case_ids,
        lambda pk: dispatch(
            pk,
            unit_id=unit_id,
            staff_id=staff_id,
            text=text,
            by=by,
            at=at,
            version=(versions or {}).get(pk),
        ),
    )


def bulk_urge(
    case_ids: Iterable[int],
    *,
    source: str = UrgeSource.LEADER,
    channel: str = "staff",
    text: str = "",
    by: Actor,
    at: datetime,
) -> list[RowResult]:
    """批量催办: a leader presses for several matters at once."""
    return _each(
        case_ids, lambda pk: urge(pk, source=source, channel=channel, text=text, by=by, at=at)
    )


def _each(case_ids: Iterable[int], verb: Callable[[int], object]) -> list[RowResult]:
    wanted = sorted(set(case_ids))
    numbers = dict(Case.objects.filter(pk__in=wanted).values_list("pk", "number"))
    return [_one(pk, numbers[pk], verb) for pk in wanted if pk in numbers]


def _one(pk: int, number: str, verb: Callable[[int], object]) -> RowResult:
    try:
        with transaction.atomic():
            verb(pk)
    except Refused as refusal:
        return RowResult(pk, number, refusal)
    return RowResult(pk, number)
