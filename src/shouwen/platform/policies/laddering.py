"""A ladder as a picture: where its steps stand between the start and what comes after the due time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from shouwen.platform.access.models import Role
from shouwen.platform.clocks.choices import ChannelKind, Effect, StepWhen
from shouwen.platform.clocks.ladders import Rung

WIDTH, LEFT, DUE = 660, 8, 504
"""The drawing: its width, where it begins, and where the due time stands."""
DAY_S = 8 * 3_600
TARGETS = (
    "handler",
    "owner",
    "contact",
    "shift_leader",
    "duty_manager",
    "level:1",
    "level:2",
    "level:3",
)


@dataclass(frozen=True, slots=True)
class Mark:
    """One step in the picture; ``tone`` c1, warn or late, ``anchor`` how its words stand."""

    x: float
    tone: str
    anchor: str
    when: str
    who: str
    how: str


@dataclass(frozen=True, slots=True)
class Line:
    """One step in the table."""

    n: int
    when: str
    who: str
    channels: str
    effects: str
    ack: str


def when_words(rung: Rung) -> str:
    """``50 % used``, ``4 hours before due``, ``due``, ``1 working day late``."""
    match rung.when:
        case StepWhen.SHARE if rung.amount == 100:
            return _("Falls due")
        case StepWhen.SHARE:
            return _("%(n)s %% used") % {"n": rung.amount}
        case StepWhen.BEFORE:
            return _("%(time)s before due") % {"time": time_words(rung.amount)}
        case StepWhen.AFTER:
            return _("%(time)s late") % {"time": time_words(rung.amount)}
        case _other:
            return ngettext("%(n)s working day late", "%(n)s working days late", rung.amount) % {
                "n": rung.amount
            }


def time_words(seconds: int) -> str:
    """A length in its largest whole unit."""
    if seconds % 3_600 == 0:
        n = seconds // 3_600
        return ngettext("%(n)s hour", "%(n)s hours", n) % {"n": n}
    n = max(1, seconds // 60)
    return ngettext("%(n)s minute", "%(n)s minutes", n) % {"n": n}


def target_word(target: str) -> str:
    """Whom a step reaches, in words."""
    plain = {
        "handler": _("Whoever has it"),
        "owner": _("First contact"),
        "contact": _("A contact, then B"),
        "shift_leader": _("Shift leader on duty"),
        "duty_manager": _("Duty manager"),
        "level:1": _("Level 1: shift leader"),
        "level:2": _("Level 2: head of department"),
        "level:3": _("Level 3: leader in charge"),
    }
    if target.startswith("role:"):
        role = Role.objects.filter(code=target[5:]).first()
        return role.name if role else target[5:]
    return plain.get(target, target)


def join_words(words: Sequence[str]) -> str:
    return pgettext("between names", ", ").join(words) or "—"


def lines(rungs: Sequence[Rung]) -> list[Line]:
    """The steps as rows of the table."""
    return [_line(rung) for rung in rungs]


def _line(rung: Rung) -> Line:
    effects = [str(Effect(e).label) for e in rung.effects if e != Effect.NOTIFY]
    within = rung.ack_within
    ack = time_words(int(within.total_seconds())) if within is not None else ""
    return Line(
        rung.n,
        when_words(rung),
        join_words([target_word(t) for t in rung.to]),
        join_words([str(ChannelKind(c).label) for c in rung.channels]),
        join_words(effects),
        ack,
    )


def marks(rungs: Sequence[Rung], target: float | None) -> list[Mark]:
    """Where the steps stand; ``target``: the seconds of the limit, for steps at an offset."""
    whole = target or DAY_S * 5.0
    after = [_after(r, whole) for r in rungs if _after(r, whole) > 0]
    far = max(after, default=0.0)
    found = []
    for rung in rungs:
        late = _after(rung, whole)
        if late > 0:
            x, tone = DUE + (WIDTH - LEFT - DUE) * late / far, "late"
        else:
            share = max(0.0, 1 + late / whole)
            x = LEFT + (DUE - LEFT) * share
            tone = "late" if share >= 1 else "warn" if share >= 0.5 else "c1"
        anchor = "t-end" if x > WIDTH - 60 else "t-mid"
        line = _line(rung)
        found.append(Mark(round(x, 1), tone, anchor, line.when, _short(line.who), line.channels))
    return sorted(found, key=lambda m: m.x)


def _short(text: str) -> str:
    """What fits below a step; the table says it in full."""
    return text if len(text) <= 10 else text[:9] + "…"


def _after(rung: Rung, whole: float) -> float:
    """Seconds after the due time, before it if negative."""
    match rung.when:
        case StepWhen.SHARE:
            return whole * (rung.amount / 100 - 1)
        case StepWhen.BEFORE:
            return -float(rung.amount)
        case StepWhen.AFTER:
            return float(rung.amount)
        case _other:
            return rung.amount * DAY_S
