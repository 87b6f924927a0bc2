import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("bulk", "0001_initial")]

    initial = True

    dependencies = [
        ("access", "__first__"),
        ("cases", "0001_start"),
    ]

    operations = [
        migrations.CreateModel(
            name="Run",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField()),
                ("verb", models.CharField(max_length=20)),
                ("terms", models.JSONField(default=dict)),
                ("text", models.TextField(blank=True, default="")),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("post_id", models.BigIntegerField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("running", "Running"),
                            ("done", "Done"),
                            ("undoing", "Being undone"),
                            ("undone", "Undone"),
                        ],
                        default="running",
                        max_length=10,
                    ),
                ),
                ("missing", models.PositiveIntegerField(default=0)),
                ("at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("undo_until", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["account", "-at"], name="bulk_runs_of_account")],
                "constraints": [
                    models.UniqueConstraint(fields=("account", "key"), name="bulk_run_once"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["running", "done", "undoing", "undone"])),
                        name="bulk_run_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "running"),
                            models.Q(("done_at__isnull", False), ("text", "")),
                            _connector="OR",
                        ),
                        name="bulk_run_done_forgets_text",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("done_at__isnull", True),
                            ("done_at__gte", models.F("at")),
                            _connector="OR",
                        ),
                        name="bulk_run_done_after_begin",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RunRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="bulk.run",
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
                ("seen", models.PositiveIntegerField(null=True)),
                ("after", models.PositiveIntegerField(null=True)),
                ("unit_before", models.BigIntegerField(null=True)),
                ("staff_before", models.BigIntegerField(null=True)),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("pending", "Still to do"),
                            ("done", "Done"),
                            ("refused", "Refused"),
                            ("undone", "Undone"),
                            ("kept", "Not undone"),
                        ],
                        default="pending",
                        max_length=10,
                    ),
                ),
                ("code", models.CharField(blank=True, default="", max_length=60)),
                ("said", models.CharField(blank=True, default="", max_length=300)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("run", "case"), name="bulk_row_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("result__in", ["pending", "done", "refused", "undone", "kept"])
                        ),
                        name="bulk_row_result_known",
                    ),
                ],
            },
        ),
    ]
