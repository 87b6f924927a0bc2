from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):
    replaces = [
        ("asks", "0001_requests"),
        ("asks", "0002_quick"),
        ("asks", "0003_facts"),
        ("asks", "0004_duty"),
        ("asks", "0005_tell"),
    ]

    initial = True

    dependencies = [
        ("notify", "0001_start"),
        ("clocks", "0001_start"),
        ("cases", "0001_start"),
        ("duties", "0001_start"),
        ("org", "0001_start"),
    ]

    operations = [
        migrations.CreateModel(
            name="Request",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=24, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("department", "To a department"), ("quick", "Quick ask")],
                        default="department",
                        max_length=10,
                    ),
                ),
                (
                    "made_by",
                    models.CharField(
                        choices=[("electronic", "In writing"), ("phone", "By phone")],
                        default="electronic",
                        max_length=10,
                    ),
                ),
                ("waiting", models.BooleanField(default=False)),
                ("topic", models.CharField(blank=True, default="", max_length=40)),
                (
                    "duty",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="duties.duty",
                    ),
                ),
                ("passed", models.PositiveSmallIntegerField(default=0)),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "asking_unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                    ),
                ),
                (
                    "asking_person",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.staff",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.staff",
                    ),
                ),
                ("question_id", models.BigIntegerField(null=True)),
                ("blocking", models.BooleanField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "To accept"),
                            ("in_work", "In work"),
                            ("ended", "Ended"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("answered", "Answered"),
                            ("returned", "Sent back"),
                            ("not_reached", "Nobody reached"),
                            ("unclear", "No clear answer"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("last_note_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case", "asked_at", "id"], name="request_of_case"),
                    models.Index(
                        models.F("unit"),
                        models.OrderBy(models.F("asked_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="request_of_unit",
                    ),
                    models.Index(
                        models.F("asking_unit"),
                        models.OrderBy(models.F("asked_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="request_asked_by",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["asked", "in_work"])),
                        fields=["unit", "state"],
                        name="request_open_of_unit",
                    ),
                    models.Index(fields=["unit", "ended_at"], name="request_ended_of_unit"),
                    models.Index(
                        condition=models.Q(("duty__isnull", False)),
                        fields=["duty"],
                        name="request_of_duty",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["asked", "in_work", "ended"])),
                        name="request_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["department", "quick"])),
                        name="request_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("made_by__in", ["electronic", "phone"])),
                        name="request_made_by_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("case__isnull", False),
                            models.Q(("blocking", False), ("kind", "quick")),
                            _connector="OR",
                        ),
                        name="request_of_a_case_or_quick",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "outcome__in",
                                ["", "answered", "returned", "not_reached", "unclear", "withdrawn"],
                            )
                        ),
                        name="request_outcome_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_at__isnull", False),
                                ("state", "ended"),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "ended"), _negated=True),
                                ("ended_at__isnull", True),
                                ("outcome", ""),
                            ),
                            _connector="OR",
                        ),
                        name="request_ends_with_an_outcome",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "in_work"), _negated=True),
                            ("accepted_at__isnull", False),
                            _connector="OR",
                        ),
                        name="request_in_work_is_accepted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", False), ("outcome", "answered")),
                            models.Q(
                                models.Q(("outcome", "answered"), _negated=True),
                                ("answered_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="request_answered_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("accepted_at__isnull", True),
                            ("accepted_at__gte", models.F("asked_at")),
                            _connector="OR",
                        ),
                        name="request_accepted_after_asking",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True),
                            ("ended_at__gte", models.F("asked_at")),
                            _connector="OR",
                        ),
                        name="request_ended_after_asking",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AnswerRating",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ratings",
                        to="asks.request",
                    ),
                ),
                ("score", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.staff",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["request", "-at", "-id"], name="answer_rating_last")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("score__gte", 1), ("score__lte", 5)),
                        name="answer_rating_one_to_five",
                    )
                ],
            },
        ),
        migrations.RunSQL((SQL / "facts.sql").read_text(encoding="utf-8")),
        migrations.RunSQL((SQL / "tell.sql").read_text(encoding="utf-8")),
    ]
