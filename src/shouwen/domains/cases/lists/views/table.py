"""The rows of the case table as its template prints them: what all rows share is made once a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from shouwen.domains.cases import marks
from shouwen.domains.cases.choices import CaseKind, CaseState, Channel
from shouwen.domains.cases.lists.columns import DEFAULT
from shouwen.domains.cases.queries.rows import Line
from shouwen.domains.cases.templatetags.cases import state_of
from shouwen.platform.ui.components.atoms import person
from shouwen.platform.ui.components.clocks import clock_chip
from shouwen.platform.ui.components.lists import matter
from shouwen.platform.ui.components.words import dash, short_time

Cells = dict[str, object]
_CLASSES = {
    "matter": "sw-grid__matter",
    "opened": "sw-num sw-muted",
    "changed": "sw-num sw-muted",
} | dict.fromkeys(("urges", "reopens", "returns"), "sw-num")
_ANY = 987654321  # stands for the id while an address is reversed


def rows(
    lines: Sequence[Line],
    *,
    now: datetime,
    staff_id: int | None = None,
    columns: Sequence[str] = DEFAULT,
    places: Sequence[str] | None = None,
) -> list[Cells]:
    """One dictionary of finished cells a row, in the order given; marked for this reader.

    ``places``: what the addresses of the rows carry, so that their pages walk the same list.
    """
    marked = marks.marks([line.case.pk for line in lines], staff_id=staff_id, at=now)
    words = _Words(
        {kind.value: str(kind.label) for kind in CaseKind},
        {state.value: state_of(state) for state in CaseState},
        {channel.value: str(channel.label) for channel in Channel},
    )
    page, panel = address("cases:case"), address("cases:panel")
    tick = gettext("Tick %(number)s")
    return [
        {
            "case": line.case,
            "new": marks.NEW in marked.get(line.case.pk, ()),
            "id": str(line.case.pk),
            "number": line.case.number,
            "tick": tick % {"number": line.case.number},
            "page": page(line.case.pk) + place,
            "panel": panel(line.case.pk) + place,
            "time": _time(line, now),
            "cells": [(_CLASSES.get(name, ""), _CELLS[name](line, words)) for name in columns],
        }
        for line, place in zip(lines, places or [""] * len(lines), strict=True)
    ]


class _Words(NamedTuple):
    """The words of the codes, said once a page."""

    kinds: dict[str, str]
    states: dict[str, SafeString]
    channels: dict[str, str]


def _muted(said: object, more: object) -> SafeString:
    return format_html('{} <span class="sw-muted">{}</span>', said, more)


def address(name: str) -> Callable[[int], str]:
    """The address of an id under a URL name, reversed once."""
    before, after = reverse(name, args=[_ANY]).split(str(_ANY))
    return lambda pk: f"{before}{pk}{after}"


def _time(line: Line, now: datetime) -> SafeString:
    """What is left on the front clock; of an ended case, when it ended."""
    if line.clock is not None:
        return clock_chip(line.clock, now)
    return format_html('<span class="sw-muted">{}</span>', short_time(line.case.closed_at))


def _urges(count: int) -> SafeString:
    if count:
        return format_html('<span class="sw-warn sw-strong">{}</span>', count)
    return format_html('<span class="sw-muted">{}</span>', "—")


_CELLS: dict[str, Callable[[Line, _Words], object]] = {
    "kind": lambda line, words: words.kinds[line.case.kind],
    "matter": lambda line, words: matter(line.case.title, tags=line.tags),
    "state": lambda line, words: words.states[line.case.state],
    "handler": lambda line, words: person(
        line.handler, unit=line.handler_unit, id=line.case.handler_id
    ),
    "owner": lambda line, words: _muted(line.owner_unit, line.owner),
    "customer": lambda line, words: _muted(str(dash(line.customer)), line.phone),
    "urges": lambda line, words: _urges(line.case.urges),
    "opened": lambda line, words: short_time(line.case.opened_at),
    "changed": lambda line, words: short_time(line.case.changed_at),
    "category": lambda line, words: dash(line.case.category),
    "channel": lambda line, words: words.channels[line.case.channel],
    "reopens": lambda line, words: _urges(line.case.reopens),
    "returns": lambda line, words: _urges(line.case.returns),
}
