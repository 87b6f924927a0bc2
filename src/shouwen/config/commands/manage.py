"""``shouwen manage …``: Django's own commands on the installation's database."""

from __future__ import annotations

import argparse
import os
from argparse import ArgumentParser, Namespace
from typing import TextIO

from shouwen.config import installation
from shouwen.kernel.command import DONE, Command

OWNERS = {"migrate", "flush", "sqlmigrate", "dbshell", "pgtrigger"}
UNPREPARED = {"migrate", "makemigrations", "showmigrations", "check", "help", "makemessages"}


class Manage(Command):
    help = "run one of Django's own commands; migrations run as the owner role"

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("command", nargs=argparse.REMAINDER, help="for example: showmigrations")

    def run(self, args: Namespace, out: TextIO) -> int:
        from django.core.management import execute_from_command_line

        word = args.command[0] if args.command else "help"
        with installation.database():
            if word not in UNPREPARED:
                installation.prepare()
            if word in OWNERS:
                os.environ["SHOUWEN_ACT_AS"] = "owner"
            execute_from_command_line(["shouwen manage", *args.command])
        return DONE
