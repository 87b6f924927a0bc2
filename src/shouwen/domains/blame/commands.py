"""``shouwen blame``: who held the matters how long, on the command line."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from typing import TextIO

from shouwen.domains.blame import queries, rules, tables
from shouwen.domains.blame.choices import Side
from shouwen.domains.blame.queries import Question
from shouwen.domains.kpi import reach
from shouwen.kernel.command import DONE, Command, UnusableInput, day, one_line
from shouwen.kernel.periods import Grain, Period
from shouwen.platform.exchange.writers import plain
from shouwen.platform.org.commanding import acting_as, scope_for


class Blame(Command):
    help = "who held the matters how long: by unit, person and reason"

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="first", type=day, required=True, metavar="DATE")
        parser.add_argument("--to", dest="last", type=day, required=True, metavar="DATE")
        parser.add_argument("--under", metavar="UNIT", help="code of the unit reported on")
        parser.add_argument("--side", choices=Side.values, default=Side.HELD.value)
        parser.add_argument("--json", action="store_true", help="answer with one JSON line")

    def run(self, args: Namespace, out: TextIO) -> int:
        if args.last < args.first:
            raise UnusableInput(f"--to {args.last} lies before --from {args.first}")
        unit = reach.unit_meant(args.under)
        asked = Question(
            unit=unit,
            period=Period(args.first, args.last, Grain.DAY),
            side=Side(args.side),
            scope=scope_for(acting_as(args.actor, at=args.now), rules.VIEW, unit=unit),
            at=args.now,
        )
        found = queries.figures(asked)
        if args.json:
            rows = [dict(zip(tables.COLUMNS, row, strict=True)) for row in tables.rows(found)]
            of_requests = [asdict(line) for line in queries.requests(asked)]
            one_line(out, {"rows": rows, "requests": of_requests})
            return DONE
        for row in tables.rows(found):
            out.write("\t".join(plain(value) for value in row) + "\n")
        return DONE
