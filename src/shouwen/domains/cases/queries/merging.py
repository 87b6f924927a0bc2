"""Which older cases a case may be merged into."""

from __future__ import annotations

from django.db.models import Q

from shouwen.domains.cases.choices import IN_WORK
from shouwen.domains.cases.models import Case
from shouwen.domains.cases.queries.search import search
from shouwen.platform.access.scope import Scope

MOST = 20


def survivors(case: Case, *, scope: Scope, typed: str = "") -> list[Case]:
    """Older cases in work that the reader sees: those found, else those of customer and line."""
    older = Q(opened_at__lt=case.opened_at) | Q(opened_at=case.opened_at, pk__lt=case.pk)
    found = Case.objects.visible_to(scope).filter(older, state__in=IN_WORK)
    if typed.strip():
        found = found.filter(pk__in=search(typed, scope=scope))
    else:
        known = Q(customer_id=case.customer_id) if case.customer_id else Q()
        line = Q(account_id=case.account_id) if case.account_id else Q()
        if not (known or line):
            return []
        found = found.filter(known | line)
    return list(found.order_by("-opened_at", "-pk")[:MOST])
