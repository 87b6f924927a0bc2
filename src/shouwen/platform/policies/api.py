"""Due times, explanations and replays in JSON: what ``shouwen clock`` answers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema
from ninja.errors import HttpError

from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.clocks import matching, rules
from shouwen.platform.clocks.models import Policy
from shouwen.platform.policies import words
from shouwen.platform.policies.errors import UnusableDue
from shouwen.platform.policies.queries.due import due
from shouwen.platform.policies.queries.replaying import LONGEST_DAYS, changed, replay
from shouwen.platform.policies.queries.rulebook import may_read
from shouwen.platform.policies.queries.seeing import may_see

router = Router(tags=["clocks"])


class SegmentOut(Schema):
    """A stretch of time: counted, or paused, closed, a day off."""

    from_: datetime = Field(alias="from")
    to: datetime
    counted: bool
    cause: str


class DueOut(Schema):
    """When a limit is used up; null where an endless pause comes first."""

    due: datetime | None
    provisional: bool
    segments: list[SegmentOut]


class DueIn(Schema):
    """A question about a due time; a start without an offset is local time of the calendar."""

    calendar: str
    start: str
    limit: str
    pause: list[str] = []
    roll_forward: bool = False


class HeldOut(SegmentOut):
    """A stretch of a matter's clock, with who had the matter and what it waited for."""

    waiting_for: str
    reason: str
    unit_id: int
    unit: str
    staff_id: int | None


class LimitOut(Schema):
    """One version of a rule."""

    id: int
    policy: str
    rank: int
    version: int
    name: str
    kind: str
    basis: str
    statistic: str
    amount: int
    unit: str
    calendar: str
    match: dict[str, Any]
    starts_on: str
    stops_on: str
    pauses_for: list[str]
    longest_wait_seconds: int | None
    reopen: str
    roll_forward: bool
    since: date | None
    before: date | None
    source: str
    grade: str


class ClockOut(Schema):
    """A clock of a matter with every stretch of its life."""

    clock: int
    kind: str
    basis: str
    instance: int
    limit: LimitOut | None
    started_at: datetime
    ended_at: datetime | None
    due_at: datetime | None
    provisional: bool
    verdict: str | None
    used_seconds: float
    left_seconds: float | None
    segments: list[HeldOut]


class ExplainedOut(Schema):
    """All clocks of a matter."""

    subject: str
    number: str
    at: datetime
    clocks: list[ClockOut]


class TallyOut(Schema):
    """How clocks came out, and how they would have under the other policy."""

    clocks: int
    judged: int
    on_time: int
    rate: float | None
    would_judged: int
    would_on_time: int
    would_rate: float | None
    turned_late: int
    turned_good: int


class KindOut(TallyOut):
    kind: str
    basis: str


class UnitOut(TallyOut):
    unit_id: int
    code: str
    name: str


class CameOut(Schema):
    """One clock that would have come out otherwise."""

    subject: str
    number: str
    kind: str
    basis: str
    instance: int
    unit_id: int
    due_at: datetime | None
    would_due_at: datetime | None
    late: bool | None
    would_late: bool | None


class ReplayOut(Schema):
    """A period under another policy."""

    policy: str
    from_: date = Field(alias="from")
    to: date
    zone: str
    total: TallyOut
    without_limit: int
    kinds: list[KindOut]
    units: list[UnitOut]
    cases: list[CameOut]


Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2199, 12, 31))]


class PeriodIn(Schema):
    """A period by its first and last day."""

    from_: Day = Field(alias="from")
    to: Day


@router.get("/due", response=DueOut, by_alias=True)
@requires(rules.VIEW)
def due_time(request: StaffRequest, asked: Query[DueIn]) -> dict[str, Any]:
    """何时到期: the first instant at which a limit is used up on a calendar, pauses left out."""
    try:
        found = due(
            asked.calendar,
            start=asked.start,
            limit=asked.limit,
            pauses=asked.pause,
            roll_forward=asked.roll_forward,
        )
    except UnusableDue as refusal:
        raise HttpError(422, str(refusal)) from refusal
    return words.due_values(found)


@router.get("/explain/{subject}", response=ExplainedOut, by_alias=True)
@requires(rules.VIEW)
def explain(request: StaffRequest, subject: str) -> dict[str, Any]:
    """解释时钟: every clock of a matter (``case:NUMBER``) with all that counted and did not."""
    found = matching.subject(subject)
    if found is None or not may_see(found, scope=request.acting.scope):
        raise Http404
    return words.explained(found, at=timezone.now())


@router.get("/replay", response=ReplayOut, by_alias=True)
@requires(rules.CONFIGURE)
def replay_period(request: StaffRequest, policy: str, asked: Query[PeriodIn]) -> dict[str, Any]:
    """试跑: the clocks of a period under another policy, within the scope; writes nothing."""
    since, to = asked.from_, asked.to
    if to < since or (to - since).days >= LONGEST_DAYS:
        raise HttpError(422, _("A period has from 1 to %(days)s days.") % {"days": LONGEST_DAYS})
    acting, wanted = request.acting, get_object_or_404(Policy, code=policy)
    if not may_read(wanted, acting.scope, acting.unit_id):
        raise Http404
    found = replay(wanted, since, to, at=timezone.now(), scope=acting.scope)
    return words.replay_values(found, changed(found.cases))
