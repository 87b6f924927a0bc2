"""案件导出: cases as a table of any size, read through a server-side cursor; see docs/concepts/exports.md.

Everything is reckoned as of one instant: what happened later is left out. Times carry the offset of
the handling unit's zone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.utils.translation import gettext as _

from shouwen.domains.cases.choices import UNCOUNTED, CaseKind, CaseState, Channel
from shouwen.domains.cases.errors import ColumnUnknown, FilterUnreadable
from shouwen.platform.access.scope import Scope
from shouwen.platform.clocks.queries import used_seconds
from shouwen.platform.exchange.queries import SOURCE_KEY
from shouwen.platform.org import queries as org

CHUNK = 2_000
Kind = Literal["plain", "time", "seconds"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the export: its SQL over the joins below, and how its values are shown."""

    sql: str
    kind: Kind = "plain"
    joins: tuple[str, ...] = ()


_FINISHED = "CASE WHEN c.finished_at <= %(at)s THEN c.finished_at END"
_END = f"coalesce({_FINISHED}, CASE WHEN r.ended_at <= %(at)s THEN r.ended_at END, %(at)s)"
_STATE = """CASE
    WHEN c.state = 'void' THEN c.state
    WHEN c.archived_at > %(at)s AND NOT h.later THEN 'closed'
    WHEN h.later OR c.answered_at > %(at)s OR c.closed_at > %(at)s THEN coalesce(h.state, c.state)
    ELSE c.state END"""
_STATES = ", ".join(f"'{s.value}'" for s in CaseState)
_COUNTED = f"""(c.state NOT IN ({", ".join(f"'{s.value}'" for s in sorted(UNCOUNTED))})
    OR (c.state IN ('withdrawn', 'merged') AND c.closed_at > %(at)s))"""
COLUMNS: dict[str, Column] = {
    "number": Column("c.number"),
    "source_key": Column("s.key", joins=("source",)),
    "kind": Column("c.kind"),
    "category": Column("c.category"),
    "channel": Column("c.channel"),
    "title": Column("c.title"),
    "unit": Column("CASE WHEN h.later THEN hu.code ELSE u.code END", joins=("hold",)),
    "owner_unit": Column("ou.code", joins=("owner_unit",)),
    "owner": Column("o.number", joins=("owner",)),
    "handler": Column("p.number", joins=("handler",)),
    "state": Column(_STATE, joins=("hold",)),
    "instance": Column("c.instance"),
    "opened_at": Column("c.opened_at", "time"),
    "due_at": Column("r.due_at", "time"),
    "answered_at": Column("CASE WHEN c.answered_at <= %(at)s THEN c.answered_at END", "time"),
    "closed_at": Column("CASE WHEN c.closed_at <= %(at)s THEN c.closed_at END", "time"),
    "finished_at": Column(_FINISHED, "time"),
    "overdue": Column(f"{_COUNTED} AND coalesce(r.due_at < coalesce({_FINISHED}, %(at)s), false)"),
    "elapsed_seconds": Column(f"extract(epoch FROM {_END} - c.opened_at)::float8", "seconds"),
    "waiting_seconds": Column("w.waiting", "seconds", ("waits",)),
    "paused_seconds": Column("w.paused", "seconds", ("waits",)),
    "urges": Column("c.urges - coalesce(g.later, 0)", joins=("urges",)),
    "returns": Column("c.returns"),
    "reassignments": Column("c.reassignments"),
    "reopens": Column("c.reopens"),
    "batch": Column("c.source_batch"),
}
_JOINS = {
    "source": f"LEFT JOIN LATERAL ({SOURCE_KEY.format(kind='case', id='c.id')}) s ON true",
    "owner_unit": "JOIN org_unit ou ON ou.id = c.owner_unit_id",
    "owner": "LEFT JOIN org_staff o ON o.id = c.owner_id",
    "handler": "LEFT JOIN org_staff p ON p.id = c.handler_id",
    "hold": f"""LEFT JOIN LATERAL (
        SELECT k.unit_id, (
            SELECT m.reason FROM clocks_hold m WHERE m.subject_kind = 'case' AND m.subject_id = c.id
            AND m.seq <= k.seq AND m.reason IN ({_STATES}) ORDER BY m.seq DESC LIMIT 1) AS state,
            EXISTS (
            SELECT 1 FROM clocks_hold n WHERE n.subject_kind = 'case' AND n.subject_id = c.id
            AND n.seq > k.seq AND n.at > %(at)s) AS later
        FROM clocks_hold k WHERE k.subject_kind = 'case' AND k.subject_id = c.id AND k.at <= %(at)s
        ORDER BY k.seq DESC LIMIT 1) h ON true
        LEFT JOIN org_unit hu ON hu.id = h.unit_id""",
    "waits": """LEFT JOIN LATERAL (
        SELECT coalesce(sum(seconds) FILTER (WHERE waiting_for = 'customer'), 0)::float8 AS waiting,
               coalesce(sum(seconds) FILTER (WHERE waiting_for <> 'customer'), 0)::float8 AS paused
        FROM (SELECT k.waiting_for, extract(epoch FROM least(
                         coalesce(lead(k.at) OVER (ORDER BY k.seq), %(at)s),
                         coalesce(k.until_at, %(at)s), %(at)s) - k.at) AS seconds
              FROM clocks_hold k WHERE k.subject_kind = 'case' AND k.subject_id = c.id) x
        WHERE waiting_for <> 'none' AND seconds > 0) w ON true""",
    "urges": """LEFT JOIN LATERAL (
        SELECT count(*) AS later FROM cases_urge q
        WHERE q.case_id = c.id AND q.counted AND q.at > %(at)s) g ON c.urges > 0""",
}
_FROM = """
FROM cases_case c
JOIN org_unit u ON u.id = c.handler_unit_id
LEFT JOIN unnest(%(zone_units)s::bigint[], %(zone_names)s::text[]) z(unit_id, name)
       ON z.unit_id = c.handler_unit_id
LEFT JOIN clocks_clock r ON r.subject_kind = 'case' AND r.subject_id = c.id
      AND r.kind = 'resolution' AND r.basis = 'internal' AND r.instance = 1
"""
DEFAULT = (
    "number", "source_key", "kind", "channel", "unit", "owner", "state", "opened_at", "due_at",
    "answered_at", "closed_at", "overdue", "elapsed_seconds", "waiting_seconds", "paused_seconds",
    "urges", "reassignments", "reopens",
)  # fmt: skip
EXTRA = "extra."
_WORDS = {
    "kind": frozenset(CaseKind.values),
    "channel": frozenset(Channel.values),
    "state": frozenset(CaseState.values),
    "overdue": frozenset({"true", "false"}),
}
_DAYS = ("opened_at", "due_at", "answered_at", "closed_at", "finished_at")


