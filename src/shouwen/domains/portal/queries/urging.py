"""When the customer's next reminder counts."""

from __future__ import annotations

from datetime import datetime, timedelta

from shouwen.domains.cases.models import Case, Urge
from shouwen.domains.cases.queries import terms


def again_at(case: Case, *, at: datetime) -> datetime | None:
    """The end of the window that the last counted urge opened; None where there was none."""
    last = Urge.objects.filter(case=case, counted=True).order_by("-at", "-pk").first()
    if last is None:
        return None
    return last.at + timedelta(minutes=terms(at=at).urge_window_minutes)
