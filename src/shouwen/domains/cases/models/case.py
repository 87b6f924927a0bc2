"""The case (诉求), the words it is found by, and the dated terms of handling."""

from __future__ import annotations

from typing import Any, ClassVar

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import Combinable
from django.db.models.functions import Now

from shouwen.domains.cases.choices import (
    ENDED,
    OPEN,
    SETTLED,
    CaseKind,
    CaseState,
    Channel,
)
from shouwen.domains.cases.lifecycle import LIFECYCLE
from shouwen.kernel.subject import Subject
from shouwen.platform.access.scope import Scope
from shouwen.platform.clocks.models import Clock

KIND = "case"
REACHED_THROUGH = {KIND}
"""Kinds of subjects below a case whose holder may look at the case; apps above add theirs."""


class CaseQuerySet(models.QuerySet["Case"]):
    def open(self) -> CaseQuerySet:
        """在办: not yet closed."""
        return self.filter(state__in=OPEN)

    def visible_to(self, scope: Scope) -> CaseQuerySet:
        """Cases whose owner's or handler's unit lies in the scope; everything else does not exist."""
        if scope.everything:
            return self
        units = list(scope.units)
        return self.filter(Q(owner_unit_id__in=units) | Q(handler_unit_id__in=units))

    def reachable_by(self, scope: Scope) -> CaseQuerySet:
        """What a unit may look at: its own cases, those whose time is on it, and those it helps with."""
        if scope.everything:
            return self
        units = list(scope.units)
        held = Clock.objects.front().filter(subject_kind__in=REACHED_THROUGH, unit_id__in=units)
        return self.filter(
            Q(owner_unit_id__in=units)
            | Q(handler_unit_id__in=units)
            | Q(pk__in=held.filter(root_kind=KIND).values("root_id"))
        )

    def lock(self, pk: int) -> Case:
        return self.select_for_update(of=("self",)).get(pk=pk)


ANGRY = "angry"
"""What ``extra["mood"]`` says of an upset customer."""


def _few_open(word: str, condition: Q) -> list[models.Index]:
    """Small indexes of the few open cases of a tab, by handler and by owner: no row is read to count."""
    units = ["handler_unit", "owner_unit"]
    return [
        models.Index(
            fields=order,
            include=["id"],
            name=f"case_{word}_{whose}",
            condition=condition & Q(state__in=sorted(OPEN)),
        )
        for whose, order in (("handled", units), ("owned", units[::-1]))
    ]


def _few_have() -> list[models.Index]:
    """Small indexes of what few cases have, for conditions on any field; open ones of a tab have better."""
    ended = Q(state__in=sorted(ENDED))
    conditions = {
        "category": ~Q(category=""),
        "reassignments": Q(reassignments__gt=0),
        "account": ended & Q(account__isnull=False),
        **{name: ended & Q(**{f"{name}__gt": 0}) for name in ("urges", "returns", "reopens")},
    }
    return [
        models.Index(
            fields=[name, "state"]
            if name == "category"
            else [name],  # of open ones few may have it
            name=f"case_few_{name}",
            condition=condition,
        )
        for name, condition in conditions.items()
    ]


def _walked() -> list[models.Index]:
    """The open cases in the orders of the list that no other index has; see ``queries.ordered``."""
    orders: dict[str, Combinable] = {
        "urges": F("urges") * -1,
        "change": F("changed_at"),
        "waiting": F("opened_at"),
    }
    return [
        models.Index(by, F("id"), name=f"case_by_{word}", condition=Q(state__in=sorted(OPEN)))
        for word, by in orders.items()
    ]


