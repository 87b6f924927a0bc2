"""``shouwen types``: which kinds of matters the front desk takes in, and what each asks."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import ClassVar, TextIO

from shouwen.domains.mattertypes import actions, specs
from shouwen.kernel.command import DONE, Command, UnusableInput, one_line


class Types(Command):
    """装入事项类型: those of a trade, or of a file of one's own in the same form."""

    help: ClassVar[str] = "install the types of matters of a trade (cable, telecom, power)"

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("preset", help="cable, telecom, power, or a TOML file in their form")

    def run(self, args: Namespace, out: TextIO) -> int:
        if args.preset in specs.PRESETS:
            types, name = specs.shipped(args.preset), args.preset
        else:
            path = Path(args.preset)
            try:
                types, name = specs.read(path.read_text(encoding="utf-8")), "own"
            except (OSError, UnicodeDecodeError) as wrong:
                raise UnusableInput(str(wrong)) from wrong
        one_line(out, {"types": actions.install(types, preset=name, at=args.now)})
        return DONE
