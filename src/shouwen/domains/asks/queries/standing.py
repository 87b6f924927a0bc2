"""How a request stands in the ledger at an instant."""

from __future__ import annotations

from datetime import datetime

from shouwen.domains.asks.models import Request
from shouwen.platform.clocks.choices import Basis, ClockKind
from shouwen.platform.clocks.models import Clock
from shouwen.platform.journal.models import EntryText


def overdue(request: Request, *, at: datetime) -> bool:
    """Whether the limit of the department's reply had passed by then."""
    replies = Clock.objects.of(request.subject).filter(
        kind=ClockKind.INTERNAL_REPLY, basis=Basis.INTERNAL, due_at__lt=at
    )
    return replies.exists()


def question_of(request: Request) -> str:
    """The question in words; empty once it was erased."""
    body = EntryText.objects.filter(entry_id=request.question_id or 0).values_list(
        "body", flat=True
    )
    return body.first() or ""
