"""Limits and compiled calendars, kept per process and looked up by their ids.

What was read once stays right until a policy or a calendar changes; one small statement tells.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache, cached_property
from zoneinfo import ZoneInfo

from django.db import connection

from shouwen.kernel.worktime import Season, WorkTime
from shouwen.platform.clocks import ladders
from shouwen.platform.clocks.choices import AmountUnit, ClockKind, Statistic
from shouwen.platform.clocks.models import Calendar, Limit, Policy, Revision
from shouwen.platform.org import queries as org

Match = Mapping[str, object]
_ELSE = {ClockKind.REWORK.value: ClockKind.RESOLUTION.value}
"""A clock of the first kind that has no limit of its own gets that of the second."""
UNIT = "unit"
"""The one property that means a place in the tree: a unit fits with everything below it."""
DUTY = "duty"
"""What a department has published for one duty of its own; the policies that hold such limits bear its name."""
OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Terms:
    """A limit as the reckoning needs it. ``since`` and ``before``: when limit and policy both hold."""

    id: int
    kind: str
    basis: str
    amount: int
    unit: str
    revision_id: int
    zone: str
    pauses_for: frozenset[str]
    reopen: str
    roll_forward: bool
    since: date | None
    before: date | None
    match: tuple[tuple[str, frozenset[str]], ...]
    policy_id: int = 0
    policy_unit: int | None = None
    rank: int = 0
    statistic: str = Statistic.MAX
    starts_on: str = ""
    stops_on: str = ""
    longest_wait: timedelta = timedelta(days=30)
    ladder_id: int | None = None

    @property
    def target(self) -> timedelta | None:
        """The counted target of a limit in hours or minutes; None for limits in days."""
        if self.unit == AmountUnit.HOURS:
            return timedelta(hours=self.amount)
        if self.unit == AmountUnit.MINUTES:
            return timedelta(minutes=self.amount)
        return None

    @property
    def promised(self) -> bool:
        """Whether a department promised it for one duty: that goes before what its unit says in general."""
        return any(key == DUTY for key, _wanted in self.match)

    def holds_on(self, on: date) -> bool:
        """Whether limit and policy are in force on this day."""
        return not ((self.since and on < self.since) or (self.before and on >= self.before))

    def failing(self, match: Match, path: Sequence[int] = ()) -> str | None:
        """The first condition that such a matter does not meet; None if it meets all."""
        for key, wanted in self.match:
            if key == UNIT and path:
                if wanted.isdisjoint(map(str, path)):
                    return key
            elif str(match.get(key) or "") not in wanted:
                return key
        return None

    def fits(self, match: Match, on: date, path: Sequence[int] = ()) -> bool:
        return self.holds_on(on) and self.failing(match, path) is None

    def begins_at(self, at: datetime) -> date:
        """The day it is at ``at`` where this limit's calendar is kept."""
        return at.astimezone(ZoneInfo(self.zone)).date()


@dataclass(frozen=True)
class Rules:
    """All limits in force: those of the nearest unit first, then by rank; the first match wins."""

    ordered: dict[tuple[str, str], list[Terms]] = field(default_factory=dict)
    means: list[Terms] = field(default_factory=list)
    longest_wait: timedelta = timedelta(days=30)
    climbs: ladders.Climbs = field(default_factory=ladders.Climbs)

    @cached_property
    def placed(self) -> bool:
        """Whether any limit looks at the place of a matter in the tree."""
        return any(
            terms.policy_unit is not None or any(key == UNIT for key, _ in terms.match)
            for limits in self.ordered.values()
            for terms in limits
        )

    @cached_property
    def begun_by(self) -> Mapping[str, Sequence[tuple[str, str]]]:
        """Verb of the owner app → the kinds of clocks that some limit lets begin with it."""
        begun: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for key, limits in self.ordered.items():
            for verb in {terms.starts_on for terms in limits if terms.starts_on}:
                begun[verb].append(key)
        return begun

    def choose(
        self,
        kind: str,
        basis: str,
        match: Match,
        at: datetime,
        *,
        path: Sequence[int] | None = None,
    ) -> Terms | None:
        """The limit of such a matter; ``path``: its unit with all above (looked up if not given)."""
        if path is None:
            path = path_of(match) if self.placed else ()
        for terms in self.candidates(kind, basis, path):
            if terms.fits(match, terms.begins_at(at), path):
                return terms
        return self.choose(_ELSE[kind], basis, match, at, path=path) if kind in _ELSE else None

    def candidates(self, kind: str, basis: str, path: Sequence[int]) -> Iterator[Terms]:
        """The limits that may apply, nearest unit first."""
        found = self.ordered.get((kind, basis), ())
        if not self.placed:
            yield from found
            return
        for unit in [*reversed(path), None]:
            yield from (terms for terms in found if terms.policy_unit == unit)


def path_of(match: Match) -> Sequence[int]:
    """The unit of a matter and everything above it, root first; empty where it has none."""
    unit = match.get(UNIT)
    node = org.tree().nodes.get(int(str(unit))) if unit else None
    return node.path if node else ()


