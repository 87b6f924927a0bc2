"""What apps above add to the page of a case: a card, a button among the verbs, who else is there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from shouwen.domains.cases.models import Case
from shouwen.platform.access.http import StaffRequest

Part = Callable[[StaffRequest, Case, datetime], str]
"""Safe HTML for this reader, or nothing."""

Live = Callable[[StaffRequest, Case, int], str]
"""The same, of the number of the newest journal entry that the page shows."""

_cards: dict[str, Part] = {}
_buttons: dict[str, Part] = {}
_rare: dict[str, Part] = {}
_live: dict[str, Live] = {}
_bar: dict[str, Callable[[StaffRequest], str]] = {}
_ways_out: dict[str, Part] = {}
_remarks: dict[str, Callable[[Case, str], str]] = {}


def register(name: str, *, card: Part | None = None, button: Part | None = None) -> None:
    """Called in AppConfig.ready by an app that works on cases; a second time replaces."""
    if card is not None:
        _cards[name] = card
    if button is not None:
        _buttons[name] = button


def register_rare(name: str, item: Part) -> None:
    """A verb that is seldom wanted: an entry (``sw-menu__item``) of the menu behind the others."""
    _rare[name] = item


def rare(request: StaffRequest, case: Case, now: datetime) -> list[str]:
    return [html for part in _rare.values() if (html := part(request, case, now))]


def register_live(name: str, part: Live) -> None:
    """A word in the crumbs of the page and in the head of the panel that keeps itself up to date."""
    _live[name] = part


def register_remark(name: str, remark: Callable[[Case, str], str]) -> None:
    """What one should know before a verb is done to a case, in words; nothing for most verbs."""
    _remarks[name] = remark


def remarks(case: Case, verb: str) -> list[str]:
    return [words for remark in _remarks.values() if (words := remark(case, verb))]


def register_way_out(code: str, part: Part) -> None:
    """What can be done instead where a verb was refused for this reason, as a button below the refusal."""
    _ways_out[code] = part


def way_out(request: StaffRequest, case: Case, code: str, now: datetime) -> str:
    part = _ways_out.get(code)
    return part(request, case, now) if part else ""


def cards(request: StaffRequest, case: Case, now: datetime) -> list[str]:
    return [html for part in _cards.values() if (html := part(request, case, now))]


def buttons(request: StaffRequest, case: Case, now: datetime) -> list[str]:
    return [html for part in _buttons.values() if (html := part(request, case, now))]


def live(request: StaffRequest, case: Case, newest: int) -> list[str]:
    """What keeps itself up to date from the entry ``newest`` on; all before it must be on the page."""
    return [html for part in _live.values() if (html := part(request, case, newest))]


def register_bar(name: str, part: Callable[[StaffRequest], str]) -> None:
    """What can be done to ticked rows, as buttons of the bar below a list."""
    _bar[name] = part


def bar(request: StaffRequest) -> list[str]:
    return [html for part in _bar.values() if (html := part(request))]
