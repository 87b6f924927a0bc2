"""The clock on screen: sign, words and fuse. Quiet until something must be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext

from shouwen.platform.ui.components.atoms import EMPTY, icon
from shouwen.platform.ui.components.words import due_words, duration, long_time, roughly, span

register = template.Library()

SIGNS = {
    "ok": "clock",
    "warn": "alert-triangle",
    "late": "alert-circle",
    "hold": "player-pause",
    "met": "check",
    "missed": "x",
    "none": "clock",
}
SOON = timedelta(hours=2)


@dataclass(frozen=True, kw_only=True)
class Face:
    """What a clock shows at one instant: its state, its words, the share used, and when it turns."""

    state: str  # ok | warn | late | hold | met | missed | none
    words: str
    share: int | None = None  # per cent of the time used, 0–100
    due_at: datetime | None = None
    warn_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    cause: str = ""  # what a waiting clock waits for, in words
    lasting: str = ""  # and for how long


def face(
    *,
    now: datetime,
    started_at: datetime | None = None,
    due_at: datetime | None = None,
    ended_at: datetime | None = None,
    waiting_for: str = "",
    waiting_since: datetime | None = None,
    warn_at: datetime | None = None,
    warned: bool = False,
    met: bool | None = None,
    used_seconds: float | None = None,
    late_seconds: float | None = None,
) -> Face:
    """The face of a clock at ``now``. Times left are calendar time: the due instant is already exact."""
    times: dict[str, Any] = {"due_at": due_at, "warn_at": warn_at, "started_at": started_at}
    if ended_at is not None:
        return _ended(ended_at, due_at, started_at, met, used_seconds, late_seconds)
    if waiting_for and waiting_for != "none":
        return _waiting(waiting_for, now - waiting_since if waiting_since else None, now, times)
    if due_at is None:
        return Face(state="none", words=pgettext("clock", "no limit"), **times)
    if now > due_at:
        words = gettext("late %(time)s") % {"time": span(now - due_at)}
        return Face(state="late", words=words, share=100, **times)
    left = due_at - now
    soon = warned or left <= SOON or (warn_at is not None and now >= warn_at)
    words = gettext("%(time)s left") % {"time": span(left)}
    return Face(
        state="warn" if soon else "ok",
        words=words,
        share=_share(started_at, due_at, now),
        **times,
    )


def _waiting(
    waiting_for: str, lasting: timedelta | None, now: datetime, times: dict[str, Any]
) -> Face:
    return Face(
        state="hold",
        words=paused_words(waiting_for, lasting),
        share=_share(times["started_at"], times["due_at"], now),
        cause=waiting_words(waiting_for),
        lasting=roughly(lasting) if lasting is not None else "",
        **times,
    )


def _ended(
    ended_at: datetime,
    due_at: datetime | None,
    started_at: datetime | None,
    met: bool | None,
    used: float | None,
    late: float | None,
) -> Face:
    if met is None:
        met = due_at is None or ended_at <= due_at
    if used is None and started_at is not None:
        used = (ended_at - started_at).total_seconds()
    times: dict[str, Any] = {"due_at": due_at, "started_at": started_at, "ended_at": ended_at}
    if met:
        words = gettext("on time, took %(time)s") % {"time": duration(used)}
        return Face(state="met", words=words, share=_share(started_at, due_at, ended_at), **times)
    if late is None and due_at is not None:
        late = (ended_at - due_at).total_seconds()
    words = gettext("late by %(time)s") % {"time": span(late)}
    return Face(state="missed", words=words, share=100, **times)


def _share(started_at: datetime | None, due_at: datetime | None, at: datetime) -> int | None:
    if started_at is None or due_at is None or due_at <= started_at:
        return None
    return max(0, min(100, round(100 * ((at - started_at) / (due_at - started_at)))))


def paused_words(waiting_for: str, lasting: timedelta | None = None) -> str:
    """ "暂停 等客户 1天"."""
    words = gettext("paused, %(cause)s") % {"cause": waiting_words(waiting_for)}
    return f"{words} {roughly(lasting)}" if lasting is not None else words


def waiting_words(waiting_for: str) -> str:
    """Whom or what a matter waits for, after the verb: "等客户", "等天气"."""
    return {
        "customer": gettext("waits for the customer"),
        "department": gettext("waits for a department"),
        "partner": gettext("waits for a partner"),
        "weather": gettext("waits for the weather"),
        "force_majeure": gettext("force majeure"),
        "other": gettext("other reason"),
    }.get(waiting_for, waiting_for)


def face_of(clock: Any, now: datetime | None = None) -> Face:
    """The face of a Face, or of a row of the clock table (its caches say all that is needed)."""
    if isinstance(clock, Face):
        return clock
    verdict = getattr(clock, "verdict", None)
    return face(
        now=now or timezone.now(),
        started_at=clock.started_at,
        due_at=clock.due_at,
        ended_at=clock.ended_at,
        waiting_for=(clock.waiting_for or "") if _pauses(clock) else "",
        waiting_since=getattr(clock, "waiting_since", None),
        warn_at=getattr(clock, "warn_at", None),
        met={"met": True, "breached": False}.get(str(verdict)) if verdict else None,
        used_seconds=getattr(clock, "used_seconds", None),
    )


def _pauses(clock: Any) -> bool:
    """A clock that waits has no due instant to come: its next fire is empty."""
    paused = getattr(clock, "paused", None)
    return bool(paused) if paused is not None else clock.next_fire_at is None


@register.simple_tag
def fuse(share: int | None) -> SafeString:
    """The share of the time used, as a bar whose width is an SVG attribute (no style attribute, prints)."""
    return format_html(
        '<svg class="sw-fuse" aria-hidden="true"><rect width="{}%" height="100%"/></svg>',
        share or 0,
    )


@register.simple_tag
def clock_chip(clock: Any, now: datetime | None = None, title: str = "") -> SafeString:
    """Sign, words and fuse of one clock; ticks by itself in the browser. Nothing at all for no clock."""
    if clock is None:
        return format_html('<span class="sw-muted">{}</span>', "—")
    shown = face_of(clock, now)
    return format_html(
        '<sla-clock class="sw-clock" data-state="{}"{}{}>{}<span class="sw-clock__words">{}</span>{}</sla-clock>',
        shown.state,
        _ticking(shown),
        format_html(' title="{}"', title or long_time(shown.due_at)) if shown.due_at else EMPTY,
        icon(SIGNS[shown.state]),
        shown.words,
        fuse(shown.share) if shown.share is not None and shown.state in _BURNING else EMPTY,
    )


_BURNING = {"ok", "warn", "late", "hold"}


@register.simple_tag
def clock_card(
    name: str,
    clock: Any,
    now: datetime | None = None,
    limit: str = "",
    controls: str = "",
    expanded: bool = False,
    url: str = "",
    target: str = "",
) -> SafeString:
    """One clock with its name, what is left and when it is due; a button that opens its explanation (``url``)."""
    shown = face_of(clock, now)
    sign = icon(SIGNS[shown.state]) if shown.state not in ("ok", "none") else EMPTY
    return format_html(
        '<button class="sw-clockcard" type="button" data-state="{}" aria-expanded="{}"{}{}>'
        '<span class="sw-cut">{}{}</span><sla-clock class="sw-clockcard__left" data-state="{}"{}>{}'
        '<span class="sw-clock__words">{}</span></sla-clock><span class="sw-cut">{}</span>{}</button>',
        shown.state,
        "true" if expanded else "false",
        format_html(' aria-controls="{}"', controls) if controls else EMPTY,
        format_html(
            ' hx-get="{}" hx-target="{}" hx-swap="outerHTML"', url, target or f"#{controls}"
        )
        if url
        else EMPTY,
        name,
        format_html(" · {}", limit) if limit else EMPTY,
        shown.state,
        _ticking(shown),
        sign,
        _card_words(shown),
        _due_line(shown, now),
        fuse(shown.share),
    )


def _ticking(shown: Face) -> SafeString:
    if shown.state not in ("ok", "warn", "late") or shown.due_at is None:
        return EMPTY
    return format_html(
        ' data-due="{}"{}{}',
        shown.due_at.isoformat(),
        format_html(' data-warn="{}"', shown.warn_at.isoformat()) if shown.warn_at else EMPTY,
        format_html(' data-start="{}"', shown.started_at.isoformat())
        if shown.started_at
        else EMPTY,
    )


def _card_words(shown: Face) -> str:
    """On a card the cause of a wait stands in the line below."""
    if shown.state != "hold":
        return shown.words
    paused = gettext("paused")
    return f"{paused} {shown.lasting}".strip()


def _due_line(shown: Face, now: datetime | None) -> str:
    if shown.ended_at is not None and shown.due_at is not None:
        told = {"moment": due_words(shown.ended_at, now), "due": due_words(shown.due_at, now)}
        return gettext("done %(moment)s, was due %(due)s") % told
    if shown.ended_at is not None:
        return gettext("done %(moment)s") % {"moment": due_words(shown.ended_at, now)}
    if shown.state == "hold":
        return gettext("%(cause)s; the limit moves") % {"cause": shown.cause}
    if shown.due_at is None:
        return pgettext("clock", "no limit")
    return gettext("due %(moment)s") % {"moment": due_words(shown.due_at, now)}
