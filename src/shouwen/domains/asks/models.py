"""The internal request (内部请求): one question to one department, mostly about a case."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from shouwen.domains.asks.choices import OPEN, MadeBy, Outcome, RequestKind, RequestState
from shouwen.domains.asks.lifecycle import LIFECYCLE
from shouwen.kernel.subject import Subject
from shouwen.platform.access.scope import Scope

KIND = "request"


class RequestQuerySet(models.QuerySet["Request"]):
    def open(self) -> RequestQuerySet:
        """在办: the department has not answered yet."""
        return self.filter(state__in=OPEN)

    def visible_to(self, scope: Scope) -> RequestQuerySet:
        """Requests asked by or of a unit of the scope, or about a case of it."""
        if scope.everything:
            return self
        units = list(scope.units)
        return self.filter(
            Q(unit_id__in=units)
            | Q(asking_unit_id__in=units)
            | Q(case__owner_unit_id__in=units)
            | Q(case__handler_unit_id__in=units)
        )

    def lock(self, pk: int) -> Request:
        return self.select_for_update(of=("self",)).get(pk=pk)


class Request(models.Model):
    """One question to one department, with its own clock and its own holds.

    The question is the text of journal entry ``question_id`` and can be erased. ``blocking``: the
    case cannot go on without the answer, so its hold names the department meanwhile.

    A quick ask (快速求助) need not be about a case. ``waiting``: the customer stands at the counter or
    holds the line; ``duty``: what the department has promised and is asked under; ``passed``: how often it went on to the next person because nobody accepted it.
    """

    number = models.CharField(max_length=24, unique=True)
    kind = models.CharField(
        max_length=10, choices=RequestKind.choices, default=RequestKind.DEPARTMENT
    )
    made_by = models.CharField(max_length=10, choices=MadeBy.choices, default=MadeBy.ELECTRONIC)
    waiting = models.BooleanField(default=False)
    topic = models.CharField(max_length=40, blank=True, default="")
    duty = models.ForeignKey(
        "duties.Duty", models.PROTECT, null=True, related_name="+", db_index=False
    )
    passed = models.PositiveSmallIntegerField(default=0)
    case = models.ForeignKey(
        "cases.Case", models.PROTECT, null=True, related_name="+", db_index=False
    )
    asking_unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+", db_index=False)
    asking_person = models.ForeignKey(
        "org.Staff", models.PROTECT, null=True, related_name="+", db_index=False
    )
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(
        "org.Staff", models.PROTECT, null=True, related_name="+", db_index=False
    )
    question_id = models.BigIntegerField(null=True)
    blocking = models.BooleanField()
    state = models.CharField(
        max_length=10, choices=RequestState.choices, default=RequestState.ASKED
    )
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True, default="")
    asked_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    last_note_at = models.DateTimeField(null=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["case", "asked_at", "id"], name="request_of_case"),
            models.Index("unit", F("asked_at").desc(), F("id").desc(), name="request_of_unit"),
            models.Index(
                "asking_unit", F("asked_at").desc(), F("id").desc(), name="request_asked_by"
            ),
            models.Index(
                fields=["unit", "state"],
                name="request_open_of_unit",
                condition=Q(state__in=sorted(OPEN)),
            ),
            models.Index(fields=["unit", "ended_at"], name="request_ended_of_unit"),
            models.Index(fields=["duty"], name="request_of_duty", condition=Q(duty__isnull=False)),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="request_state_known", condition=Q(state__in=list(RequestState.values))
            ),
            models.CheckConstraint(
                name="request_kind_known", condition=Q(kind__in=list(RequestKind.values))
            ),
            models.CheckConstraint(
                name="request_made_by_known", condition=Q(made_by__in=list(MadeBy.values))
            ),
            models.CheckConstraint(
                name="request_of_a_case_or_quick",
                condition=Q(case__isnull=False) | Q(kind=RequestKind.QUICK, blocking=False),
            ),
            models.CheckConstraint(
                name="request_outcome_known",
                condition=Q(outcome__in=["", *Outcome.values]),
            ),
            models.CheckConstraint(
                name="request_ends_with_an_outcome",
                condition=Q(state=RequestState.ENDED, ended_at__isnull=False) & ~Q(outcome="")
                | ~Q(state=RequestState.ENDED) & Q(ended_at__isnull=True, outcome=""),
            ),
            models.CheckConstraint(
                name="request_in_work_is_accepted",
                condition=~Q(state=RequestState.IN_WORK) | Q(accepted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="request_answered_has_time",
                condition=Q(outcome=Outcome.ANSWERED, answered_at__isnull=False)
                | ~Q(outcome=Outcome.ANSWERED) & Q(answered_at__isnull=True),
            ),
            models.CheckConstraint(
                name="request_accepted_after_asking",
                condition=Q(accepted_at__isnull=True) | Q(accepted_at__gte=F("asked_at")),
            ),
            models.CheckConstraint(
                name="request_ended_after_asking",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("asked_at")),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def subject(self) -> Subject:
        return Subject(KIND, self.pk)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_quick(self) -> bool:
        return self.kind == RequestKind.QUICK

    @property
    def title(self) -> str:
        """What it is about where its question is not shown: the case, else that it is a quick ask."""
        return self.case.title if self.case is not None else str(RequestKind.QUICK.label)

    def can(self, verb: str) -> bool:
        return verb in LIFECYCLE.available(self.state)


class AnswerRating(models.Model):
    """一线评分: what whoever asked thinks of an answer, 1 to 5. Never changed; the last row counts."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="ratings", db_index=False)
    score = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+", db_index=False)
    staff = models.ForeignKey(
        "org.Staff", models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["request", "-at", "-id"], name="answer_rating_last"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="answer_rating_one_to_five", condition=Q(score__gte=1, score__lte=5)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.score}"