@dataclass(slots=True)
class _Query:
    """The statement while it is put together."""

    params: dict[str, Any]
    joins: list[str] = field(default_factory=list)
    where: list[str] = field(default_factory=list)

    def use(self, column: Column) -> str:
        self.joins += [j for j in column.joins if j not in self.joins]
        return column.sql

    def param(self, value: Any) -> str:
        name = f"p{len(self.params)}"
        self.params[name] = value
        return f"%({name})s"


def rows(
    columns: Sequence[str],
    *,
    filters: Sequence[tuple[str, str]] = (),
    scope: Scope,
    at: datetime,
) -> Iterator[list[Any]]:
    """The cases opened by ``at`` that are visible in the scope, by opening; one list a case.

    ``filters`` are pairs of field and values as typed (``state``, ``closed,archived``; a span of
    days ``2011-08-01..2011-08-31``, both inclusive, in the unit's zone); all must hold.
    Raises ColumnUnknown or FilterUnreadable before the first row.
    """
    zones = org.zones()
    query = _Query(
        {"at": at, "zone_units": list(zones), "zone_names": list(zones.values())},
        where=["c.opened_at <= %(at)s"],
    )
    shown = [_column(name, query) for name in columns]
    if not scope.everything:
        units = query.param(sorted(scope.units))
        query.where.append(f"(c.handler_unit_id = ANY({units}) OR c.owner_unit_id = ANY({units}))")
    for name, values in filters:
        query.where.append(_condition(name, values, query))
    select = ", ".join(["z.name", "r.id", "r.limit_id", _END, *(column.sql for column in shown)])
    joins = "\n".join(_JOINS[name] for name in query.joins)
    condition = " AND ".join(query.where)
    sql = f"SELECT {select} {_FROM} {joins} WHERE {condition} ORDER BY c.opened_at, c.id"
    return _stream(sql, query.params, list(columns), shown)


