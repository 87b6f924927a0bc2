import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("calls", "0001_from_intake"), ("calls", "0002_call_retention")]

    initial = True

    dependencies = [
        ("cases", "0001_start"),
        ("customers", "0001_start"),
        ("org", "0001_start"),
    ]

    operations = [
        migrations.CreateModel(
            name="Call",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("call_id", models.CharField(max_length=64, unique=True)),
                ("draft", models.CharField(max_length=20, unique=True)),
                ("number", models.CharField(blank=True, max_length=20)),
                ("line", models.CharField(blank=True, max_length=30)),
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
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.serviceaccount",
                    ),
                ),
                ("rang_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("called_back_at", models.DateTimeField(null=True)),
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
                ("erased_rule", models.CharField(blank=True, max_length=40)),
                ("erased_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "intake_call",
                "indexes": [
                    models.Index(fields=["-rang_at"], name="call_rang_at"),
                    models.Index(
                        condition=models.Q(
                            models.Q(("number", ""), _negated=True), ("answered_at__isnull", False)
                        ),
                        fields=["number", "answered_at"],
                        name="call_answered",
                    ),
                    models.Index(
                        condition=models.Q(("erased_at__isnull", False)),
                        fields=["erased_at"],
                        name="call_erased",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("erased_at", None), ("erased_rule", "")),
                            models.Q(
                                ("account", None),
                                ("erased_at__isnull", False),
                                ("number", ""),
                                models.Q(("erased_rule", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="call_erased_tells_nobody",
                    )
                ],
            },
        ),
    ]
