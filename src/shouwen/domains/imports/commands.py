"""``shouwen import`` and ``shouwen export``: registers of matters in, tables of cases out."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import Any, ClassVar, TextIO

from django.conf import settings
from django.utils.translation import gettext as _

from shouwen.domains.cases.queries import export
from shouwen.domains.customers import export as register
from shouwen.domains.imports.registers import plans, running, undoing
from shouwen.domains.imports.registers.running import Outcome
from shouwen.kernel.command import DONE, Command, UnusableInput, instant, one_line, say
from shouwen.platform.access.acting import Acting
from shouwen.platform.access.rules import UNMASK
from shouwen.platform.access.scope import EVERYTHING
from shouwen.platform.exchange import writers
from shouwen.platform.exports.actions import take_by_command
from shouwen.platform.org.commanding import acting_as

SHORTEST_REASON = 2


class Import(Command):
    """读入登记表: one file by one profile; rows that cannot be read go to a file to be mended."""

    help: ClassVar[str] = "read a register of matters by a profile, or undo a batch"

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", nargs="?", type=Path, help="the table: CSV, XLSX, XLS, ODS; also zipped"
        )
        parser.add_argument("--profile", type=Path, help="the TOML that says what its columns mean")
        parser.add_argument(
            "--encoding", help="the file's encoding, where it is not found by itself"
        )
        parser.add_argument("--sheet", help="the sheet of a spreadsheet (the first filled one)")
        parser.add_argument("--dry-run", action="store_true", help="check every row, write nothing")
        parser.add_argument("--undo", type=int, metavar="BATCH", help="take a batch back")
        parser.add_argument("--json", action="store_true", help="answer with one line of JSON")

    def run(self, args: Namespace, out: TextIO) -> int:
        if args.undo is not None:
            return _undo(args, out)
        if args.file is None or args.profile is None:
            raise UnusableInput(
                _("name the file and its profile: shouwen import FILE --profile P.toml")
            )
        began = time.monotonic()
        plan = plans.load(args.profile)
        acting = acting_as(args.actor, at=args.now)
        if acting is not None:
            plans.permit(plan.profile, acting.may)
        outcome = running.run(
            args.file,
            plan,
            rejects_in=settings.HOME / "rejects",
            encoding=args.encoding,
            sheet=args.sheet,
            dry_run=args.dry_run,
            scope=acting.scope if acting else EVERYTHING,
            by=args.actor,
            at=args.now,
            progress=_progress,
        )
        _tell(outcome)
        answer = summary(outcome, seconds=time.monotonic() - began)
        if args.json:
            one_line(out, answer)
        else:
            out.write("  ".join(f"{name} {value}" for name, value in answer.items()) + "\n")
        return DONE


class Export(Command):
    """导出案件、客户、用户号: a table in pieces, whatever its size; cases as of an instant."""

    help: ClassVar[str] = "write cases, customers or service accounts as a table"

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["cases", *register.COLUMNS])
        parser.add_argument(
            "--source", default="customers", help="whose numbers of customers (customers, accounts)"
        )
        parser.add_argument(
            "--in-full",
            metavar="REASON",
            help="personal data of customers uncovered; the reason is kept",
        )
        parser.add_argument(
            "--columns", default=",".join(export.DEFAULT), help="names, with commas"
        )
        parser.add_argument(
            "--filter", action="append", default=[], metavar="FIELD=VALUE[,VALUE]",
            help="repeatable; days as FROM..TO, both inclusive",
        )  # fmt: skip
        parser.add_argument("--as-of", type=instant, help="reckon with what had happened by then")
        parser.add_argument("--format", choices=writers.FORMATS, default="csv")
        parser.add_argument("--out", type=Path, help="a file instead of standard output")

    def run(self, args: Namespace, out: TextIO) -> int:
        if args.what in register.COLUMNS:
            return _register(args, out)
        acting = acting_as(args.actor, at=args.now)
        columns = [name.strip() for name in args.columns.split(",") if name.strip()]
        found = export.rows(
            columns,
            filters=[_filter(text) for text in args.filter],
            scope=acting.scope if acting else EVERYTHING,
            at=args.as_of or args.now,
        )
        _leave(args, acting, columns, found, out)
        return DONE


def _register(args: Namespace, out: TextIO) -> int:
    """Customers or accounts; in full only for who may see them so, and never without a reason."""
    acting, reason = acting_as(args.actor, at=args.now), (args.in_full or "").strip()
    if args.in_full is not None:
        if len(reason) < SHORTEST_REASON:
            raise UnusableInput(_("say why the register is needed in full"))
        if acting is not None and not acting.may(UNMASK.code):
            raise UnusableInput(_("your post may not see personal data in full"))
        register.tell(args.what, reason=reason, by=args.actor, at=args.now)
    scope = acting.scope if acting else EVERYTHING
    found = register.rows(args.what, source=args.source, scope=scope, in_full=bool(reason))
    _leave(args, acting, register.COLUMNS[args.what], found, out)
    return DONE


def _filter(text: str) -> tuple[str, str]:
    name, equals, values = text.partition("=")
    if not equals:
        raise UnusableInput(_("--filter %(text)s: write FIELD=VALUE[,VALUE]") % {"text": text})
    return name.strip(), values


def _leave(
    args: Namespace,
    acting: Acting | None,
    columns: list[str],
    found: Iterator[list[Any]],
    out: TextIO,
) -> None:
    """导出留痕: counted before anything can be read; what the day's quota does not hold leaves no file.

    A table is read again by machines, so its mark stands beside it: on standard error, and in
    ``FILE.export.txt`` where a person took it.
    """
    with TemporaryDirectory(dir=args.out.parent if args.out else None) as place:
        part = Path(place) / "export"
        count = _write(args, part, columns, found)
        mark = take_by_command(
            acting, f"export.{args.what}", args.format, rows=count, scope=args.what, at=args.now
        )
        if args.out is not None:
            part.replace(args.out)
        else:
            with part.open(encoding="utf-8", newline="") as file:
                copyfileobj(file, out)
    if args.out is not None and acting is not None:
        args.out.with_name(f"{args.out.name}.export.txt").write_text(f"{mark}\n", encoding="utf-8")
    say(_("%(count)s rows") % {"count": count})
    say(mark)


def _write(args: Namespace, into: Path, columns: list[str], found: Iterator[list[Any]]) -> int:
    if args.format == "xlsx":
        if args.out is None:
            raise UnusableInput(_("an XLSX file needs a name: --out FILE.xlsx"))
        return writers.write_xlsx(into, columns, found)
    write = writers.write_csv if args.format == "csv" else writers.write_jsonl
    with into.open("w", encoding="utf-8", newline="") as file:
        return write(file, columns, found)


def summary(outcome: Outcome, *, seconds: float) -> dict[str, Any]:
    """The last line of an import: file rows, what became of the cases, where the rejects are."""
    plain = outcome.counts.plain()
    return {
        **plain,
        "batch": outcome.batch,
        "mode": outcome.mode,
        "rejects_file": outcome.rejects_file or None,
        "seconds": round(seconds, 2),
    }


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{done}/{total}")
        sys.stderr.flush()
        if done >= total:
            sys.stderr.write("\n")
    else:
        say(f"{done}/{total}")


def _tell(outcome: Outcome) -> None:
    """What was found out about the file: a person should be able to contradict it."""
    found = outcome.sheet or f"{outcome.encoding} {outcome.delimiter!r}"
    say(_("read as %(found)s") % {"found": found})
    for column, spelling in outcome.formats.items():
        say(_("times in %(column)s read as %(format)s") % {"column": column, "format": spelling})
    for problem in outcome.notes:
        say(problem.sentence())
    for problem in outcome.warnings:
        say(_("warned: %(sentence)s") % {"sentence": problem.sentence()})
    if outcome.counts.warned > len(outcome.warnings) > 0:
        say(
            _("… %(count)s rows warned in all; the others are kept with the batch")
            % {"count": outcome.counts.warned}
        )
    if outcome.irregular:
        say(
            _("%(count)s steps are none of our lifecycle; recorded as told")
            % {"count": outcome.irregular}
        )
    if outcome.rejects_file:
        say(_("rejected rows: %(file)s") % {"file": outcome.rejects_file})


def _undo(args: Namespace, out: TextIO) -> int:
    """Take a batch back and say what stayed: a person has to look at those cases."""
    began = time.monotonic()
    if (acting := acting_as(args.actor, at=args.now)) is not None:
        undoing.permit(args.undo, acting)
    result = undoing.undo(args.undo, by=args.actor, at=args.now)
    for number in result.left:
        say(_("left as people changed it: %(number)s") % {"number": number})
    answer = {
        "batch": args.undo,
        "voided": result.voided,
        "restored": result.restored,
        "left": len(result.left),
        "seconds": round(time.monotonic() - began, 2),
    }
    if args.json:
        one_line(out, answer)
    else:
        out.write("  ".join(f"{name} {value}" for name, value in answer.items()) + "\n")
    return DONE
