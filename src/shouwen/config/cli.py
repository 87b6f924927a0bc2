"""The command ``shouwen``: finds the word, prepares the installation, runs it.

Exit status: 0 done, 1 a check found something, 2 the input cannot be used. stdout carries data
only. Words are listed here and imported when called, so that starting stays quick.
"""

from __future__ import annotations

import os
import signal
import sys
from argparse import ArgumentParser, Namespace
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from typing import TextIO

from shouwen.kernel.command import DONE, UNUSABLE, Command, UnusableInput, say
from shouwen.kernel.errors import Refused


@dataclass(frozen=True)
class Word:
    """Where a word of the command is implemented, and what it needs first."""

    place: str
    help: str
    needs: str = "data"
    """``data``: a migrated database; ``django``: settings only; ``nothing``."""


WORDS = {
    "up": Word("shouwen.config.commands.up:Up", "start everything; Ctrl-C stops it", "nothing"),
    "doctor": Word(
        "shouwen.config.commands.doctor:Doctor", "what runs, what is pending, what lags"
    ),
    "demo": Word("shouwen.config.commands.demo:Demo", "fill the demo branch, or remove it"),
    "import": Word("shouwen.domains.imports.commands:Import", "read a register of matters"),
    "export": Word("shouwen.domains.imports.commands:Export", "write cases as a table"),
    "desk": Word(
        "shouwen.domains.cases.commands:Desk", "write the open cases as a page and a CSV, for cron"
    ),
    "reindex": Word(
        "shouwen.domains.cases.commands:Reindex", "write the search words of all cases anew"
    ),
    "types": Word(
        "shouwen.domains.mattertypes.commands:Types", "install the types of matters of a trade"
    ),
    "blame": Word("shouwen.domains.blame.commands:Blame", "say who held the matters how long"),
    "kpi": Word("shouwen.domains.kpi.commands:Kpi", "compute figures, or list their rows"),
    "bulletin": Word("shouwen.domains.bulletins.commands:Bulletin", "write a ten-day bulletin"),
    "clock": Word(
        "shouwen.platform.policies.commands:Clock",
        "reckon a due time, explain a clock, replay a period",
    ),
    "calendar": Word(
        "shouwen.platform.calendars.commands:CalendarCommand",
        "import public holidays, or list what a calendar says",
    ),
    "retention": Word(
        "shouwen.domains.privacy.commands:Retention", "erase what has been kept long enough"
    ),
    "verify": Word("shouwen.config.commands.verify:Verify", "prove journal and clocks unaltered"),
    "secrets": Word(
        "shouwen.config.commands.secrets:Secrets", "count what is sealed, change its key"
    ),
    "backup": Word("shouwen.config.commands.backup:Backup", "write the database to a file"),
    "restore": Word(
        "shouwen.config.commands.restore:Restore", "replace the database by a backup", "nothing"
    ),
    "manage": Word("shouwen.config.commands.manage:Manage", "Django's own commands", "nothing"),
}


def main(argv: list[str] | None = None) -> int:
    """Run one word; never a traceback for what the caller can mend."""
    arguments = sys.argv[1:] if argv is None else argv
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shouwen.config.settings")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        return dispatch(arguments, sys.stdout)
    except (UnusableInput, Refused) as error:
        say(f"shouwen: {error}")
        return UNUSABLE
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except BrokenPipeError:
        sys.stdout = None  # the reader has gone; say nothing more
        return DONE


def dispatch(arguments: list[str], out: TextIO) -> int:
    """Choose the word and run it with what it needs."""
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        out.write(overview())
        return DONE if arguments else UNUSABLE
    if arguments[0] == "--version":
        from shouwen import __version__

        out.write(f"shouwen {__version__}\n")
        return DONE
    name, rest = arguments[0], arguments[1:]
    if name not in WORDS:
        raise UnusableInput(f"there is no command {name!r}; see shouwen --help")
    return run(name, WORDS[name], rest, out)


def run(name: str, word: Word, arguments: list[str], out: TextIO) -> int:
    """Parse first, so that a typing error never starts a database; then prepare; then run."""
    if word.needs != "nothing":
        import django

        django.setup()
    command = load(word)
    parser = ArgumentParser(
        prog=f"shouwen {name}", description=command.help or word.help, allow_abbrev=False
    )
    command.arguments(parser)
    if word.needs != "data":
        args = parser.parse_args(arguments)
        args.now = datetime.now(UTC)
        return command.run(args, out)
    parser.add_argument("--as", dest="login", metavar="LOGIN", help="act as this account")
    return run_on_data(command, parser.parse_args(arguments), out)


def run_on_data(command: Command, args: Namespace, out: TextIO) -> int:
    """Run on the installation's own database, made and migrated when missing."""
    from shouwen.config import installation
    from shouwen.config.acting import actor

    with installation.database():
        installation.prepare()
        use_database()
        args.now = datetime.now(UTC)
        args.actor = actor(args.login, at=args.now)
        try:
            return command.run(args, out)
        finally:
            from django.db import connections

            out.flush()
            connections.close_all()


def use_database() -> None:
    """Point Django at the database that serves now; settings were read before it was known."""
    from django.conf import settings

    from shouwen.config import environment

    address = {k: v for k, v in environment.database().items() if k != "TEST"}
    settings.DATABASES["default"].update(address)


def load(word: Word) -> Command:
    """The class behind a word."""
    module, _, name = word.place.partition(":")
    try:
        found = getattr(import_module(module), name)
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        raise UnusableInput("this command is not part of this version") from error
    command: Command = found()
    return command


def overview() -> str:
    """What ``shouwen --help`` shows."""
    width = max(map(len, WORDS))
    lines = [f"  {name:<{width}}  {word.help}" for name, word in WORDS.items()]
    return (
        "usage: shouwen COMMAND …\n\n"
        + "\n".join(lines)
        + "\n\nState lives in SHOUWEN_HOME. 'shouwen COMMAND --help' explains one.\n"
    )


if __name__ == "__main__":
    sys.exit(main())
