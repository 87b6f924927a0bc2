"""Fill a database with a province: 2,800 teams and as many open matters as asked for, by plain SQL.

The rows are those intake would write (case, hold, front clock, search words); only their making is
set-based. For reading benchmarks only: the journal stays empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection

from shouwen.domains.cases.words import tokens
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.org.actions import StaffRow, UnitRow, ensure_staff, ensure_units

BEGAN = datetime(2025, 1, 1, tzinfo=UTC)
CITIES, COUNTIES, TEAMS = 10, 10, 28


@dataclass(frozen=True)
class Province:
    """The units by code, and a reader for each size of scope."""

    units: dict[str, int]
    readers: dict[str, str]  # scope → login


def province() -> Province:
    rows = [UnitRow(code="P", name="试验省公司", kind="province")]
    for city in range(CITIES):
        rows.append(UnitRow(code=f"P{city}", name=f"试验市{city}", kind="city", parent_code="P"))
        for county in range(COUNTIES):
            code = f"P{city}{county}"
            rows.append(
                UnitRow(
                    code=code, name=f"试验县{city}{county}", kind="county", parent_code=f"P{city}"
                )
            )
            rows += [
                UnitRow(code=f"{code}-{t:02}", name=f"班组{code}{t}", kind="team", parent_code=code)
                for t in range(TEAMS)
            ]
    units = ensure_units(rows, by=SYSTEM, at=BEGAN)
    readers = {"team": "P11-01", "county": "P11", "city": "P1", "province": "P"}
    ensure_staff(
        [
            StaffRow(
                number=f"R{n}", name=f"读者{n}", unit_code=code, role="shift_leader", login=scope
            )
            for n, (scope, code) in enumerate(readers.items())
        ],
        by=SYSTEM,
        at=BEGAN,
    )
    return Province(units, {scope: scope for scope in readers})


_CASES = """
WITH team AS (
    SELECT array_agg(id ORDER BY id) AS ids FROM org_unit WHERE kind = 'team'
), made AS (
    INSERT INTO cases_case (number, kind, category, channel, title, state, instance, owner_unit_id, handler_unit_id,
                            opened_at, urges, returns, reassignments, reopens, extra, version)
    SELECT 'B' || n,
           (ARRAY['fault_report','complaint','consultation','new_installation'])[1 + n % 4], '', 'hotline',
           (ARRAY['宽带无法上网，光猫亮红灯','机顶盒开机停在进度条','资费与办理时告知不一致','新装宽带预约上门'])[1 + n % 4]
               || '（第' || n || '件）',
           'in_progress', 1,
           ids[1 + (n * 7919) %% cardinality(ids)], ids[1 + (n * 104729) %% cardinality(ids)],
           %(now)s - (n %% 5000) * interval '1 minute', CASE WHEN n %% 50 = 0 THEN 1 ELSE 0 END, 0, 0, 0, '{}', 1
    FROM generate_series(%(first)s::bigint, %(last)s::bigint) n, team
    RETURNING id, opened_at, owner_unit_id, handler_unit_id
), held AS (
    INSERT INTO clocks_hold (subject_kind, subject_id, seq, instance, at, unit_id, person_id, waiting_for, reason, ends)
    SELECT 'case', id, 1, 1, opened_at, handler_unit_id, NULL, 'none', 'in_progress', false FROM made
)
INSERT INTO clocks_clock (subject_kind, subject_id, root_kind, root_id, kind, basis, instance, zone, carried_seconds,
                          started_at, silent, due_at, provisional, unit_id, waiting_for, owner_unit_id, front,
                          alarm_ats, alarm_steps, unsure_steps)
SELECT 'case', id, 'case', id, 'resolution', 'internal', 1, '', 0, opened_at, false,
       opened_at + (1000 + (id * 31) %% 8000) * interval '1 minute', false, handler_unit_id, 'none', owner_unit_id, true,
       '{}', '{}', false
FROM made
"""
_CASES = _CASES.replace("n % 4", "n %% 4")


def matters(first: int, last: int, *, now: datetime) -> None:
    """Open matters number ``first`` to ``last``, spread over all teams, a few of them overdue."""
    with connection.cursor() as cursor:
        cursor.execute(_CASES, {"first": first, "last": last, "now": now - timedelta(minutes=1)})


_ENDED = """
WITH team AS (SELECT array_agg(id ORDER BY id) AS ids FROM org_unit WHERE kind = 'team')
INSERT INTO cases_case (number, kind, category, channel, title, state, instance, owner_unit_id, handler_unit_id,
                        opened_at, answered_at, finished_at, closed_at, urges, returns, reassignments, reopens, extra, version)
SELECT 'E' || n, 'fault_report', CASE WHEN %(rare)s THEN '稀有' ELSE '网络/断线' END, 'hotline',
       CASE WHEN %(rare)s THEN '鼉鱻' ELSE '宽带无法上网' END || '（第' || n || '件）', 'closed', 1,
       ids[1 + (n * 7919) %% cardinality(ids)], ids[1 + (n * 104729) %% cardinality(ids)],
       %(now)s - interval '9 days', %(now)s - interval '8 days', %(now)s - interval '8 days',
       %(now)s - (n %% 5000) * interval '1 minute',
       CASE WHEN %(rare)s THEN 9 WHEN n %% 20 = 0 THEN 1 ELSE 0 END, 0, 0, 0, '{}', 1
FROM generate_series(%(first)s::bigint, %(last)s::bigint) n, team
"""
RARE = 40
"""So many ended cases, and as many open ones, have what few have, however many there are."""


def ended(first: int, last: int, *, now: datetime) -> None:
    """As many matters that have ended; the first few have a category, a word and urges of their own."""
    with connection.cursor() as cursor:
        for begins, ends, rare in (
            (first, min(last, RARE), True),
            (max(first, RARE + 1), last, False),
        ):
            given: dict[str, Any] = {"first": begins, "last": ends, "rare": rare, "now": now}
            cursor.execute(_ENDED.replace("%(rare)s", "%(rare)s::boolean"), given)
        cursor.execute(
            "UPDATE cases_case SET title = title || '鼉鱻', category = '稀有', reassignments = 9"
            " WHERE number = ANY(%s)",
            [[f"B{n}" for n in range(first, min(last, RARE) + 1)]],
        )


def words() -> None:
    """Search words of number and title for every case that has none yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.id, c.number, c.title FROM cases_case c"
            " WHERE NOT EXISTS (SELECT FROM cases_search s WHERE s.case_id = c.id)"
        )
        found = cursor.fetchall()
        with cursor.copy("COPY cases_search (case_id, tokens) FROM STDIN") as copy:
            for pk, number, title in found:
                pieces = " ".join(f"'{piece}'" for piece in tokens([number, title]))
                copy.write(f"{pk}\t{pieces}\n")


def settle() -> None:
    """What an import does at its end: new statistics at once, by the function only the owner may run."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cases_settle()")
