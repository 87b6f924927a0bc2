"""How a case shows itself: its state as a dot and a word."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from shouwen.domains.cases.choices import CaseState
from shouwen.domains.cases.models import Case
from shouwen.platform.ui.components.atoms import state

register = template.Library()

TONES = {
    CaseState.RECEIVED: "late",
    CaseState.ACCEPTED: "",
    CaseState.DISPATCHED: "info",
    CaseState.IN_PROGRESS: "info",
    CaseState.ANSWERED: "warn",
    CaseState.AWAITING_EVALUATION: "warn",
    CaseState.CLOSED: "ok",
    CaseState.ARCHIVED: "ok",
}


@register.simple_tag
def case_state(case: Case) -> SafeString:
    """处理中, 已派单 …: red only while nobody has taken the case in hand."""
    return state_of(CaseState(case.state))


def state_of(known: CaseState) -> SafeString:
    """The dot and the word of a state."""
    return state(known.label, TONES.get(known, ""))
