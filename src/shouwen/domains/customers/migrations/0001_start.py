import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("customers", "0001_initial"),
        ("customers", "0002_search"),
        ("customers", "0003_consent"),
    ]

    initial = True

    dependencies = [
        ("org", "0001_start"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="Customer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                ("phone", models.CharField(blank=True, max_length=30)),
                ("phone_tail", models.CharField(blank=True, editable=False, max_length=4)),
                ("id_no", models.CharField(blank=True, max_length=30, null=True)),
                (
                    "tier",
                    models.CharField(
                        choices=[
                            ("standard", "Standard"),
                            ("valued", "Valued"),
                            ("key", "Key customer"),
                        ],
                        default="standard",
                        max_length=16,
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=300)),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("phone", ""), _negated=True),
                        fields=["phone"],
                        name="customer_phone",
                    ),
                    models.Index(
                        condition=models.Q(("phone_tail", ""), _negated=True),
                        fields=["phone_tail", "id"],
                        name="customer_phone_tail",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("tier__in", ["standard", "valued", "key"])),
                        name="customer_tier_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("phone__endswith", models.F("phone_tail"))),
                        name="customer_phone_tail_follows_phone",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "customers_customerevent" ("address", "id", "id_no", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "phone_tail", "tier", "unit_id") VALUES (NEW."address", NEW."id", NEW."id_no", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."phone_tail", NEW."tier", NEW."unit_id"); RETURN NULL;',
                            hash="ade444ce42a773210ef9ee0f57304291d73f8010",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_ca86d",
                            table="customers_customer",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "customers_customerevent" ("address", "id", "id_no", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "phone_tail", "tier", "unit_id") VALUES (OLD."address", OLD."id", OLD."id_no", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."phone_tail", OLD."tier", OLD."unit_id"); RETURN NULL;',
                            hash="001db9232762cc82013987ca5f10768f4763f437",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_939ca",
                            table="customers_customer",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents",
                        to="customers.customer",
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("progress", "Messages about the progress of the own matters"),
                            ("evaluation", "Invitations to evaluate"),
                            ("marketing", "Offers and news"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("sms", "Text message"), ("phone", "Telephone")], max_length=8
                    ),
                ),
                ("given", models.BooleanField()),
                (
                    "evidence",
                    models.CharField(
                        choices=[
                            ("call", "Said on the telephone"),
                            ("counter", "Said at the counter"),
                            ("paper", "Signed on paper"),
                            ("page", "Chosen on the own page"),
                            ("import", "Taken over from another system"),
                        ],
                        max_length=8,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
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
                        fields=["customer", "purpose", "channel", "-at", "-id"], name="consent_last"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("purpose__in", ["progress", "evaluation", "marketing"])
                        ),
                        name="consent_purpose_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("channel__in", ["sms", "phone"])),
                        name="consent_channel_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("evidence__in", ["call", "counter", "paper", "page", "import"])
                        ),
                        name="consent_evidence_known",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="consent_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="1a6f9cf1ac65b1dd02b5a5713bae91f1547eed4b",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_consent_never_edited_5719e",
                            table="customers_consent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CustomerEvent",
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
                        to="customers.customer",
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
                ("name", models.CharField(max_length=100)),
                ("phone", models.CharField(blank=True, max_length=30)),
                ("phone_tail", models.CharField(blank=True, editable=False, max_length=4)),
                ("id_no", models.CharField(blank=True, max_length=30, null=True)),
                (
                    "tier",
                    models.CharField(
                        choices=[
                            ("standard", "Standard"),
                            ("valued", "Valued"),
                            ("key", "Key customer"),
                        ],
                        default="standard",
                        max_length=16,
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=300)),
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ServiceAccount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=30, unique=True)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts",
                        to="customers.customer",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=300)),
                (
                    "grid_unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                    ),
                ),
                ("product", models.CharField(blank=True, max_length=60)),
                ("active", models.BooleanField(default=True)),
            ],
            options={
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "customers_serviceaccountevent" ("active", "address", "customer_id", "grid_unit_id", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "product") VALUES (NEW."active", NEW."address", NEW."customer_id", NEW."grid_unit_id", NEW."id", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."product"); RETURN NULL;',
                            hash="04831f4eb780390f1771e6e6ada560cf81b4539e",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_a3f34",
                            table="customers_serviceaccount",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "customers_serviceaccountevent" ("active", "address", "customer_id", "grid_unit_id", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "product") VALUES (OLD."active", OLD."address", OLD."customer_id", OLD."grid_unit_id", OLD."id", OLD."number", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."product"); RETURN NULL;',
                            hash="b3a1147d00d55cfe92409dfbf64c88a9741646d9",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_5c554",
                            table="customers_serviceaccount",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CustomerWords",
            fields=[
                (
                    "customer",
                    models.OneToOneField(
                        db_column="customer_id",
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="words",
                        serialize=False,
                        to="customers.customer",
                    ),
                ),
                ("tokens", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                "db_table": "customers_search",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["tokens"], name="customer_search_tokens"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceAccountEvent",
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
                        to="customers.serviceaccount",
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
                ("number", models.CharField(max_length=30)),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.customer",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=300)),
                (
                    "grid_unit",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="org.unit",
                    ),
                ),
                ("product", models.CharField(blank=True, max_length=60)),
                ("active", models.BooleanField(default=True)),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
