"""What an installation of an earlier version has: open requests become cases of the kind, with a clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from shouwen.domains.cases.choices import CaseKind
from shouwen.domains.privacy.actions.requests import open_beside
from shouwen.domains.privacy.models import DataRequest
from shouwen.kernel.actor import Actor

_LATER = timedelta(microseconds=1)


@transaction.atomic
def adopt(*, by: Actor, at: datetime) -> int:
    """旧请求转为案件: opened as of the day it was asked, so that no day of the limit is lost.

    What was answered before stays where it stands: no clock runs for it any more.
    """
    old = DataRequest.objects.select_for_update(of=("self",)).select_related("case")
    rows = list(old.filter(done_at=None).exclude(case__kind=CaseKind.DATA_REQUEST).order_by("pk"))
    for row in rows:
        row.case = open_beside(row.case, by=by, at=min(row.asked_at, at - _LATER))
        row.instance = row.case.instance
        row.save(update_fields=["case", "instance"])
    return len(rows)
