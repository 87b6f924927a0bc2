import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("files", "0001_initial")]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Content",
            fields=[
                ("sha256", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("size", models.BigIntegerField()),
                ("media", models.CharField(max_length=100)),
                ("stored_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")),
                        name="files_content_digest",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("size__gt", 0)), name="files_content_size"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject_kind", models.CharField(max_length=20)),
                ("subject_id", models.BigIntegerField()),
                (
                    "content",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="places",
                        to="files.content",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=255)),
                ("size", models.BigIntegerField()),
                ("added_at", models.DateTimeField()),
                ("added_by", models.BigIntegerField(null=True)),
                ("keep_until", models.DateField(null=True)),
                ("removed_at", models.DateTimeField(null=True)),
                ("removed_by", models.BigIntegerField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["subject_kind", "subject_id"], name="files_of_subject"),
                    models.Index(
                        condition=models.Q(("removed_at", None)),
                        fields=["keep_until"],
                        name="files_due",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at", None)),
                        fields=("subject_kind", "subject_id", "content"),
                        name="files_once_a_subject",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("content__isnull", False), ("removed_at", None)),
                            models.Q(
                                ("content", None), ("name", ""), ("removed_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="files_removed_is_empty",
                    ),
                ],
            },
        ),
    ]
