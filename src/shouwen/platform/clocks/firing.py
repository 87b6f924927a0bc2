"""What firing writes: fires, verdicts, facts with their reactions, and the next alarm. In sets."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from shouwen.kernel.actor import SYSTEM
from shouwen.kernel.subject import Subject
from shouwen.platform.clocks import alarms, ladders, limits
from shouwen.platform.clocks.alarms import Wake
from shouwen.platform.clocks.events import StepFired
from shouwen.platform.clocks.ladders import VERDICT, Rung
from shouwen.platform.clocks.models import Clock, Hold, Verdict
from shouwen.platform.clocks.reckoning import Reckoner, measure, stretches
from shouwen.platform.clocks.storing import array_text
from shouwen.platform.journal.actions import Fact, record_set

LATE_AFTER = timedelta(seconds=60)

COLUMNS = (
    "id, subject_kind, subject_id, kind, basis, due_at, alarm_ats, alarm_steps, unit_id, person_id,"
    " owner_unit_id, silent, limit_id, revision_id, ladder_version_id, given_due_at,"
    " carried_seconds, started_at"
)
_FIRE = """
INSERT INTO clocks_fire (clock_id, step, fired_at, late, suppressed)
SELECT id, step, %s, late, '' FROM unnest(%s::bigint[], %s::int2[], %s::bool[]) AS u(id, step, late)
ON CONFLICT DO NOTHING RETURNING clock_id, step
"""
_JUDGE = """
INSERT INTO clocks_verdict (clock_id, n, verdict, at, due_at, elapsed_s, cause, unit_id, person_id)
SELECT c.id, 1, 'breached', c.due_at, c.due_at, u.elapsed, '', c.unit_id, c.person_id
FROM unnest(%s::bigint[], %s::float8[]) AS u(id, elapsed) JOIN clocks_clock c USING (id)
ON CONFLICT DO NOTHING
"""
_ADVANCE = """
UPDATE clocks_clock c SET alarm_ats = c.alarm_ats[u.gone + 1:],
       alarm_steps = c.alarm_steps[u.gone + 1:], next_fire_at = c.alarm_ats[u.gone + 1],
       next_step = c.alarm_steps[u.gone + 1]
FROM unnest(%s::bigint[], %s::int2[]) AS u(id, gone) WHERE c.id = u.id
"""
_HURRY = """
UPDATE clocks_clock c SET alarm_ats = u.ats::timestamptz[], alarm_steps = u.steps::int2[],
       next_fire_at = (u.ats::timestamptz[])[1], next_step = (u.steps::int2[])[1]
FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS u(id, ats, steps) WHERE c.id = u.id
"""


@dataclass(frozen=True, slots=True)
class Due:
    """A clock with an alarm that has come; fields as in the table."""

    id: int
    subject_kind: str
    subject_id: int
    kind: str
    basis: str
    due_at: datetime | None
    alarm_ats: list[datetime]
    alarm_steps: list[int]
    unit_id: int
    person_id: int | None
    owner_unit_id: int
    silent: bool
    limit_id: int | None
    revision_id: int | None
    ladder_version_id: int | None
    given_due_at: datetime | None
    carried_seconds: float
    started_at: datetime

    def gone(self, now: datetime) -> int:
        """How many of its alarms have passed; one at this very instant has not."""
        return bisect_left(self.alarm_ats, now)

    def passed(self, now: datetime) -> list[Wake]:
        n = self.gone(now)
        return list(map(Wake, self.alarm_ats[:n], self.alarm_steps[:n]))

    def rung(self, step: int) -> Rung:
        return next(r for r in ladders.rungs(self.ladder_version_id) if r.n == step)


def fire(due: Sequence[Due], now: datetime) -> int:
    """Write all that has come by now for these locked clocks, earliest first; how many clocks.

    Fire, verdict, journal entry and the job of each reaction are one transaction: what was killed
    before its end never happened, what it wrote will be told.
    """
    if not due:
        return 0
    come = [(wake, d) for d in due for wake in d.passed(now)]
    come.sort(key=lambda found: (found[0].at, found[1].id, found[0].step))
    steps = [(wake, d) for wake, d in come if wake.step != VERDICT]
    judged = [d for wake, d in come if wake.step == VERDICT or wake.at == d.due_at]
    with connection.cursor() as cursor:
        fired: set[tuple[int, int]] = set()
        if steps:
            late = [now - wake.at > LATE_AFTER for wake, _ in steps]
            ids, numbers = [d.id for _, d in steps], [wake.step for wake, _ in steps]
            cursor.execute(_FIRE, [now, ids, numbers, late])
            fired = set(cursor.fetchall())
        if judged:
            unique = list({d.id: d for d in judged}.values())
            cursor.execute(_JUDGE, [[d.id for d in unique], _elapsed(unique)])
        cursor.execute(_ADVANCE, [[d.id for d in due], [d.gone(now) for d in due]])
        hurried = list(_hurried(due, now))
        if hurried:
            cursor.execute(_HURRY, list(map(list, zip(*hurried, strict=True))))
    told = [(wake, d) for wake, d in steps if (d.id, wake.step) in fired]
    record_set(
        [
            Fact(step_fired(d, d.rung(wake.step), stood_at=wake.at, now=now), SYSTEM, now)
            for wake, d in told
        ]
    )
    return len(due)


def step_fired(
    d: Due | Clock, rung: Rung, *, stood_at: datetime, now: datetime, by_hand: bool = False
) -> StepFired:
    """What is made known of a step that comes now, with all its reactions need."""
    within = rung.ack_within
    return StepFired(
        subject=Subject(d.subject_kind, d.subject_id),
        clock=d.id,
        clock_kind=d.kind,
        basis=d.basis,
        step=rung.n,
        due_at=d.due_at,
        late=now - stood_at > LATE_AFTER,
        unit=d.unit_id,
        person=d.person_id,
        owner_unit=d.owner_unit_id,
        stood_at=stood_at,
        due_passed=d.due_at is not None and d.due_at < now,
        ladder_version=d.ladder_version_id,
        targets=rung.to,
        channels=rung.channels,
        effects=rung.effects,
        reassign_to=rung.reassign_to,
        needs_ack=rung.needs_ack,
        ack_within_seconds=None if within is None else int(within.total_seconds()),
        by_hand=by_hand,
    )


def _hurried(due: Sequence[Due], now: datetime) -> Iterator[tuple[int, str, str]]:
    """The clocks whose next step comes sooner unless the one just fired is acknowledged."""
    hasty = [(d, within) for d in due if (within := _unless_seen(d, now)) is not None]
    if not hasty:
        return
    verdicts = Verdict.objects.filter(clock_id__in=[d.id for d, _ in hasty])
    judged = set(verdicts.values_list("clock_id", flat=True))
    for d, within in hasty:
        gone = d.gone(now)
        rest = list(map(Wake, d.alarm_ats[gone:], d.alarm_steps[gone:]))
        terms = limits.terms(d.limit_id) if d.limit_id is not None else None
        calendar = measure(terms, d.revision_id, d.given_due_at)
        sooner = alarms.hurried(rest, calendar.due(now, within))
        if sooner != rest:
            # a step at the due time of a clock that was judged before (a later due time was given) judges nothing
            judges = d.id not in judged and any(w.at == d.due_at for w in rest)
            sooner = alarms.with_verdict(sooner, d.due_at if judges else None)
            ats, steps = [w.at for w in sooner], [w.step for w in sooner]
            yield d.id, array_text(ats), array_text(steps)


def _unless_seen(d: Due, now: datetime) -> timedelta | None:
    """Within what time the step that came last has to be acknowledged; None: it hurries nothing."""
    gone = d.gone(now)
    last = next((s for s in reversed(d.alarm_steps[:gone]) if s != VERDICT), None)
    if last is None or d.silent or gone == len(d.alarm_ats):
        return None
    return d.rung(last).ack_within


def _elapsed(breached: Sequence[Due]) -> list[float]:
    """The time each clock had counted when it fell due: its hours, or reckoned from its holds."""
    found: dict[int, float] = {}
    others = []
    for d in breached:
        seconds = _target_seconds(d)
        if seconds is None:
            others.append(d)
        else:
            found[d.id] = seconds
    found |= _reckoned(others)
    return [found[d.id] for d in breached]


def _target_seconds(d: Due) -> float | None:
    if d.given_due_at is not None:
        return max(0.0, (d.given_due_at - d.started_at).total_seconds())
    target = limits.terms(d.limit_id).target if d.limit_id is not None else None
    return None if target is None else max(target.total_seconds(), d.carried_seconds)


def _reckoned(due: Sequence[Due]) -> dict[int, float]:
    clocks = Clock.objects.in_bulk([d.id for d in due])
    holds = holds_of({(d.subject_kind, d.subject_id) for d in due})
    found = {}
    for d in due:
        parts = stretches(holds.get((d.subject_kind, d.subject_id), []))
        assert d.due_at is not None
        found[d.id] = Reckoner(clocks[d.id], parts).used(d.due_at).total_seconds()
    return found


def holds_of(subjects: set[tuple[str, int]]) -> dict[tuple[str, int], list[Hold]]:
    """The holds of many matters, each in order."""
    found: dict[tuple[str, int], list[Hold]] = {}
    for kind in {k for k, _ in subjects}:
        ids = [i for k, i in subjects if k == kind]
        rows = Hold.objects.filter(subject_kind=kind, subject_id__in=ids)
        for hold in rows.order_by("subject_id", "seq"):
            found.setdefault((kind, hold.subject_id), []).append(hold)
    return found
