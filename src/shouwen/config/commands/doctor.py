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


def streams(args: Namespace) -> list[Finding]:
    """Whether pages are told of news; without it they ask every few seconds."""
    from shouwen.web.live.doorway import answers

    home = env.home()
    if not holder(home):
        return []
    up = answers(home)
    told = "" if up else f"pages poll; see {home / 'log' / 'stream.log'}"
    return [("live refresh", "on" if up else "off", told)]


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


def keys(args: Namespace) -> list[Finding]:
    """Who may read the file of the keys that seal secrets."""
    if env.text("SHOUWEN_SECRETS_KEY", default=""):
        return [("secrets key", "from the environment", "")]
    file = env.home() / env.SECRETS_FILE
    if not file.exists():
        return [("secrets key", "missing", f"{file} is missing: restore it from your backup")]
    mode = file.stat().st_mode & 0o777
    open_ = f"{file} may be read by others: chmod 600" if mode & 0o077 else ""
    return [("secrets key", f"{len(file.read_text().split())} in {env.SECRETS_FILE}", open_)]


def work(args: Namespace) -> list[Finding]:
    """Jobs, clocks, calendars, messages: what the page of administrators shows too."""
    from django.utils import translation

    from shouwen.web.vitals import vitals

    with translation.override("en"):
        return [(v.code, v.value, str(v.warning)) for v in vitals(at=args.now)]


PARTS: tuple[Callable[[Namespace], list[Finding]], ...] = (
    programs,
    streams,
    server,
    migrations,
    keys,
    work,
)
