"""The same verb on many cases: each row succeeds or is refused for itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction

from shouwen.domains.cases.models import Case
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


def each(case_ids: Iterable[int], verb: Callable[[int], object]) -> list[RowResult]:
    """``verb`` on every case in its own transaction, in the order of ids so that two runs never deadlock."""
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
