"""``shouwen retention``: what has been kept long enough, counted, or erased."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TextIO

from django.utils import timezone

from shouwen.domains.privacy import actions
from shouwen.domains.privacy.queries import due, rules_on
from shouwen.kernel.actor import SYSTEM
from shouwen.kernel.command import DONE, Command, say

COUNTED = 100_000


class Retention(Command):
    help = "count what has been kept long enough; with --run erase it, with a proof for each batch"

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--run", action="store_true", help="erase; without it nothing changes")
        parser.add_argument("--rule", default="", metavar="CODE", help="this rule only")
        parser.add_argument(
            "--most", type=int, metavar="N", help="at most N cases, customers or calls"
        )

    def run(self, args: Namespace, out: TextIO) -> int:
        """One line a rule, or a batch: rule, before, subjects, texts, files, fields, exempt, digest."""
        if args.run:
            for done in actions.run(by=SYSTEM, at=args.now, most=args.most, only=args.rule):
                row = (done.rule.code, timezone.localdate(done.before), done.subjects, done.texts)
                more = (done.files, done.fields, done.exempt, done.digest)
                out.write("\t".join(map(str, (*row, *more))) + "\n")
            return DONE
        for rule in rules_on(timezone.localdate(args.now)):
            if args.rule in {"", rule.code}:
                found = due(rule, at=args.now, limit=args.most or COUNTED)
                row = (rule.code, timezone.localdate(found.before), len(found.ids), found.exempt)
                out.write("\t".join(map(str, row)) + "\n")
        say("nothing was changed; erase with --run")
        return DONE
