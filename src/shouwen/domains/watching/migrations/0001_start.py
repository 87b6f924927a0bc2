import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("watching", "0001_watches")]

    initial = True

    dependencies = [
        ("cases", "0001_start"),
        ("org", "0001_start"),
    ]

    operations = [
        migrations.CreateModel(
            name="Watch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="org.staff",
                    ),
                ),
                (
                    "how",
                    models.CharField(
                        choices=[("soon", "Within minutes"), ("daily", "Once a day")],
                        default="soon",
                        max_length=8,
                    ),
                ),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("told", models.IntegerField(default=0)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("until__isnull", True)),
                        fields=["how"],
                        name="watch_live",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("staff", "case"),
                        name="watch_once",
                    )
                ],
            },
        ),
    ]
