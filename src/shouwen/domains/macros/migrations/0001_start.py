import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("macros", "0001_macros")]

    initial = True

    dependencies = [
        ("access", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Macro",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("global", "All roles"),
                            ("role", "A role"),
                            ("personal", "Only me"),
                        ],
                        default="personal",
                        max_length=8,
                    ),
                ),
                ("role_code", models.CharField(blank=True, max_length=40)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="macros",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("steps", models.JSONField(default=list)),
                ("used", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("removed_at", None)),
                        fields=["kind", "owner"],
                        name="macro_lookup",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["global", "role", "personal"])),
                        name="macro_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "role"), _negated=True),
                            models.Q(("role_code", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="macro_of_a_role_names_it",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="macro_named"
                    ),
                ],
            },
        ),
    ]
