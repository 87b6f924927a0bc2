"""``shouwen kpi``: figures, or the rows behind them, on the command line."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from typing import Any, TextIO

from django.utils.translation import gettext as _

from shouwen.domains.kpi import definitions, queries, reach, rules
from shouwen.domains.kpi.choices import Charge
from shouwen.domains.kpi.definitions import CATALOGUE, DIMENSIONS, Definition
from shouwen.domains.kpi.reach import Question
from shouwen.domains.kpi.records import as_row, drilled
from shouwen.kernel.command import DONE, Command, UnusableInput, day, instant, one_line
from shouwen.kernel.periods import Grain
from shouwen.platform.exports.reading import page_by_page
from shouwen.platform.org import queries as org
from shouwen.platform.org.commanding import acting_as, scope_for


class Kpi(Command):
    help = "compute figures (K14, on_time_rate, …) or list the cases behind them"

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("id", nargs="+", metavar="ID", help="K14 or on_time_rate")
        parser.add_argument("--from", dest="first", type=day, required=True, metavar="DATE")
        parser.add_argument("--to", dest="last", type=day, required=True, metavar="DATE")
        parser.add_argument(
            "--by",
            action="append",
            default=[],
            metavar="WHAT",
            help=f"unit, {', '.join(Grain)}, {', '.join(DIMENSIONS)}; repeatable",
        )
        parser.add_argument("--under", metavar="UNIT", help="code of the unit reported on")
        parser.add_argument("--charge", choices=list(Charge), default=Charge.HANDLER)
        parser.add_argument("--as-of", type=instant, metavar="INSTANT")
        parser.add_argument("--drill", action="store_true", help="one line a counted row")
        parser.add_argument("--json", action="store_true")

    def run(self, args: Namespace, out: TextIO) -> int:
        wanted = [defined(name) for given in args.id for name in given.split(",")]
        question = asked(args)
        if args.drill:
            acting = acting_as(args.actor, at=args.now)
            for line in page_by_page(acting, drilled(wanted, question), at=args.now):
                out.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
            return DONE
        rows = list(answered(wanted, question))
        if args.json:
            one_line(out, {"rows": rows, "definitions": definitions.VERSION})
        else:
            _table(rows, out)
        return DONE


def defined(name: str) -> Definition:
    """The definition of this id or code, or a message that lists those there are."""
    found = definitions.find(name)
    if found is None:
        known = ", ".join(f"{one.id} {one.code}" for one in CATALOGUE)
        words = {"name": name, "known": known}
        raise UnusableInput(_("no figure is called “%(name)s”; there are: %(known)s") % words)
    return found


def asked(args: Namespace) -> Question:
    """The question put by the options."""
    if args.last < args.first:
        days = {"last": args.last, "first": args.first}
        raise UnusableInput(_("--to %(last)s lies before --from %(first)s") % days)
    words = [word for given in args.by for word in given.split(",")]
    grain = _grain(words)
    for word in words:
        if word not in {"unit", *Grain, *DIMENSIONS}:
            known = ", ".join(["unit", *Grain, *DIMENSIONS])
            said = {"word": word, "known": known}
            raise UnusableInput(_("--by %(word)s: known are %(known)s") % said)
    under = reach.unit_meant(args.under)
    scope = scope_for(acting_as(args.actor, at=args.now), rules.VIEW, unit=under)
    return Question(
        reach=reach.by_unit(under, scope) if "unit" in words else reach.whole(under, scope),
        span=reach.span(args.first, args.last, grain, as_of=args.as_of or args.now),
        breakdown=tuple(word for word in words if word in DIMENSIONS),
        charge=Charge(args.charge),
    )


def _grain(words: list[str]) -> Grain | None:
    grains = [Grain(word) for word in words if word in list(Grain)]
    if len(grains) > 1:
        raise UnusableInput(_("--by: only one of %(grains)s") % {"grains": ", ".join(grains)})
    return grains[0] if grains else None


def answered(wanted: Iterable[Definition], question: Question) -> Iterable[dict[str, Any]]:
    codes = org.codes([*question.reach.units, question.reach.under])
    for definition in wanted:
        for figure in queries.measure(definition, question):
            yield as_row(figure, codes[figure.unit])


def _table(rows: list[dict[str, Any]], out: TextIO) -> None:
    """Tab-separated, with a head line, for people and spreadsheets."""
    columns = list(dict.fromkeys(key for row in rows for key in row))
    out.write("\t".join(columns) + "\n")
    for row in rows:
        out.write("\t".join("" if row.get(c) is None else str(row[c]) for c in columns) + "\n")
