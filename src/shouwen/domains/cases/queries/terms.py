"""The dated rules of handling that are in force."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localdate

from shouwen.domains.cases.models import Terms


def terms(*, at: datetime) -> Terms:
    """办理规则 of that day; the shipped defaults where nobody has set any."""
    found = Terms.objects.filter(valid_from__lte=localdate(at)).order_by("-valid_from").first()
    return found or Terms(valid_from=localdate(at))
