"""Lists: view tabs, filters, sortable heads, pager, bulk bar, timeline."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from shouwen.platform.ui.components.atoms import EMPTY, count, icon, maybe_icon, tone_attribute
from shouwen.platform.ui.components.words import clock_time, day_words, in_zone, long_time

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

register = template.Library()

UNFILTERED: Mapping[str, str] = MappingProxyType({})
"""No filter stays in the address."""


@dataclass(frozen=True, kw_only=True)
class Tab:
    """One saved view above a list: its name, its address and how many rows it holds."""

    label: str
    url: str
    count: int | str | None = None
    tone: str = ""
    current: bool = False
    key: str = ""


def tabs_of(
    address: str,
    words: Mapping[str, tuple[StrOrPromise, str]],
    counts: Mapping[str, int | str],
    *,
    current: str,
    kept: Mapping[str, str] = UNFILTERED,
) -> list[Tab]:
    """The tabs of a page, ``?tab=…`` each: key → its words and tone; ``kept`` stays in the address."""
    return [
        Tab(
            label=str(label),
            url=f"{address}?{urlencode({'tab': key, **kept})}",
            count=counts[key],
            tone=tone,
            current=key == current,
            key=key,
        )
        for key, (label, tone) in words.items()
    ]


@register.filter
def below(count: int, most: int = 1_000) -> int | str:
    """A count that was broken off at ``most``: exact below, "999+" from there on."""
    return count if count < most else f"{most - 1}+"


@register.simple_tag
def views(tabs: Iterable[Tab], label: str = "", tools: str = "") -> SafeString:
    """The views of a list as tabs with counts; ``tools`` stay at the right end when the tabs scroll."""
    return format_html(
        '<nav class="sw-views" aria-label="{}">{}{}</nav>',
        label or gettext("Views"),
        format_html_join("", "{}", ((_tab(tab),) for tab in tabs)),
        format_html('<span class="sw-views__end">{}</span>', tools) if tools else EMPTY,
    )


def _tab(tab: Tab) -> SafeString:
    return format_html(
        '<a class="sw-views__tab" href="{}"{}{}>{}{}</a>',
        tab.url,
        format_html(' id="view-{}"', tab.key) if tab.key else EMPTY,
        SafeString(' aria-current="page"') if tab.current else EMPTY,
        tab.label,
        format_html(" {}", count(tab.count, tab.tone if tab.count else ""))
        if tab.count is not None
        else EMPTY,
    )


@register.simple_tag
def fresh(moment: datetime, stale: bool = False, id: str = "fresh") -> SafeString:
    """How old the figures on screen are; the poll turns it to "stale" when it cannot refresh."""
    return format_html(
        '<span class="sw-fresh" id="{}"{}>{}</span>',
        id,
        SafeString(' data-state="stale"') if stale else EMPTY,
        gettext("data of %(time)s") % {"time": f"{in_zone(moment, None):%H:%M:%S}"},
    )


@register.simple_block_tag
def filter_pill(
    content: str, label: str, value: str = "", clear: str = "", id: str = ""
) -> SafeString:
    """A filter as a pill that opens its choices; a set one is blue, carries its value and a × (``clear``: an address)."""
    shown = f"{label}：{value}" if value else label
    return format_html(
        '<details class="sw-drop"{}><summary class="sw-filter"{}>{} {}</summary>'
        '<div class="sw-menu sw-drop__menu">{}{}</div></details>',
        format_html(' id="{}"', id) if id else EMPTY,
        SafeString(" data-on") if value else EMPTY,
        shown,
        icon("chevron-down"),
        content,
        format_html(
            '<div class="sw-menu__sep"></div><a class="sw-menu__item" href="{}">{}{}</a>',
            clear,
            icon("x"),
            gettext("Remove this filter"),
        )
        if value and clear
        else EMPTY,
    )


@register.simple_block_tag
def menu(
    content: str, label: str, icon_name: str = "dots", quiet: bool = False, small: bool = False
) -> SafeString:
    """A button that opens a menu of ``.sw-menu__item``; Esc and a click elsewhere close it."""
    classes = "btn btn--icon" + (" btn--quiet" if quiet else "") + (" btn--sm" if small else "")
    return format_html(
        '<details class="sw-drop sw-drop--end"><summary class="{}" aria-label="{}">{}</summary>'
        '<div class="sw-menu sw-drop__menu">{}</div></details>',
        classes,
        label,
        icon(icon_name),
        content,
    )


@register.simple_tag
def th(
    label: str, sort: str = "", direction: str = "", num: bool = False, pin: int | None = None
) -> SafeString:
    """A column head; ``sort`` is the address that sorts by it, ``direction`` asc or desc when it is the order now."""
    classes = " ".join(
        name
        for name in ("sw-num" if num else "", f"sw-grid__pin{pin}" if pin is not None else "")
        if name
    )
    order = {"asc": "ascending", "desc": "descending"}.get(direction, "")
    arrow = {"asc": "arrow-up", "desc": "arrow-down"}.get(direction, "")
    inner = format_html("{} {}", label, icon(arrow)) if arrow else format_html("{}", label)
    return format_html(
        '<th scope="col"{}{}>{}</th>',
        format_html(' class="{}"', classes) if classes else EMPTY,
        format_html(' aria-sort="{}"', order) if order else EMPTY,
        format_html('<a class="sw-grid__sort" href="{}">{}</a>', sort, inner) if sort else inner,
    )


@register.simple_block_tag
def scroll(content: str, label: str, id: str = "") -> SafeString:
    """The scrolling frame of a table, reachable by keyboard."""
    return format_html(
        '<div class="sw-scroll"{} tabindex="0" role="region" aria-label="{}">{}</div>',
        format_html(' id="{}"', id) if id else EMPTY,
        gettext("Table: %(label)s") % {"label": label},
        content,
    )


@register.simple_tag
def matter(title: str, tags: Iterable[tuple[str, str]] = (), url: str = "") -> SafeString:
    """The cell content that takes the rest of a row: the title, cut with its full text on hover, and ≤ 2 tags (word, tone)."""
    opening = format_html('a href="{}"', url) if url else SafeString("span")
    named = format_html(
        '<{} class="sw-grid__title" title="{}">{}</{}>',
        opening,
        title,
        title,
        "a" if url else "span",
    )
    return format_html(
        '<span class="sw-row">{}{}</span>',
        named,
        format_html_join(
            "",
            '<span class="sw-tag"{}>{}</span>',
            ((tone_attribute(tone), word) for word, tone in list(tags)[:2]),
        ),
    )


@register.simple_tag
def pager(
    start: int = 0,
    end: int = 0,
    total: int | None = None,
    prev: str = "",
    next: str = "",
    many: bool = False,
) -> SafeString:
    """The foot of a keyset list: which rows, of how many (``many``: at least that many), one page on or back."""
    return format_html(
        '<footer class="sw-pager"><span>{}</span><span class="sw-push sw-row">{}{}</span></footer>',
        _range(start, end, total, many),
        _page(prev, gettext("Previous page"), "chevron-left"),
        _page(next, gettext("Next page"), "chevron-right"),
    )


def _range(start: int, end: int, total: int | None, many: bool) -> str:
    if not end:
        return gettext("no rows")
    rows = {"start": f"{start:,}", "end": f"{end:,}", "total": f"{total or 0:,}"}
    if total is None:
        return gettext("%(start)s–%(end)s") % rows
    if many:
        return gettext("%(start)s–%(end)s of more than %(total)s") % rows
    return gettext("%(start)s–%(end)s of %(total)s") % rows


def _page(url: str, label: str, sign: str) -> SafeString:
    if not url:
        return format_html(
            '<span class="sw-pager__page" aria-disabled="true">{}</span>', icon(sign, label=label)
        )
    return format_html(
        '<a class="sw-pager__page" href="{}" aria-label="{}">{}</a>', url, label, icon(sign)
    )


@register.simple_block_tag
def bulk_bar(content: str) -> SafeString:
    """What can be done to the ticked rows; floats above the pager, shown by <work-list> while something is ticked."""
    return format_html(
        '<div class="sw-bulk" role="region" aria-label="{}" hidden>'
        '<span class="sw-bulk__note"><span data-selection></span> '
        '<button class="sw-plain" type="button" data-selection-clear>{}</button></span>{}</div>',
        gettext("Ticked rows"),
        gettext("Clear"),
        content,
    )


@register.simple_block_tag
def line_item(
    content: str,
    at: datetime,
    icon_name: str = "circle",
    tone: str = "",
    quote: str = "",
    dated: bool = False,
) -> SafeString:
    """One entry of a timeline: when, its sign, what happened, and what was said (``quote``)."""
    return format_html(
        '<li class="sw-line__item"{}><time class="sw-line__time" datetime="{}" title="{}">{}</time>'
        '<span class="sw-line__mark">{}</span><div class="sw-line__what">{}{}</div></li>',
        tone_attribute(tone),
        at.isoformat(),
        long_time(at),
        f"{in_zone(at, None):%m-%d}" if dated else clock_time(at),
        maybe_icon(icon_name),
        content,
        format_html('<p class="sw-line__quote">{}</p>', quote) if quote else EMPTY,
    )


@register.simple_tag
def line_day(day: date | datetime, note: str = "") -> SafeString:
    """The day that heads the entries of a timeline."""
    return format_html(
        '<li class="sw-line__day">{}{}</li>', day_words(day), f" · {note}" if note else ""
    )
