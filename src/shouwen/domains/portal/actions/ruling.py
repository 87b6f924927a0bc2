"""Set from which day on links are sent and last, and how long customers may urge and evaluate."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from shouwen.domains.cases import queries as cases
from shouwen.domains.cases.models import Terms as CaseTerms
from shouwen.domains.portal.errors import TermsLieBehind
from shouwen.domains.portal.events import TermsSet
from shouwen.domains.portal.models import Terms
from shouwen.kernel.actor import Actor
from shouwen.kernel.subject import Subject
from shouwen.platform.journal.actions import record


@transaction.atomic
def set_terms(
    since: date,
    *,
    on_opening: bool,
    on_invitation: bool,
    on_offer: bool,
    link_days: int,
    call_off_hours: int,
    telephone: str,
    urge_window_minutes: int,
    evaluation_days: int,
    evaluation_change_hours: int,
    by: Actor,
    at: datetime,
) -> Terms:
    """设发送规则 from a day ahead on; what is in force until then stays as it is."""
    later = [kind.objects.filter(valid_from__gte=since).exists() for kind in (Terms, CaseTerms)]
    if since <= localdate(at) or any(later):
        raise TermsLieBehind
    sending: dict[str, Any] = {
        "on_opening": on_opening,
        "on_invitation": on_invitation,
        "on_offer": on_offer,
        "link_days": link_days,
        "call_off_hours": call_off_hours,
    }
    row = Terms.objects.create(valid_from=since, telephone=telephone, **sending)
    handling: dict[str, Any] = {
        "urge_window_minutes": urge_window_minutes,
        "evaluation_days": evaluation_days,
        "evaluation_change_hours": evaluation_change_hours,
    }
    following = cases.terms(at=at)
    following.pk, following.valid_from = None, since
    following._state.adding = True
    for name, value in handling.items():
        setattr(following, name, value)
    following.save()
    fact = TermsSet(
        subject=Subject("portal_terms", row.pk),
        since=since.isoformat(),
        **sending,
        **handling,
    )
    record(fact, by=by, at=at)
    return row
