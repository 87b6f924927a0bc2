"""One PostgreSQL server for one home: made when missing, started when down, stopped when unused."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from shouwen.config.postgres.binaries import Programs, programs
from shouwen.config.postgres.runner import Runner, as_account, in_namespace, reachable
from shouwen.kernel.command import UnusableInput

ROOT = "postgres"
OWNER = "shouwen_owner"
APP = "shouwen_app"
DATABASE = "shouwen"
SHARED_STATE = Path("/var/lib/shouwen")
LONGEST_SOCKET = 107
PATIENCE = 60.0
"""Seconds to wait after a crash for the old backends to go."""


class DatabaseDown(UnusableInput):
    """The private database cannot be made or started; the message says why."""


class Cluster:
    """The server of one home; no lock is taken here, see ``lease``."""

    def __init__(
        self, home: Path, *, durable: bool = True, ways: tuple[str, ...] = ("namespace", "account")
    ) -> None:
        self.home = home.resolve()
        self.keys = self.home / "postgres"
        self.durable = durable
        self.ways = ways
        digest = hashlib.sha256(str(self.home).encode()).hexdigest()
        self._elsewhere = SHARED_STATE / digest[:16]
        self._account = f"shouwen-{digest[:8]}"
        self._found: tuple[Path, Programs, Runner] | None = None

    # Where it is and who runs it

    @property
    def place(self) -> Path:
        """The directory that holds data, socket and server log."""
        return self._settle()[0]

    @property
    def data(self) -> Path:
        return self.place / "data"

    @property
    def log(self) -> Path:
        return self.place / "log"

    @property
    def tools(self) -> Programs:
        return self._settle()[1]

    @property
    def runner(self) -> Runner:
        return self._settle()[2]

    def _settle(self) -> tuple[Path, Programs, Runner]:
        if self._found is None:
            self.keys.mkdir(parents=True, exist_ok=True)
            self._found = self._settle_as_root() if os.geteuid() == 0 else self._settle_as_user()
        return self._found

    def _settle_as_user(self) -> tuple[Path, Programs, Runner]:
        return self.keys, programs(_major(self.keys)), Runner()

    def _settle_as_root(self) -> tuple[Path, Programs, Runner]:
        if (self._elsewhere / "data").exists() and not self._passwords.exists():
            _set_aside(self._elsewhere)  # of an earlier home at this path
        settled = (self._elsewhere / "data").exists()
        namespace = in_namespace() if "namespace" in self.ways else None
        if not settled:
            tools = programs(_major(self.keys))
            if namespace and namespace.able(self.keys, tools):
                return self.keys, tools, namespace
            if (self.keys / "data").exists():
                raise DatabaseDown(
                    f"Root cannot run PostgreSQL on the data in {self.keys / 'data'}."
                )
        return self._settle_elsewhere(namespace)

    def _settle_elsewhere(self, namespace: Runner | None) -> tuple[Path, Programs, Runner]:
        place, tools = self._elsewhere, programs(_major(self._elsewhere))
        place.mkdir(parents=True, exist_ok=True)
        data = place / "data"
        owner = data.stat().st_uid if data.exists() else 0
        if namespace and owner == 0 and namespace.able(place, tools):
            return place, tools, namespace
        if "account" not in self.ways:
            raise DatabaseDown(f"Root cannot run PostgreSQL in {self.keys} or {place}.")
        runner = as_account(self._account, place)
        runner.give(place)
        return place, reachable(tools, runner, place), runner

    # Addresses and passwords

    @property
    def _passwords(self) -> Path:
        return self.keys / "passwords.json"

    def password(self, role: str) -> str:
        """The generated password of a role, kept in the home and readable by its owner only."""
        if not self._passwords.exists():
            made = {name: secrets.token_urlsafe(24) for name in (ROOT, OWNER, APP)}
            _write_private(self._passwords, json.dumps(made))
        return str(json.loads(self._passwords.read_text())[role])

    @property
    def socket_directory(self) -> Path | None:
        """Where the Unix socket lies; None where its path would be too long for the kernel."""
        directory = self.place / "run"
        return (
            directory if len(os.fsencode(directory / ".s.PGSQL.5432")) <= LONGEST_SOCKET else None
        )

    @property
    def port(self) -> int:
        """5432 on our own socket, else the loopback port taken at the last start."""
        kept = self.place / "port"
        if self.socket_directory:
            return 5432
        return int(kept.read_text()) if kept.exists() else self._take_port()

    def _take_port(self) -> int:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        (self.place / "port").write_text(str(port))
        return port

    def url(self, role: str = APP, database: str = DATABASE) -> str:
        """A connection address for psycopg, Django and pg_dump."""
        where = self.socket_directory
        host = f"host={quote(str(where), safe='')}&port=5432" if where else ""
        netloc = "" if where else f"127.0.0.1:{self.port}"
        return (
            f"postgresql://{role}:{quote(self.password(role))}@{netloc}/{database}?{host}".rstrip(
                "?"
            )
        )

    # Life

    def running(self) -> bool:
        """Whether the server answers to our password."""
        if not (self.data / "postmaster.pid").exists():
            return False
        try:
            psycopg.connect(self.url(ROOT, "postgres"), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def alive(self) -> bool:
        """Whether the server's process lives; much cheaper than asking it."""
        pid = self.pid()
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return False
        return state != "Z"

    def start(self) -> None:
        """Make what is missing and start what is down; quick when it already serves."""
        if self.running():
            return
        if not self.data.exists():
            self._create()
        self._configure()
        self._clear_stale_pid()
        deadline = time.monotonic() + PATIENCE
        while not self._launch():
            if time.monotonic() > deadline:
                raise DatabaseDown(
                    f"PostgreSQL does not start; see {self.log}.\n{self._last_words()}"
                )
            time.sleep(0.25)
            if not self.socket_directory:
                self._take_port()
                self._configure()
        if not (self.place / "complete").exists():
            self._furnish()
            (self.place / "complete").touch()

    def stop(self, mode: str = "fast") -> None:
        """Stop the server; nothing happens when it is not up."""
        command = [self.tools["pg_ctl"], "-D", str(self.data), "-w", "-m", mode, "stop"]
        self.runner.run(command, check=False)

    def pid(self) -> int | None:
        """The server's process id as its own file says."""
        file = self.data / "postmaster.pid"
        try:
            return int(file.read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return None

    def _create(self) -> None:
        """A fresh cluster, moved into place only when complete."""
        draft = self.place / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        secret = self.place / "secret.new"
        secret.unlink(missing_ok=True)
        _write_private(secret, self.password(ROOT))
        self.runner.give(secret)
        command = [
            *(self.tools["initdb"], "-D", str(draft), "-U", ROOT, "-A", "scram-sha-256"),
            *("--pwfile", str(secret), "-E", "UTF8", "--locale=C.UTF-8", "--data-checksums"),
            *(() if self.durable else ("--no-sync",)),
        ]
        made = self.runner.run(command, check=False)
        secret.unlink()
        if made.returncode:
            raise DatabaseDown(f"The database cannot be created in {draft}: {made.stderr.strip()}")
        with (draft / "postgresql.conf").open("a") as conf:
            conf.write("\ninclude_if_exists 'shouwen.conf'\n")
        draft.rename(self.data)

    def _configure(self) -> None:
        for directory in filter(None, (self.socket_directory, self.log)):
            directory.mkdir(mode=0o700, exist_ok=True)
            self.runner.give(directory)
        lines = [f"{name} = {_quoted(value)}" for name, value in self._settings().items()]
        conf = self.data / "shouwen.conf"
        conf.write_text("\n".join(lines) + "\n")

    def _settings(self) -> dict[str, str]:
        where = self.socket_directory
        chosen = {
            "listen_addresses": "" if where else "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": f'"{where}"' if where else "",
            "unix_socket_permissions": "0700",
            "max_connections": "100",
            "shared_buffers": "256MB" if self.durable else "64MB",
            "jit": "off",
            "timezone": "UTC",
            "logging_collector": "on",
            "log_directory": str(self.log),
            "log_filename": "postgres-%a.log",
            "log_truncate_on_rotation": "on",
            "log_rotation_age": "1d",
            "log_rotation_size": "0",
            "log_line_prefix": "%m [%p] %u ",
        }
        if not self.durable:
            chosen |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
            # a vacuum of rows rolled back tells the planner of empty tables that are soon full
            chosen |= {"autovacuum": "off"}
        return chosen

    def _launch(self) -> bool:
        startup = self.log / "startup.log"
        command = [
            *(self.tools["pg_ctl"], "-D", str(self.data), "-w", "-t", "120"),
            *("-l", str(startup), "start"),
        ]
        return self.runner.run(command, check=False).returncode == 0 or self.running()

    def _clear_stale_pid(self) -> None:
        """After a crash and a reboot the number may belong to a stranger, which PostgreSQL would fear."""
        pid = self.pid()
        if pid is None or not Path(f"/proc/{pid}").exists():
            return
        try:
            at_home = Path(f"/proc/{pid}/cwd").readlink() == self.data
        except OSError:
            return
        if not at_home:
            (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _last_words(self) -> str:
        newest: Callable[[Path], float] = lambda p: p.stat().st_mtime  # noqa: E731
        logs = sorted(self.log.glob("*.log"), key=newest)
        return "\n".join(logs[-1].read_text(errors="replace").splitlines()[-5:]) if logs else ""

    def _furnish(self) -> None:
        """The two roles and the database; safe to repeat after an interruption."""
        with psycopg.connect(self.url(ROOT, "postgres"), autocommit=True) as link:
            for role in (OWNER, APP):
                self._furnish_role(link, role)
            if not link.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]
            ).fetchone():
                link.execute(
                    sql.SQL("CREATE DATABASE {} OWNER {}").format(
                        sql.Identifier(DATABASE), sql.Identifier(OWNER)
                    )
                )
            link.execute(
                sql.SQL(
                    "REVOKE ALL ON DATABASE {0} FROM PUBLIC; GRANT CONNECT, TEMPORARY ON DATABASE {0} TO {1}"
                ).format(sql.Identifier(DATABASE), sql.Identifier(APP))
            )

    def _furnish_role(self, link: psycopg.Connection, role: str) -> None:
        known = link.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
        rights = "CREATEDB" if role == OWNER else "NOCREATEDB"
        link.execute(
            sql.SQL("{} ROLE {} LOGIN {} PASSWORD {}").format(
                sql.SQL("ALTER" if known else "CREATE"),
                sql.Identifier(role),
                sql.SQL(rights),
                sql.Literal(self.password(role)),
            )
        )


def _major(place: Path) -> int | None:
    """The major version that wrote a cluster, None where there is none."""
    file = place / "data" / "PG_VERSION"
    return int(file.read_text().split(".")[0]) if file.exists() else None


def _set_aside(place: Path) -> None:
    kept = place.with_name(f"{place.name}-{int(place.stat().st_mtime)}")
    sys.stderr.write(f"The database of an earlier home at this path is kept as {kept}.\n")
    place.rename(kept)


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"


def _write_private(path: Path, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as out:
        out.write(text)
