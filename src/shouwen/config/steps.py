"""The steps of set-up, run as the owner role: migrate, grant, install presets, first administrator.

``python -m shouwen.config.steps STAMP ADMINISTRATOR`` prints the new log-in as JSON, or null. Every
step is idempotent, and an advisory lock lets several nodes start at once.
"""

from __future__ import annotations

import json
import os
import sys
from importlib import import_module
from importlib.util import find_spec
from urllib.parse import unquote, urlsplit

import django
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from psycopg import sql

from shouwen.kernel.actor import SYSTEM
from shouwen.kernel.command import UnusableInput, say

LOCK = 7_360_001
LAST_BEFORE_START = "d918e82"
"""The last revision that holds the migrations which ``0001_start`` of every app replaces."""
PRESETS = (
    "platform.access",
    "platform.clocks",
    "platform.policies",
    "platform.exchange",
    "platform.exports",
    "domains.privacy",
    "domains.voices",
    "domains.kpi",
)
ADMINISTRATOR = "admin"
JOURNAL = "journal\\_%"


def run(stamp: str, *, administrator: bool) -> dict[str, str] | None:
    """All steps in order under one lock; the new administrator's log-in, if one was made."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            refuse_halfway()
            call_command("migrate", interactive=False, verbosity=0, stdout=sys.stderr)
            remember("")
            grant(application_role())
            install_presets()
            made = first_administrator() if administrator else None
            remember(stamp)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    return made


def refuse_halfway() -> None:
    """Nothing is touched where some of the migrations that ``0001_start`` stands for never ran."""
    done = set(MigrationRecorder(connection).applied_migrations())
    for one in MigrationLoader(None).disk_migrations.values():
        missing = set(one.replaces) - done
        if missing and missing < set(one.replaces):
            raise UnusableInput(
                f"This database is of an older state: it lacks {'.'.join(min(missing))}. Start it once"
                f" with revision {LAST_BEFORE_START}, then with this one; see docs/operations/upgrade.md."
            )


def application_role() -> str:
    """The role that serves, where it is not the owner itself; else empty."""
    app = unquote(urlsplit(os.environ.get("SHOUWEN_DATABASE_URL", "")).username or "")
    owner = unquote(urlsplit(os.environ.get("SHOUWEN_DATABASE_OWNER_URL", "")).username or "")
    return app if owner and app != owner else ""


@transaction.atomic
def grant(role: str) -> None:
    """The application role may work on every table but only read the journal; its functions write it."""
    if not role:
        return
    who = sql.Identifier(role)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            " AND relkind IN ('r', 'p') AND relname LIKE %s",
            [JOURNAL],
        )
        journal = [name for (name,) in cursor.fetchall()]
        for line in (
            "GRANT USAGE ON SCHEMA public TO {}",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}",
            "GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {}",
            "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {}",
        ):
            cursor.execute(sql.SQL(line).format(who))
        for table in [*journal, "setup_state", "django_migrations"]:
            cursor.execute(
                sql.SQL("REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {} FROM {}").format(
                    sql.Identifier(table), who
                )
            )


def install_presets() -> None:
    """Each app that ships presets installs them; the rows stay as people changed them."""
    now = timezone.now()
    for app in PRESETS:
        name = f"shouwen.{app}.actions"
        if find_spec(name) is None:
            continue
        install = getattr(import_module(name), "install_presets", None)
        if install is not None:
            install(by=SYSTEM, at=now)


def first_administrator() -> dict[str, str] | None:
    """A superuser with a generated password, unless there is one."""
    from shouwen.platform.access.actions import create_administrator, generated_password
    from shouwen.platform.access.models import Account

    if Account.objects.filter(is_superuser=True).exists():
        return None
    password = generated_password()
    create_administrator(password, login=ADMINISTRATOR, by=SYSTEM, at=timezone.now())
    return {"login": ADMINISTRATOR, "password": password}


def remember(stamp: str) -> None:
    """Keep the digest of what was installed, so that the next start has nothing to do."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE IF NOT EXISTS setup_state"
            " (one boolean PRIMARY KEY DEFAULT true CHECK (one), stamp text NOT NULL)"
        )
        cursor.execute(
            "INSERT INTO setup_state (stamp) VALUES (%s)"
            " ON CONFLICT (one) DO UPDATE SET stamp = excluded.stamp",
            [stamp],
        )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shouwen.config.settings")
    django.setup()
    try:
        print(json.dumps(run(sys.argv[1], administrator=sys.argv[2] == "1")))
    except UnusableInput as refused:
        say(f"shouwen: {refused}")
        sys.exit(2)
