"""试跑: a period under another policy, per unit and per matter; writes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shouwen.kernel.worktime import instant, micros
from shouwen.platform.access.scope import EVERYTHING, Scope
from shouwen.platform.clocks import limits
from shouwen.platform.clocks.choices import Statistic
from shouwen.platform.clocks.models import Limit, Policy
from shouwen.platform.org import queries as org
from shouwen.platform.policies import would
from shouwen.platform.policies.would import NEVER

LONGEST_DAYS = 366


@dataclass(slots=True)
class Tally:
    """How many clocks came out how, as they did and as they would have."""

    clocks: int = 0
    judged: int = 0
    on_time: int = 0
    would_judged: int = 0
    would_on_time: int = 0
    turned_late: int = 0
    turned_good: int = 0

    @property
    def rate(self) -> float | None:
        return self.on_time / self.judged if self.judged else None

    @property
    def would_rate(self) -> float | None:
        return self.would_on_time / self.would_judged if self.would_judged else None

    def add(self, was: bool | None, now: bool | None) -> None:
        self.clocks += 1
        self.judged += was is not None
        self.on_time += was is False
        self.would_judged += now is not None
        self.would_on_time += now is False
        self.turned_late += now is True and was is not True
        self.turned_good += was is True and now is False


@dataclass(frozen=True, slots=True)
class Came:
    """One clock of the period: how it came out and how it would have. Late None: not decided."""

    clock: int
    subject_kind: str
    subject_id: int
    kind: str
    basis: str
    instance: int
    unit: int
    limit: int | None
    due_at: datetime | None
    would_due_at: datetime | None
    late: bool | None
    would_late: bool | None


@dataclass(frozen=True)
class Replayed:
    """A period under another policy: the whole, per unit, per kind of clock, per clock."""

    policy: str
    since: date
    until: date
    zone: str
    total: Tally
    units: dict[int, Tally]
    kinds: dict[tuple[str, str], Tally]
    cases: list[Came] = field(repr=False)
    without_limit: int = 0


def period(since: date, until: date) -> tuple[datetime, datetime, ZoneInfo]:
    """From the start of the first day to the end of the last, where the company is."""
    roots = org.roots()
    zone = org.zone_of(roots[0].pk) if roots else ZoneInfo("Asia/Shanghai")
    begin = datetime.combine(since, time(), zone)
    return begin, datetime.combine(until + timedelta(days=1), time(), zone), zone


def rules_of_policy(policy: Policy) -> limits.Rules:
    """The newest version of each rule of a policy, as if it held for everybody at any time."""
    revisions = limits.latest_revisions()
    newest: dict[int, Limit] = {}
    rows = policy.limits.select_related("calendar", "policy").exclude(valid__isempty=True)
    for limit in rows.order_by("rank", "version"):
        newest[limit.rank] = limit
    read = [limits.as_terms(row, revisions[row.calendar_id]) for row in newest.values()]
    return limits.rules_of([would.undated(t) for t in read if t.statistic == Statistic.MAX])


def replay(
    policy: Policy, since: date, until: date, *, at: datetime, scope: Scope = EVERYTHING
) -> Replayed:
    """The clocks that began from ``since`` to ``until`` (days included), judged by this policy.

    Clocks of the time that are not void; one still open counts once it is overdue at ``at``. Due
    times somebody named stay. What a clock is charged to is who has, or last had, the matter.
    """
    begin, end, zone = period(since, until)
    where, params = "c.started_at >= %s AND c.started_at < %s", [begin, end]
    if not scope.everything:
        where += " AND c.unit_id = ANY(%s)"
        params.append(sorted(scope.units))  # type: ignore[arg-type]
    rows, waits = would.read(where, params)
    found = would.reckon(rows, waits, rules_of_policy(policy), on=since)
    cases = [_came(row, found, micros(at)) for row in rows]
    total = Tally()
    units: dict[int, Tally] = defaultdict(Tally)
    kinds: dict[tuple[str, str], Tally] = defaultdict(Tally)
    for case in cases:
        if case.limit is None and case.would_due_at is None and case.due_at is None:
            continue
        for tally in (total, units[case.unit], kinds[case.kind, case.basis]):
            tally.add(case.late, case.would_late)
    lacking = sum(1 for c in cases if c.limit is None and c.would_due_at is None and c.due_at)
    return Replayed(
        policy.code, since, until, zone.key, total, dict(units), dict(kinds), cases, lacking
    )


def _came(row: would.Row, found: would.Would, now: int) -> Came:
    terms, due = found.terms[row.id], found.due.get(row.id, NEVER)
    return Came(
        row.id,
        row.subject_kind,
        row.subject_id,
        row.kind,
        row.basis,
        row.instance,
        row.unit_id,
        terms.id if terms else None,
        _instant(row.due_us),
        _instant(due),
        was_late(row, now),
        found.late(row, now),
    )


def was_late(row: would.Row, now: int) -> bool | None:
    """As it was judged; one without a verdict is late once its due time has passed."""
    if row.verdict:
        return row.verdict == "breached"
    return True if row.due_us < now and row.ended_us == NEVER else None


def changed(cases: Sequence[Came]) -> list[Came]:
    """The clocks that would have come out otherwise, newly late ones first."""
    other = [c for c in cases if c.would_late is not None and c.late != c.would_late]
    return sorted(other, key=lambda c: (not c.would_late, c.subject_id, c.kind))


def _instant(us: int) -> datetime | None:
    return None if us == NEVER else instant(us)
