"""``shouwen up``: database, web, jobs and clocks under one supervisor until Ctrl-C."""

from __future__ import annotations

import ipaddress
import os
import signal
import socket
import sys
import time
import urllib.request
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TextIO

from shouwen.config import demo, dumps, installation
from shouwen.config import environment as env
from shouwen.config.installation import Administrator
from shouwen.config.postgres import Cluster, DatabaseDown, revive
from shouwen.config.single import Busy, single
from shouwen.config.supervisor import Child, Supervisor
from shouwen.kernel.command import DONE, Command, UnusableInput, say

NIGHT = 3
"""The hour, local to the machine, from which the day's backup is due."""
PATIENCE = 10.0
"""Seconds the background waits for the first page."""


class Up(Command):
    help = "start database, web, jobs and clocks; Ctrl-C stops all"

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-demo", action="store_true", help="do not fill the demo branch")
        parser.add_argument("--bind", default=env.text("SHOUWEN_BIND", default="127.0.0.1"))
        parser.add_argument("--port", type=int, default=env.integer("SHOUWEN_PORT", default=8000))

    def run(self, args: Namespace, out: TextIO) -> int:
        home = env.home()
        refuse_a_taken_port(args.bind, args.port)
        os.environ["SHOUWEN_BIND"], os.environ["SHOUWEN_PORT"] = args.bind, str(args.port)
        try:
            with single(home), installation.database() as cluster:
                show(installation.prepare(administrator=True))
                refuse_demo_in_the_open(args.bind, with_demo=not args.no_demo)
                serve(home, args, cluster)
        except Busy as busy:
            raise UnusableInput(f"shouwen is already up on {home} (process {busy})") from busy
        return DONE


def serve(home: Path, args: Namespace, cluster: Cluster | None) -> None:
    """Keep the processes alive: the web first, the others once the first page has its processor."""
    logs = home / "log"
    logs.mkdir(mode=0o700, exist_ok=True)
    os.environ["SHOUWEN_SUPERVISED"] = "1"
    supervisor = Supervisor([web()], logs)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: supervisor.stopping.set())
    others = background()
    if not args.no_demo and demo.due(home):
        demo.password(home)
        others.append(once("demo", "demo"))
    supervisor.run(Rounds(supervisor, home, args, others, cluster))
    say("stopped")


def web() -> Child:
    words = ["-m", "gunicorn", "-c", "python:shouwen.config.gunicorn", "shouwen.config.wsgi"]
    return Child("web", [sys.executable, *words])


def background() -> list[Child]:
    return [
        Child(name, [sys.executable, "-m", f"shouwen.config.{name}"])
        for name in ("worker", "sweeper", "courier", "stream")
    ]


def once(name: str, *arguments: str) -> Child:
    """A command of our own that runs beside the service and ends."""
    return Child(name, [sys.executable, "-m", "shouwen.config.cli", *arguments], once=True)


class Rounds:
    """What ``up`` does between looks at its children: greet once, back up each night."""

    def __init__(
        self,
        supervisor: Supervisor,
        home: Path,
        args: Namespace,
        others: Sequence[Child],
        cluster: Cluster | None,
    ) -> None:
        self.supervisor, self.home = supervisor, home
        self.others = list(others)
        self.cluster = cluster
        self.url = f"http://{shown(args.bind)}:{args.port}/"
        self.greeted = False
        self.began = time.monotonic()
        self.backed_up: date | None = None

    def __call__(self) -> None:
        if not self.greeted and answers(self.url):
            self.greeted = True
            greet(self.url, self.home)
        if self.others and (self.greeted or time.monotonic() - self.began > PATIENCE):
            self.supervisor.children += self.others
            self.others = []
        self.back_up(datetime.now().astimezone())
        self.keep_database()

    def keep_database(self) -> None:
        """The private server is a child like the others: what dies is started again and reported."""
        if self.cluster is None:
            return
        try:
            if revive(self.cluster):
                say("the database ended and was started again")
        except DatabaseDown as down:
            say(f"the database ended and does not start yet: {down}")

    def back_up(self, now: datetime) -> None:
        """The night's dump, unless it is there already."""
        if not backup_due(now, self.backed_up):
            return
        self.backed_up = now.date()
        target = dumps.nightly(self.home, now.date())
        if not target.exists():
            self.supervisor.add(owned("backup", "backup", str(target)))


def owned(name: str, *arguments: str) -> Child:
    """A command that needs the owner's address, which the serving processes never see."""
    child = once(name, *arguments)
    if url := os.environ.get("SHOUWEN_DATABASE_OWNER_URL"):
        child.env = {"SHOUWEN_DATABASE_OWNER_URL": url}
    return child


def backup_due(now: datetime, last: date | None) -> bool:
    """Once a night, in the hour after three."""
    return now.hour == NIGHT and now.date() != last


def show(administrator: Administrator | None) -> None:
    """The new administrator's password, at once: it is kept nowhere."""
    if administrator:
        say(f"\n  administrator  {administrator.login} / {administrator.password}")
        say("                 shown once, kept nowhere: write it down")


def greet(url: str, home: Path) -> None:
    """What to open and how to sign in."""
    say(f"\n首问 Shouwen is up: {url}\n")
    for line in demo.log_ins(home):
        say(f"  {line}")
    say(f"\nLogs: {home / 'log'}. Ctrl-C stops everything.")


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}readyz", timeout=2) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except OSError:
        return False


def refuse_a_taken_port(bind: str, port: int) -> None:
    """Say so at once instead of failing to start over and over."""
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((bind.strip("[]"), port))
        except OSError as error:
            raise UnusableInput(
                f"cannot listen on {bind}:{port} ({error.strerror}); choose another with --port"
            ) from error


def refuse_demo_in_the_open(bind: str, *, with_demo: bool) -> None:
    """Demo accounts share one password: they are for this machine only."""
    if loopback(bind):
        return
    if with_demo or demo.present():
        raise UnusableInput(
            f"--bind {bind}: the demo accounts are for this machine only. Run 'shouwen demo"
            " --remove' and start with --no-demo, or bind to 127.0.0.1."
        )


def loopback(bind: str) -> bool:
    if bind == "localhost":
        return True
    try:
        return ipaddress.ip_address(bind.strip("[]")).is_loopback
    except ValueError:
        return False


def shown(bind: str) -> str:
    """The address a browser on this machine can open."""
    if bind in {"0.0.0.0", "::", "[::]"}:  # noqa: S104
        return "127.0.0.1"
    return f"[{bind}]" if ":" in bind and not bind.startswith("[") else bind
