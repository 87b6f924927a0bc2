"""How a request stands in the ledger at an instant."""

from __future__ import annotations

from datetime import datetime

from shouwen.domains.asks.models import Request
from shouwen.platform.clocks.choices import Basis, ClockKind
from shouwen.platform.clocks.models import Clock


def overdue(request: Request, *, at: datetime) -> bool:
    """Whether the limit of the department's reply had passed by then."""
    replies = Clock.objects.of(request.subject).filter(
        kind=ClockKind.INTERNAL_REPLY, basis=Basis.INTERNAL, due_at__lt=at
    )
    return replies.exists()
