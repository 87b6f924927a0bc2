"""``shouwen verify``: prove that nobody rewrote the journal and that every ledger adds up."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import TextIO

from shouwen.kernel.command import DONE, FOUND, Command, one_line, say

LEDGERS = ("platform.journal", "platform.clocks", "domains.cases", "domains.bulletins")


class Verify(Command):
    help = "check hash chains, seals, clocks and holds; exit status 1 when something is wrong"

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="answer with one JSON line")

    def run(self, args: Namespace, out: TextIO) -> int:
        problems = []
        for name, problem in problems_found():
            problems.append({"ledger": name, "problem": str(problem)})
            if not args.json:
                out.write(f"{name}: {problem}\n")
        if args.json:
            one_line(out, {"ok": not problems, "problems": problems})
        else:
            say(f"{len(problems)} problems" if problems else "verified: everything adds up")
        return FOUND if problems else DONE


def problems_found() -> Iterator[tuple[str, object]]:
    """What each ledger's own check says, as (ledger, problem)."""
    for app in LEDGERS:
        module = f"shouwen.{app}.queries"
        check = find_spec(module) and getattr(import_module(module), "verify", None)
        for problem in check() if check else ():
            yield app.rpartition(".")[2], problem
