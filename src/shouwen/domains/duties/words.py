"""Duties in words."""

from __future__ import annotations

from django.utils.translation import ngettext

from shouwen.domains.duties.choices import Counting
from shouwen.domains.duties.models import Duty


def limit_words(duty: Duty) -> str:
    """What is promised: 30 分钟, 4 工时, 2 个工作日."""
    return amount_words(duty.amount, duty.counted_in)


def amount_words(n: int, counted_in: str) -> str:
    if counted_in == Counting.MINUTES:
        return minutes(n)
    if counted_in == Counting.HOURS:
        return ngettext("%(n)d working hour", "%(n)d working hours", n) % {"n": n}
    return ngettext("%(n)d working day", "%(n)d working days", n) % {"n": n}


def waiting_words(duty: Duty) -> str:
    """What is promised to a waiting customer; blank: the default holds."""
    return minutes(duty.waiting_minutes) if duty.waiting_minutes else ""


def minutes(n: int) -> str:
    return ngettext("%(n)d minute", "%(n)d minutes", n) % {"n": n}
