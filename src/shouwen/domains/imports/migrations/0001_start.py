import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("imports", "0001_from_intake")]

    initial = True

    dependencies = [
        ("access", "__first__"),
        ("exchange", "0001_start"),
    ]

    operations = [
        migrations.CreateModel(
            name="Upload",
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
                ("post_id", models.BigIntegerField(null=True)),
                ("file_name", models.CharField(max_length=255)),
                ("path", models.CharField(max_length=500)),
                ("size", models.BigIntegerField()),
                ("encoding", models.CharField(blank=True, max_length=40)),
                ("sheet", models.CharField(blank=True, max_length=120)),
                ("spec", models.JSONField(null=True)),
                ("profile", models.CharField(blank=True, max_length=120)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("choosing", "To be checked"),
                            ("checking", "Being tried"),
                            ("checked", "Tried"),
                            ("importing", "Being imported"),
                            ("done", "Imported"),
                            ("undoing", "Being taken back"),
                            ("undone", "Taken back"),
                            ("failed", "Stopped"),
                        ],
                        default="choosing",
                        max_length=10,
                    ),
                ),
                ("done", models.PositiveBigIntegerField(default=0)),
                ("total", models.PositiveBigIntegerField(default=0)),
                ("outcome", models.JSONField(default=dict)),
                ("error", models.TextField(blank=True)),
                (
                    "batch",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="exchange.batch",
                    ),
                ),
                ("at", models.DateTimeField()),
                ("moved_at", models.DateTimeField()),
            ],
            options={
                "db_table": "intake_upload",
                "indexes": [models.Index(fields=["-at"], name="upload_at")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "choosing",
                                    "checking",
                                    "checked",
                                    "importing",
                                    "done",
                                    "undoing",
                                    "undone",
                                    "failed",
                                ],
                            )
                        ),
                        name="upload_state_known",
                    )
                ],
            },
        ),
    ]
