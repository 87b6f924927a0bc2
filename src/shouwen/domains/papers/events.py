"""What happens to lists of papers, and to the papers of a case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from shouwen.platform.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class PaperListSet(Event):
    """材料清单 of a kind or category from a day on; the subject is the list."""

    kind: ClassVar[str] = "papers.list.set"
    matter: str
    since: str
    papers: int


@dataclass(frozen=True, kw_only=True)
class PaperTicked(Event):
    """A paper of this case was received (``taken``), or that word was taken back."""

    kind: ClassVar[str] = "papers.paper.ticked"
    paper_id: int
    taken: bool
