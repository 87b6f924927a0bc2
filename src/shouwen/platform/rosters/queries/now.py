"""Who is on duty at an instant, and how somebody stands then."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils.timezone import localdate

from shouwen.platform.org.tree import tree
from shouwen.platform.rosters.choices import PresenceState, ShiftKind
from shouwen.platform.rosters.models import LONGEST

NEAR = timedelta(days=14)
"""Whoever has a duty this near is a person of that roster."""


@dataclass(frozen=True, slots=True)
class OnDuty:
    """One person on duty: under which kind of duty and until when; ``roles`` are those of the posts held."""

    staff_id: int
    name: str
    kind: str
    until: datetime
    since: datetime
    unit_id: int
    shift: str
    presence: str = ""
    roles: tuple[str, ...] = ()


_COLUMNS = """
SELECT d.staff_id, s.name, d.kind, d.until, d.since, d.unit_id, h.name,
       coalesce(p.state, ''),
       ARRAY(SELECT DISTINCT r.code::text FROM org_appointment a JOIN org_post o ON o.id = a.post_id
               JOIN access_role r ON r.id = o.role_id
              WHERE a.staff_id = d.staff_id AND a.since <= %(at)s
                AND (a.until IS NULL OR a.until > %(at)s))
"""
_JOINED = """
  JOIN org_staff s ON s.id = d.staff_id
  JOIN rosters_shift h ON h.id = d.shift_id
  LEFT JOIN LATERAL (
       SELECT x.state FROM rosters_presence x
        WHERE x.staff_id = d.staff_id AND x.at <= %(at)s AND x.at >= d.since - interval '2 hours'
        ORDER BY x.at DESC LIMIT 1) p ON true
"""
_THERE = """(s.active_to IS NULL OR s.active_to > %(today)s)
   AND NOT EXISTS (SELECT 1 FROM rosters_absence b
                    WHERE b.staff_id = d.staff_id AND b.since <= %(at)s AND b.until > %(at)s)
"""
_JOINS = f"""{_JOINED}
 WHERE d.state = 'published' AND d.since > %(at)s - %(longest)s AND d.since <= %(at)s
   AND d.until > %(at)s AND {_THERE}"""
_AT_UNIT = f"""
WITH serving AS (
  SELECT id FROM rosters_roster WHERE unit_id = %(unit)s
  UNION
  SELECT roster_id FROM rosters_duty
   WHERE unit_id = %(unit)s AND state = 'published'
     AND since BETWEEN %(at)s - %(near)s AND %(at)s + %(near)s)
{_COLUMNS} FROM serving v JOIN LATERAL (
       SELECT * FROM rosters_duty x WHERE x.roster_id = v.id
          AND x."on" BETWEEN (%(at)s - interval '50 hours')::date AND (%(at)s + interval '26 hours')::date
       ) d ON true {_JOINS}
   AND (%(kind)s::text IS NULL OR d.kind = %(kind)s)
 ORDER BY (d.unit_id = %(unit)s) DESC, d.since, s.number
"""
_AT_UNITS = f"""
{_COLUMNS}, o.unit_id FROM rosters_duty d JOIN rosters_roster o ON o.id = d.roster_id {_JOINS}
   AND (d.unit_id = ANY(%(units)s) OR o.unit_id = ANY(%(units)s)) ORDER BY d.since, s.number
"""
_MANAGERS = f"""
{_COLUMNS} FROM rosters_duty d {_JOINS} AND d.kind = 'duty24' ORDER BY d.since DESC, s.number
"""
_COMING_ON = f"""
{_COLUMNS} FROM rosters_duty d
{_JOINED}
 WHERE d.state = 'published' AND d.kind = %(kind)s AND d.unit_id = ANY(%(units)s)
   AND d.since > %(at)s - %(longest)s AND d.since <= %(at)s + interval '24 hours'
   AND d.until > %(at)s AND {_THERE}
 ORDER BY d.since, s.number
"""
_STANDINGS = """
SELECT s.id, s.name, s.active_to IS NOT NULL, d.kind, d.until, b.until, b.deputy_id,
       CASE WHEN p.at >= coalesce(d.since - interval '2 hours', p.at) THEN p.state END,
       w.whole, w.cover
  FROM org_staff s
  LEFT JOIN LATERAL (
       SELECT x.kind, x.since, x.until FROM rosters_duty x
        WHERE x.staff_id = s.id AND x.state = 'published' AND x.since > %(at)s - %(longest)s
          AND x.since <= %(at)s AND x.until > %(at)s LIMIT 1) d ON true
  LEFT JOIN LATERAL (
       SELECT x.until, x.deputy_id FROM rosters_absence x
        WHERE x.staff_id = s.id AND x.since <= %(at)s AND x.until > %(at)s LIMIT 1) b ON true
  LEFT JOIN LATERAL (
       SELECT x.state, x.at FROM rosters_presence x
        WHERE x.staff_id = s.id AND x.at <= %(at)s AND x.at > %(at)s - %(longest)s
        ORDER BY x.at DESC LIMIT 1) p ON true
  LEFT JOIN LATERAL (
       SELECT bool_or(r.whole) AS whole, bool_or(NOT r.whole) AS cover
         FROM rosters_duty x JOIN rosters_roster r ON r.id = x.roster_id
        WHERE x.staff_id = s.id AND x.state = 'published'
          AND x.since BETWEEN %(at)s - %(near)s AND %(at)s + %(near)s) w ON true
 WHERE s.id = ANY(%(staff)s)
