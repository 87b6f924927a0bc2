from pathlib import Path

import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):
    replaces = [
        ("kpi", "0001_initial"),
        ("kpi", "0002_facts"),
        ("kpi", "0003_open"),
        ("kpi", "0004_open_in_force"),
        ("kpi", "0005_rating_last"),
        ("kpi", "0006_answers"),
        ("kpi", "0007_users"),
    ]

    initial = True

    dependencies = [
        ("asks", "0001_start"),
        ("clocks", "0001_start"),
        ("cases", "0001_start"),
        ("access", "__first__"),
        ("org", "0001_start"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="Target",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kpi", models.CharField(max_length=40)),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                    ),
                ),
                (
                    "operator",
                    models.CharField(
                        choices=[
                            ("<", "below"),
                            ("<=", "at most"),
                            (">=", "at least"),
                            ("=", "exactly"),
                        ],
                        max_length=2,
                    ),
                ),
                ("value", models.DecimalField(decimal_places=4, max_digits=12)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                ("source", models.CharField(max_length=120)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("operator__in", ["<", "<=", ">=", "="])),
                        name="target_operator_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="target_ends_later",
                    ),
                    models.UniqueConstraint(
                        fields=("kpi", "unit", "valid_from"),
                        name="target_one_a_day",
                        nulls_distinct=False,
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "kpi_targetevent" ("id", "kpi", "operator", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "unit_id", "valid_from", "valid_to", "value") VALUES (NEW."id", NEW."kpi", NEW."operator", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source", NEW."unit_id", NEW."valid_from", NEW."valid_to", NEW."value"); RETURN NULL;',
                            hash="8ff68416f30ea8c9eefe7549572d48169d0969f4",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_5568a",
                            table="kpi_target",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "kpi_targetevent" ("id", "kpi", "operator", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "unit_id", "valid_from", "valid_to", "value") VALUES (NEW."id", NEW."kpi", NEW."operator", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source", NEW."unit_id", NEW."valid_from", NEW."valid_to", NEW."value"); RETURN NULL;',
                            hash="d60aece8baf1c13acd959250fd976d069b986831",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_1fa1e",
                            table="kpi_target",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UserCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                ("day", models.DateField()),
                ("users", models.PositiveIntegerField()),
                ("from_at", models.DateTimeField()),
                ("source", models.CharField(max_length=120)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["unit", "day", "-id"], name="users_of_unit"),
                    models.Index(fields=["-day", "-id"], name="users_newest"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True),
                        name="users_have_a_source",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="users_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="b99824650ec6db44fc12c321f378e71e25caaf39",
                            operation="UPDATE",
                            pgid="pgtrigger_users_never_edited_25abc",
                            table="kpi_usercount",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TargetEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="kpi.target",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                ("kpi", models.CharField(max_length=40)),
                (
                    "unit",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="org.unit",
                    ),
                ),
                (
                    "operator",
                    models.CharField(
                        choices=[
                            ("<", "below"),
                            ("<=", "at most"),
                            (">=", "at least"),
                            ("=", "exactly"),
                        ],
                        max_length=2,
                    ),
                ),
                ("value", models.DecimalField(decimal_places=4, max_digits=12)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                ("source", models.CharField(max_length=120)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.RunSQL((SQL / "facts.sql").read_text(encoding="utf-8")),
        migrations.RunSQL((SQL / "open.sql").read_text(encoding="utf-8")),
        migrations.RunSQL((SQL / "answers.sql").read_text(encoding="utf-8")),
        migrations.RunSQL((SQL / "users.sql").read_text(encoding="utf-8")),
    ]
