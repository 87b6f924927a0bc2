"""Escalation: the ladder a clock climbs, in versions that never change, and who has seen a step."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CharField, F, Func, Q, Value
from django.db.models.lookups import Regex

from shouwen.platform.clocks.choices import TARGETS, ChannelKind, Effect, StepWhen
from shouwen.platform.clocks.models.triggers import append_only


def _joined(field: str) -> Func:
    return Func(
        F(field), Value(","), function="array_to_string", output_field=CharField(max_length=400)
    )


@pghistory.track(
    pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), append_only=True
)
class Ladder(models.Model):
    """One row is a named ladder (升级梯): who is told, and when, while a clock runs down."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.code


class LadderVersion(models.Model):
    """One row is a complete, immutable state of a ladder; a clock pins one when it starts."""

    ladder = models.ForeignKey(Ladder, models.PROTECT, related_name="versions")
    n = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("ladder", "n", name="clocks_ladder_one_n_per_ladder"),
            models.CheckConstraint(name="clocks_ladder_counts_from_1", condition=Q(n__gte=1)),
        ]
        triggers = [append_only("clocks_ladder_version_is_immutable")]

    def __str__(self) -> str:
        return f"{self.ladder_id}/{self.n}"


class LadderStep(models.Model):
    """One row is a step of a ladder (升级档): when it comes, whom it reaches, what it does.

    ``amount`` is per cent of the target (share), seconds before or after the due time on the
    clock's own calendar, or working days after it on the calendar ``office``.
    """

    pk = models.CompositePrimaryKey("version_id", "n")
    version = models.ForeignKey(LadderVersion, models.PROTECT, related_name="steps", db_index=False)
    n = models.PositiveSmallIntegerField()
    when = models.CharField(max_length=20, choices=StepWhen)
    amount = models.PositiveIntegerField()
    to = ArrayField(models.CharField(max_length=40), default=list)
    channels = ArrayField(models.CharField(max_length=20), default=list)
    effects = ArrayField(models.CharField(max_length=30), default=list)
    reassign_to = models.CharField(max_length=40, blank=True, default="")
    needs_ack = models.BooleanField(default=False)
    ack_within_seconds = models.PositiveIntegerField(null=True)

    class Meta:
        db_table = "clocks_ladder_step"
        constraints = [
            models.CheckConstraint(name="clocks_step_counts_from_1", condition=Q(n__gte=1)),
            models.CheckConstraint(
                name="clocks_step_when_known", condition=Q(when__in=StepWhen.values)
            ),
            models.CheckConstraint(name="clocks_step_amount_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="clocks_step_effects_known",
                condition=Q(effects__contained_by=Effect.values) & ~Q(effects=[]),
            ),
            models.CheckConstraint(
                name="clocks_step_channels_known",
                condition=Q(channels__contained_by=ChannelKind.values),
            ),
            models.CheckConstraint(
                name="clocks_step_targets_known",
                condition=Q(to=[]) | Q(Regex(_joined("to"), f"^({TARGETS}(,|$))+$")),
            ),
            models.CheckConstraint(
                name="clocks_step_notice_has_target_and_channel",
                condition=~Q(effects__contains=[Effect.NOTIFY]) | (~Q(to=[]) & ~Q(channels=[])),
            ),
            models.CheckConstraint(
                name="clocks_step_reassigns_to_somebody",
                condition=Q(effects__contains=[Effect.REASSIGN], reassign_to__regex=f"^{TARGETS}$")
                | (~Q(effects__contains=[Effect.REASSIGN]) & Q(reassign_to="")),
            ),
            models.CheckConstraint(
                name="clocks_step_acknowledged_within_a_time",
                condition=Q(
                    needs_ack=True, ack_within_seconds__isnull=False, ack_within_seconds__gt=0
                )
                | Q(needs_ack=False, ack_within_seconds__isnull=True),
            ),
        ]
        triggers = [append_only("clocks_ladder_step_is_immutable")]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.n}"


class Acknowledgement(models.Model):
    """One row says that somebody has seen a step that fired (已确认); it no longer hurries the next."""

    pk = models.CompositePrimaryKey("clock_id", "step")
    clock = models.ForeignKey(
        "clocks.Clock", models.PROTECT, related_name="acknowledgements", db_index=False
    )
    step = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "clocks_ack"
        constraints = [
            models.CheckConstraint(name="clocks_ack_of_a_step", condition=Q(step__gte=1)),
        ]
        triggers = [append_only("clocks_ack_is_append_only")]

    def __str__(self) -> str:
        return f"{self.clock_id}/{self.step}"
