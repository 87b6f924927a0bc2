"""What reopening a case would do: to its limit, to whom, and until when it is possible."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from shouwen.domains.cases.models import Case
from shouwen.domains.cases.queries.matching import matching
from shouwen.domains.cases.queries.terms import terms
from shouwen.platform.clocks import queries as clocks
from shouwen.platform.clocks.choices import ClockKind, Reopening
from shouwen.platform.org import queries as org

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MEANING: dict[Reopening, StrOrPromise] = {
    Reopening.CONTINUE: _(
        "The time used so far is used; only what was left of the limit is left. Not counted as rework."
    ),
    Reopening.RESTART: _("The whole limit again, as on the first day. Not counted as rework."),
    Reopening.REWORK: _(
        "The answer did not hold: a limit of its own, and a rework on the account of whoever answered."
    ),
}
"""What each policy does, as the dialog says it."""


@dataclass(frozen=True, slots=True)
class Reopened:
    """重开政策 of one case; ``over`` when its days have passed."""

    policy: Reopening
    unit: str
    person: str
    until: datetime | None
    over: bool

    @property
    def meaning(self) -> StrOrPromise:
        return MEANING[self.policy]


def policy_of(case: Case, *, at: datetime) -> Reopening:
    """As the limit says that its first work has, by the dated rules; it begins anew where there is none."""
    limit = clocks.limit_for(ClockKind.RESOLUTION, matching(case), at)
    return Reopening(limit.reopen) if limit is not None else Reopening.RESTART


def too_late(case: Case, *, at: datetime) -> int | None:
    """The days within which it could have been reopened, if they have passed."""
    days, until = _window(case, at)
    return days if until is not None and at > until else None


def _window(case: Case, at: datetime) -> tuple[int, datetime | None]:
    days, settled = terms(at=at).reopen_days, case.closed_at or case.answered_at
    return days, settled + timedelta(days=days) if settled is not None else None


def what_reopening_does(case: Case, *, at: datetime) -> Reopened:
    """As the dated rules say now; the matter goes back to whoever answered it."""
    _days, until = _window(case, at)
    return Reopened(
        policy=policy_of(case, at=at),
        unit=org.names([case.handler_unit_id]).get(case.handler_unit_id, ""),
        person=org.staff_names([case.handler_id]).get(case.handler_id or 0, ""),
        until=until,
        over=until is not None and at > until,
    )
