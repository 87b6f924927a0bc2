import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("care", "0001_care_notes")]

    initial = True

    dependencies = [
        ("org", "0001_start"),
    ]

    operations = [
        migrations.CreateModel(
            name="CareNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.staff",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit"
                    ),
                ),
                (
                    "writer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.staff",
                    ),
                ),
                ("at", models.DateTimeField()),
                ("sealed", models.TextField()),
                ("follow_up", models.DateField(null=True)),
                ("followed_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("follow_up__isnull", False), ("followed_at__isnull", True)
                        ),
                        fields=["follow_up"],
                        name="care_follow_up",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("staff", models.F("writer")), _negated=True),
                        name="care_not_about_oneself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sealed", ""), _negated=True),
                        name="care_note_is_sealed",
                    ),
                ],
            },
        ),
    ]
