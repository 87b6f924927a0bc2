from pathlib import Path

import django.db.models.functions.datetime
from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):
    replaces = [
        ("journal", "0001_entries"),
        ("journal", "0002_append"),
        ("journal", "0003_append_sets"),
    ]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="EntryText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("entry_id", models.BigIntegerField(db_index=True)),
                ("body", models.TextField(null=True)),
                ("salt", models.BinaryField(null=True)),
                ("purpose", models.CharField(max_length=30)),
                ("delete_after", models.DateField(null=True)),
                ("erased_at", models.DateTimeField(null=True)),
                ("erased_rule", models.CharField(blank=True, max_length=60)),
            ],
            options={
                "db_table": "journal_text",
            },
        ),
        migrations.CreateModel(
            name="Head",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "subject_kind",
                        "subject_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("subject_kind", models.CharField(max_length=16)),
                ("subject_id", models.BigIntegerField()),
                ("seq", models.IntegerField()),
                ("hash", models.BinaryField()),
            ],
            options={
                "db_table": "journal_head",
            },
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(unique=True)),
                ("from_id", models.BigIntegerField()),
                ("to_id", models.BigIntegerField()),
                ("root", models.BinaryField()),
                ("prev_root", models.BinaryField(null=True)),
                ("entries", models.BigIntegerField()),
            ],
            options={
                "db_table": "journal_seal",
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject_kind", models.CharField(max_length=16)),
                ("subject_id", models.BigIntegerField()),
                ("seq", models.IntegerField()),
                ("kind", models.CharField(max_length=60)),
                ("at", models.DateTimeField()),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("by_id", models.BigIntegerField(null=True)),
                ("post_id", models.BigIntegerField(null=True)),
                ("via", models.CharField(max_length=8)),
                ("batch_id", models.BigIntegerField(null=True)),
                ("v", models.SmallIntegerField(default=1)),
                ("facts", models.JSONField(default=dict)),
                ("text_hash", models.BinaryField(null=True)),
                ("hash", models.BinaryField()),
            ],
            options={
                "db_table": "journal_entry",
                "indexes": [
                    models.Index(
                        models.F("subject_kind"),
                        models.F("subject_id"),
                        models.F("seq"),
                        name="journal_entry_subject",
                    ),
                    models.Index(
                        models.F("batch_id"),
                        condition=models.Q(("batch_id", None), _negated=True),
                        name="journal_entry_batch",
                    ),
                ],
            },
        ),
        migrations.RunSQL((SQL / "append.sql").read_text(encoding="utf-8")),
    ]
