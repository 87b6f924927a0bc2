"""The internal request (内部请求): one question to one department about one case."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from shouwen.domains.asks.choices import OPEN, Outcome, RequestState
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
    """One question to one department about one case, with its own clock and its own holds.

    The question is the text of journal entry ``question_id`` and can be erased. ``blocking``: the
    case cannot go on without the answer, so its hold names the department meanwhile.
    """

    number = models.CharField(max_length=24, unique=True)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+", db_index=False)
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
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="request_state_known", condition=Q(state__in=list(RequestState.values))
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

    def can(self, verb: str) -> bool:
        return verb in LIFECYCLE.available(self.state)
