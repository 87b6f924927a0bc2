"""``shouwen backup FILE``: the whole database in one file."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TextIO

from shouwen.config import dumps
from shouwen.config import environment as env
from shouwen.kernel.command import DONE, Command, one_line, say


class Backup(Command):
    help = (
        "write the whole database to FILE; SHOUWEN_HOME's secret_key and folder files are not in it"
    )

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--json", action="store_true", help="answer with one JSON line")

    def run(self, args: Namespace, out: TextIO) -> int:
        target = args.file.absolute()
        dumps.dump(target)
        size = target.stat().st_size
        say(f"{target}: {size / 1e6:.1f} MB")
        folder = env.home() / "files"
        if folder.is_dir():
            say(f"{folder}: files of cases lie here and are not in the dump; copy it as well")
        if args.json:
            one_line(out, {"file": str(target), "bytes": size})
        return DONE
