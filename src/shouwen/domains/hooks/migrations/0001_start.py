import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("hooks", "0001_sources")]

    initial = True

    dependencies = [
        ("cases", "0001_start"),
        ("org", "0001_start"),
    ]

    operations = [
        migrations.CreateModel(
            name="Source",
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
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit"
                    ),
                ),
                ("channel", models.CharField(max_length=20)),
                ("secret", models.TextField()),
                ("former_secret", models.TextField(blank=True)),
                ("former_until", models.DateTimeField(null=True)),
                ("active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Matter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matters",
                        to="hooks.source",
                    ),
                ),
                ("reference", models.CharField(max_length=80)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "reference"), name="hook_reference_once"
                    )
                ],
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
                (
                    "source",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="hooks.source",
                    ),
                ),
                ("at", models.DateTimeField()),
                ("event", models.CharField(blank=True, max_length=80)),
                ("does", models.CharField(blank=True, max_length=8)),
                ("digest", models.BinaryField()),
                ("signed", models.BooleanField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("done", "Done"),
                            ("repeated", "Known already"),
                            ("refused", "Refused"),
                        ],
                        max_length=8,
                    ),
                ),
                ("code", models.CharField(blank=True, max_length=40)),
                ("why", models.CharField(blank=True, max_length=300)),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "deliveries",
                "indexes": [models.Index(fields=["source", "-at"], name="hook_delivery_latest")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "done")),
                        fields=("source", "event"),
                        name="hook_event_done_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["done", "repeated", "refused"])),
                        name="hook_outcome_known",
                    ),
                ],
            },
        ),
    ]
