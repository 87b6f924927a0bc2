"""The dated rules of handling that are in force."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localdate

from shouwen.domains.cases.models import Case, Terms
from shouwen.platform.clocks.models import Clock


def terms(*, at: datetime) -> Terms:
    """办理规则 of that day; the shipped defaults where nobody has set any."""
    found = Terms.objects.filter(valid_from__lte=localdate(at)).order_by("-valid_from").first()
    return found or Terms(valid_from=localdate(at))


def answered_late(case: Case, *, at: datetime) -> bool:
    """Whether the resolution limit of the running instance had passed by then."""
    return Clock.objects.filter(
        subject_kind=case.subject.kind,
        subject_id=case.pk,
        kind="resolution",
        basis="internal",
        instance=case.instance,
        due_at__lt=at,
    ).exists()
