"""The smallest parts: icon, tag, state, count, person, button key."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from shouwen.platform.ui import assets

register = template.Library()

EMPTY = mark_safe("")
TONES = {"", "ok", "warn", "late", "hold", "info", "mood", "line"}


@cache
def known_icons() -> frozenset[str]:
    """The symbols of the sprite: icons.txt is the list the front-end build reads too."""
    listed = files("shouwen.platform.ui").joinpath("icons.txt").read_text("utf-8")
    return frozenset(listed.split())


@register.simple_tag
@cache
def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """One symbol of the sprite; ``size`` "", "lg" or "xl". With a label it speaks, else it is decoration."""
    if name not in known_icons():
        raise template.TemplateSyntaxError(f'icon "{name}" is not in platform/ui/icons.txt')
    said = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else mark_safe('aria-hidden="true"')
    )
    return format_html(
        '<svg class="sw-icon{}" {}><use href="{}#i-{}"/></svg>',
        f" sw-icon--{size}" if size else "",
        said,
        assets.sprite(),
        name,
    )


@register.simple_tag
def tag(word: object, tone: str = "", icon: str = "") -> SafeString:
    """A fact about a matter (重复报修, 情绪激动); tone "", ok, warn, late, mood, info or line."""
    return format_html(
        '<span class="sw-tag"{}>{}{}</span>', tone_attribute(tone), maybe_icon(icon), word
    )


@register.simple_tag
def state(word: object, tone: str = "") -> SafeString:
    """Where a matter is in its lifecycle: a dot and the word; tone "", info, warn, late or ok."""
    return format_html('<span class="sw-state"{}>{}</span>', tone_attribute(tone), word)


@register.simple_tag
def count(number: object, tone: str = "") -> SafeString:
    """A small number beside a name; red only for overdue, and nothing shouts about zero."""
    shown = tone_attribute(tone if number not in (0, "0") else "")
    return format_html('<span class="sw-count"{}>{}</span>', shown, number)


@register.simple_tag
def person(
    name: str | None, unit: str = "", role: str = "", id: int | None = None, live: bool = False
) -> SafeString:
    """Who: a face with the surname, the name, the unit in pale ink; ``role`` is the A or B of an A/B contact."""
    if not name:
        return format_html('<span class="sw-muted">{}</span>', unit or "—")
    if live:
        return format_html('<span class="sw-who" data-live>{}</span>', name)
    return format_html(
        '<span class="sw-who"><span class="sw-who__face" data-tone="{}" aria-hidden="true">{}</span>'
        "<span>{}{}{}</span></span>",
        (id if id is not None else sum(map(ord, name))) % 4 + 1,
        name[:1],
        name,
        format_html(' <span class="sw-who__role">{}</span>', role) if role else EMPTY,
        format_html(' <span class="sw-who__unit">{}</span>', unit) if unit else EMPTY,
    )


@register.simple_tag
def phone(number: str) -> SafeString:
    """A telephone number that is called by a click or a tap."""
    if not number:
        return EMPTY
    dialled = "".join(c for c in number if c.isdecimal() or c in "+,*#")
    return format_html('<a class="sw-link sw-num" href="tel:{}">{}</a>', dialled, number)


@register.simple_tag
def key(combination: str) -> SafeString:
    """The hint of a key on a button; the button itself carries data-key."""
    return format_html("<kbd>{}</kbd>", combination.replace("Enter", "⏎").replace("+", " "))


def tone_attribute(tone: str) -> SafeString:
    if tone not in TONES:
        raise template.TemplateSyntaxError(f'unknown tone "{tone}"')
    return format_html(' data-tone="{}"', tone) if tone else EMPTY


def maybe_icon(name: str, size: str = "") -> SafeString:
    return icon(name, size) if name else EMPTY
