import datetime
from pathlib import Path

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.lookups
import pgtrigger.compiler
from django.db import migrations, models

import shouwen.platform.clocks.models.limits

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):
    replaces = [
        ("clocks", "0001_initial"),
        ("clocks", "0002_ladders"),
        ("clocks", "0003_limit_policies"),
        ("clocks", "0004_limit_cable_cn"),
        ("clocks", "0005_alarms"),
        ("clocks", "0006_verdict_in_force"),
        ("clocks", "0007_rework_words"),
    ]

    initial = True

    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="Calendar",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, unique=True)),
                ("zone", models.CharField(default="Asia/Shanghai", max_length=60)),
            ],
        ),
        migrations.CreateModel(
            name="Ladder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=100)),
            ],
            options={
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "clocks_ladderevent" ("code", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."code", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                            hash="ddb47413e7116beb61857fce34a7079949e720d9",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_42731",
                            table="clocks_ladder",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "clocks_ladderevent" ("code", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."code", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                            hash="4d5e748b1cff94252001b4441829990ba6bd586c",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_68e6c",
                            table="clocks_ladder",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "clocks_ladderevent" ("code", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."code", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;',
                            hash="e1b71e6d31ac5fd268723bb0f1474211c80566ee",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_9bcda",
                            table="clocks_ladder",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Policy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, unique=True)),
                ("name", models.CharField(blank=True, default="", max_length=80)),
                ("preset", models.CharField(blank=True, default="", max_length=40)),
                ("unit_id", models.BigIntegerField(null=True)),
                (
                    "valid",
                    django.contrib.postgres.fields.ranges.DateRangeField(
                        default=shouwen.platform.clocks.models.limits.always
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("longest_wait_days", models.PositiveSmallIntegerField(default=30)),
                ("stopped_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("valid__isempty", False)),
                        name="clocks_policy_is_valid_sometime",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "clocks_policyevent" ("code", "id", "longest_wait_days", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "preset", "stopped_at", "unit_id", "valid", "version") VALUES (NEW."code", NEW."id", NEW."longest_wait_days", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."preset", NEW."stopped_at", NEW."unit_id", NEW."valid", NEW."version"); RETURN NULL;',
                            hash="4adb49d8313e7fadeaa31bd31ba705ef75cd13d4",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_89504",
                            table="clocks_policy",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "clocks_policyevent" ("code", "id", "longest_wait_days", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "preset", "stopped_at", "unit_id", "valid", "version") VALUES (NEW."code", NEW."id", NEW."longest_wait_days", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."preset", NEW."stopped_at", NEW."unit_id", NEW."valid", NEW."version"); RETURN NULL;',
                            hash="3eaf21860660d669921f11393f262599a8192397",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_11b44",
                            table="clocks_policy",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "clocks_policyevent" ("code", "id", "longest_wait_days", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "preset", "stopped_at", "unit_id", "valid", "version") VALUES (OLD."code", OLD."id", OLD."longest_wait_days", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."preset", OLD."stopped_at", OLD."unit_id", OLD."valid", OLD."version"); RETURN NULL;',
                            hash="84b526c56e8ec78c2265df520d256eeec3a9656b",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_c845f",
                            table="clocks_policy",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "subject_kind",
                        "subject_id",
                        "seq",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("subject_kind", models.CharField(max_length=16)),
                ("subject_id", models.BigIntegerField()),
                ("seq", models.PositiveIntegerField()),
                ("instance", models.PositiveSmallIntegerField(default=1)),
                ("at", models.DateTimeField()),
                ("unit_id", models.BigIntegerField()),
                ("person_id", models.BigIntegerField(null=True)),
                (
                    "waiting_for",
                    models.CharField(
                        choices=[
                            ("none", "Not waiting"),
                            ("customer", "Waiting for the customer"),
                            ("department", "Waiting for a department"),
                            ("partner", "Waiting for a partner"),
                            ("weather", "Weather"),
                            ("force_majeure", "Force majeure"),
                            ("other", "Other reason"),
                        ],
                        default="none",
                        max_length=20,
                    ),
                ),
                ("reason", models.CharField(blank=True, default="", max_length=40)),
                ("until_at", models.DateTimeField(null=True)),
                ("by_id", models.BigIntegerField(null=True)),
                ("ends", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "waiting_for__in",
                                [
                                    "none",
                                    "customer",
                                    "department",
                                    "partner",
                                    "weather",
                                    "force_majeure",
                                    "other",
                                ],
                            )
                        ),
                        name="clocks_hold_wait_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_at__isnull", True),
                            ("until_at__gt", models.F("at")),
                            _connector="OR",
                        ),
                        name="clocks_hold_until_after_at",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends", False), ("waiting_for", "none"), _connector="OR"
                        ),
                        name="clocks_hold_end_waits_for_nothing",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="clocks_hold_is_append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="a2836341c0ff41728bc0e3e52b5ad5192c980400",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_clocks_hold_is_append_only_7a3f0",
                            table="clocks_hold",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "calendar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revisions",
                        to="clocks.calendar",
                    ),
                ),
                ("n", models.PositiveIntegerField()),
                ("spec", models.JSONField()),
                ("years", django.contrib.postgres.fields.ranges.IntegerRangeField(null=True)),
                ("made_at", models.DateTimeField()),
                ("by_id", models.BigIntegerField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("calendar"),
                        models.F("n"),
                        name="clocks_revision_one_n_per_calendar",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="clocks_revision_is_immutable",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="5285945474f651a129526e8fa8c7632807996ead",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_clocks_revision_is_immutable_5cef3",
                            table="clocks_revision",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LadderEvent",
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
                        to="clocks.ladder",
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
                ("code", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=100)),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="1345feaaea3e20c2484597e2e40e09aa668fcbfe",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_5c7e8",
                            table="clocks_ladderevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LadderVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "ladder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="clocks.ladder",
                    ),
                ),
                ("n", models.PositiveIntegerField()),
                ("made_at", models.DateTimeField()),
                ("by_id", models.BigIntegerField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("ladder"), models.F("n"), name="clocks_ladder_one_n_per_ladder"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("n__gte", 1)), name="clocks_ladder_counts_from_1"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="clocks_ladder_version_is_immutable",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="b5f327180be29419a6dab02ce58a1c3e2273b62d",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_clocks_ladder_version_is_immutable_97985",
                            table="clocks_ladderversion",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Limit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="limits",
                        to="clocks.policy",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("rank", models.PositiveIntegerField()),
                ("name", models.CharField(blank=True, default="", max_length=120)),
                ("match", models.JSONField(default=dict)),
                ("kind", models.CharField(max_length=40)),
                (
                    "basis",
                    models.CharField(
                        choices=[("internal", "Internal limit"), ("legal", "Legal limit")],
                        default="internal",
                        max_length=10,
                    ),
                ),
                (
                    "statistic",
                    models.CharField(
                        choices=[("max", "Each matter"), ("mean", "Mean of the period")],
                        default="max",
                        max_length=4,
                    ),
                ),
                ("amount", models.PositiveIntegerField()),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("minutes", "minutes"),
                            ("hours", "hours"),
                            ("working_days", "working days"),
                            ("calendar_days", "calendar days"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "calendar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="clocks.calendar"
                    ),
                ),
                ("starts_on", models.CharField(blank=True, default="", max_length=20)),
                ("stops_on", models.CharField(blank=True, default="", max_length=20)),
                (
                    "pauses_for",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list, size=None
                    ),
                ),
                ("longest_wait_seconds", models.PositiveIntegerField(null=True)),
                (
                    "reopen",
                    models.CharField(
                        choices=[
                            ("continue", "Continue with the time already used"),
                            ("restart", "Start again from zero"),
                            ("rework", "Rework: a limit of its own, charged to whoever answered"),
                        ],
                        default="restart",
                        max_length=10,
                    ),
                ),
                ("roll_forward", models.BooleanField(default=False)),
                ("valid", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("source", models.CharField(max_length=200)),
                (
                    "grade",
                    models.CharField(
                        choices=[
                            ("T", "The primary text was read"),
                            ("W", "Read on a third-party page"),
                            ("M", "From memory or house habit; to be confirmed"),
                        ],
                        max_length=1,
                    ),
                ),
                (
                    "ladder",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="limits",
                        to="clocks.ladder",
                    ),
                ),
                ("made_at", models.DateTimeField(null=True)),
                ("by_id", models.BigIntegerField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("policy"),
                        models.F("rank"),
                        models.F("version"),
                        name="clocks_limit_version_once",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (
                                models.Func(
                                    "policy", "policy", models.Value("[]"), function="int8range"
                                ),
                                "&&",
                            ),
                            (
                                models.Func(
                                    models.F("rank"),
                                    models.F("rank"),
                                    models.Value("[]"),
                                    function="int4range",
                                ),
                                "&&",
                            ),
                            ("valid", "&&"),
                        ],
                        name="clocks_limit_one_version_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="clocks_limit_is_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("longest_wait_seconds", 0), _negated=True),
                        name="clocks_limit_wait_is_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("statistic__in", ["max", "mean"])),
                        name="clocks_limit_statistic_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("unit__in", ["minutes", "hours", "working_days", "calendar_days"])
                        ),
                        name="clocks_limit_unit_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("basis__in", ["internal", "legal"])),
                        name="clocks_limit_basis_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("grade__in", ["T", "W", "M"])),
                        name="clocks_limit_grade_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reopen__in", ["continue", "restart", "rework"])),
                        name="clocks_limit_reopen_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "pauses_for__contained_by",
                                [
                                    "customer",
                                    "department",
                                    "partner",
                                    "weather",
                                    "force_majeure",
                                    "other",
                                ],
                            )
                        ),
                        name="clocks_limit_pauses_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("basis", "legal"), _negated=True),
                            ("pauses_for", []),
                            _connector="OR",
                        ),
                        name="clocks_limit_law_never_pauses",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "clocks_limitevent" ("amount", "basis", "by_id", "calendar_id", "grade", "id", "kind", "ladder_id", "longest_wait_seconds", "made_at", "match", "name", "pauses_for", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_id", "rank", "reopen", "roll_forward", "source", "starts_on", "statistic", "stops_on", "unit", "valid", "version") VALUES (NEW."amount", NEW."basis", NEW."by_id", NEW."calendar_id", NEW."grade", NEW."id", NEW."kind", NEW."ladder_id", NEW."longest_wait_seconds", NEW."made_at", NEW."match", NEW."name", NEW."pauses_for", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."policy_id", NEW."rank", NEW."reopen", NEW."roll_forward", NEW."source", NEW."starts_on", NEW."statistic", NEW."stops_on", NEW."unit", NEW."valid", NEW."version"); RETURN NULL;',
                            hash="c7412513db93bc97234fceb58f54604f1e919935",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_529ab",
                            table="clocks_limit",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "clocks_limitevent" ("amount", "basis", "by_id", "calendar_id", "grade", "id", "kind", "ladder_id", "longest_wait_seconds", "made_at", "match", "name", "pauses_for", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_id", "rank", "reopen", "roll_forward", "source", "starts_on", "statistic", "stops_on", "unit", "valid", "version") VALUES (NEW."amount", NEW."basis", NEW."by_id", NEW."calendar_id", NEW."grade", NEW."id", NEW."kind", NEW."ladder_id", NEW."longest_wait_seconds", NEW."made_at", NEW."match", NEW."name", NEW."pauses_for", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."policy_id", NEW."rank", NEW."reopen", NEW."roll_forward", NEW."source", NEW."starts_on", NEW."statistic", NEW."stops_on", NEW."unit", NEW."valid", NEW."version"); RETURN NULL;',
                            hash="822fbca3e12a0c5c703ecb6ecc499a26cae7bf30",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_db0aa",
                            table="clocks_limit",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "clocks_limitevent" ("amount", "basis", "by_id", "calendar_id", "grade", "id", "kind", "ladder_id", "longest_wait_seconds", "made_at", "match", "name", "pauses_for", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_id", "rank", "reopen", "roll_forward", "source", "starts_on", "statistic", "stops_on", "unit", "valid", "version") VALUES (OLD."amount", OLD."basis", OLD."by_id", OLD."calendar_id", OLD."grade", OLD."id", OLD."kind", OLD."ladder_id", OLD."longest_wait_seconds", OLD."made_at", OLD."match", OLD."name", OLD."pauses_for", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."policy_id", OLD."rank", OLD."reopen", OLD."roll_forward", OLD."source", OLD."starts_on", OLD."statistic", OLD."stops_on", OLD."unit", OLD."valid", OLD."version"); RETURN NULL;',
                            hash="a3d3250b41517fe7e442b1c2edce03e881fdd6dc",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_ae2f9",
                            table="clocks_limit",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PolicyEvent",
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
                        to="clocks.policy",
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
                ("code", models.CharField(max_length=40)),
                ("name", models.CharField(blank=True, default="", max_length=80)),
                ("preset", models.CharField(blank=True, default="", max_length=40)),
                ("unit_id", models.BigIntegerField(null=True)),
                (
                    "valid",
                    django.contrib.postgres.fields.ranges.DateRangeField(
                        default=shouwen.platform.clocks.models.limits.always
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("longest_wait_days", models.PositiveSmallIntegerField(default=30)),
                ("stopped_at", models.DateTimeField(null=True)),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="26bbf1f8b6a877d1d63dfa494a0872f49b570609",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_a843d",
                            table="clocks_policyevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LadderStep",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "version_id",
                        "n",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="clocks.ladderversion",
                    ),
                ),
                ("n", models.PositiveSmallIntegerField()),
                (
                    "when",
                    models.CharField(
                        choices=[
                            ("share", "At a share of the time"),
                            ("before", "Before the due time"),
                            ("after", "After the due time"),
                            ("working_days", "Working days after the due time"),
                        ],
                        max_length=20,
                    ),
                ),
                ("amount", models.PositiveIntegerField()),
                (
                    "to",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                (
                    "channels",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list, size=None
                    ),
                ),
                (
                    "effects",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30), default=list, size=None
                    ),
                ),
                ("reassign_to", models.CharField(blank=True, default="", max_length=40)),
                ("needs_ack", models.BooleanField(default=False)),
                ("ack_within_seconds", models.PositiveIntegerField(null=True)),
            ],
            options={
                "db_table": "clocks_ladder_step",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("n__gte", 1)), name="clocks_step_counts_from_1"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("when__in", ["share", "before", "after", "working_days"])
                        ),
                        name="clocks_step_when_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="clocks_step_amount_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "effects__contained_by",
                                ["notify", "reassign", "propose_supervision"],
                            ),
                            models.Q(("effects", []), _negated=True),
                        ),
                        name="clocks_step_effects_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "channels__contained_by",
                                ["in_app", "email", "sms", "robot", "webhook"],
                            )
                        ),
                        name="clocks_step_channels_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to", []),
                            django.db.models.lookups.Regex(
                                models.Func(
                                    models.F("to"),
                                    models.Value(","),
                                    function="array_to_string",
                                    output_field=models.CharField(max_length=400),
                                ),
                                "^((handler|owner|contact|shift_leader|duty_manager|level:[1-9]|role:[a-z][a-z0-9_]*)(,|$))+$",
                            ),
                            _connector="OR",
                        ),
                        name="clocks_step_targets_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("effects__contains", ["notify"]), _negated=True),
                            models.Q(
                                models.Q(("to", []), _negated=True),
                                models.Q(("channels", []), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="clocks_step_notice_has_target_and_channel",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("effects__contains", ["reassign"]),
                                (
                                    "reassign_to__regex",
                                    "^(handler|owner|contact|shift_leader|duty_manager|level:[1-9]|role:[a-z][a-z0-9_]*)$",
                                ),
                            ),
                            models.Q(
                                models.Q(("effects__contains", ["reassign"]), _negated=True),
                                ("reassign_to", ""),
                            ),
                            _connector="OR",
                        ),
                        name="clocks_step_reassigns_to_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ack_within_seconds__gt", 0),
                                ("ack_within_seconds__isnull", False),
                                ("needs_ack", True),
                            ),
                            models.Q(("ack_within_seconds__isnull", True), ("needs_ack", False)),
                            _connector="OR",
                        ),
                        name="clocks_step_acknowledged_within_a_time",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="clocks_ladder_step_is_immutable",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="203f7e18359a4dd360f182d9b366c9e2feb54d19",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_clocks_ladder_step_is_immutable_62cf7",
                            table="clocks_ladder_step",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Clock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject_kind", models.CharField(max_length=16)),
                ("subject_id", models.BigIntegerField()),
                ("root_kind", models.CharField(max_length=16)),
                ("root_id", models.BigIntegerField()),
                ("kind", models.CharField(max_length=40)),
                (
                    "basis",
                    models.CharField(
                        choices=[("internal", "Internal limit"), ("legal", "Legal limit")],
                        default="internal",
                        max_length=10,
                    ),
                ),
                ("instance", models.PositiveSmallIntegerField(default=1)),
                (
                    "limit",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="clocks.limit",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="clocks.revision",
                    ),
                ),
                (
                    "ladder_version",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="clocks.ladderversion",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clocks.revision",
                    ),
                ),
                ("zone", models.CharField(blank=True, default="", max_length=60)),
                ("given_due_at", models.DateTimeField(null=True)),
                ("carried_seconds", models.FloatField(default=0)),
                ("started_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("silent", models.BooleanField(default=False)),
                ("due_at", models.DateTimeField(null=True)),
                ("provisional", models.BooleanField(default=False)),
                ("next_fire_at", models.DateTimeField(null=True)),
                ("next_step", models.PositiveSmallIntegerField(null=True)),
                (
                    "alarm_ats",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DateTimeField(), default=list, size=None
                    ),
                ),
                (
                    "alarm_steps",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(), default=list, size=None
                    ),
                ),
                ("warn_at", models.DateTimeField(null=True)),
                ("unsure_steps", models.BooleanField(default=False)),
                ("unit_id", models.BigIntegerField()),
                ("person_id", models.BigIntegerField(null=True)),
                (
                    "waiting_for",
                    models.CharField(
                        choices=[
                            ("none", "Not waiting"),
                            ("customer", "Waiting for the customer"),
                            ("department", "Waiting for a department"),
                            ("partner", "Waiting for a partner"),
                            ("weather", "Weather"),
                            ("force_majeure", "Force majeure"),
                            ("other", "Other reason"),
                        ],
                        default="none",
                        max_length=20,
                    ),
                ),
                ("wait_until_at", models.DateTimeField(null=True)),
                ("owner_unit_id", models.BigIntegerField()),
                ("front", models.BooleanField(default=False)),
                (
                    "sort_at",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Coalesce(
                            "due_at",
                            models.Value(datetime.datetime(9000, 1, 1, 0, 0, tzinfo=datetime.UTC)),
                        ),
                        output_field=models.DateTimeField(),
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True), ("front", True)),
                        fields=["sort_at", "id"],
                        name="clocks_front_due",
                    ),
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True), ("front", True)),
                        fields=["unit_id", "sort_at", "id"],
                        name="clocks_front_unit",
                    ),
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True), ("front", True)),
                        fields=["owner_unit_id", "sort_at", "id"],
                        name="clocks_front_owner",
                    ),
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True), ("front", True)),
                        fields=["person_id", "sort_at", "id"],
                        name="clocks_front_person",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("ended_at__isnull", True),
                            ("front", True),
                            models.Q(("waiting_for", "none"), _negated=True),
                        ),
                        fields=["sort_at", "id"],
                        name="clocks_front_waiting",
                    ),
                    models.Index(
                        condition=models.Q(("next_fire_at__isnull", False)),
                        fields=["next_fire_at"],
                        name="clocks_next_fire",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("ended_at__isnull", True),
                            ("front", True),
                            ("wait_until_at__isnull", False),
                        ),
                        fields=["wait_until_at"],
                        name="clocks_wait_until",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("subject_kind", "subject_id", "kind", "basis", "instance"),
                        name="clocks_clock_one_of_a_kind",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True), ("front", True)),
                        fields=("subject_kind", "subject_id"),
                        name="clocks_clock_one_front",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True),
                            ("ended_at__gte", models.F("started_at")),
                            _connector="OR",
                        ),
                        name="clocks_clock_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True),
                            ("next_fire_at__isnull", True),
                            _connector="OR",
                        ),
                        name="clocks_clock_ended_never_fires",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("next_fire_at__isnull", True), ("next_step__isnull", True)),
                            models.Q(("next_fire_at__isnull", False), ("next_step__isnull", False)),
                            _connector="OR",
                        ),
                        name="clocks_clock_fire_has_step",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("alarm_ats__len", models.F("alarm_steps__len"))),
                        name="clocks_clock_every_alarm_has_step",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("alarm_steps", []), ("next_step__isnull", True)),
                            models.Q(
                                ("alarm_steps__len__gt", 0),
                                ("next_step", models.F("alarm_steps__0")),
                                ("next_step__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="clocks_clock_wakes_for_first_alarm",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("basis__in", ["internal", "legal"])),
                        name="clocks_clock_basis_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "waiting_for__in",
                                [
                                    "none",
                                    "customer",
                                    "department",
                                    "partner",
                                    "weather",
                                    "force_majeure",
                                    "other",
                                ],
                            )
                        ),
                        name="clocks_clock_wait_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("carried_seconds__gte", 0)),
                        name="clocks_clock_carries_no_debt",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LimitEvent",
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
                        to="clocks.limit",
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
                (
                    "policy",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="clocks.policy",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("rank", models.PositiveIntegerField()),
                ("name", models.CharField(blank=True, default="", max_length=120)),
                ("match", models.JSONField(default=dict)),
                ("kind", models.CharField(max_length=40)),
                (
                    "basis",
                    models.CharField(
                        choices=[("internal", "Internal limit"), ("legal", "Legal limit")],
                        default="internal",
                        max_length=10,
                    ),
                ),
                (
                    "statistic",
                    models.CharField(
                        choices=[("max", "Each matter"), ("mean", "Mean of the period")],
                        default="max",
                        max_length=4,
                    ),
                ),
                ("amount", models.PositiveIntegerField()),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("minutes", "minutes"),
                            ("hours", "hours"),
                            ("working_days", "working days"),
                            ("calendar_days", "calendar days"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "calendar",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="clocks.calendar",
                    ),
                ),
                ("starts_on", models.CharField(blank=True, default="", max_length=20)),
                ("stops_on", models.CharField(blank=True, default="", max_length=20)),
                (
                    "pauses_for",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list, size=None
                    ),
                ),
                ("longest_wait_seconds", models.PositiveIntegerField(null=True)),
                (
                    "reopen",
                    models.CharField(
                        choices=[
                            ("continue", "Continue with the time already used"),
                            ("restart", "Start again from zero"),
                            ("rework", "Rework: a limit of its own, charged to whoever answered"),
                        ],
                        default="restart",
                        max_length=10,
                    ),
                ),
                ("roll_forward", models.BooleanField(default=False)),
                ("valid", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("source", models.CharField(max_length=200)),
                (
                    "grade",
                    models.CharField(
                        choices=[
                            ("T", "The primary text was read"),
                            ("W", "Read on a third-party page"),
                            ("M", "From memory or house habit; to be confirmed"),
                        ],
                        max_length=1,
                    ),
                ),
                (
                    "ladder",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="clocks.ladder",
                    ),
                ),
                ("made_at", models.DateTimeField(null=True)),
                ("by_id", models.BigIntegerField(null=True)),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="0d59dac63c5e5ce1c749f609d3891fcb8a8666e6",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_ac637",
                            table="clocks_limitevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Verdict",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "clock_id",
                        "n",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "clock",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verdicts",
                        to="clocks.clock",
                    ),
                ),
                ("n", models.PositiveSmallIntegerField()),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("met", "In time"),
                            ("breached", "Overdue"),
                            ("void", "Does not count"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("due_at", models.DateTimeField(null=True)),
                ("elapsed_s", models.FloatField()),
                ("cause", models.CharField(blank=True, default="", max_length=40)),
                ("unit_id", models.BigIntegerField()),
                ("person_id", models.BigIntegerField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("verdict__in", ["met", "breached", "void"])),
                        name="clocks_verdict_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("n__gte", 1)), name="clocks_verdict_counts_from_1"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="clocks_verdict_is_append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="6624822f8fd6599a8992f10854b939e460854b36",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_clocks_verdict_is_append_only_8a77d",
                            table="clocks_verdict",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Acknowledgement",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "clock_id",
                        "step",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "clock",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acknowledgements",
                        to="clocks.clock",
                    ),
                ),
                ("step", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                ("by_id", models.BigIntegerField(null=True)),
                ("person_id", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "clocks_ack",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("step__gte", 1)), name="clocks_ack_of_a_step"
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="clocks_ack_is_append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="61e3912aaa478fdbe3e18bca10d9c910f92af342",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_clocks_ack_is_append_only_abe2b",
                            table="clocks_ack",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ClockEvent",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "clock_id",
                        "seq",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "clock",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="clocks.clock",
                    ),
                ),
                ("seq", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("start", "Started"),
                            ("stop", "Stopped"),
                            ("retarget", "Given another due time"),
                            ("void", "Made void"),
                        ],
                        max_length=10,
                    ),
                ),
                ("facts", models.JSONField(default=dict)),
            ],
            options={
                "db_table": "clocks_event",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["start", "stop", "retarget", "void"])),
                        name="clocks_event_kind_known",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="clocks_event_is_append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="15dbfea7898b3237dda167cb3df41d6533309787",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_clocks_event_is_append_only_8831f",
                            table="clocks_event",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Fire",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "clock_id",
                        "step",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "clock",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fires",
                        to="clocks.clock",
                    ),
                ),
                ("step", models.PositiveSmallIntegerField()),
                ("fired_at", models.DateTimeField()),
                ("late", models.BooleanField(default=False)),
                ("suppressed", models.CharField(blank=True, default="", max_length=40)),
            ],
            options={
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="clocks_fire_is_append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="ac687741e4c90c5299a33852aa5bf3143eddcc16",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_clocks_fire_is_append_only_c00a6",
                            table="clocks_fire",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.RunSQL((SQL / "verdict_in_force.sql").read_text(encoding="utf-8")),
    ]
