"""``shouwen restore FILE``: replace the database by a backup, then prove it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TextIO

from shouwen.config import dumps, installation
from shouwen.config import environment as env
from shouwen.config.commands.verify import Verify
from shouwen.config.single import Busy, single
from shouwen.kernel.command import Command, UnusableInput, say


class Restore(Command):
    help = "replace everything in the database by FILE; ends with 'verify'"

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--json", action="store_true", help="answer with one JSON line")

    def run(self, args: Namespace, out: TextIO) -> int:
        dumps.check(args.file)
        try:
            with single(env.home()), installation.database():
                return self._replace(args, out)
        except Busy as busy:
            raise UnusableInput("shouwen is up on this home; stop it before restoring") from busy

    def _replace(self, args: Namespace, out: TextIO) -> int:
        dumps.load(args.file)
        installation.set_up(installation.shipped(), force=True)
        say(f"{args.file} is restored; verifying")
        import django

        django.setup()
        try:
            args.rebuild = False
            return Verify().run(args, out)
        finally:
            from django.db import connections

            connections.close_all()
