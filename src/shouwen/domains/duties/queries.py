"""The register of duties as it is read: by department, by words, by what can be asked under it today."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q, QuerySet

from shouwen.domains.duties.errors import DutyNotOffered
from shouwen.domains.duties.models import Duty
from shouwen.platform.org import queries as org
from shouwen.platform.org.models import Contact
from shouwen.platform.org.queries import running
from shouwen.platform.org.tree import Node, tree
from shouwen.platform.rosters.queries import callable_from

PAGE = 40
"""Departments on one page of the overview."""
HISTORY = 200


@dataclass(slots=True)
class Line:
    """A duty with who answers under it: A first, then B."""

    duty: Duty
    contacts: list[Contact] = field(default_factory=list)


@dataclass(slots=True)
class Register:
    """职责清单 of one department: in force or to come, drafts, and what held before."""

    unit: Node
    lines: list[Line]
    drafts: list[Duty] = field(default_factory=list)
    former: list[Duty] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Overview:
    """One page of departments with their duties; ``total``: how many departments in all."""

    registers: list[Register]
    total: int


def readable(unit_id: int | None, *, everything: bool) -> set[int]:
    """Whose duties somebody reads: those of whom he may call."""
    return set(tree().nodes) if everything else callable_from(unit_id)


def overview(
    units: Collection[int], *, text: str = "", start: int = 0, n: int = PAGE, at: datetime
) -> Overview:
    """Departments that published duties, in the order of their codes; ``text`` finds duties and units."""
    found = _standing(at).filter(unit_id__in=units)
    if text := text.strip():
        found = found.filter(
            Q(name__icontains=text)
            | Q(purpose__icontains=text)
            | Q(topic__icontains=text)
            | Q(unit__name__icontains=text)
        )
    having = list(found.order_by("unit__code").values_list("unit_id", flat=True).distinct())
    shown = having[start : start + n]
    lines = _lines(found.filter(unit_id__in=shown), at)
    nodes = tree().nodes
    registers = [
        Register(nodes[unit], [line for line in lines if line.duty.unit_id == unit])
        for unit in shown
        if unit in nodes
    ]
    return Overview(registers, len(having))


def register(unit_id: int, *, drafts: bool, at: datetime) -> Register:
    """One department's; drafts for those who write it."""
    of_unit = Duty.objects.filter(unit_id=unit_id)
    today = _day(at, unit_id)
    former = of_unit.published().filter(valid_to__lte=today).order_by("-valid_to", "name")
    return Register(
        unit=tree().nodes[unit_id],
        lines=_lines(_standing(at).filter(unit_id=unit_id), at),
        drafts=list(of_unit.drafts().order_by("name")) if drafts else [],
        former=list(former[:HISTORY]),
    )


def offered(unit_id: int, *, at: datetime) -> list[Duty]:
    """Under what the department can be asked now."""
    today = _day(at, unit_id)
    return list(Duty.objects.on(today).filter(unit_id=unit_id).order_by("name"))


def names_at(unit_ids: Collection[int], *, at: datetime) -> dict[int, list[str]]:
    """Unit → what its duties in force are called."""
    found: dict[int, list[str]] = {unit: [] for unit in unit_ids}
    rows = Duty.objects.on(_day(at, None)).filter(unit_id__in=unit_ids)
    for unit, name in rows.values_list("unit_id", "name"):
        found[unit].append(name)
    return found


def offered_one(duty_id: int | None, unit_id: int, *, at: datetime) -> Duty | None:
    """The duty that is asked under, if this department has it in force now; none is none."""
    if duty_id is None:
        return None
    duty = Duty.objects.filter(pk=duty_id, unit_id=unit_id).first()
    if duty is None or not duty.holds_on(_day(at, unit_id)):
        raise DutyNotOffered
    return duty


def topics(unit_id: int, *, at: datetime) -> list[str]:
    """The topics for which the department has named somebody."""
    found = org.contacts_at(unit_id, at=at).order_by("topic").values_list("topic", flat=True)
    return list(found.distinct())


def _standing(at: datetime) -> QuerySet[Duty]:
    """Published, and not over: in force or to come."""
    open_end = Q(valid_to__isnull=True) | Q(valid_to__gt=_day(at, None))
    found = Duty.objects.published().filter(open_end)
    return found.select_related("unit", "published_by").order_by("name", "valid_from")


def _day(at: datetime, unit_id: int | None) -> date:
    return at.astimezone(org.zone_of(unit_id)).date()


def _lines(found: Iterable[Duty], at: datetime) -> list[Line]:
    duties = list(found)
    rows = Contact.objects.filter(running(at), unit_id__in={d.unit_id for d in duties})
    contacts = list(rows.select_related("staff").order_by("role", "topic"))
    return [Line(duty, _answering(duty, contacts)) for duty in duties]


def _answering(duty: Duty, contacts: Iterable[Contact]) -> list[Contact]:
    """Of the topic; a department without contacts for it answers through its first ones."""
    own = [c for c in contacts if c.unit_id == duty.unit_id]
    first = min((c.topic for c in own), default="")
    return [c for c in own if c.topic == duty.topic] or [c for c in own if c.topic == first]
