"""An installation made ready: its database serves, is migrated, and holds calendars and presets.

Whatever a command needs before its first row happens here, quickly when nothing is to do: the
digest of what set-up would install is compared with the one the database remembers.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from shouwen.config import environment as env
from shouwen.kernel.command import UnusableInput, say

if TYPE_CHECKING:
    from shouwen.config.postgres import Cluster

PACKAGE = Path(__file__).resolve().parent.parent
SHIPPED = ("**/migrations/*.py", "**/rules.py", "**/*presets*.py", "**/*presets*/*", "**/*.sql")
MIGRATING_PACKAGES = ("django", "procrastinate", "django-pghistory", "django-axes")
OLDEST_SERVER = 150000


@dataclass(frozen=True)
class Administrator:
    """A log-in made by set-up; the password exists nowhere else and is shown once."""

    login: str
    password: str


@contextmanager
def database() -> Iterator[Cluster | None]:
    """The installation's database serves while inside, under SHOUWEN_DATABASE_URL.

    A given SHOUWEN_DATABASE_URL is used as it is (None); else the home's private cluster is leased.
    """
    if "SHOUWEN_DATABASE_URL" in os.environ:
        yield None
        return
    from shouwen.config.postgres import Cluster, lease
    from shouwen.config.postgres.cluster import OWNER

    with lease(Cluster(env.home())) as cluster:
        os.environ["SHOUWEN_DATABASE_URL"] = cluster.url()
        os.environ["SHOUWEN_DATABASE_OWNER_URL"] = cluster.url(OWNER)
        try:
            yield cluster
        finally:
            del os.environ["SHOUWEN_DATABASE_URL"], os.environ["SHOUWEN_DATABASE_OWNER_URL"]


def prepare(*, administrator: bool = False) -> Administrator | None:
    """Migrate, grant and install presets where the database is behind; a new administrator, if made."""
    stamp = shipped()
    with connected() as link:
        complete = recorded(link) == stamp
        if complete and (not administrator or _has_administrator(link)):
            return None
    return set_up(stamp, administrator=administrator)


def set_up(stamp: str, *, administrator: bool = False, force: bool = False) -> Administrator | None:
    """The steps run as the owner role in a process of their own, one at a time per home."""
    home = env.home()
    home.mkdir(parents=True, exist_ok=True)
    say("Setting up the database …")
    with (home / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not administrator and not force and not behind(stamp):
            return None  # another command was faster
        done = subprocess.run(
            [sys.executable, "-m", "shouwen.config.steps", stamp, str(int(administrator))],
            env={**os.environ, "SHOUWEN_ACT_AS": "owner"},
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
    if done.returncode:
        raise UnusableInput("The database could not be set up; the reason is above.")
    made = json.loads(done.stdout.splitlines()[-1])
    return Administrator(**made) if made else None


def behind(stamp: str) -> bool:
    """Whether the database remembers another set-up than this version's."""
    with connected() as link:
        return recorded(link) != stamp


def shipped() -> str:
    """Digest of what set-up installs: migration names, and the text of presets and rules."""
    digest = hashlib.sha256()
    for package in MIGRATING_PACKAGES:
        digest.update(f"{package} {version(package)}\n".encode())
    for path in sorted({p for pattern in SHIPPED for p in PACKAGE.glob(pattern) if p.is_file()}):
        if path.suffix == ".pyc":
            continue
        digest.update(str(path.relative_to(PACKAGE)).encode())
        if path.parent.name != "migrations":
            digest.update(path.read_bytes())
    return digest.hexdigest()


def recorded(link: psycopg.Connection) -> str:
    """The digest the database remembers; empty where set-up never ran."""
    if link.info.server_version < OLDEST_SERVER:
        raise UnusableInput(
            f"PostgreSQL 15 or newer is needed; the server is {link.info.server_version // 10000}."
        )
    known = link.execute("SELECT to_regclass('setup_state') IS NOT NULL").fetchone()
    if not known or not known[0]:
        return ""
    row = link.execute("SELECT stamp FROM setup_state").fetchone()
    return str(row[0]) if row else ""


def _has_administrator(link: psycopg.Connection) -> bool:
    row = link.execute("SELECT EXISTS (SELECT 1 FROM access_account WHERE is_superuser)").fetchone()
    return bool(row and row[0])


@contextmanager
def connected(*, owner: bool = False) -> Iterator[psycopg.Connection]:
    """A plain connection of the application role (or the owner), without Django."""
    url = os.environ["SHOUWEN_DATABASE_URL"]
    if owner:
        url = os.environ.get("SHOUWEN_DATABASE_OWNER_URL", url)
    try:
        link = psycopg.connect(url, connect_timeout=10)
    except psycopg.OperationalError as error:
        raise UnusableInput(f"The database does not answer: {error}") from error
    with link:
        yield link
