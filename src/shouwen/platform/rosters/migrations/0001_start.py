import datetime

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.expressions
import pgtrigger.compiler
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("rosters", "0001_initial")]

    initial = True

    dependencies = [
        ("org", "0001_start"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="Absence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="absences",
                        to="org.staff",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("leave", "Leave"),
                            ("travel", "Business trip"),
                            ("training", "Training"),
                            ("other", "Other"),
                        ],
                        max_length=10,
                    ),
                ),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                (
                    "deputy",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.staff",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["staff", "until"], name="absence_of_staff")],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (
                                models.Func(
                                    models.F("staff"),
                                    models.F("staff"),
                                    models.Value("[]"),
                                    function="int8range",
                                ),
                                "&&",
                            ),
                            (
                                models.Func(
                                    models.F("since"), models.F("until"), function="tstzrange"
                                ),
                                "&&",
                            ),
                        ],
                        name="absence_does_not_overlap",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("since"))),
                        name="absence_has_length",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["leave", "travel", "training", "other"])),
                        name="absence_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("deputy__isnull", True),
                            models.Q(("deputy", models.F("staff")), _negated=True),
                            _connector="OR",
                        ),
                        name="absence_deputy_is_somebody_else",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "rosters_absenceevent" ("deputy_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "staff_id", "until") VALUES (NEW."deputy_id", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."since", NEW."staff_id", NEW."until"); RETURN NULL;',
                            hash="24eeee083aad8cecddbdc0de40e24ef9a158a304",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_b2ed3",
                            table="rosters_absence",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "rosters_absenceevent" ("deputy_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "staff_id", "until") VALUES (NEW."deputy_id", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."since", NEW."staff_id", NEW."until"); RETURN NULL;',
                            hash="25374589352391e201504b21efe1cb32dff27511",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_f1f7e",
                            table="rosters_absence",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "rosters_absenceevent" ("deputy_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "staff_id", "until") VALUES (OLD."deputy_id", OLD."id", OLD."kind", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."since", OLD."staff_id", OLD."until"); RETURN NULL;',
                            hash="dd65450e464bcdff04cc2800f3f420462c0c2a44",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_abeba",
                            table="rosters_absence",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChainLevel",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="chain_levels",
                        to="org.unit",
                    ),
                ),
                ("level", models.PositiveSmallIntegerField()),
                ("role_code", models.CharField(max_length=40)),
                (
                    "at_unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                    ),
                ),
            ],
            options={
                "db_table": "rosters_chain_level",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "level"), name="chain_level_once_per_unit"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level__gte", 1), ("level__lte", 9)),
                        name="chain_level_in_range",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "rosters_chainlevelevent" ("at_unit_id", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role_code", "unit_id") VALUES (NEW."at_unit_id", NEW."id", NEW."level", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."role_code", NEW."unit_id"); RETURN NULL;',
                            hash="db18cf6e20e04945d2c349d8d5414b05db334512",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_b3915",
                            table="rosters_chain_level",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "rosters_chainlevelevent" ("at_unit_id", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role_code", "unit_id") VALUES (NEW."at_unit_id", NEW."id", NEW."level", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."role_code", NEW."unit_id"); RETURN NULL;',
                            hash="13597f1b13dfad0d3fc47e0f182c0838ff5b6a49",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_1d120",
                            table="rosters_chain_level",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "rosters_chainlevelevent" ("at_unit_id", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role_code", "unit_id") VALUES (OLD."at_unit_id", OLD."id", OLD."level", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."role_code", OLD."unit_id"); RETURN NULL;',
                            hash="c4ed9ec571a994f2d00167783ad6c6acc735b3d1",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_975f2",
                            table="rosters_chain_level",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.staff",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("on", "On duty"), ("break", "On a break"), ("off", "Off duty")],
                        max_length=10,
                    ),
                ),
            ],
            options={
                "db_table": "rosters_presence",
                "indexes": [models.Index(fields=["staff", "-at"], name="presence_of_staff")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["on", "break", "off"])),
                        name="presence_state_known",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="presence_is_only_added",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="b9156154483a2a79f5211ea67998e99d34b350f7",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_presence_is_only_added_70a76",
                            table="rosters_presence",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Roster",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rosters",
                        to="org.unit",
                    ),
                ),
                ("name", models.CharField(max_length=40)),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "shifts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list, size=None
                    ),
                ),
                ("below", models.BooleanField(default=False)),
                ("whole", models.BooleanField(default=True)),
                ("days_ahead", models.PositiveSmallIntegerField(default=5)),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "name"), name="roster_name_once_per_unit"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("shifts", []), _negated=True), name="roster_has_shifts"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "rosters_rosterevent" ("below", "closed_at", "days_ahead", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "roles", "shifts", "unit_id", "whole") VALUES (NEW."below", NEW."closed_at", NEW."days_ahead", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."roles", NEW."shifts", NEW."unit_id", NEW."whole"); RETURN NULL;',
                            hash="af43c2475cdf5aac700fb3ed2c1dbfbc7bb849e2",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_756ec",
                            table="rosters_roster",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "rosters_rosterevent" ("below", "closed_at", "days_ahead", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "roles", "shifts", "unit_id", "whole") VALUES (NEW."below", NEW."closed_at", NEW."days_ahead", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."roles", NEW."shifts", NEW."unit_id", NEW."whole"); RETURN NULL;',
                            hash="81ba4e49174472c7d7032423daebb3ebeedbafb4",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_86237",
                            table="rosters_roster",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "rosters_rosterevent" ("below", "closed_at", "days_ahead", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "roles", "shifts", "unit_id", "whole") VALUES (OLD."below", OLD."closed_at", OLD."days_ahead", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."roles", OLD."shifts", OLD."unit_id", OLD."whole"); RETURN NULL;',
                            hash="8ae932870443bceaab20d00417707dd459aaa092",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_d2b13",
                            table="rosters_roster",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Shift",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shifts",
                        to="org.unit",
                    ),
                ),
                ("code", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=40)),
                ("short", models.CharField(max_length=6)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("day", "Early shift"),
                            ("evening", "Late shift"),
                            ("night", "Night shift"),
                            ("duty24", "24-hour duty manager"),
                            ("oncall", "On call"),
                            ("cover", "Cover"),
                        ],
                        max_length=10,
                    ),
                ),
                ("starts", models.TimeField()),
                ("ends", models.TimeField()),
                ("needed", models.PositiveSmallIntegerField(default=0)),
                ("needed_weekend", models.PositiveSmallIntegerField(default=0)),
                ("needed_holiday", models.PositiveSmallIntegerField(default=0)),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("retired_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("unit", "code"), name="shift_once_per_unit"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["day", "evening", "night", "duty24", "oncall", "cover"])
                        ),
                        name="shift_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("code", ""), _negated=True), name="shift_code_not_blank"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "rosters_shiftevent" ("code", "ends", "id", "kind", "name", "needed", "needed_holiday", "needed_weekend", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retired_at", "roles", "short", "starts", "unit_id") VALUES (NEW."code", NEW."ends", NEW."id", NEW."kind", NEW."name", NEW."needed", NEW."needed_holiday", NEW."needed_weekend", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."retired_at", NEW."roles", NEW."short", NEW."starts", NEW."unit_id"); RETURN NULL;',
                            hash="a180dc270a4693c19c1cf6ec7ff2b5a815874a8d",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_d1705",
                            table="rosters_shift",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "rosters_shiftevent" ("code", "ends", "id", "kind", "name", "needed", "needed_holiday", "needed_weekend", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retired_at", "roles", "short", "starts", "unit_id") VALUES (NEW."code", NEW."ends", NEW."id", NEW."kind", NEW."name", NEW."needed", NEW."needed_holiday", NEW."needed_weekend", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."retired_at", NEW."roles", NEW."short", NEW."starts", NEW."unit_id"); RETURN NULL;',
                            hash="183aafb588163af4e6413e7718008971c3074abe",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_47ad5",
                            table="rosters_shift",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "rosters_shiftevent" ("code", "ends", "id", "kind", "name", "needed", "needed_holiday", "needed_weekend", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retired_at", "roles", "short", "starts", "unit_id") VALUES (OLD."code", OLD."ends", OLD."id", OLD."kind", OLD."name", OLD."needed", OLD."needed_holiday", OLD."needed_weekend", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."retired_at", OLD."roles", OLD."short", OLD."starts", OLD."unit_id"); RETURN NULL;',
                            hash="3bf15e333b1dc717e6527b826e93f9034a6e19f9",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_60819",
                            table="rosters_shift",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AbsenceEvent",
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
                        to="rosters.absence",
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
                    "staff",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="org.staff",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("leave", "Leave"),
                            ("travel", "Business trip"),
                            ("training", "Training"),
                            ("other", "Other"),
                        ],
                        max_length=10,
                    ),
                ),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                (
                    "deputy",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="org.staff",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="a0a35f8a33e397fe723787002e5bbc87c5e47fa2",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_30d02",
                            table="rosters_absenceevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ChainLevelEvent",
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
                        to="rosters.chainlevel",
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
                    "unit",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="org.unit",
                    ),
                ),
                ("level", models.PositiveSmallIntegerField()),
                ("role_code", models.CharField(max_length=40)),
                (
                    "at_unit",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="org.unit",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="a990c21b0e7c5d5d976174c6993a0299e85396b8",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_70224",
                            table="rosters_chainlevelevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RosterEvent",
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
                        to="rosters.roster",
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
                    "unit",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="org.unit",
                    ),
                ),
                ("name", models.CharField(max_length=40)),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "shifts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list, size=None
                    ),
                ),
                ("below", models.BooleanField(default=False)),
                ("whole", models.BooleanField(default=True)),
                ("days_ahead", models.PositiveSmallIntegerField(default=5)),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="333021835cdba021305b9ea7240cdf37da1e83c2",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_21898",
                            table="rosters_rosterevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Week",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "roster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="weeks",
                        to="rosters.roster",
                    ),
                ),
                ("monday", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("published", "Published"),
                            ("changed", "Published, with changes not yet published"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("n", models.PositiveIntegerField(default=0)),
                ("changed_at", models.DateTimeField()),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.staff",
                    ),
                ),
                ("published_at", models.DateTimeField(null=True)),
                ("despite", models.CharField(blank=True, default="", max_length=200)),
            ],
            options={
                "db_table": "rosters_week",
                "constraints": [
                    models.UniqueConstraint(fields=("roster", "monday"), name="roster_week_once"),
                    models.CheckConstraint(
                        condition=models.Q(("monday__iso_week_day", 1)),
                        name="roster_week_begins_on_monday",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "published", "changed"])),
                        name="roster_week_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("n", 0), ("published_at__isnull", True)),
                            models.Q(("n__gt", 0), ("published_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="roster_week_published_has_time",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "rosters_weekevent" ("changed_at", "changed_by_id", "despite", "id", "monday", "n", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "roster_id", "state") VALUES (NEW."changed_at", NEW."changed_by_id", NEW."despite", NEW."id", NEW."monday", NEW."n", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published_at", NEW."roster_id", NEW."state"); RETURN NULL;',
                            hash="3d025d5f89a843f5fc886ac920aae1ca4e97db6b",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_23e10",
                            table="rosters_week",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "rosters_weekevent" ("changed_at", "changed_by_id", "despite", "id", "monday", "n", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "roster_id", "state") VALUES (NEW."changed_at", NEW."changed_by_id", NEW."despite", NEW."id", NEW."monday", NEW."n", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published_at", NEW."roster_id", NEW."state"); RETURN NULL;',
                            hash="288dea3162f422683b8ee35e8f431053a6fd423f",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_8f92d",
                            table="rosters_week",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "rosters_weekevent" ("changed_at", "changed_by_id", "despite", "id", "monday", "n", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "roster_id", "state") VALUES (OLD."changed_at", OLD."changed_by_id", OLD."despite", OLD."id", OLD."monday", OLD."n", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."published_at", OLD."roster_id", OLD."state"); RETURN NULL;',
                            hash="0ec7a6eeadec3a70f7b2a4405674cd2722a2528e",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_31bd2",
                            table="rosters_week",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Duty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "roster",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duties",
                        to="rosters.roster",
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
                    "staff",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duties",
                        to="org.staff",
                    ),
                ),
                (
                    "shift",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="rosters.shift",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("day", "Early shift"),
                            ("evening", "Late shift"),
                            ("night", "Night shift"),
                            ("duty24", "24-hour duty manager"),
                            ("oncall", "On call"),
                            ("cover", "Cover"),
                        ],
                        max_length=10,
                    ),
                ),
                ("on", models.DateField()),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("published", "Published")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                (
                    "taken_from",
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
                    models.Index(fields=["roster", "on"], name="duty_of_roster"),
                    models.Index(fields=["unit", "since"], name="duty_at_unit"),
                    models.Index(fields=["staff", "since"], name="duty_of_staff"),
                    models.Index(
                        condition=models.Q(("kind", "duty24"), ("state", "published")),
                        fields=["since"],
                        name="duty_manager_now",
                    ),
                ],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("state", "published")),
                        deferrable=django.db.models.constraints.Deferrable["IMMEDIATE"],
                        expressions=[
                            (
                                models.Func(
                                    models.F("staff"),
                                    models.F("staff"),
                                    models.Value("[]"),
                                    function="int8range",
                                ),
                                "&&",
                            ),
                            (
                                models.Func(
                                    models.F("since"), models.F("until"), function="tstzrange"
                                ),
                                "&&",
                            ),
                        ],
                        name="duty_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__gt", models.F("since")),
                            (
                                "until__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("since"),
                                    "+",
                                    models.Value(datetime.timedelta(days=1, seconds=7200)),
                                ),
                            ),
                        ),
                        name="duty_has_length",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["day", "evening", "night", "duty24", "oncall", "cover"])
                        ),
                        name="duty_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "published"])),
                        name="duty_state_known",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="changed_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.\"state\" = 'published')",
                            func='INSERT INTO "rosters_dutyevent" ("id", "kind", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "roster_id", "shift_id", "since", "staff_id", "state", "taken_from_id", "unit_id", "until") VALUES (OLD."id", OLD."kind", OLD."on", _pgh_attach_context(), NOW(), \'changed\', OLD."id", OLD."roster_id", OLD."shift_id", OLD."since", OLD."staff_id", OLD."state", OLD."taken_from_id", OLD."unit_id", OLD."until"); RETURN NULL;',
                            hash="ef873288959c4825c23012351f637c04d20060c0",
                            operation="UPDATE",
                            pgid="pgtrigger_changed_update_6c6fb",
                            table="rosters_duty",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="withdrawn_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.\"state\" = 'published')",
                            func='INSERT INTO "rosters_dutyevent" ("id", "kind", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "roster_id", "shift_id", "since", "staff_id", "state", "taken_from_id", "unit_id", "until") VALUES (OLD."id", OLD."kind", OLD."on", _pgh_attach_context(), NOW(), \'withdrawn\', OLD."id", OLD."roster_id", OLD."shift_id", OLD."since", OLD."staff_id", OLD."state", OLD."taken_from_id", OLD."unit_id", OLD."until"); RETURN NULL;',
                            hash="9b1313bfa7cbbb18cb50f0ee56db05bfefc71d49",
                            operation="DELETE",
                            pgid="pgtrigger_withdrawn_delete_fbb18",
                            table="rosters_duty",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ShiftEvent",
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
                        to="rosters.shift",
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
                    "unit",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="org.unit",
                    ),
                ),
                ("code", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=40)),
                ("short", models.CharField(max_length=6)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("day", "Early shift"),
                            ("evening", "Late shift"),
                            ("night", "Night shift"),
                            ("duty24", "24-hour duty manager"),
                            ("oncall", "On call"),
                            ("cover", "Cover"),
                        ],
                        max_length=10,
                    ),
                ),
                ("starts", models.TimeField()),
                ("ends", models.TimeField()),
                ("needed", models.PositiveSmallIntegerField(default=0)),
                ("needed_weekend", models.PositiveSmallIntegerField(default=0)),
                ("needed_holiday", models.PositiveSmallIntegerField(default=0)),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("retired_at", models.DateTimeField(null=True)),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="2aae10307598bb7915ec5a76fc27c16ec77240a0",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_eb6f9",
                            table="rosters_shiftevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WeekEvent",
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
                        to="rosters.week",
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
                    "roster",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="rosters.roster",
                    ),
                ),
                ("monday", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("published", "Published"),
                            ("changed", "Published, with changes not yet published"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("n", models.PositiveIntegerField(default=0)),
                ("changed_at", models.DateTimeField()),
                (
                    "changed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="org.staff",
                    ),
                ),
                ("published_at", models.DateTimeField(null=True)),
                ("despite", models.CharField(blank=True, default="", max_length=200)),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="6257c1a0ba336010ceb02596a6152837e117d9cf",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_6bf2f",
                            table="rosters_weekevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DutyEvent",
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
                        to="rosters.duty",
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
                    "roster",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="rosters.roster",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="org.unit",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="org.staff",
                    ),
                ),
                (
                    "shift",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="rosters.shift",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("day", "Early shift"),
                            ("evening", "Late shift"),
                            ("night", "Night shift"),
                            ("duty24", "24-hour duty manager"),
                            ("oncall", "On call"),
                            ("cover", "Cover"),
                        ],
                        max_length=10,
                    ),
                ),
                ("on", models.DateField()),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("published", "Published")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                (
                    "taken_from",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="org.staff",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="bccca5d616c715c5b32d9bb84bcf57163dded694",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_b30bf",
                            table="rosters_dutyevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Swap",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "duty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="swaps",
                        to="rosters.duty",
                    ),
                ),
                (
                    "against",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="rosters.duty",
                    ),
                ),
                (
                    "asker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="swaps_asked",
                        to="org.staff",
                    ),
                ),
                (
                    "colleague",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="swaps_received",
                        to="org.staff",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Waiting for the colleague"),
                            ("agreed", "Waiting for approval"),
                            ("approved", "Approved"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                ("note", models.CharField(blank=True, default="", max_length=200)),
                ("asked_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.staff",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("asked", "agreed"))),
                        fields=("duty",),
                        name="swap_one_open_per_duty",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("asked", "agreed"))),
                        fields=("against",),
                        name="swap_one_open_per_return",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["asked", "agreed", "approved", "refused", "withdrawn"])
                        ),
                        name="swap_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("asker", models.F("colleague")), _negated=True),
                        name="swap_needs_two",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "rosters_swapevent" ("against_id", "answered_at", "asked_at", "asker_id", "colleague_id", "decided_at", "decided_by_id", "duty_id", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state") VALUES (NEW."against_id", NEW."answered_at", NEW."asked_at", NEW."asker_id", NEW."colleague_id", NEW."decided_at", NEW."decided_by_id", NEW."duty_id", NEW."id", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."state"); RETURN NULL;',
                            hash="1c26d834071499d897bce7a610a431f78a18f885",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_72676",
                            table="rosters_swap",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "rosters_swapevent" ("against_id", "answered_at", "asked_at", "asker_id", "colleague_id", "decided_at", "decided_by_id", "duty_id", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state") VALUES (NEW."against_id", NEW."answered_at", NEW."asked_at", NEW."asker_id", NEW."colleague_id", NEW."decided_at", NEW."decided_by_id", NEW."duty_id", NEW."id", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."state"); RETURN NULL;',
                            hash="24517144f9bfb8fa8488ed81a41fbe7ee90c4446",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_d896b",
                            table="rosters_swap",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "rosters_swapevent" ("against_id", "answered_at", "asked_at", "asker_id", "colleague_id", "decided_at", "decided_by_id", "duty_id", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state") VALUES (OLD."against_id", OLD."answered_at", OLD."asked_at", OLD."asker_id", OLD."colleague_id", OLD."decided_at", OLD."decided_by_id", OLD."duty_id", OLD."id", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."state"); RETURN NULL;',
                            hash="0b0e47335aba71f2b642b7d904f635eb55a66c0d",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_bd695",
                            table="rosters_swap",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SwapEvent",
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
                        to="rosters.swap",
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
                    "duty",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="rosters.duty",
                    ),
                ),
                (
                    "against",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="rosters.duty",
                    ),
                ),
                (
                    "asker",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="org.staff",
                    ),
                ),
                (
                    "colleague",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="org.staff",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Waiting for the colleague"),
                            ("agreed", "Waiting for approval"),
                            ("approved", "Approved"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                ("note", models.CharField(blank=True, default="", max_length=200)),
                ("asked_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="org.staff",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="b3011b2b3c746346388f331e7851a1b2bcc6da7a",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_16e8b",
                            table="rosters_swapevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
    ]
