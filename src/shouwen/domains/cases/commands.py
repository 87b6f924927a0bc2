"""``shouwen desk``: the open cases as files, for a failure of power or network; ``shouwen reindex``."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TextIO

from django.utils.translation import gettext as _

from shouwen.domains.cases import actions, rules
from shouwen.domains.cases.lists import paper
from shouwen.domains.cases.lists.queries.worklist import View
from shouwen.kernel.command import DONE, Command, UnusableInput, say
from shouwen.platform.access.scope import Scope
from shouwen.platform.exports.actions import take
from shouwen.platform.org import queries as org
from shouwen.platform.org.commanding import acting_as, scope_for


class Desk(Command):
    help = "write the open cases, most urgent first, as a page to print and a CSV"

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, required=True, help="a directory")
        parser.add_argument("--under", metavar="UNIT", help="code of a unit; else the whole tree")

    def run(self, args: Namespace, out: TextIO) -> int:
        """Two files, each complete or not there: a reader never meets half of one.

        Whom ``--as`` names takes them within the day's quota, and both say so; for cron the system writes them.
        """
        unit = org.unit_by_code(args.under) if args.under else next(iter(org.roots()), None)
        if unit is None:
            raise UnusableInput(f"there is no unit {args.under!r}" if args.under else "no unit yet")
        acting = acting_as(args.actor, at=args.now)
        seen = scope_for(acting, rules.LEAD, unit=unit.pk)
        found = paper.listed(
            View(key="open"),
            scope=Scope(units=org.below(unit.pk)) if args.under else seen,
            words=[unit.name, _("All open")],
            zone=org.zone_of(unit.pk),
            at=args.now,
        )
        if acting is not None:
            rows, scope = len(found.rows), found.head
            mark = take(acting, "cases.list", "html", rows=rows, scope=scope, at=args.now)
            found = paper.marked(found, mark)
        args.out.mkdir(parents=True, exist_ok=True)
        page, table = args.out / "desk.html", args.out / "desk.csv"
        with _whole(page).open("w", encoding="utf-8") as file:
            file.write(paper.as_html(found))
        with _whole(table).open("w", encoding="utf-8", newline="") as file:
            paper.write_csv(file, found)
        for path in (page, table):
            _whole(path).replace(path)
            out.write(f"{path}\n")
        say(_("%(count)s rows") % {"count": len(found.rows)})
        return DONE


def _whole(path: Path) -> Path:
    return path.with_suffix(path.suffix + ".part")


class Reindex(Command):
    help = "write the search words of all cases anew"

    def run(self, args: Namespace, out: TextIO) -> int:
        written = 0
        for n in actions.reindex_all():
            written += n
            say(f"cases: {written} can be searched")
        out.write(f"{written}\n")
        return DONE
