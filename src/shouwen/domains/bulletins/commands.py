"""``shouwen bulletin``: a ten-day bulletin as a file."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TextIO

from django.utils.translation import gettext as _

from shouwen.domains.bulletins import actions, files, queries
from shouwen.domains.kpi.reach import unit_meant
from shouwen.kernel.command import DONE, Command, UnusableInput, instant, say


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
        if args.freeze:
            draft = actions.draft(unit, period.id, by=args.actor, at=args.now)
            if not draft.is_frozen:
                actions.freeze(draft.pk, by=args.actor, at=args.now)
        issue = queries.issue(unit, period, at=args.now, as_of=args.as_of)
        if args.format == "xlsx":
            return _binary(files.as_xlsx(issue), args.out)
        if args.format == "html":
            text = files.as_html(issue)
        else:
            text = json.dumps(files.as_json(issue), ensure_ascii=False) + "\n"
        if args.out is None:
            out.write(text)
        else:
            args.out.write_text(text, encoding="utf-8")
            say(args.out)
        return DONE


def _binary(content: bytes, path: Path | None) -> int:
    if path is None:
        raise UnusableInput(_("--format xlsx needs --out FILE"))
    path.write_bytes(content)
    say(path)
    return DONE
