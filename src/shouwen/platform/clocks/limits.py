"""Limits and compiled calendars, kept per process and looked up by their ids.

Limits and revisions never change, so what was read once stays right; one small statement tells
whether new ones came.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from django.db import connection

from shouwen.kernel.worktime import Season, WorkTime
from shouwen.platform.clocks.choices import AmountUnit
from shouwen.platform.clocks.models import Limit, Policy, Revision

Match = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Terms:
    """A limit as the reckoning needs it."""

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

    @property
    def target(self) -> timedelta | None:
        """The counted target of a limit in hours or minutes; None for limits in days."""
        if self.unit == AmountUnit.HOURS:
            return timedelta(hours=self.amount)
        if self.unit == AmountUnit.MINUTES:
            return timedelta(minutes=self.amount)
        return None

    def fits(self, match: Match, on: date) -> bool:
        if (self.since and on < self.since) or (self.before and on >= self.before):
            return False
        return all(str(match.get(key, "")) in wanted for key, wanted in self.match)


@dataclass(frozen=True)
class Rules:
    """All limits in force, first match wins."""

    ordered: dict[tuple[str, str], list[Terms]] = field(default_factory=dict)
    longest_wait: timedelta = timedelta(days=30)

    def choose(self, kind: str, basis: str, match: Match, at: datetime) -> Terms | None:
        for terms in self.ordered.get((kind, basis), ()):
            if terms.fits(match, at.astimezone(ZoneInfo(terms.zone)).date()):
                return terms
        return None


_known: dict[str, tuple[object, Rules]] = {}
_terms: dict[int, Terms] = {}
_calendars: dict[int, WorkTime] = {}

_VERSION = """
SELECT (SELECT max(id) FROM clocks_revision), (SELECT max(id) FROM clocks_limit),
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
    ordered: dict[tuple[str, str], list[Terms]] = defaultdict(list)
    revisions = _latest_revisions()
    limits = Limit.objects.select_related("calendar").filter(policy__stopped_at__isnull=True)
    for limit in limits.order_by("policy_id", "rank", "version"):
        read = _terms[limit.pk] = _as_terms(limit, revisions[limit.calendar_id])
        ordered[limit.kind, limit.basis].append(read)
    days = Policy.objects.filter(stopped_at__isnull=True).values_list(
        "longest_wait_days", flat=True
    )
    return Rules(dict(ordered), timedelta(days=min(days, default=30)))


def _read_terms(limit_id: int) -> None:
    limit = Limit.objects.select_related("calendar").get(pk=limit_id)
    _terms[limit_id] = _as_terms(limit, _latest_revisions()[limit.calendar_id])


def _latest_revisions() -> dict[int, int]:
    newest = Revision.objects.order_by("calendar_id", "-n").distinct("calendar_id")
    return dict(newest.values_list("calendar_id", "id"))


def _as_terms(limit: Limit, revision_id: int) -> Terms:
    def wanted(value: object) -> frozenset[str]:
        return frozenset(map(str, value if isinstance(value, list) else [value]))

    return Terms(
        id=limit.pk,
        kind=limit.kind,
        basis=limit.basis,
        amount=limit.amount,
        unit=limit.unit,
        revision_id=revision_id,
        zone=limit.calendar.zone,
        pauses_for=frozenset(limit.pauses_for),
        reopen=limit.reopen,
        roll_forward=limit.roll_forward,
        since=limit.valid.lower,
        before=limit.valid.upper,
        match=tuple((key, wanted(value)) for key, value in limit.match.items()),
    )
