"""Watch a case, and stop."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from shouwen.domains.cases.models import Case
from shouwen.domains.watching.choices import How
from shouwen.domains.watching.errors import NoPerson
from shouwen.domains.watching.models import Watch
from shouwen.kernel.actor import Actor
from shouwen.platform.journal import queries as journal


@transaction.atomic
def watch(case_id: int, *, how: str = How.SOON, by: Actor, at: datetime) -> Watch:
    """关注: hear from now on what others do in the case; again with another ``how`` changes only that."""
    if by.staff is None:
        raise NoPerson
    case = Case.objects.lock(case_id)
    found, new = Watch.objects.live().get_or_create(
        case=case,
        staff_id=by.staff,
        until=None,
        defaults={"how": How(how), "since": at, "told": journal.last_seq(case.subject)},
    )
    if not new and found.how != how:
        found.how = How(how)
        found.save(update_fields=["how"])
    return found


def unwatch(case_id: int, *, by: Actor, at: datetime) -> bool:
    """取消关注; whether there was anything to end."""
    held = Watch.objects.live().filter(case_id=case_id, staff_id=by.staff or 0)
    return bool(held.update(until=at))
