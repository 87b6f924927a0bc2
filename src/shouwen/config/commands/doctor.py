"""``shouwen doctor``: what runs, which versions, what is pending, what lags."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from importlib.metadata import version
from typing import Any, TextIO

from shouwen import __version__
from shouwen.config import environment as env
from shouwen.config import installation
from shouwen.config.single import holder
from shouwen.kernel.command import DONE, FOUND, Command, one_line

Finding = tuple[str, Any, str]
"""(what, its value, a warning or nothing)"""


class Doctor(Command):
    help = "say how the installation is; exit status 1 when something needs attention"

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="answer with one JSON line")

    def run(self, args: Namespace, out: TextIO) -> int:
        findings = [finding for part in PARTS for finding in part(args)]
        if args.json:
            one_line(
                out,
                {what: value for what, value, _ in findings}
                | {"warnings": [warning for *_, warning in findings if warning]},
            )
        else:
            for what, value, warning in findings:
                out.write(f"{what:<22} {value}{'   ! ' + warning if warning else ''}\n")
        return FOUND if any(warning for *_, warning in findings) else DONE


def programs(args: Namespace) -> list[Finding]:
    up = holder(env.home())
    return [
        ("home", str(env.home()), ""),
        ("shouwen", __version__, ""),
        ("python", sys.version.split()[0], ""),
        ("django", version("django"), ""),
        ("up", f"process {up}" if up else "no", ""),
    ]


def server(args: Namespace) -> list[Finding]:
    """The database, and whether the journal is protected by a role of its own."""
    from shouwen.config.steps import application_role

    with installation.connected() as link:
        size = link.execute(
            "SELECT pg_size_pretty(pg_database_size(current_database()))"
        ).fetchone()
        behind = installation.recorded(link) != installation.shipped()
        release = link.info.parameter_status("server_version")
    alone = (
        "" if application_role() else "one role only: the journal is protected by a trigger only"
    )
    return [
        ("postgresql", release, ""),
        ("database size", size[0] if size else "", ""),
        ("roles", "owner and application" if not alone else "one", alone),
        ("set-up", "behind" if behind else "complete", "run 'shouwen up'" if behind else ""),
    ]


def migrations(args: Namespace) -> list[Finding]:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    pending = [f"{one.app_label}.{one.name}" for one, _ in plan]
    return [("pending migrations", len(pending), ", ".join(pending))]


def queue(args: Namespace) -> list[Finding]:
    """Jobs that wait, since when, and jobs that failed."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE status = 'todo'),"
            " count(*) FILTER (WHERE status = 'failed'),"
            " coalesce(extract(epoch FROM now() - min(e.at) FILTER (WHERE status = 'todo')"
            " ), 0)::int"
            " FROM procrastinate_jobs j LEFT JOIN LATERAL (SELECT min(at) AS at FROM"
            " procrastinate_events WHERE job_id = j.id) e ON true"
            " WHERE status IN ('todo', 'failed') AND coalesce(scheduled_at, now()) <= now()"
        )
        waiting, failed, lag = cursor.fetchone()
    late = f"the oldest waits {lag} s; is a worker up?" if lag > 60 else ""
    return [
        ("jobs waiting", waiting, late),
        ("jobs failed", failed, "see the worker's log" if failed else ""),
    ]


def clocks(args: Namespace) -> list[Finding]:
    """How far the sweeper is behind, and which years the calendars know."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), coalesce(extract(epoch FROM %s - min(next_fire_at)), 0)::int"
            " FROM clocks_clock WHERE next_fire_at < %s",
            [args.now, args.now],
        )
        due, lag = cursor.fetchone()
        cursor.execute(
            "SELECT DISTINCT ON (c.code) c.code, lower(r.years), upper(r.years) - 1"
            " FROM clocks_revision r JOIN clocks_calendar c ON c.id = r.calendar_id"
            " ORDER BY c.code, r.n DESC"
        )
        years = cursor.fetchall()
    late = f"the oldest is {lag} s late; is the sweeper up?" if lag > 60 else ""
    unknown = [code for code, _, last in years if last is not None and last < args.now.year]
    return [
        ("clock steps due", due, late),
        *(
            (f"calendar {code}", f"{first}–{last}", _year(code in unknown, args))
            for code, first, last in years
        ),
    ]


def _year(unknown: bool, args: Namespace) -> str:
    return f"{args.now.year} is unknown: due times are provisional" if unknown else ""


PARTS: tuple[Callable[[Namespace], list[Finding]], ...] = (
    programs,
    server,
    migrations,
    queue,
    clocks,
)
