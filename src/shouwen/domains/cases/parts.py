"""What apps above add to the page of a case: a card of their own, a button among the verbs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from shouwen.domains.cases.models import Case
from shouwen.platform.access.http import StaffRequest

Part = Callable[[StaffRequest, Case, datetime], str]
"""Safe HTML for this reader, or nothing."""

_cards: dict[str, Part] = {}
_buttons: dict[str, Part] = {}


def register(name: str, *, card: Part, button: Part) -> None:
    """Called in AppConfig.ready by an app that works on cases; a second time replaces."""
    _cards[name], _buttons[name] = card, button


def cards(request: StaffRequest, case: Case, now: datetime) -> list[str]:
    return [html for part in _cards.values() if (html := part(request, case, now))]


def buttons(request: StaffRequest, case: Case, now: datetime) -> list[str]:
    return [html for part in _buttons.values() if (html := part(request, case, now))]
