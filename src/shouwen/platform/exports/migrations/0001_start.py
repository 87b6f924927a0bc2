import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("exports", "0001_initial"),
        ("exports", "0002_unattended"),
        ("exports", "0003_reads"),
    ]

    initial = True

    dependencies = [
        ("access", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Quota",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("role_code", models.CharField(blank=True, max_length=40)),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("rows_a_day", models.PositiveIntegerField()),
                ("since", models.DateField()),
                (
                    "set_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("set_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("role_code", "account", "since"),
                        name="export_quota_once_a_day",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("role_code", ""), ("account", None), _connector="OR"),
                        name="export_quota_for_one",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="export_quota_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="658f54bfe555c3e365e93ae923872280bb356c69",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_export_quota_stays_5bcb0",
                            table="exports_quota",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReadDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("day", models.DateField()),
                ("rows", models.PositiveIntegerField()),
                ("refused_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("account", "day"), name="export_read_day_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Use",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("post_id", models.BigIntegerField(null=True)),
                ("day", models.DateField()),
                ("what", models.CharField(max_length=40)),
                ("form", models.CharField(max_length=8)),
                ("scope", models.CharField(max_length=300)),
                ("rows", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["account", "day"], name="export_use_of_day")],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="export_use_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="489ea42db1f34c264634908aa31a11c5697c231f",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_export_use_stays_006aa",
                            table="exports_use",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("day", models.DateField()),
                ("rows", models.PositiveIntegerField()),
                ("reason", models.CharField(max_length=200)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["account", "day"], name="export_grant_of_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("account", models.F("by")), _negated=True),
                        name="export_grant_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="export_grant_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rows__gt", 0)), name="export_grant_is_some"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="export_grant_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="8ad87f07c0c88798e727f5225d20302f08d78dca",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_export_grant_stays_105d6",
                            table="exports_grant",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
    ]
