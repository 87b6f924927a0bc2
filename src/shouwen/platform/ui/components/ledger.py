"""The two ledgers as pictures that add up: why a clock stands where it stands, and who held the matter how long."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from shouwen.kernel.ratios import largest_remainder
from shouwen.platform.ui.components import lanes
from shouwen.platform.ui.components.words import duration, span

register = template.Library()

WIDTH = 834.0
GAP = 1.5
COLOURS = ("c1", "c3", "c2", "c4", "c8", "c5", "c7", "c6")


@dataclass(frozen=True, kw_only=True)
class Held:
    """One stretch of the blame ledger, in words ready to show; ``waiting`` when nobody of ours had to act."""

    label: str
    seconds: float
    who: str = ""
    why: str = ""
    charge: str = ""
    waiting: bool = False


@dataclass
class Row:
    """One line under the bar: everything one party held for one reason."""

    label: str
    who: str
    why: str
    charge: str
    colour: str
    seconds: float = 0.0
    share: str = ""
    words: str = ""
    times: list[float] = field(default_factory=list)


NOTHING = "—"
"""Where no time has passed yet, nobody has a share of it."""


def minutes(amounts: Sequence[float]) -> list[int]:
    """Whole minutes whose sum is the whole minutes of the sum, so that a table of durations adds up."""
    goal = int(sum(amounts)) // 60
    whole = [int(amount // 60) for amount in amounts]
    by_rest = sorted(range(len(whole)), key=lambda i: amounts[i] - whole[i] * 60, reverse=True)
    for i in by_rest[: goal - sum(whole)]:
        whole[i] += 1
    return whole


@register.simple_tag
def blame_bar(held: Iterable[Held], calendar: bool = False) -> SafeString:
    """Who held the matter, in the order of time; a stretch is labelled only where its label fits."""
    stretches = list(held)
    colours = _colours(stretches)
    total = sum(stretch.seconds for stretch in stretches) or 1
    drawn, x = [], 0.0
    for stretch in stretches:
        width = WIDTH * stretch.seconds / total
        drawn.append(_stretch(stretch, colours[_party(stretch)], x, width, calendar))
        x += width
    told = "，".join(f"{s.label} {_words(s.seconds, calendar)}" for s in stretches)
    return format_html(
        '<div class="sw-scroll sw-long" tabindex="0" role="region" aria-label="{}"><svg class="sw-svg sw-plot"'
        ' viewBox="0 0 834 30" role="img" aria-label="{}">{}</svg></div>',
        told,
        told,
        format_html_join("", "{}", ((one,) for one in drawn)),
    )


def _stretch(stretch: Held, colour: str, x: float, width: float, calendar: bool) -> SafeString:
    shown = max(width - GAP, 0.5)
    rect = format_html(
        '<rect class="f-{}" x="{}" y="0" width="{}" height="30" rx="3"><title>{}</title></rect>',
        colour,
        f"{x:.2f}",
        f"{shown:.2f}",
        f"{stretch.label} {_words(stretch.seconds, calendar)}",
    )
    full = f"{stretch.label} {_words(stretch.seconds, calendar)}"
    label = next(
        (text for text in (full, stretch.label) if lanes.text_width(text) + 12 < shown), ""
    )
    ink = "t-ink" if colour == "hold" else "t-white"
    text = format_html(
        '<text class="t-mid {}" x="{}" y="19.5">{}</text>', ink, f"{x + shown / 2:.1f}", label
    )
    return format_html("{}{}", rect, text if label else "")


@register.simple_tag
def blame_ledger(held: Iterable[Held], calendar: bool = False, exact: bool = True) -> SafeString:
    """The bar and, below it, the table whose times and shares add up to the whole."""
    stretches = list(held)
    rows = _rows(stretches)
    total = sum(row.seconds for row in rows)
    amounts = [row.seconds for row in rows]
    for row, share, whole in zip(rows, largest_remainder(amounts), minutes(amounts), strict=True):
        row.share = f"{share:.1f}%" if total else NOTHING
        row.words = _words(whole * 60, calendar)
    told = {
        "bar": blame_bar(stretches, calendar) if total else "",
        "whole": f"{100:.1f}%" if total else NOTHING,
        "rows": rows,
        "total": _words(sum(minutes(amounts)) * 60 if amounts else total, calendar),
        "exact": exact,
    }
    return SafeString(render_to_string("ui/_blame.html", told))


def _rows(stretches: list[Held]) -> list[Row]:
    colours = _colours(stretches)
    rows: dict[tuple[str, str, str, bool], Row] = {}
    for stretch in stretches:
        row = rows.setdefault(
            (stretch.label, stretch.who, stretch.why, stretch.waiting),
            Row(
                stretch.label,
                stretch.who,
                stretch.why,
                stretch.charge,
                colours[_party(stretch)],
            ),
        )
        row.seconds += stretch.seconds
    return sorted(rows.values(), key=lambda row: -row.seconds)


def _party(stretch: Held) -> tuple[str, bool]:
    return (stretch.label, stretch.waiting)


def _colours(stretches: list[Held]) -> dict[tuple[str, bool], str]:
    """One colour a party, by first appearance; waits share the pale one."""
    found: dict[tuple[str, bool], str] = {}
    for stretch in stretches:
        if _party(stretch) not in found:
            used = sum(1 for colour in found.values() if colour != "hold")
            found[_party(stretch)] = "hold" if stretch.waiting else COLOURS[used % len(COLOURS)]
    return found


def _words(seconds: float, calendar: bool) -> str:
    return span(seconds) if calendar else duration(seconds)


@register.simple_tag
def swatch(colour: str, word: str) -> SafeString:
    """The key of a picture: a small field of its colour and what it means."""
    return format_html(
        '<span class="sw-key"><svg class="sw-svg" viewBox="0 0 12 10" aria-hidden="true">'
        '<rect class="f-{}" width="12" height="10" rx="2"/></svg>{}</span>',
        colour,
        word,
    )


@register.simple_tag
def ledger_strip(
    explanation: Any, now: datetime, zone: str = "", limit: str = "", pause: str = ""
) -> SafeString:
    """The explanation of a clock: a lane a day, what each counted, and the line that adds up.

    ``explanation`` has used_seconds, left_seconds, due_at, target (seconds) and segments with start, end,
    cause (counted | paused | closed | day_off), perhaps note. ``pause`` names the wait in the bracket.
    """
    drawn = lanes.draw(explanation.segments, now=now, due_at=explanation.due_at, zone=zone)
    paused = sum(
        (s.end - s.start).total_seconds() for s in explanation.segments if s.cause == "paused"
    )
    told = {
        "lanes": drawn.lanes,
        "due": drawn.due,
        "bracket": drawn.bracket,
        "pause": pause or gettext("paused"),
        "used": duration(explanation.used_seconds),
        "left": duration(abs(explanation.left_seconds))
        if explanation.left_seconds is not None
        else "",
        "late": explanation.left_seconds is not None and explanation.left_seconds < 0,
        "limit": limit,
        "paused": span(paused) if paused else "",
        "elapsed": span(drawn.elapsed),
    }
    return SafeString(render_to_string("ui/_ledger.html", told))
