"""As whom the server's programs run, since PostgreSQL refuses root.

An ordinary user runs them as himself. Root runs them in a user namespace, where root's own files
stay root's and no account is needed; where the kernel forbids that, as a system account of this
one installation with the cluster under /var/lib/shouwen. Nothing that is not ours is ever
chmod-ed or chown-ed.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shouwen.config.postgres.binaries import Programs

PROBE = 'test -w "$1" && test -x "$1" && "$2" --version >/dev/null'


@dataclass(frozen=True)
class Runner:
    """Runs programs as the current user, behind a prefix, or as an account."""

    prefix: tuple[str, ...] = ()
    account: str | None = None

    def run(
        self, command: Sequence[str], *, env: Mapping[str, str] | None = None, check: bool = True
    ) -> subprocess.CompletedProcess[str]:
        """Run to the end in a session of its own, so that Ctrl-C at the terminal spares it."""
        who: dict[str, Any] = {}
        if self.account:
            entry = pwd.getpwnam(self.account)
            who = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
        return subprocess.run(
            [*self.prefix, *command],
            env={**os.environ, "LC_ALL": "C.UTF-8", **(env or {})},
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            check=check,
            start_new_session=True,
            **who,
        )

    def able(self, directory: Path, tools: Programs) -> bool:
        """Whether the programs start this way and may write into the directory."""
        probe = ["sh", "-c", PROBE, "sh", str(directory), tools["postgres"]]
        try:
            return self.run(probe, check=False).returncode == 0
        except OSError:
            return False

    def give(self, path: Path) -> None:
        """Hand one of our own new files to the account that will use it."""
        if self.account:
            entry = pwd.getpwnam(self.account)
            os.chown(path, entry.pw_uid, entry.pw_gid)


def in_namespace() -> Runner | None:
    """Root as an ordinary user of a namespace; None without the program for it."""
    unshare = shutil.which("unshare")
    users = sorted(p.pw_uid for p in pwd.getpwall() if 0 < p.pw_uid < 65534)
    if unshare is None or not users:
        return None
    return Runner(prefix=(unshare, "-U", f"--map-user={users[-1]}", f"--map-group={users[-1]}"))


def as_account(name: str, directory: Path) -> Runner:
    """The installation's own system account, made when missing."""
    try:
        pwd.getpwnam(name)
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin"]
        subprocess.run([*command, "--home-dir", str(directory), name], check=True)
    return Runner(account=name)


def reachable(tools: Programs, runner: Runner, directory: Path) -> Programs:
    """The same programs, copied below ``directory`` when the account cannot enter their place."""
    if runner.able(directory, tools):
        return tools
    whole = tools.bin.parents[1]
    libraries = whole.with_name(
        f"{whole.name}.libs"
    )  # a wheel keeps shared libraries beside itself
    parts = [whole, libraries] if libraries.exists() else [tools.bin.parent]
    copy = directory / f"programs-{tools.major}"
    if not copy.exists():
        draft = directory / f"programs-{tools.major}.new"
        shutil.rmtree(draft, ignore_errors=True)
        for part in parts:
            shutil.copytree(part, draft / part.name, symlinks=True)
        draft.rename(copy)
    return Programs(copy / tools.bin.relative_to(parts[0].parent))
