"""What the timeline of a case says of papers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from shouwen.domains.cases.queries import story
from shouwen.domains.papers import queries
from shouwen.domains.papers.events import PaperTicked


def _ticked(f: Mapping[str, Any], n: story.Names) -> str:
    paper = {"paper": queries.name_of(int(f["paper_id"]))}
    if f.get("taken"):
        return gettext("A paper was handed in: %(paper)s") % paper
    return gettext("A paper was given back: %(paper)s") % paper


def register() -> None:
    story.register(
        PaperTicked.kind, icon="clipboard-list", tone="info", group="customer", tell=_ticked
    )
