"""A word of the ``shouwen`` command: what it is called, what it takes, what it answers.

Each app offers its own in ``commands.py``; ``config/cli.py`` lists them and prepares the
installation before one runs. stdout (``out``) carries data only; progress goes through ``say``.
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from datetime import date, datetime
from typing import Any, ClassVar, TextIO

DONE, FOUND, UNUSABLE = 0, 1, 2
"""Exit status: done; a check found something; the input cannot be used."""


class UnusableInput(Exception):
    """What was given cannot be used; the message says what, where and how to mend it."""


class Command:
    """One word of the command line; ``run`` returns the exit status."""

    help: ClassVar[str] = ""

    def arguments(self, parser: ArgumentParser) -> None:
        """Declare options; ``--as`` and ``--json`` come from the frame where listed so."""

    def run(self, args: Namespace, out: TextIO) -> int:
        raise NotImplementedError


def say(message: object) -> None:
    """Tell the person at the terminal: never data, always stderr."""
    sys.stderr.write(f"{message}\n")
    sys.stderr.flush()


def one_line(out: TextIO, payload: Any) -> None:
    """The ``--json`` answer: one line, UTF-8, and the last thing written."""
    out.write(json.dumps(payload, ensure_ascii=False, separators=(",", ":"), default=_plain) + "\n")
    out.flush()


def day(text: str) -> date:
    """An argparse type: a date such as 2011-08-31."""
    return date.fromisoformat(text)


def instant(text: str) -> datetime:
    """An argparse type: an instant with its offset, such as 2019-12-31T00:00-05:00."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(f"{text!r} has no offset from UTC")
    return at


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)
