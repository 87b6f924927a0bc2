import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("routing", "0001_routes")]

    initial = True

    dependencies = [
        ("org", "0001_start"),
    ]

    operations = [
        migrations.CreateModel(
            name="Route",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                ("kind", models.CharField(blank=True, max_length=20)),
                ("category", models.CharField(blank=True, max_length=60)),
                ("area", models.CharField(blank=True, max_length=10)),
                (
                    "place",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit"
                    ),
                ),
                ("why", models.CharField(max_length=200)),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.staff",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True),
                            ("until__gte", models.F("since")),
                            _connector="OR",
                        ),
                        name="route_ends_after_it_began",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("why", ""), _negated=True), name="route_says_why"
                    ),
                ],
            },
        ),
    ]
