"""Sub-tasks as lists show them, whose they are, and what they and their ledgers say of each other."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext

from shouwen.domains.customers.queries import veils
from shouwen.domains.teamwork.choices import TaskRole
from shouwen.domains.teamwork.models import TASK, Task
from shouwen.kernel.problem import Problem
from shouwen.platform.clocks.models import Clock
from shouwen.platform.journal.contradictions import contradictions
from shouwen.platform.journal.models import EntryText
from shouwen.platform.notify.words import Named
from shouwen.platform.org import queries as org


@dataclass(frozen=True, slots=True)
class Line:
    """One task ready to show: its clock, whose it is, what is to be done."""

    task: Task
    number: str
    clock: Clock | None
    unit: str
    person: str
    asking_unit: str
    asking_person: str
    what: str


def lines(found: Iterable[Task]) -> list[Line]:
    """These tasks (with their case) as rows in the order given; one query a table."""
    tasks = list(found)
    if not tasks:
        return []
    units = org.names({u for t in tasks for u in (t.unit_id, t.asking_unit_id)})
    people = org.staff_names({p for t in tasks for p in (t.person_id, t.asking_person_id)})
    running = Clock.objects.front().filter(subject_kind=TASK, subject_id__in=[t.pk for t in tasks])
    fronts = {c.subject_id: c for c in running}
    wanted = EntryText.objects.filter(entry_id__in=[t.what_id for t in tasks])
    words = dict(wanted.values_list("entry_id", "body"))
    veil = veils(t.case.customer_id for t in tasks)
    return [
        Line(
            task=t,
            number=number_of(t.case.number, t.n),
            clock=fronts.get(t.pk),
            unit=units.get(t.unit_id, ""),
            person=people.get(t.person_id or 0, ""),
            asking_unit=units.get(t.asking_unit_id, ""),
            asking_person=people.get(t.asking_person_id or 0, ""),
            what=veil[t.case.customer_id](words.get(t.what_id or 0) or ""),
        )
        for t in tasks
    ]


def number_of(case: str, n: int) -> str:
    return f"{case}-{n}"


def tasks_of(case_id: int) -> list[Line]:
    """The tasks of a case: those still open first."""
    found = Task.objects.filter(case_id=case_id).select_related("case")
    return lines(sorted(found, key=lambda t: (not t.is_open, t.n)))


def still_open(case_id: int) -> list[str]:
    """Who still works on something for the case, in words."""
    found = Task.objects.open().filter(case_id=case_id).order_by("n")
    return [name for (name,) in found.values_list("unit__name")]


def remark(case: object, verb: str) -> str:
    """Before the customer is answered or the case closed: who still has something to do for it."""
    if verb not in {"answer", "close", "evaluate", "withdraw", "void"}:
        return ""
    units = still_open(case.pk)  # type: ignore[attr-defined]
    if not units:
        return ""
    words = {"units": "、".join(dict.fromkeys(units))}
    if verb == "answer":
        return (
            gettext("Still working on a sub-task: %(units)s. The answer does not end it.") % words
        )
    return gettext("Still working on a sub-task: %(units)s. It is withdrawn.") % words


def concerned(unit_id: int, staff_id: int | None, *, at: datetime) -> set[int]:
    """Who hears of a new task: the person named, else the contacts A of the unit, else its leaders."""
    if staff_id is not None:
        return {staff_id}
    found = org.contacts_at(unit_id, at=at).filter(role="A")
    return set(found.values_list("staff_id", flat=True)) or {
        leader.pk for leader in org.leaders_of(unit_id, at=at)
    }


def named(ids: Collection[int]) -> Mapping[int, Named]:
    """What tasks are called in notices, in one query."""
    rows = Task.objects.filter(pk__in=ids).values_list(
        "pk", "n", "role", "case__number", "case__title"
    )
    roles = dict(TaskRole.choices)
    return {
        pk: Named(
            f"{roles[role]} {number_of(number, n)} {title}".strip(),
            reverse("teamwork:task", args=[pk]),
            number_of(number, n),
        )
        for pk, n, role, number, title in rows
    }


def matches(ids: Collection[int]) -> Mapping[int, Mapping[str, object]]:
    """What the limit rules look at."""
    rows = Task.objects.filter(pk__in=ids).values_list(
        "pk", "case__kind", "case__category", "case__channel", "unit_id"
    )
    return {
        pk: {"subject": TASK, "kind": kind, "category": category, "channel": channel, "unit": unit}
        for pk, kind, category, channel, unit in rows
    }


def numbers(ids: Collection[int]) -> Mapping[int, str]:
    rows = Task.objects.filter(pk__in=ids).values_list("pk", "case__number", "n")
    return {pk: number_of(number, n) for pk, number, n in rows}


def at_unit(unit_id: int) -> int:
    """Open tasks the unit has to do or waits for."""
    return Task.objects.open().filter(Q(unit_id=unit_id) | Q(asking_unit_id=unit_id)).count()


def of_staff(staff_id: int) -> int:
    mine = Q(person_id=staff_id) | Q(asking_person_id=staff_id)
    return Task.objects.open().filter(mine).count()


_CHECKS = {
    "has clocks but there is no such task": """
        SELECT DISTINCT k.subject_id FROM clocks_clock k
          LEFT JOIN teamwork_task t ON t.id = k.subject_id
         WHERE k.subject_kind = 'task' AND t.id IS NULL""",
    "is open but no clock runs": """
        SELECT t.id FROM teamwork_task t WHERE t.state = 'open' AND NOT EXISTS (
            SELECT 1 FROM clocks_clock k WHERE k.subject_kind = 'task'
               AND k.subject_id = t.id AND k.ended_at IS NULL AND k.front)""",
    "has ended but a clock runs": """
        SELECT t.id FROM teamwork_task t WHERE t.state <> 'open' AND EXISTS (
            SELECT 1 FROM clocks_clock k WHERE k.subject_kind = 'task'
               AND k.subject_id = t.id AND k.ended_at IS NULL)""",
    "belongs to another case than its clocks": """
        SELECT DISTINCT t.id FROM teamwork_task t
          JOIN clocks_clock k ON k.subject_kind = 'task' AND k.subject_id = t.id
         WHERE (k.root_kind, k.root_id) <> ('case', t.case_id)""",
    "is with another unit than its clock": """
        SELECT DISTINCT t.id FROM teamwork_task t
          JOIN clocks_clock k ON k.subject_kind = 'task' AND k.subject_id = t.id AND k.ended_at IS NULL
         WHERE (k.unit_id, k.person_id) IS DISTINCT FROM (t.unit_id, t.person_id)""",
}  # fmt: skip


def verify(*, most: int = 100) -> Iterator[Problem]:
    """Orphans and contradictions, at most ``most`` of a sort."""
    return contradictions("task", _CHECKS, most=most)
