"""Which rule holds for a case, and whether its customer's last word asks for reopening."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localdate

from shouwen.domains.cases.models import Case, Rating
from shouwen.domains.cases.queries.judgements import of_instance
from shouwen.domains.cases.queries.reopening import too_late
from shouwen.domains.reopening.choices import Dissatisfied
from shouwen.domains.reopening.models import Rule


def rule_for(kind: str, *, at: datetime) -> Rule:
    """重开规则 of that day: the kind's own before that of every kind; where nobody set any, people are asked."""
    held = Rule.objects.filter(kind__in=["", kind], valid_from__lte=localdate(at))
    return held.order_by("-kind", "-valid_from").first() or Rule(valid_from=localdate(at))


def complaint_of(case: Case) -> Rating | None:
    """The dissatisfied judgement that stands against the running instance, if its last one is such."""
    said = of_instance(case)
    return said[-1] if said and said[-1].is_dissatisfied else None


def waits_for_a_word(case: Case, *, at: datetime) -> Rating | None:
    """不满意待重开: the judgement people are asked about, while the case can still be reopened."""
    if not case.can("reopen") or (said := complaint_of(case)) is None:
        return None
    off = rule_for(case.kind, at=said.at).dissatisfied == Dissatisfied.OFF
    return None if off or too_late(case, at=at) is not None else said


def is_over(case: Case, *, at: datetime) -> bool:
    """Whether the case has ended for good: archived, or closed and too long ago to be reopened."""
    if case.is_open:
        return False
    return not case.can("reopen") or too_late(case, at=at) is not None
