"""Blocks of a page: card, section, number card, note, banner, empty state, toast, dialog."""

from __future__ import annotations

from django import template
from django.middleware.csrf import get_token
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from shouwen.platform.ui.components.atoms import EMPTY, count, icon, maybe_icon, tone_attribute

register = template.Library()

SIGNS = {
    "": "info-circle",
    "info": "info-circle",
    "ok": "circle-check",
    "warn": "alert-triangle",
    "late": "alert-circle",
    "hold": "info-circle",
}
NUMBER_SIGNS = {"": "", "ok": "", "warn": "alert-triangle", "late": "alert-circle"}


@register.simple_block_tag
def part(content: str) -> SafeString:
    """A piece of markup kept for another tag: {% part as tools %}…{% endpart %}{% card "…" tools=tools %}."""
    return SafeString(content)


@register.simple_block_tag
def card(
    content: str,
    title: str = "",
    note: str = "",
    id: str = "",
    total: int | str | None = None,
    tone: str = "",
    tools: str = "",
    foot: str = "",
    flush: bool = False,
    level: int = 2,
) -> SafeString:
    """A card: head (title, number, note, tools), body, foot. ``flush`` for tables and rows that go edge to edge."""
    head = _card_head(title, note, id, total, tone, tools, level) if title else EMPTY
    body = content if flush else format_html('<div class="sw-card__body">{}</div>', content)
    return format_html(
        '<section class="sw-card"{}{}>{}{}{}</section>',
        format_html(' id="{}"', id) if id else EMPTY,
        format_html(' aria-labelledby="h-{}"', id) if id and title else EMPTY,
        head,
        body,
        format_html('<footer class="sw-card__foot">{}</footer>', foot) if foot else EMPTY,
    )


def _card_head(
    title: str, note: str, id: str, total: int | str | None, tone: str, tools: str, level: int
) -> SafeString:
    return format_html(
        '<header class="sw-card__head"><h{}{}>{}</h{}>{}{}{}</header>',
        level,
        format_html(' id="h-{}"', id) if id else EMPTY,
        title,
        level,
        count(total, tone) if total is not None else EMPTY,
        format_html('<span class="sw-muted sw-small sw-cut">{}</span>', note) if note else EMPTY,
        format_html('<span class="sw-push sw-row">{}</span>', tools) if tools else EMPTY,
    )


@register.simple_tag
def kpi_card(
    name: str,
    value: object,
    unit: str = "",
    state: str = "",
    target: str = "",
    compared: str = "",
    url: str = "",
    title: str = "",
    flat: bool = False,
) -> SafeString:
    """One number with its target and its comparison in words; missing is "—". A link when it has rows behind it."""
    element = "a" if url else "div"
    return format_html(
        '<{} class="sw-kpi{}"{}{}{}><span class="sw-kpi__name">{}</span>'
        '<span class="sw-kpi__value">{}{}{}</span>{}</{}>',
        element,
        " sw-kpi--flat" if flat else "",
        format_html(' href="{}"', url) if url else EMPTY,
        format_html(' data-state="{}"', state) if state else EMPTY,
        format_html(' title="{}"', title) if title else EMPTY,
        name,
        maybe_icon(NUMBER_SIGNS[state], "lg"),
        "—" if value is None or value == "" else value,
        format_html("<small>{}</small>", unit) if unit else EMPTY,
        format_html(
            '<span class="sw-kpi__line"><span>{}</span><span>{}</span></span>', target, compared
        )
        if target or compared
        else EMPTY,
        element,
    )


@register.simple_block_tag
def note(content: str, tone: str = "", icon_name: str = "") -> SafeString:
    """Advice inside a page; tone "", ok, warn, late or hold."""
    return format_html(
        '<div class="sw-note"{}>{}<span>{}</span></div>',
        tone_attribute(tone),
        icon(icon_name or SIGNS[tone]),
        content,
    )


@register.simple_block_tag
def banner(content: str, tone: str = "", icon_name: str = "", inset: bool = True) -> SafeString:
    """The state of the whole page: no network, history shown, filling in progress."""
    return format_html(
        '<div class="sw-banner{}"{} role="status">{}{}</div>',
        " sw-banner--inset" if inset else "",
        tone_attribute(tone),
        icon(icon_name or SIGNS[tone]),
        content,
    )


