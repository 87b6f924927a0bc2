import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.lookups
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("clocks", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
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
        ),
        migrations.CreateModel(
            name="LadderEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=100)),
            ],
            options={
                "abstract": False,
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
                ("n", models.PositiveIntegerField()),
                ("made_at", models.DateTimeField()),
                ("by_id", models.BigIntegerField(null=True)),
                (
                    "ladder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="clocks.ladder",
                    ),
                ),
            ],
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
                (
                    "version",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="clocks.ladderversion",
                    ),
                ),
            ],
            options={
                "db_table": "clocks_ladder_step",
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
                ("step", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                ("by_id", models.BigIntegerField(null=True)),
                ("person_id", models.BigIntegerField(null=True)),
                (
                    "clock",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acknowledgements",
                        to="clocks.clock",
                    ),
                ),
            ],
            options={
                "db_table": "clocks_ack",
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ladder",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ladder",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ladder",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        migrations.AddField(
            model_name="limit",
            name="ladder",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="limits",
                to="clocks.ladder",
            ),
        ),
        migrations.AddField(
            model_name="ladderevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="ladderevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="clocks.ladder",
            ),
        ),
        migrations.AddField(
            model_name="clock",
            name="ladder_version",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="clocks.ladderversion",
            ),
        ),
        migrations.AddConstraint(
            model_name="acknowledgement",
            constraint=models.CheckConstraint(
                condition=models.Q(("step__gte", 1)), name="clocks_ack_of_a_step"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="acknowledgement",
            trigger=pgtrigger.compiler.Trigger(
                name="clocks_ack_is_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="61e3912aaa478fdbe3e18bca10d9c910f92af342",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_clocks_ack_is_append_only_abe2b",
                    table="clocks_ack",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ladderevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1345feaaea3e20c2484597e2e40e09aa668fcbfe",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_5c7e8",
                    table="clocks_ladderevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="ladderversion",
            constraint=models.UniqueConstraint(
                models.F("ladder"), models.F("n"), name="clocks_ladder_one_n_per_ladder"
            ),
        ),
        migrations.AddConstraint(
            model_name="ladderversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("n__gte", 1)), name="clocks_ladder_counts_from_1"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ladderversion",
            trigger=pgtrigger.compiler.Trigger(
                name="clocks_ladder_version_is_immutable",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b5f327180be29419a6dab02ce58a1c3e2273b62d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_clocks_ladder_version_is_immutable_97985",
                    table="clocks_ladderversion",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="ladderstep",
            constraint=models.CheckConstraint(
                condition=models.Q(("n__gte", 1)), name="clocks_step_counts_from_1"
            ),
        ),
        migrations.AddConstraint(
            model_name="ladderstep",
            constraint=models.CheckConstraint(
                condition=models.Q(("when__in", ["share", "before", "after", "working_days"])),
                name="clocks_step_when_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="ladderstep",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)), name="clocks_step_amount_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="ladderstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("effects__contained_by", ["notify", "reassign", "propose_supervision"]),
                    models.Q(("effects", []), _negated=True),
                ),
                name="clocks_step_effects_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="ladderstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("channels__contained_by", ["in_app", "email", "sms", "robot", "webhook"])
                ),
                name="clocks_step_channels_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="ladderstep",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="ladderstep",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="ladderstep",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="ladderstep",
            constraint=models.CheckConstraint(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ladderstep",
            trigger=pgtrigger.compiler.Trigger(
                name="clocks_ladder_step_is_immutable",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="203f7e18359a4dd360f182d9b366c9e2feb54d19",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_clocks_ladder_step_is_immutable_62cf7",
                    table="clocks_ladder_step",
                    when="BEFORE",
                ),
            ),
        ),
    ]
