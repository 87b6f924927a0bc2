"""``shouwen reindex``: write the search words of all cases anew."""

from __future__ import annotations

from argparse import Namespace
from typing import TextIO

from shouwen.domains.cases import actions
from shouwen.kernel.command import DONE, Command, say


class Reindex(Command):
    help = "write the search words of all cases anew"

    def run(self, args: Namespace, out: TextIO) -> int:
        written = 0
        for n in actions.reindex_all():
            written += n
            say(f"cases: {written} can be searched")
        out.write(f"{written}\n")
        return DONE
