"""The buttons below a list: the usual verbs first, the rest in a menu."""

from __future__ import annotations

from django.template.loader import render_to_string

from shouwen.domains.bulk.rules import VERBS as BULK_VERBS
from shouwen.domains.cases import rules
from shouwen.domains.cases.verbs import VERBS
from shouwen.platform.access.http import StaffRequest

USUAL = ("dispatch", "urge", "note")


def bar(request: StaffRequest) -> str:
    """Only what the post may do; each case is asked for itself when it comes to it."""
    may = [name for name in BULK_VERBS if request.acting.may(rules.NEEDS[name])]
    if not may:
        return ""
    usual = [VERBS[name] for name in may if name in USUAL]
    more = [VERBS[name] for name in may if name not in USUAL]
    return render_to_string(
        "bulk/_bar.html", {"usual": usual, "more": more, "macros": request.acting.may(rules.WORK)}
    )
