import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("exchange", "0001_initial"),
        ("exchange", "0002_before_source"),
        ("exchange", "0003_retention"),
        ("exchange", "0004_profile_saved"),
    ]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ProfileVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=60)),
                ("version", models.PositiveIntegerField()),
                ("spec", models.JSONField()),
                ("account_id", models.BigIntegerField(null=True)),
                ("saved_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "exchange_profile",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code", "version"), name="exchange_profile_version_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "source",
                        "key",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("source", models.CharField(max_length=60)),
                ("key", models.CharField(max_length=200)),
                ("subject_kind", models.CharField(max_length=16)),
                ("subject_id", models.BigIntegerField()),
                ("row_hash", models.BinaryField()),
                ("row", models.JSONField(null=True)),
                ("batch_id", models.BigIntegerField()),
                ("told_batch_id", models.BigIntegerField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["subject_kind", "subject_id"], name="exchange_source_subject"
                    ),
                    models.Index(fields=["batch_id"], name="exchange_source_batch"),
                    models.Index(fields=["told_batch_id"], name="exchange_source_told"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "profile",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="batches",
                        to="exchange.profileversion",
                    ),
                ),
                ("file_name", models.CharField(max_length=255)),
                ("file_hash", models.BinaryField()),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("history", "History (silent)"),
                            ("live", "Live (coming steps fire)"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Stopped; start it again"),
                            ("undone", "Undone"),
                        ],
                        default="running",
                        max_length=10,
                    ),
                ),
                ("counts", models.JSONField(default=dict)),
                ("row_done", models.PositiveBigIntegerField(default=0)),
                ("rows_expected", models.PositiveBigIntegerField(default=0)),
                ("rejects_file", models.CharField(blank=True, max_length=500)),
                ("account_id", models.BigIntegerField(null=True)),
                ("began_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("journal_from", models.BigIntegerField(null=True)),
                ("journal_to", models.BigIntegerField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
                ("erased_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("mode__in", ["history", "live"])),
                        name="exchange_batch_mode_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["running", "done", "failed", "undone"])),
                        name="exchange_batch_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "undone"), _negated=True),
                            ("undone_at__isnull", False),
                            _connector="OR",
                        ),
                        name="exchange_batch_undone_has_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Before",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "batch_id",
                        "subject_kind",
                        "subject_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="exchange.batch",
                    ),
                ),
                ("subject_kind", models.CharField(max_length=16)),
                ("subject_id", models.BigIntegerField()),
                ("source", models.CharField(default="", max_length=60)),
                ("fields", models.JSONField()),
                ("row", models.JSONField(null=True)),
                ("row_hash", models.BinaryField(null=True)),
            ],
            options={
                "db_table": "exchange_before",
            },
        ),
        migrations.CreateModel(
            name="Reject",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "batch_id",
                        "row_no",
                        "column",
                        "code",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rejects",
                        to="exchange.batch",
                    ),
                ),
                ("row_no", models.PositiveBigIntegerField()),
                ("column", models.CharField(blank=True, max_length=200)),
                ("code", models.CharField(max_length=40)),
                (
                    "weight",
                    models.CharField(
                        choices=[
                            ("reject", "Rejected"),
                            ("warn", "Warning"),
                            ("conflict", "Left as people changed it"),
                        ],
                        max_length=10,
                    ),
                ),
                ("value", models.CharField(blank=True, max_length=200)),
                ("params", models.JSONField(default=dict)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("weight__in", ["reject", "warn", "conflict"])),
                        name="exchange_reject_weight_known",
                    )
                ],
            },
        ),
    ]