_known: dict[str, tuple[object, Rules]] = {}
_terms: dict[int, Terms] = {}
_calendars: dict[int, WorkTime] = {}

_VERSION = """
SELECT (SELECT max(id) FROM clocks_revision), (SELECT max(id) FROM clocks_limit),
       (SELECT max(id) FROM clocks_ladderversion),
       (SELECT string_agg(id || '.' || version, ',' ORDER BY id)
          FROM clocks_policy WHERE stopped_at IS NULL)
"""


def rules() -> Rules:
    """The limits in force now; reads them again only when a policy or a calendar has changed."""
    with connection.cursor() as cursor:
        cursor.execute(_VERSION)
        version = cursor.fetchone()
    key = str(connection.settings_dict["NAME"])
    found = _known.get(key)
    if found is None or found[0] != version:
        found = _known[key] = (version, _read_rules())
    return found[1]


def terms(limit_id: int) -> Terms:
    """One limit, also one that is no longer in force."""
    if limit_id not in _terms:
        _read_terms(limit_id)
    return _terms[limit_id]


def calendar(revision_id: int) -> WorkTime:
    """The compiled calendar of a revision."""
    found = _calendars.get(revision_id)
    if found is None:
        revision = Revision.objects.select_related("calendar").get(pk=revision_id)
        found = _calendars[revision_id] = WorkTime.from_spec(revision.spec, revision.calendar.zone)
    return found


@cache
def around_the_clock() -> WorkTime:
    """24×7 without a table: what is measured on no calendar is measured on this one."""
    return WorkTime(ZoneInfo("UTC"), (Season(None, (((0, 1440),),) * 7),))


def _read_rules() -> Rules:
    revisions = latest_revisions()
    limits = Limit.objects.select_related("calendar", "policy").filter(
        policy__stopped_at__isnull=True
    )
    rows = limits.order_by("policy_id", "rank", "version")
    read = [as_terms(limit, revisions[limit.calendar_id]) for limit in rows]
    _terms.update({terms.id: terms for terms in read})
    days = Policy.objects.filter(stopped_at__isnull=True).values_list(
        "longest_wait_days", flat=True
    )
    found = rules_of(read, longest_wait=timedelta(days=min(days, default=30)))
    return replace(found, climbs=ladders.newest(_office(revisions)))


def _office(revisions: Mapping[int, int]) -> int | None:
    """The newest revision of the calendar on which working days after a due time are counted."""
    found = Calendar.objects.filter(code=OFFICE).values_list("id", flat=True).first()
    return None if found is None else revisions.get(found)


def rules_of(read: Sequence[Terms], *, longest_wait: timedelta = timedelta(days=30)) -> Rules:
    """These limits, in this order, as rules."""
    ordered: dict[tuple[str, str], list[Terms]] = defaultdict(list)
    for terms in sorted(read, key=lambda t: not t.promised):
        if terms.statistic == Statistic.MAX:
            ordered[terms.kind, terms.basis].append(terms)
    means = [terms for terms in read if terms.statistic == Statistic.MEAN]
    return Rules(dict(ordered), means, longest_wait)


def _read_terms(limit_id: int) -> None:
    limit = Limit.objects.select_related("calendar", "policy").get(pk=limit_id)
    _terms[limit_id] = as_terms(limit, latest_revisions()[limit.calendar_id])


def latest_revisions() -> dict[int, int]:
    """Calendar id → id of its newest revision."""
    newest = Revision.objects.order_by("calendar_id", "-n").distinct("calendar_id")
    return dict(newest.values_list("calendar_id", "id"))


def as_terms(limit: Limit, revision_id: int) -> Terms:
    """A stored limit (or one that is only being considered) on this state of its calendar."""

    def wanted(value: object) -> frozenset[str]:
        return frozenset(map(str, value if isinstance(value, list) else [value]))

    policy, wait = limit.policy, limit.longest_wait_seconds
    return Terms(
        id=limit.pk or 0,
        kind=limit.kind,
        basis=limit.basis,
        amount=limit.amount,
        unit=limit.unit,
        revision_id=revision_id,
        zone=limit.calendar.zone,
        pauses_for=frozenset(limit.pauses_for),
        reopen=limit.reopen,
        roll_forward=limit.roll_forward,
        since=date.max if limit.valid.isempty else _latest(limit.valid.lower, policy.valid.lower),
        before=_earliest(limit.valid.upper, policy.valid.upper),
        match=tuple((key, wanted(value)) for key, value in limit.match.items()),
        policy_id=policy.pk,
        policy_unit=policy.unit_id,
        rank=limit.rank,
        statistic=limit.statistic,
        starts_on=limit.starts_on,
        stops_on=limit.stops_on,
        longest_wait=timedelta(seconds=wait) if wait else timedelta(days=policy.longest_wait_days),
        ladder_id=limit.ladder_id,
    )


def _latest(*days: date | None) -> date | None:
    return max((d for d in days if d), default=None)


def _earliest(*days: date | None) -> date | None:
    return min((d for d in days if d), default=None)
