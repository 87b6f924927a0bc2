"""Backups: a dump of the whole database by the owner role, and its way back."""

from __future__ import annotations

import os
import subprocess
import tempfile
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import IO

from psycopg.conninfo import conninfo_to_dict

from shouwen.config.installation import connected
from shouwen.config.postgres import NoPostgres, Programs, programs
from shouwen.kernel.command import UnusableInput

KEPT = 14
MAGIC = b"PGDMP"
FRESH = (
    "SET lock_timeout = '20s'; DROP SCHEMA public CASCADE; CREATE SCHEMA public;"
    " ALTER SCHEMA public OWNER TO pg_database_owner;"
)
LIBPQ = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
}


def dump(target: Path) -> None:
    """Write the database into ``target``, complete or not at all, readable by its owner only."""
    if not target.parent.is_dir():
        raise UnusableInput(f"{target.parent} is no directory; make it first")
    draft = target.with_name(f"{target.name}.part")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.close(handle)
    try:
        _run("pg_dump", "--format=custom", "--no-owner", "--no-acl", f"--file={draft}")
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def load(source: Path) -> None:
    """Replace the database by a dump in one transaction: it is all there, or all as before.

    COMMIT is sent only after the whole dump was read; without it psql's end takes everything back.
    """
    tools, env = _tools(), _environment()
    psql = [tools["psql"], "-X", "-q", "-v", "ON_ERROR_STOP=1", "--file=-"]
    with tempfile.TemporaryFile("w+") as said:
        into = subprocess.Popen(
            psql, env=env, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said
        )
        assert into.stdin is not None
        _say(into.stdin, f"BEGIN; {FRESH}")
        read = subprocess.run(
            [tools["pg_restore"], "--no-owner", "--no-acl", "--file=-", str(source)],
            stdout=into.stdin,
            stderr=said,
            check=False,
        )
        if read.returncode == 0:
            _say(into.stdin, "COMMIT;")
        with suppress(BrokenPipeError):
            into.stdin.close()
        into.wait()
        said.seek(0)
        reason = said.read().strip()
    if into.returncode or read.returncode:
        raise UnusableInput(f"{source} could not be restored, nothing was changed: {reason}")


def _say(stream: IO[bytes], words: str) -> None:
    """Write to psql, which may have ended with an error of its own already."""
    with suppress(BrokenPipeError):
        stream.write(f"{words}\n".encode())
        stream.flush()


def check(source: Path) -> None:
    """Refuse early what is no dump of ours."""
    if not source.is_file():
        raise UnusableInput(f"{source}: there is no such file")
    with source.open("rb") as start:
        if start.read(len(MAGIC)) != MAGIC:
            raise UnusableInput(f"{source} is not a backup written by 'shouwen backup'")


def nightly(home: Path, day: date) -> Path:
    """Where the backup of a night is kept; older ones beyond the last fourteen are removed."""
    directory = home / "backups"
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept = sorted(directory.glob("shouwen-????????.dump"))
    for old in kept[: max(0, len(kept) - KEPT + 1)]:
        old.unlink()
    return directory / f"shouwen-{day:%Y%m%d}.dump"


def _run(tool: str, *arguments: str) -> None:
    done = subprocess.run(
        [_tools()[tool], *arguments],
        env=_environment(),
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise UnusableInput(f"{tool} failed: {done.stderr.strip()}")


def _tools() -> Programs:
    """Programs of the server's own version where they are here, else the usual ones."""
    with connected(owner=True) as link:
        major = link.info.server_version // 10000
    try:
        return programs(major)
    except NoPostgres:
        return programs()


def _environment() -> dict[str, str]:
    """The owner's connection as libpq variables: a password has no place in a process list."""
    url = os.environ.get("SHOUWEN_DATABASE_OWNER_URL", os.environ["SHOUWEN_DATABASE_URL"])
    known = {k: str(v) for k, v in conninfo_to_dict(url).items() if v is not None}
    return {**os.environ, **{LIBPQ[k]: v for k, v in known.items() if k in LIBPQ}}