@register.simple_block_tag
def empty_state(
    content: str,
    title: str,
    icon_name: str = "archive",
    why: str = "",
    small: str = "",
    level: int = 2,
) -> SafeString:
    """What is true, why, and the next step (the content: buttons)."""
    return format_html(
        '<div class="sw-empty">{}<h{}>{}</h{}>{}{}{}</div>',
        icon(icon_name, "xl"),
        level,
        title,
        level,
        format_html("<p>{}</p>", why) if why else EMPTY,
        format_html('<div class="sw-row sw-row--wrap">{}</div>', content)
        if content.strip()
        else EMPTY,
        format_html('<p class="sw-small">{}</p>', small) if small else EMPTY,
    )


@register.simple_tag
def toast(text: str, tone: str = "", more: str = "", keep: bool = False) -> SafeString:
    """The result of what was done; failures stay until they are closed."""
    return format_html(
        '<div class="sw-toast"{}{}>{}<span class="sw-grow"><b>{}</b>{}</span>'
        '<button class="sw-plain" type="button" data-toast-close aria-label="{}">{}</button></div>',
        tone_attribute(tone),
        SafeString(" data-keep") if keep or tone == "late" else EMPTY,
        icon(SIGNS[tone]),
        text,
        format_html('<br><span class="sw-muted">{}</span>', more) if more else EMPTY,
        gettext("Close"),
        icon("x"),
    )


@register.simple_block_tag(takes_context=True)
def dialog(
    context: Context,
    content: str,
    id: str,
    title: str,
    action: str = "",
    submit: str = "",
    submit_key: str = "Ctrl ⏎",
    danger: bool = False,
    hint: str = "",
    htmx: bool = False,
    target: str = "",
    draft: str = "",
    open: bool = False,
) -> SafeString:
    """A native dialog around a form; opened by any button with data-opens="ID".

    ``action`` is where it posts (by htmx into ``target``, else as a page); ``hint`` stands left in the foot;
    ``draft`` keeps what was typed under that name; ``open`` shows it as soon as it is swapped in.
    """
    foot = format_html(
        '<footer class="sw-dialog__foot"><span class="sw-muted sw-small" data-draft-note>{}</span>'
        '<span class="sw-push sw-row"><button class="btn" type="button" data-closes>{}</button>{}</span></footer>',
        hint,
        gettext("Cancel") if action else gettext("Close"),
        _submit(submit, submit_key, danger) if action else EMPTY,
    )
    head = format_html(
        '<header class="sw-dialog__head"><h2 id="{}-title">{}</h2>'
        '<button class="btn btn--quiet btn--icon sw-push" type="button" data-closes aria-label="{}">{}</button></header>',
        id,
        title,
        gettext("Close"),
        icon("x"),
    )
    inner = format_html('{}<div class="sw-dialog__body">{}</div>{}', head, content, foot)
    if action:
        inner = _form(context, inner, action, htmx, target)
        if draft:
            inner = format_html('<draft-keeper key="{}">{}</draft-keeper>', draft, inner)
    return format_html(
        '<dialog class="sw-dialog" id="{}" aria-labelledby="{}-title"{}>{}</dialog>',
        id,
        id,
        mark_safe(" data-open") if open else EMPTY,
        inner,
    )


def _submit(word: str, key: str, danger: bool) -> SafeString:
    return format_html(
        '<button class="btn {}" type="submit">{} <kbd>{}</kbd></button>',
        "btn-danger" if danger else "btn-primary",
        word or gettext("Save"),
        key,
    )


def _form(context: Context, inner: str, action: str, htmx: bool, target: str) -> SafeString:
    request = context.get("request")
    token = (
        format_html(
            '<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request)
        )
        if request is not None
        else EMPTY
    )
    sending = (
        format_html(' hx-post="{}" hx-target="{}" hx-swap="outerHTML"', action, target or "this")
        if htmx
        else EMPTY
    )
    return format_html(
        '<form class="sw-dialog__form" method="post" action="{}"{}>{}{}</form>',
        action,
        sending,
        token,
        inner,
    )


@register.filter
def toast_tone(level: str) -> str:
    """Django's message levels in the tones of a toast."""
    return {"success": "ok", "warning": "warn", "error": "late"}.get(level, "")
