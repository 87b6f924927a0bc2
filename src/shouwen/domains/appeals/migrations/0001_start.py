from pathlib import Path

import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):
    replaces = [
        ("appeals", "0001_initial"),
        ("appeals", "0002_facts"),
        ("appeals", "0003_in_force"),
        ("appeals", "0004_evidence"),
        ("appeals", "0005_lapsed"),
    ]

    initial = True

    dependencies = [
        ("cases", "0001_start"),
        ("clocks", "0001_start"),
        ("files", "0001_start"),
        ("org", "0001_start"),
    ]

    operations = [
        migrations.CreateModel(
            name="Appeal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "about",
                    models.CharField(
                        choices=[("verdict", "Late verdict"), ("rating", "Evaluation")],
                        max_length=10,
                    ),
                ),
                (
                    "clock",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clocks.clock",
                    ),
                ),
                ("verdict_n", models.PositiveSmallIntegerField(null=True)),
                (
                    "rating",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.rating",
                    ),
                ),
                ("n", models.PositiveSmallIntegerField()),
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
                ("desk", models.BooleanField()),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("not_our_liability", "Not our liability"),
                            ("force_majeure", "Force majeure"),
                            ("customer_caused", "Caused by the customer"),
                            ("system_failure", "A system had failed"),
                            ("wrong_target", "Meant for somebody else"),
                            ("malicious_evaluation", "Malicious evaluation"),
                        ],
                        max_length=24,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.staff",
                    ),
                ),
                ("due_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["due_at", "id"], name="appeal_due"),
                    models.Index(
                        models.F("unit"),
                        models.OrderBy(models.F("at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="appeal_of_unit",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("about", "verdict")),
                        fields=("clock", "verdict_n", "n"),
                        name="appeal_of_verdict_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("about", "rating")),
                        fields=("rating", "n"),
                        name="appeal_of_rating_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("about", "verdict"),
                                ("clock__isnull", False),
                                ("rating__isnull", True),
                                ("verdict_n__isnull", False),
                            ),
                            models.Q(
                                ("about", "rating"),
                                ("clock__isnull", True),
                                ("rating__isnull", False),
                                ("verdict_n__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="appeal_is_about_one_thing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "ground__in",
                                [
                                    "not_our_liability",
                                    "force_majeure",
                                    "customer_caused",
                                    "system_failure",
                                    "wrong_target",
                                    "malicious_evaluation",
                                ],
                            )
                        ),
                        name="appeal_ground_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("n__gte", 1)), name="appeal_counts_from_1"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="appeal_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="51013efa46e71a67910cf53498505ff0b13e6246",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_appeal_stays_e4e05",
                            table="appeals_appeal",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Terms",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField(unique=True)),
                ("appeal_days", models.PositiveSmallIntegerField(default=5)),
                ("decide_days", models.PositiveSmallIntegerField(default=5)),
                ("set_at", models.DateTimeField(null=True)),
                (
                    "set_by",
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
                "verbose_name_plural": "terms",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("appeal_days__gt", 0), ("decide_days__gt", 0)),
                        name="appeal_days_positive",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="appeal_terms_stay",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="70722dabbde8b7d3326b2571fb7abaf4adbce74c",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_appeal_terms_stay_f55f0",
                            table="appeals_terms",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "appeal",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="appeals.appeal",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.attachment",
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
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
                "verbose_name_plural": "evidence",
                "constraints": [
                    models.UniqueConstraint(fields=("appeal", "file"), name="appeal_evidence_once")
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="appeal_evidence_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="9fc2e77a435d293aca7b96174ebf0753e2cf3f56",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_appeal_evidence_stays_67c7d",
                            table="appeals_evidence",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "appeal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="decision",
                        serialize=False,
                        to="appeals.appeal",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("upheld", "Upheld"),
                            ("rejected", "Not upheld"),
                            ("withdrawn", "Withdrawn by the unit"),
                            ("lapsed", "Ended with the case"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
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
                    models.Index(
                        models.OrderBy(models.F("at"), descending=True),
                        models.OrderBy(models.F("appeal"), descending=True),
                        name="appeal_decided",
                    ),
                    models.Index(
                        condition=models.Q(("outcome", "upheld")),
                        fields=["appeal"],
                        name="appeal_upheld",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome__in", ["upheld", "rejected", "withdrawn", "lapsed"])
                        ),
                        name="appeal_outcome_known",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="appeal_decision_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="0590ac515992d83ef74fd47360294d8c4b09ec81",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_appeal_decision_stays_42eee",
                            table="appeals_decision",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.RunSQL((SQL / "facts.sql").read_text(encoding="utf-8")),
    ]
