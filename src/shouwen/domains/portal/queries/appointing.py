"""预约: the appointment of a case that holds, and the windows one may choose from."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from shouwen.domains.cases.choices import IN_WORK
from shouwen.domains.cases.models import Case
from shouwen.domains.portal.choices import Stage
from shouwen.domains.portal.models import Appointment
from shouwen.domains.portal.queries.links import terms
from shouwen.platform.org import queries as org

AHEAD = 5
"""Windows are offered for so many days after today."""
HOURS = ((time(9), time(12)), (time(14), time(17)))

Window = tuple[datetime, datetime]


def appointment(case: Case) -> Appointment | None:
    """What was offered or agreed last for the running instance; nothing once it was called off."""
    found = Appointment.objects.filter(case_id=case.pk, instance=case.instance)
    last = found.order_by("-pk").first()
    return last if last is not None and last.stage != Stage.CANCELLED else None


def agrees(row: Appointment) -> bool:
    """Whether this is the yes to the time that was offered just before."""
    before = Appointment.objects.filter(case=row.case_id, instance=row.instance, pk__lt=row.pk)
    last = before.order_by("-pk").first()
    return last is not None and (last.stage, last.starts_at) == (Stage.OFFERED, row.starts_at)


def called_off(case: Case, seen: int) -> Appointment | None:
    """The word that called off the appointment somebody looked at, if it was the last one of the instance."""
    found = Appointment.objects.filter(case_id=case.pk, instance=case.instance).order_by("-pk")[:2]
    last, before = [*found, None, None][:2]
    if last is None or before is None or last.stage != Stage.CANCELLED or before.pk != seen:
        return None
    return last


def changeable_until(held: Appointment, *, at: datetime) -> datetime:
    """Until when the customer may move or call off a visit; what was only offered, until it has passed."""
    if held.stage == Stage.OFFERED:
        return held.ends_at
    return held.starts_at - timedelta(hours=terms(at=at).call_off_hours)


def windows(case: Case, *, at: datetime) -> list[Window]:
    """Mornings and afternoons of the next days, by the clock of the unit that handles; none once it is settled."""
    if case.state not in IN_WORK:
        return []
    zone = org.zone_of(case.handler_unit_id)
    today = at.astimezone(zone).date()
    days = [today + timedelta(days=n) for n in range(1, AHEAD + 1)]
    return [
        (datetime.combine(day, start, zone), datetime.combine(day, end, zone))
        for day in days
        for start, end in HOURS
    ]
