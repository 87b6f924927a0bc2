"""``shouwen verify``: prove that nobody rewrote the journal and that every ledger adds up."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import TextIO

from shouwen.kernel.command import DONE, FOUND, Command, one_line, say

LEDGERS = (
    "platform.journal",
    "platform.files",
    "platform.clocks",
    "domains.cases",
    "domains.asks",
    "domains.teamwork",
    "domains.privacy",
    "domains.appeals",
    "domains.bulletins",
)
CACHED = ("platform.clocks", "domains.cases")
KEPT = 1_000
"""Problems kept for the JSON answer; the text answer writes each as it is found."""


class Verify(Command):
    help = "check hash chains, seals, clocks and holds; exit status 1 when something is wrong"

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="answer with one JSON line")
        parser.add_argument(
            "--rebuild",
            action="store_true",
            help="first derive all caches (clocks, counters) anew and tell every difference",
        )

    def run(self, args: Namespace, out: TextIO) -> int:
        rebuilt = self._told(differences(), args, out) if args.rebuild else (0, [])
        count, problems = self._told(problems_found(), args, out)
        if args.json:
            answer = {"ok": not count, "problems": problems}
            if args.rebuild:
                answer["rebuilt"] = rebuilt[1]
            one_line(out, answer)
        else:
            if args.rebuild:
                say(f"{rebuilt[0]} caches were wrong and are mended")
            say(f"{count} problems" if count else "verified: everything adds up")
        return FOUND if count or rebuilt[0] else DONE

    @staticmethod
    def _told(
        found: Iterator[tuple[str, object]], args: Namespace, out: TextIO
    ) -> tuple[int, list[dict[str, str]]]:
        """Write each as it comes; the first thousand are kept for the JSON answer."""
        count = 0
        kept: list[dict[str, str]] = []
        for name, problem in found:
            count += 1
            if not args.json:
                out.write(f"{name}: {problem}\n")
            elif len(kept) < KEPT:
                kept.append({"ledger": name, "problem": str(problem)})
        return count, kept


def problems_found() -> Iterator[tuple[str, object]]:
    """What each ledger's own check says, as (ledger, problem); large ones tell how far they are."""
    for app in LEDGERS:
        module = f"shouwen.{app}.queries"
        if not find_spec(module):
            continue
        queries = import_module(module)
        streamed, check = getattr(queries, "verifying", None), getattr(queries, "verify", None)
        for problem in streamed(say) if streamed else check() if check else ():
            yield app.rpartition(".")[2], problem


def differences() -> Iterator[tuple[str, object]]:
    """Every cache that was another than its ledger says, as (ledger, difference); mended on the way."""
    for app in CACHED:
        actions = import_module(f"shouwen.{app}.actions")
        for difference in actions.rebuild_all(say):
            yield app.rpartition(".")[2], difference
