import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("demo", "0001_initial")]

    initial = True

    dependencies = [
        ("org", "0001_start"),
    ]

    operations = [
        migrations.CreateModel(
            name="Branch",
            fields=[
                ("one", models.BooleanField(default=True, primary_key=True, serialize=False)),
                (
                    "root",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit"
                    ),
                ),
                ("as_of", models.DateTimeField()),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField()),
                ("began_at", models.DateTimeField()),
                ("moved_at", models.DateTimeField()),
                ("ready_at", models.DateTimeField(null=True)),
                ("removed_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("one", True)), name="demo_branch_single"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("done__lte", models.F("total"))),
                        name="demo_branch_done_within_total",
                    ),
                ],
            },
        ),
    ]
