"""``shouwen calendar``: a notice of public holidays imported, a calendar's days listed."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TextIO
from zoneinfo import ZoneInfo

from shouwen.kernel.command import DONE, Command, UnusableInput, day, one_line, say
from shouwen.platform.calendars import actions, notices, queries


class CalendarCommand(Command):
    help = "import a year's public holidays, or list what a calendar says"

    def arguments(self, parser: ArgumentParser) -> None:
        words = parser.add_subparsers(dest="word", required=True, metavar="import|days")
        notice = words.add_parser("import", help="a State Council notice (CSV or TOML)")
        notice.add_argument("file", type=Path, metavar="FILE")
        notice.add_argument(
            "--calendar", action="append", metavar="CODE", help="default: all that keep holidays"
        )
        notice.add_argument("--json", action="store_true")
        days = words.add_parser("days", help="the days of a calendar with their hours")
        days.add_argument("calendar", metavar="CODE")
        days.add_argument("--from", dest="first", type=day, metavar="DATE")
        days.add_argument("--to", dest="last", type=day, metavar="DATE")
        days.add_argument("--json", action="store_true")

    def run(self, args: Namespace, out: TextIO) -> int:
        return _import(args, out) if args.word == "import" else _days(args, out)


def _import(args: Namespace, out: TextIO) -> int:
    try:
        content = args.file.read_bytes()
    except OSError as error:
        raise UnusableInput(f"{args.file} cannot be read: {error.strerror}") from error
    notice = notices.read(content, name=args.file.name)
    done = actions.import_notice(notice, args.calendar, by=args.actor, at=args.now)
    for each in done:
        if each.recomputed is None:
            say(f"{each.calendar}: knew all days of {notice.year} already")
        else:
            moved = each.recomputed
            say(
                f"{each.calendar}: {each.days} days of {notice.year}, version {each.n}; "
                f"{moved.clocks} provisional clocks reckoned anew, {moved.changed} due otherwise"
            )
    if args.json:
        one_line(
            out,
            {
                "year": notice.year,
                "calendars": [
                    {
                        "calendar": each.calendar,
                        "version": each.n,
                        "days": each.days,
                        "recomputed": each.recomputed.clocks if each.recomputed else 0,
                        "changed": each.recomputed.changed if each.recomputed else 0,
                        "turned_red": each.recomputed.turned_red if each.recomputed else 0,
                    }
                    for each in done
                ],
            },
        )
    return DONE


def _days(args: Namespace, out: TextIO) -> int:
    revision = queries.newest(args.calendar)
    today = args.now.astimezone(ZoneInfo(revision.calendar.zone)).date()
    first, last = queries.span(args.first or today, args.last)
    found = queries.days(revision, first, last)
    if args.json:
        one_line(
            out,
            {"calendar": args.calendar, "version": revision.n, "days": [as_row(d) for d in found]},
        )
        return DONE
    for d in found:
        note = f"  {d.name}" if d.name else ""
        unsure = "  provisional" if d.provisional else ""
        out.write(f"{d.on} {d.on:%a}  {', '.join(d.spans) or 'off':<28}{note}{unsure}\n")
    return DONE


def as_row(d: queries.Day) -> dict[str, object]:
    """One day as the command and the API write it."""
    return {
        "date": d.on.isoformat(),
        "kind": d.kind or "usual",
        "hours": list(d.spans),
        "seconds": d.seconds,
        "name": d.name,
        "provisional": d.provisional,
    }