"""
_HOURS = """
SELECT lower(span), upper(span) FROM (
  SELECT unnest(range_agg(tstzrange(greatest(d.since, %(since)s), least(d.until, %(until)s)))) AS span
    FROM rosters_duty d
   WHERE d.state = 'published'
     AND (d.unit_id = %(unit)s OR d.roster_id IN (SELECT id FROM rosters_roster WHERE unit_id = %(unit)s))
     AND d.since > %(since)s - %(longest)s AND d.since < %(until)s AND d.until > %(since)s) x
 ORDER BY 1
"""


def on_duty(unit_id: int, *, at: datetime, kind: str | None = None) -> list[OnDuty]:
    """在岗: who is on duty for the unit now, its own people first; absent people are left out.

    Rosters that count: those kept at the unit, and those of units above in which its people serve.
    """
    return [_person(row) for row in _rows(_AT_UNIT, at=at, unit=unit_id, kind=kind)]


def on_duty_at(unit_ids: Collection[int], *, at: datetime) -> dict[int, list[OnDuty]]:
    """Who is on duty of these units' own people or rosters, in one statement."""
    found: dict[int, list[OnDuty]] = {}
    for *row, kept_at in _rows(_AT_UNITS, at=at, units=list(unit_ids)):
        person = _person(row)
        for unit in {person.unit_id, kept_at} & set(unit_ids):
            found.setdefault(unit, []).append(person)
    return found


def duty_manager(unit_id: int, *, at: datetime) -> OnDuty | None:
    """值班经理: the one with the 24-hour duty who is nearest to the unit in the tree."""
    nodes = tree().nodes
    here = nodes[unit_id].path if unit_id in nodes else ()
    found = [_person(row) for row in _rows(_MANAGERS, at=at)]
    near = [(_shared(here, nodes[m.unit_id].path), m) for m in found if m.unit_id in nodes]
    best = max((n for n, _ in near), default=0)
    return next((manager for n, manager in near if n == best), None) if best else None


def coming_on(unit_ids: Collection[int], *, kind: str, at: datetime) -> list[OnDuty]:
    """接班: of these units' own people, the first shift of this kind that runs or begins within a day."""
    rows = _rows(_COMING_ON, at=at, units=list(unit_ids), kind=kind)
    found = [_person(row) for row in rows]
    return [p for p in found if p.since == found[0].since]


def _shared(here: tuple[int, ...], there: tuple[int, ...]) -> int:
    """How many units from the root down two paths have in common."""
    return sum(1 for _ in _while_same(here, there))


def _while_same(here: tuple[int, ...], there: tuple[int, ...]) -> list[int]:
    same = []
    for one, other in zip(here, there, strict=False):
        if one != other:
            break
        same.append(one)
    return same


@dataclass(frozen=True, slots=True)
class Standing:
    """How a person stands at an instant: duty, absence, presence, and whether a roster plans all working time."""

    staff_id: int
    name: str
    gone: bool
    kind: str | None
    until: datetime | None
    absent_until: datetime | None
    deputy_id: int | None
    presence: str
    rostered: bool
    covers: bool

    @property
    def on_shift(self) -> bool:
        """A duty runs, the person is not away and has not checked out."""
        return self.kind is not None and not self.absent and self.presence != PresenceState.OFF

    @property
    def absent(self) -> bool:
        return self.absent_until is not None

    @property
    def why_not(self) -> str:
        """Why the person should not be told now, as far as the roster knows; "" when nothing speaks against it."""
        if self.gone:
            return "gone"
        if self.absent:
            return "absent"
        if self.kind is not None:
            return "checked_out" if self.presence == PresenceState.OFF else ""
        return "off_shift" if self.rostered and self.presence != PresenceState.ON else ""


def standings(staff_ids: Collection[int], *, at: datetime) -> dict[int, Standing]:
    """How these people stand, in one statement."""
    wanted = sorted(set(staff_ids))
    if not wanted:
        return {}
    rows = _rows(_STANDINGS, at=at, staff=wanted)
    return {
        pk: Standing(
            pk, name, gone, kind, until, away, deputy, state or "", bool(whole), bool(cover)
        )
        for pk, name, gone, kind, until, away, deputy, state, whole, cover in rows
    }


def hours(unit_id: int, since: datetime, until: datetime) -> list[tuple[datetime, datetime]]:
    """When at least one person is on duty for the unit, as merged spans (the calendar of a roster)."""
    return _rows(_HOURS, at=since, unit=unit_id, since=since, until=until)


def _rows(statement: str, *, at: datetime, **params: Any) -> list[Any]:
    with connection.cursor() as cursor:
        given: dict[str, Any] = {"at": at, "today": localdate(at), "longest": LONGEST, "near": NEAR}
        cursor.execute(statement, given | params)
        return list(cursor.fetchall())


def _person(row: Any) -> OnDuty:
    staff, name, kind, until, since, unit, shift, presence, roles = row
    return OnDuty(staff, name, kind, until, since, unit, shift, presence, tuple(roles))


IN_CHARGE = (ShiftKind.DUTY24, ShiftKind.ON_CALL, ShiftKind.COVER)
"""Kinds of duty that answer for the whole unit."""
