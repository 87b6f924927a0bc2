"""``shouwen bulletin``: a ten-day bulletin as a file."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TextIO

from django.utils.translation import gettext as _

from shouwen.domains.bulletins import actions, files, models, queries, rules
from shouwen.domains.bulletins.queries import Issue
from shouwen.domains.kpi.reach import unit_meant
from shouwen.kernel.command import DONE, Command, UnusableInput, instant, say
from shouwen.platform.access.acting import Acting
from shouwen.platform.access.permissions import Permission
from shouwen.platform.exports.actions import take_by_command
from shouwen.platform.org import queries as org
from shouwen.platform.org.commanding import acting_as, scope_for


class Bulletin(Command):
    help = "write a ten-day bulletin in which every number leads to its cases"

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("period", help="a ten-day period such as 2025-10-X1")
        parser.add_argument("--under", metavar="UNIT", help="code of the unit reported on")
        parser.add_argument("--format", choices=["html", "json", "xlsx"], default="json")
        parser.add_argument("--out", type=Path, metavar="FILE")
        parser.add_argument("--as-of", type=instant, metavar="INSTANT")
        parser.add_argument("--freeze", action="store_true", help="freeze it first")

    def run(self, args: Namespace, out: TextIO) -> int:
        period = queries.ten_days(args.period)
        unit = unit_meant(args.under)
        acting = acting_as(args.actor, at=args.now)
        scope_for(acting, *_needed(args.freeze, queries.find(unit, period)), unit=unit)
        if args.freeze:
            draft = actions.draft(unit, period.id, by=args.actor, at=args.now)
            if not draft.is_frozen:
                actions.freeze(draft.pk, by=args.actor, at=args.now)
        issue = queries.issue(unit, period, at=args.now, as_of=args.as_of)
        if args.format == "xlsx" and args.out is None:
            raise UnusableInput(_("--format xlsx needs --out FILE"))
        _leave(args, acting, issue, unit, out)
        return DONE


def _needed(freeze: bool, there: models.Bulletin | None) -> list[Permission]:
    """What the pages ask for the same: to freeze what nobody has drafted yet is to draft it too."""
    drafts = [rules.DRAFT] if there is None else []
    return [rules.VIEW, *drafts, rules.FREEZE] if freeze else [rules.VIEW]


def _leave(args: Namespace, acting: Acting | None, issue: Issue, unit: int, out: TextIO) -> None:
    """Counted and numbered like every export; the file of a person carries the mark."""
    mark = take_by_command(
        acting,
        "bulletins.issue",
        args.format,
        rows=files.rows_of(issue),
        scope=f"{org.names([unit])[unit]} · {issue.period.id}",
        at=args.now,
    )
    content = files.written(issue, args.format, mark if acting else None)
    if args.out is None:
        out.write(content.decode())
    else:
        args.out.write_bytes(content)
        say(args.out)
    say(mark)
