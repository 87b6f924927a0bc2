"""Links: found by their token, alive or not."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localdate

from shouwen.domains.portal.models import Link, Terms
from shouwen.domains.portal.tokens import digest


def link_by_token(token: str, *, at: datetime) -> Link | None:
    """The living link this token opens."""
    found = Link.objects.filter(token_hash=digest(token)).first()
    return found if found is not None and found.lives(at) else None


def living(case_id: int, *, at: datetime) -> Link | None:
    """The newest link of the case that still opens the page."""
    links = Link.objects.filter(case_id=case_id, revoked_at__isnull=True, expires_at__gt=at)
    return links.order_by("-pk").first()


def language_of(customer_id: int | None) -> str:
    """In which language the customer came in last, by whichever link; empty where they never chose one."""
    links = Link.objects.filter(case__customer_id=customer_id or 0).exclude(language="")
    return links.order_by("-pk").values_list("language", flat=True).first() or ""


def terms(*, at: datetime) -> Terms:
    """发送规则 of that day; the shipped ones where nobody has set any."""
    found = Terms.objects.filter(valid_from__lte=localdate(at)).order_by("-valid_from").first()
    return found or Terms(valid_from=localdate(at))
