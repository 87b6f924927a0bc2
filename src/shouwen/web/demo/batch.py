"""Record matters of the script as history: the same ledgers as if they had been played live."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from shouwen.domains.cases import actions
from shouwen.domains.cases.actions.history import CaseHistory
from shouwen.kernel.actor import Actor
from shouwen.web.demo.book import Book
from shouwen.web.demo.script import Matter
from shouwen.web.demo.stage import Stage
from shouwen.web.demo.terms import Terms


def record(matters: Sequence[Matter], stage: Stage, *, by: Actor, at: datetime) -> list[int]:
    """The case ids of these matters, in the order given; two thousand and more in one call."""
    terms = Terms(at)
    return actions.record_history([history(m, stage, terms) for m in matters], by=by, at=at)


def history(matter: Matter, stage: Stage, terms: Terms) -> CaseHistory:
    """What the matter has come to, and how."""
    book = Book(matter, stage, terms)
    for step in matter.steps:
        book.write(step)
    return book.history()
