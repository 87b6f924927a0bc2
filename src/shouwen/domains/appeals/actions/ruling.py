"""The dated time limits of appeals."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from shouwen.domains.appeals.errors import TermsLieBehind
from shouwen.domains.appeals.events import TermsSet
from shouwen.domains.appeals.models import Terms
from shouwen.domains.cases.errors import TextMissing
from shouwen.kernel.actor import Actor
from shouwen.kernel.subject import Subject
from shouwen.platform.journal.actions import Text, record


@transaction.atomic
def set_terms(
    since: date, *, appeal_days: int, decide_days: int, why: str, by: Actor, at: datetime
) -> Terms:
    """定申诉时限 from a day ahead on; what holds until then stays as it is."""
    if since <= localdate(at) or Terms.objects.filter(valid_from__gte=since).exists():
        raise TermsLieBehind
    if not why.strip():
        raise TextMissing
    row = Terms.objects.create(
        valid_from=since,
        appeal_days=appeal_days,
        decide_days=decide_days,
        set_at=at,
        set_by_id=by.staff,
    )
    fact = TermsSet(
        subject=Subject("appeal_terms", row.pk),
        valid_from=since,
        appeal_days=appeal_days,
        decide_days=decide_days,
    )
    record(fact, by=by, at=at, text=Text(why.strip(), purpose="reason"))
    return row
