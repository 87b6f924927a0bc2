import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("portal", "0001_initial"),
        ("portal", "0002_appointment"),
        ("portal", "0003_appointment_stage"),
        ("portal", "0004_visits"),
    ]

    initial = True

    dependencies = [
        ("cases", "0001_start"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
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
                ("on_opening", models.BooleanField(default=True)),
                ("on_invitation", models.BooleanField(default=True)),
                ("on_offer", models.BooleanField(default=True)),
                ("link_days", models.PositiveSmallIntegerField(default=30)),
                ("call_off_hours", models.PositiveSmallIntegerField(default=2)),
                ("telephone", models.CharField(blank=True, default="", max_length=32)),
            ],
            options={
                "verbose_name_plural": "terms",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("link_days__gt", 0)), name="link_days_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("telephone", ""),
                            ("telephone__regex", "^[0-9+][0-9 \\-,*#]{2,31}$"),
                            _connector="OR",
                        ),
                        name="portal_telephone_can_be_called",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "portal_termsevent" ("call_off_hours", "id", "link_days", "on_invitation", "on_offer", "on_opening", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "telephone", "valid_from") VALUES (NEW."call_off_hours", NEW."id", NEW."link_days", NEW."on_invitation", NEW."on_offer", NEW."on_opening", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."telephone", NEW."valid_from"); RETURN NULL;',
                            hash="d2dbcb149465ccec85ce7e0a0cc0fe777eae41f4",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_ba98b",
                            table="portal_terms",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "portal_termsevent" ("call_off_hours", "id", "link_days", "on_invitation", "on_offer", "on_opening", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "telephone", "valid_from") VALUES (NEW."call_off_hours", NEW."id", NEW."link_days", NEW."on_invitation", NEW."on_offer", NEW."on_opening", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."telephone", NEW."valid_from"); RETURN NULL;',
                            hash="90f9815b523ec8177fd5afd9ba825a0314510f11",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_f8a57",
                            table="portal_terms",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "portal_termsevent" ("call_off_hours", "id", "link_days", "on_invitation", "on_offer", "on_opening", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "telephone", "valid_from") VALUES (OLD."call_off_hours", OLD."id", OLD."link_days", OLD."on_invitation", OLD."on_offer", OLD."on_opening", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."telephone", OLD."valid_from"); RETURN NULL;',
                            hash="c993b79396b495f7f3f3121ecaff40eade039dcc",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_dc347",
                            table="portal_terms",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Try",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("bucket", models.CharField(max_length=64)),
                ("since", models.DateTimeField()),
                ("n", models.PositiveIntegerField(default=1)),
            ],
            options={
                "indexes": [models.Index(fields=["since"], name="try_since")],
                "constraints": [
                    models.UniqueConstraint(fields=("bucket", "since"), name="try_counted_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Appointment",
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
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                ("instance", models.PositiveSmallIntegerField()),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("at", models.DateTimeField()),
                ("by_customer", models.BooleanField()),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("offered", "Offered, the customer has yet to agree"),
                            ("agreed", "Agreed with the customer"),
                            ("cancelled", "Called off"),
                        ],
                        default="agreed",
                        max_length=10,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["case", "instance", "-id"], name="portal_appointment_of_case"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="portal_appointment_ends_later",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("stage__in", ["offered", "agreed", "cancelled"])),
                        name="portal_appointment_stage_known",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="appointment_is_append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="797a4a1d6b8f198c080a982264c32fd300af80eb",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_appointment_is_append_only_845c4",
                            table="portal_appointment",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Link",
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
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                ("nonce", models.CharField(max_length=32)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("tail", models.CharField(max_length=4)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("entered_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                ("wrong", models.PositiveSmallIntegerField(default=0)),
                ("language", models.CharField(blank=True, default="", max_length=10)),
            ],
            options={
                "indexes": [models.Index(fields=["case", "-id"], name="link_of_case")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("tail__regex", "^[0-9]{4}$")),
                        name="link_tail_is_four_digits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("made_at"))),
                        name="link_ends_later",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TermsEvent",
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
                        to="portal.terms",
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
                ("valid_from", models.DateField()),
                ("on_opening", models.BooleanField(default=True)),
                ("on_invitation", models.BooleanField(default=True)),
                ("on_offer", models.BooleanField(default=True)),
                ("link_days", models.PositiveSmallIntegerField(default=30)),
                ("call_off_hours", models.PositiveSmallIntegerField(default=2)),
                ("telephone", models.CharField(blank=True, default="", max_length=32)),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="2187bbbae4dc31e28f3779beb8334caf99014e0f",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_873b6",
                            table="portal_termsevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
    ]