def _column(name: str, query: _Query) -> Column:
    if name.startswith(EXTRA):
        _known_extra(name)
        return Column(f"c.extra ->> {query.param(name.removeprefix(EXTRA))}")
    if name not in COLUMNS:
        raise ColumnUnknown(column=name, known=", ".join(COLUMNS))
    column = COLUMNS[name]
    query.use(column)
    return column


def _known_extra(name: str) -> None:
    """Refuse a column that no case has, instead of writing an empty one."""
    with connection.cursor() as cursor:
        key = name.removeprefix(EXTRA)
        cursor.execute("SELECT EXISTS (SELECT 1 FROM cases_case WHERE extra ? %s)", [key])
        row = cursor.fetchone()
        if row and row[0]:
            return
        cursor.execute("SELECT DISTINCT jsonb_object_keys(extra) FROM cases_case ORDER BY 1")
        known = [*COLUMNS, *(EXTRA + found for (found,) in cursor.fetchall())]
    raise ColumnUnknown(column=name, known=", ".join(known))


def _condition(name: str, values: str, query: _Query) -> str:
    if name in _DAYS:
        return _days(name, values, query)
    wanted = [v.strip() for v in values.split(",") if v.strip()]
    if not wanted:
        raise FilterUnreadable(filter=f"{name}={values}", why=_("it names no value"))
    if name in ("unit", "owner_unit"):
        return _units(name, wanted, query)
    if name.startswith(EXTRA) or name in COLUMNS:
        known = _WORDS.get(name)
        for value in wanted:
            if known and value not in known:
                words = {"value": value, "choices": ", ".join(sorted(known))}
                why = _("“%(value)s” is not one of %(choices)s") % words
                raise FilterUnreadable(filter=f"{name}={values}", why=why)
        sql = _column(name, query).sql
        return f"({sql})::text = ANY({query.param(wanted)})"
    words = {"field": name, "known": ", ".join(COLUMNS)}
    why = _("there is no field “%(field)s”; there are %(known)s") % words
    raise FilterUnreadable(filter=f"{name}={values}", why=why)


def _units(name: str, codes: Sequence[str], query: _Query) -> str:
    """A unit by its code, with everything below it."""
    ids: set[int] = set()
    for code in codes:
        unit = org.unit_by_code(code)
        if unit is None:
            raise FilterUnreadable(
                filter=f"{name}={code}", why=_("there is no unit with this code")
            )
        ids |= org.below(unit.pk)
    column = "handler_unit_id" if name == "unit" else "owner_unit_id"
    return f"c.{column} = ANY({query.param(sorted(ids))})"


def _days(name: str, values: str, query: _Query) -> str:
    """A span of days, both inclusive, as the calendar of the handling unit has them."""
    first, dots, last = values.partition("..")
    sql = query.use(COLUMNS[name]) or ""
    conditions = []
    for text, sign, margin in ((first, ">=", -2), (last if dots else first, "<=", 2)):
        if not text.strip():
            continue
        try:
            day = date.fromisoformat(text.strip())
        except ValueError as why:
            what = _("“%(value)s” is not a day such as 2025-10-31") % {"value": text.strip()}
            raise FilterUnreadable(filter=f"{name}={values}", why=what) from why
        near = query.param(day + timedelta(days=margin))
        conditions.append(f"({sql}) {sign} {near}")
        conditions.append(f"(({sql}) AT TIME ZONE z.name)::date {sign} {query.param(day)}")
    if not conditions:
        raise FilterUnreadable(filter=f"{name}={values}", why=_("it names no day"))
    return " AND ".join(conditions)


def _stream(
    sql: str, params: dict[str, Any], names: Sequence[str], shown: Sequence[Column]
) -> Iterator[list[Any]]:
    elapsed = [i for i, name in enumerate(names) if name == "elapsed_seconds"]
    zones: dict[str, ZoneInfo] = {}
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(sql, params)
        while found := cursor.fetchmany(CHUNK):
            counted = used_seconds({r[1]: r[3] for r in found if r[2]}) if elapsed else {}
            for zone, clock, limit, _end, *values in found:
                name = zone or "UTC"
                local = zones.get(name) or zones.setdefault(name, ZoneInfo(name))
                if limit:
                    for i in elapsed:
                        values[i] = counted[clock]
                yield [_shown(v, c, local) for v, c in zip(values, shown, strict=True)]


def _shown(value: Any, column: Column, zone: ZoneInfo) -> Any:
    if value is None or column.kind == "plain":
        return value
    if column.kind == "time":
        return value.astimezone(zone)
    return int(value) if float(value).is_integer() else round(float(value), 3)
