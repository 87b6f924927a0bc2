"""The front desk (``intake``) made the tables, and they keep their names: only the models move here."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("intake", "0003_calls"),
        ("cases", "0012_declarations"),
        ("customers", "0003_consent"),
        ("org", "0004_unit_area"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Call",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("call_id", models.CharField(max_length=64, unique=True)),
                        ("draft", models.CharField(max_length=20, unique=True)),
                        ("number", models.CharField(blank=True, max_length=20)),
                        ("line", models.CharField(blank=True, max_length=30)),
                        ("rang_at", models.DateTimeField()),
                        ("answered_at", models.DateTimeField(null=True)),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("called_back_at", models.DateTimeField(null=True)),
                        (
                            "account",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="customers.serviceaccount",
                            ),
                        ),
                        (
                            "agent",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="org.staff",
                            ),
                        ),
                        (
                            "called_back_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="org.staff",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="calls",
                                to="cases.case",
                            ),
                        ),
                    ],
                    options={
                        "db_table": "intake_call",
                        "indexes": [
                            models.Index(fields=["-rang_at"], name="call_rang_at"),
                            models.Index(
                                condition=models.Q(
                                    models.Q(("number", ""), _negated=True),
                                    ("answered_at__isnull", False),
                                ),
                                fields=["number", "answered_at"],
                                name="call_answered",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
