"""What people who share cases leave on them: links, sub-tasks, who looked when, who looks now."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from shouwen.domains.teamwork.choices import LinkKind, TaskRole, TaskState
from shouwen.kernel.subject import Subject
from shouwen.platform.access.scope import Scope

TASK = "task"


class LinkQuerySet(models.QuerySet["Link"]):
    def standing(self) -> LinkQuerySet:
        return self.filter(ended_at__isnull=True)

    def children(self) -> LinkQuerySet:
        return self.standing().filter(kind=LinkKind.CHILD)


class Link(models.Model):
    """Two cases that belong together; a child (子单) names its parent (母单), a follow-up (续单)
    what it follows; of two related ones the older comes first."""

    kind = models.CharField(max_length=8, choices=LinkKind.choices)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+", db_index=False)
    other = models.ForeignKey("cases.Case", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    by = models.ForeignKey("org.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["case"], name="link_of", condition=Q(ended_at__isnull=True)),
            models.Index(fields=["other"], name="link_to", condition=Q(ended_at__isnull=True)),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="link_kind_known", condition=Q(kind__in=list(LinkKind.values))
            ),
            models.CheckConstraint(name="link_two_cases", condition=~Q(case=F("other"))),
            models.CheckConstraint(
                name="link_related_in_order",
                condition=~Q(kind=LinkKind.RELATED) | Q(case__lt=F("other")),
            ),
            models.UniqueConstraint(
                fields=["case"],
                name="link_one_parent",
                condition=Q(kind=LinkKind.CHILD, ended_at__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["case"],
                name="link_follows_one",
                condition=Q(kind=LinkKind.FOLLOWS, ended_at__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["case", "other"],
                name="link_related_once",
                condition=Q(kind=LinkKind.RELATED, ended_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.other_id}"


class TaskQuerySet(models.QuerySet["Task"]):
    def open(self) -> TaskQuerySet:
        return self.filter(state=TaskState.OPEN)

    def visible_to(self, scope: Scope) -> TaskQuerySet:
        """Tasks of or from a unit of the scope, or of a case of it."""
        if scope.everything:
            return self
        units = list(scope.units)
        return self.filter(
            Q(unit_id__in=units)
            | Q(asking_unit_id__in=units)
            | Q(case__owner_unit_id__in=units)
            | Q(case__handler_unit_id__in=units)
        )

    def lock(self, pk: int) -> Task:
        return self.select_for_update(of=("self",)).get(pk=pk)


class Task(models.Model):
    """One piece of work for a case (子任务), or a unit that works on it with the lead unit (协办).

    A child subject with a hold and a clock of its own; what is to be done is the text of journal entry
    ``what_id`` of the case. ``n`` counts the tasks of the case.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+", db_index=False)
    n = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=8, choices=TaskRole.choices)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(
        "org.Staff", models.PROTECT, null=True, related_name="+", db_index=False
    )
    asking_unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+", db_index=False)
    asking_person = models.ForeignKey(
        "org.Staff", models.PROTECT, null=True, related_name="+", db_index=False
    )
    what_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10, choices=TaskState.choices, default=TaskState.OPEN)
    assigned_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["unit"], name="task_open_of_unit", condition=Q(state=TaskState.OPEN)
            ),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["case", "n"], name="task_counted_in_its_case"),
            models.CheckConstraint(
                name="task_state_known", condition=Q(state__in=list(TaskState.values))
            ),
            models.CheckConstraint(
                name="task_role_known", condition=Q(role__in=list(TaskRole.values))
            ),
            models.CheckConstraint(
                name="task_ends_once",
                condition=Q(state=TaskState.OPEN, ended_at__isnull=True)
                | ~Q(state=TaskState.OPEN) & Q(ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="task_due_after_assigning",
                condition=Q(due_at__isnull=True) | Q(due_at__gt=F("assigned_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}-{self.n}"

    @property
    def subject(self) -> Subject:
        return Subject(TASK, self.pk)

    @property
    def is_open(self) -> bool:
        return self.state == TaskState.OPEN


class Looked(models.Model):
    """How far a person has read a case: the journal entry of the case that was on the screen last."""

    pk = models.CompositePrimaryKey("staff_id", "case_id")
    staff = models.ForeignKey("org.Staff", models.CASCADE, related_name="+", db_index=False)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+", db_index=False)
    seq = models.IntegerField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.staff_id} read case {self.case_id} up to {self.seq}"


class Presence(models.Model):
    """Who has a case open at this moment (正在查看); unlogged, forgotten within a minute, never a lock."""

    pk = models.CompositePrimaryKey("case_id", "staff_id")
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+", db_index=False)
    staff = models.ForeignKey("org.Staff", models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField()
    writing = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["staff"], name="case_presence_of_staff")
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} has case {self.case_id} open"
