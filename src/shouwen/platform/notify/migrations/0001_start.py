import uuid
from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):
    replaces = [("notify", "0001_initial"), ("notify", "0002_deliveries"), ("notify", "0003_tell")]

    initial = True

    dependencies = [
        ("org", "0001_start"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="Channel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=60)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("sms", "text message"),
                            ("email", "e-mail"),
                            ("robot", "group robot"),
                            ("webhook", "webhook"),
                            ("file", "file"),
                        ],
                        max_length=12,
                    ),
                ),
                ("config", models.JSONField(default=dict)),
                ("secret", models.TextField(blank=True, default="")),
                ("hint", models.CharField(blank=True, default="", max_length=80)),
                ("enabled", models.BooleanField(default=False)),
                ("allow_private", models.BooleanField(default=False)),
                ("per_minute", models.PositiveSmallIntegerField(null=True)),
                ("give_up_hours", models.PositiveSmallIntegerField(default=24)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["sms", "email", "robot", "webhook", "file"])
                        ),
                        name="channel_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("code", ""), _negated=True),
                        name="channel_code_not_blank",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("per_minute__isnull", True), ("per_minute__gt", 0), _connector="OR"
                        ),
                        name="channel_rate_positive",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "notify_channelevent" ("allow_private", "code", "config", "enabled", "give_up_hours", "hint", "id", "kind", "name", "per_minute", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."allow_private", NEW."code", NEW."config", NEW."enabled", NEW."give_up_hours", NEW."hint", NEW."id", NEW."kind", NEW."name", NEW."per_minute", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                            hash="5ddd5960919b89bf02f37c37052ec3842201545b",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_4fb61",
                            table="notify_channel",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."allow_private" IS DISTINCT FROM (NEW."allow_private") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."config" IS DISTINCT FROM (NEW."config") OR OLD."enabled" IS DISTINCT FROM (NEW."enabled") OR OLD."give_up_hours" IS DISTINCT FROM (NEW."give_up_hours") OR OLD."hint" IS DISTINCT FROM (NEW."hint") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."per_minute" IS DISTINCT FROM (NEW."per_minute"))',
                            func='INSERT INTO "notify_channelevent" ("allow_private", "code", "config", "enabled", "give_up_hours", "hint", "id", "kind", "name", "per_minute", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."allow_private", NEW."code", NEW."config", NEW."enabled", NEW."give_up_hours", NEW."hint", NEW."id", NEW."kind", NEW."name", NEW."per_minute", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                            hash="481b2f5af49d45d491e222dd209db3c7f53de9f6",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_0ae53",
                            table="notify_channel",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "notify_channelevent" ("allow_private", "code", "config", "enabled", "give_up_hours", "hint", "id", "kind", "name", "per_minute", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."allow_private", OLD."code", OLD."config", OLD."enabled", OLD."give_up_hours", OLD."hint", OLD."id", OLD."kind", OLD."name", OLD."per_minute", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;',
                            hash="14ce1cee26ed7693c6bb57d55573169f8aca6a4a",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_c793d",
                            table="notify_channel",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="org.staff",
                    ),
                ),
                ("subject_kind", models.CharField(max_length=16)),
                ("subject_id", models.BigIntegerField()),
                ("kind", models.CharField(max_length=60)),
                ("key", models.CharField(max_length=80)),
                ("params", models.JSONField(default=dict)),
                ("token", models.CharField(max_length=22, null=True, unique=True)),
                ("clock_id", models.BigIntegerField(null=True)),
                ("step", models.PositiveSmallIntegerField(null=True)),
                ("needs_ack", models.BooleanField(default=False)),
                (
                    "said",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), default=list, size=None
                    ),
                ),
                ("at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["staff", "-id"], name="notice_list"),
                    models.Index(
                        condition=models.Q(("read_at__isnull", True)),
                        fields=["staff"],
                        name="notice_unread",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("staff", "key"), name="notice_once_per_person"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("read_at__isnull", True),
                            ("read_at__gte", models.F("at")),
                            _connector="OR",
                        ),
                        name="notice_read_after_sent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Quiet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "staff",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quiet",
                        to="org.staff",
                    ),
                ),
                (
                    "unit",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quiet",
                        to="org.unit",
                    ),
                ),
                ("starts", models.TimeField()),
                ("ends", models.TimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("staff__isnull", True), ("unit__isnull", False)),
                            models.Q(("staff__isnull", False), ("unit__isnull", True)),
                            _connector="OR",
                        ),
                        name="quiet_of_a_person_or_a_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("starts", models.F("ends")), _negated=True),
                        name="quiet_is_part_of_the_day",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "notify_quietevent" ("ends", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "staff_id", "starts", "unit_id") VALUES (NEW."ends", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."staff_id", NEW."starts", NEW."unit_id"); RETURN NULL;',
                            hash="8f3a580dc97eed4a72e1148a6a136b31c7cd71a6",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_305fb",
                            table="notify_quiet",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "notify_quietevent" ("ends", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "staff_id", "starts", "unit_id") VALUES (NEW."ends", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."staff_id", NEW."starts", NEW."unit_id"); RETURN NULL;',
                            hash="8df378ac799b23b5a1401c1cfa7be5d5db78e8fa",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_05d40",
                            table="notify_quiet",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "notify_quietevent" ("ends", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "staff_id", "starts", "unit_id") VALUES (OLD."ends", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."staff_id", OLD."starts", OLD."unit_id"); RETURN NULL;',
                            hash="c64c3e05ae7fc436a9d9b77084494c151ac0d6c3",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_bb49e",
                            table="notify_quiet",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Address",
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="addresses",
                        to="org.staff",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("phone", "Mobile number"), ("email", "E-mail address")],
                        max_length=8,
                    ),
                ),
                ("value", models.TextField()),
                ("hint", models.CharField(max_length=80)),
                ("set_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("staff", "kind"), name="address_one_per_kind"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["phone", "email"])),
                        name="address_kind_known",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "notify_addressevent" ("hint", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "set_at", "staff_id") VALUES (NEW."hint", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."set_at", NEW."staff_id"); RETURN NULL;',
                            hash="456eedc8610304ee60c1eae78ff21b400ce83aac",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_d3a39",
                            table="notify_address",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."hint" IS DISTINCT FROM (NEW."hint") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."set_at" IS DISTINCT FROM (NEW."set_at") OR OLD."staff_id" IS DISTINCT FROM (NEW."staff_id"))',
                            func='INSERT INTO "notify_addressevent" ("hint", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "set_at", "staff_id") VALUES (NEW."hint", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."set_at", NEW."staff_id"); RETURN NULL;',
                            hash="9e7101821646989d77ddb1553ceb1bee3c15ba18",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_79631",
                            table="notify_address",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "notify_addressevent" ("hint", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "set_at", "staff_id") VALUES (OLD."hint", OLD."id", OLD."kind", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."set_at", OLD."staff_id"); RETURN NULL;',
                            hash="cc8bbc557ba04e90081b68978fa40c0d073cb3a5",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_493a9",
                            table="notify_address",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChannelEvent",
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
                        to="notify.channel",
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
                ("code", models.SlugField(db_index=False, max_length=40)),
                ("name", models.CharField(max_length=60)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("sms", "text message"),
                            ("email", "e-mail"),
                            ("robot", "group robot"),
                            ("webhook", "webhook"),
                            ("file", "file"),
                        ],
                        max_length=12,
                    ),
                ),
                ("config", models.JSONField(default=dict)),
                ("hint", models.CharField(blank=True, default="", max_length=80)),
                ("enabled", models.BooleanField(default=False)),
                ("allow_private", models.BooleanField(default=False)),
                ("per_minute", models.PositiveSmallIntegerField(null=True)),
                ("give_up_hours", models.PositiveSmallIntegerField(default=24)),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="b49b449c43f090e80a0907a6d2b6b3611257f00f",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_62f21",
                            table="notify_channelevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Template",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="templates",
                        to="notify.channel",
                    ),
                ),
                ("kind", models.CharField(blank=True, default="", max_length=60)),
                ("provider_id", models.CharField(blank=True, default="", max_length=80)),
                ("variables", models.JSONField(default=dict)),
                ("subject", models.CharField(blank=True, default="", max_length=120)),
                ("body", models.TextField(blank=True, default="")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("channel", "kind"), name="template_one_per_kind"
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "notify_templateevent" ("body", "channel_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider_id", "subject", "variables") VALUES (NEW."body", NEW."channel_id", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."provider_id", NEW."subject", NEW."variables"); RETURN NULL;',
                            hash="66d49a03eccfe21ea6f343411309634cd7696e91",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_75981",
                            table="notify_template",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "notify_templateevent" ("body", "channel_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider_id", "subject", "variables") VALUES (NEW."body", NEW."channel_id", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."provider_id", NEW."subject", NEW."variables"); RETURN NULL;',
                            hash="8b2d294f4f5958addce90228d000e480375dfeed",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_43d18",
                            table="notify_template",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "notify_templateevent" ("body", "channel_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider_id", "subject", "variables") VALUES (OLD."body", OLD."channel_id", OLD."id", OLD."kind", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."provider_id", OLD."subject", OLD."variables"); RETURN NULL;',
                            hash="89d734ccc4735f2094a699486c7eece5c2a4e283",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_3f33a",
                            table="notify_template",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Health",
            fields=[
                (
                    "channel",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="health",
                        serialize=False,
                        to="notify.channel",
                    ),
                ),
                ("failures", models.PositiveIntegerField(default=0)),
                ("opened_until", models.DateTimeField(null=True)),
                ("cool_seconds", models.PositiveIntegerField(default=0)),
                ("last_success_at", models.DateTimeField(null=True)),
                ("last_failure_at", models.DateTimeField(null=True)),
                ("last_code", models.CharField(blank=True, default="", max_length=60)),
            ],
            options={
                "db_table": "notify_channel_health",
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=150, unique=True)),
                ("uid", models.UUIDField(default=uuid.uuid4, unique=True)),
                (
                    "notice",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="notify.notice",
                    ),
                ),
                ("subject_kind", models.CharField(max_length=16)),
                ("subject_id", models.BigIntegerField()),
                ("kind", models.CharField(max_length=60)),
                ("params", models.JSONField(default=dict)),
                ("clock_id", models.BigIntegerField(null=True)),
                ("step", models.PositiveSmallIntegerField(null=True)),
                (
                    "channel",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="notify.channel",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="org.staff",
                    ),
                ),
                ("urgent", models.BooleanField(default=False)),
                ("late", models.BooleanField(default=False)),
                (
                    "said",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), default=list, size=None
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "waiting to be sent"),
                            ("held", "held back"),
                            ("sending", "being sent"),
                            ("sent", "sent"),
                            ("delivered", "delivered"),
                            ("uncertain", "uncertain"),
                            ("failed", "failed"),
                            ("suppressed", "not sent"),
                            ("cancelled", "cancelled"),
                        ],
                        default="queued",
                        max_length=12,
                    ),
                ),
                ("reason", models.CharField(blank=True, default="", max_length=60)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("asked", models.PositiveSmallIntegerField(default=0)),
                ("hint", models.CharField(blank=True, default="", max_length=80)),
                ("message", models.UUIDField(null=True)),
                ("provider_id", models.CharField(blank=True, default="", max_length=120)),
                ("queued_at", models.DateTimeField()),
                ("next_try_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("delivered_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("next_try_at__isnull", False)),
                        fields=["channel", "state", "next_try_at"],
                        name="delivery_due",
                    ),
                    models.Index(fields=["state", "-id"], name="delivery_state"),
                    models.Index(fields=["staff", "-id"], name="delivery_staff"),
                    models.Index(fields=["subject_kind", "subject_id"], name="delivery_subject"),
                    models.Index(fields=["message"], name="delivery_message"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "queued",
                                    "held",
                                    "sending",
                                    "sent",
                                    "delivered",
                                    "uncertain",
                                    "failed",
                                    "suppressed",
                                    "cancelled",
                                ],
                            )
                        ),
                        name="delivery_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["queued", "held", "sending"]), _negated=True),
                            models.Q(("channel__isnull", False), ("next_try_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="delivery_waiting_has_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="QuietEvent",
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
                        to="notify.quiet",
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
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="org.staff",
                    ),
                ),
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
                ("starts", models.TimeField()),
                ("ends", models.TimeField()),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="83f9ca6d105b7e77e44d66abd9815e7c05d95ff4",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_0d1a8",
                            table="notify_quietevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AddressEvent",
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
                        to="notify.address",
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
                        choices=[("phone", "Mobile number"), ("email", "E-mail address")],
                        max_length=8,
                    ),
                ),
                ("hint", models.CharField(max_length=80)),
                ("set_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="10f0facd6bc7dfa6b050638304ddff9ebefeb194",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_72524",
                            table="notify_addressevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TemplateEvent",
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
                        to="notify.template",
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
                    "channel",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="notify.channel",
                    ),
                ),
                ("kind", models.CharField(blank=True, default="", max_length=60)),
                ("provider_id", models.CharField(blank=True, default="", max_length=80)),
                ("variables", models.JSONField(default=dict)),
                ("subject", models.CharField(blank=True, default="", max_length=120)),
                ("body", models.TextField(blank=True, default="")),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="8116d4df7173fafa4b43ca56a3c2c748f883c298",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_8bf9d",
                            table="notify_templateevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attempts",
                        to="notify.delivery",
                    ),
                ),
                ("n", models.PositiveSmallIntegerField()),
                (
                    "channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attempts",
                        to="notify.channel",
                    ),
                ),
                ("message", models.UUIDField()),
                ("started_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("sent", "sent"),
                            ("delivered", "delivered"),
                            ("refused", "refused"),
                            ("failed", "failed"),
                            ("throttled", "too many at once"),
                            ("uncertain", "uncertain"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                ("code", models.CharField(blank=True, default="", max_length=60)),
                ("status", models.PositiveSmallIntegerField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["channel", "started_at"], name="attempt_rate")],
                "constraints": [
                    models.UniqueConstraint(fields=("delivery", "n"), name="attempt_numbered"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "result__in",
                                [
                                    "",
                                    "sent",
                                    "delivered",
                                    "refused",
                                    "failed",
                                    "throttled",
                                    "uncertain",
                                ],
                            )
                        ),
                        name="attempt_result_known",
                    ),
                ],
            },
        ),
        migrations.RunSQL((SQL / "tell.sql").read_text(encoding="utf-8")),
    ]