class Case(models.Model):
    """One customer matter (诉求, 受理单), from first contact to its end.

    ``owner`` and ``owner_unit`` (首问) are set once and handed over only when somebody leaves;
    ``handler`` and ``handler_unit`` have the work, and keep the name of who did it after the answer.
    ``answered_at`` and ``closed_at`` belong to the running instance and are cleared by reopening;
    ``finished_at`` (answer, else close) is that of the first instance and never changes.
    """

    number = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=20, choices=CaseKind.choices)
    category = models.CharField(max_length=60, blank=True)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=20, choices=CaseState.choices, default=CaseState.RECEIVED)
    instance = models.PositiveSmallIntegerField(default=1)
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, null=True, related_name="+", db_index=False
    )
    account = models.ForeignKey(
        "customers.ServiceAccount", models.PROTECT, null=True, related_name="+", db_index=False
    )
    owner = models.ForeignKey("org.Staff", models.PROTECT, null=True, related_name="+")
    owner_unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+", db_index=False)
    handler = models.ForeignKey("org.Staff", models.PROTECT, null=True, related_name="+")
    handler_unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+", db_index=False)
    opened_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    archived_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="merged", db_index=False
    )
    source_batch = models.BigIntegerField(null=True)
    urges = models.PositiveIntegerField(default=0)  # counted ones (K19)
    returns = models.PositiveIntegerField(default=0)
    reassignments = models.PositiveIntegerField(default=0)
    reopens = models.PositiveIntegerField(default=0)
    to_escalate = models.BooleanField(default=False, db_default=False)  # supervision proposed
    extra = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(db_default=Now(), editable=False)  # when it got this version

    objects = CaseQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(
                "handler_unit", F("opened_at").desc(), F("id").desc(), name="case_handled"
            ),
            models.Index("owner_unit", F("opened_at").desc(), F("id").desc(), name="case_owned"),
            models.Index("opened_at", "id", name="case_opened"),
            models.Index("customer", F("opened_at").desc(), name="case_of_customer"),
            models.Index(
                "account",
                "kind",
                F("opened_at").desc(),
                name="case_of_account_open",
                condition=Q(state__in=sorted(OPEN)),
            ),
            models.Index(
                "handler_unit",
                F("closed_at").desc(),
                F("id").desc(),
                name="case_closed_handled",
                condition=Q(state__in=sorted(ENDED)),
            ),
            models.Index(
                "owner_unit",
                F("closed_at").desc(),
                F("id").desc(),
                name="case_closed_owned",
                condition=Q(state__in=sorted(ENDED)),
            ),
            models.Index(
                F("closed_at").desc(),
                F("id").desc(),
                name="case_closed",
                condition=Q(state__in=sorted(ENDED)),
            ),
            models.Index(
                fields=["source_batch"], name="case_batch", condition=Q(source_batch__isnull=False)
            ),
            GinIndex(fields=["extra"], name="case_extra"),
            *_walked(),
            *_few_have(),
            *_few_open("urged", Q(urges__gt=0)),
            *_few_open("returned", Q(returns__gt=0)),
            *_few_open("reopened", Q(reopens__gt=0)),
            *_few_open("to_escalate", Q(to_escalate=True)),
            *_few_open("angry", Q(extra__mood=ANGRY)),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="case_state_known", condition=Q(state__in=list(CaseState.values))
            ),
            models.CheckConstraint(
                name="case_kind_known", condition=Q(kind__in=list(CaseKind.values))
            ),
            models.CheckConstraint(
                name="case_channel_known", condition=Q(channel__in=list(Channel.values))
            ),
            models.CheckConstraint(
                name="case_merged_names_survivor",
                condition=~Q(state=CaseState.MERGED) | Q(merged_into__isnull=False),
            ),
            models.CheckConstraint(
                name="case_settled_is_answered",
                condition=~Q(state__in=sorted(SETTLED)) | Q(answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="case_closed_has_time",
                condition=~Q(state__in=[CaseState.CLOSED, CaseState.ARCHIVED])
                | Q(closed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="case_answered_after_opening",
                condition=Q(answered_at__isnull=True) | Q(answered_at__gte=F("opened_at")),
            ),
            models.CheckConstraint(
                name="case_closed_after_opening",
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")),
            ),
            models.CheckConstraint(
                name="case_finished_after_opening",
                condition=Q(finished_at__isnull=True) | Q(finished_at__gte=F("opened_at")),
            ),
            models.CheckConstraint(
                name="case_archived_after_opening",
                condition=Q(archived_at__isnull=True) | Q(archived_at__gte=F("opened_at")),
            ),
            models.CheckConstraint(
                name="case_instance_counts_from_one", condition=Q(instance__gte=1)
            ),
        ]

        triggers: ClassVar[list[Any]] = [
            pgtrigger.Trigger(
                name="case_changed_now",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("version"),  # type: ignore[no-untyped-call]
                func="NEW.changed_at := now(); RETURN NEW;",
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_angry(self) -> bool:
        """情绪激动: said by whoever took the matter in."""
        return bool(self.extra.get("mood") == ANGRY)

    @property
    def subject(self) -> Subject:
        return Subject(KIND, self.pk)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    def can(self, verb: str) -> bool:
        return verb in LIFECYCLE.available(self.state)


class CaseWords(models.Model):
    """What a case is found by: words, two-character pieces and single characters (检索词)."""

    case = models.OneToOneField(
        Case, models.CASCADE, primary_key=True, related_name="words", db_column="case_id"
    )
    tokens = SearchVectorField()

    class Meta:
        db_table = "cases_search"
        indexes: ClassVar[list[Any]] = [GinIndex(fields=["tokens"], name="case_search_tokens")]

    def __str__(self) -> str:
        return f"words of case {self.pk}"


class Terms(models.Model):
    """The dated rules of handling (办理规则): the row with the latest ``valid_from`` is in force."""

    valid_from = models.DateField(unique=True)
    urge_window_minutes = models.PositiveIntegerField(default=30)
    reopen_days = models.PositiveIntegerField(default=30)
    evaluation_days = models.PositiveIntegerField(default=14, db_default=14)
    evaluation_change_hours = models.PositiveIntegerField(default=24, db_default=24)

    class Meta:
        verbose_name_plural = "terms"

    def __str__(self) -> str:
        return f"terms from {self.valid_from}"
