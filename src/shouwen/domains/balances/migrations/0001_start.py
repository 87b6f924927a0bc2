import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("balances", "0001_standings")]

    initial = True

    dependencies = [
        ("customers", "0001_start"),
    ]

    operations = [
        migrations.CreateModel(
            name="Standing",
            fields=[
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="standing",
                        serialize=False,
                        to="customers.serviceaccount",
                    ),
                ),
                ("balance", models.BigIntegerField()),
                ("suspended_since", models.DateField(null=True)),
                ("as_of", models.DateTimeField()),
                ("source", models.CharField(max_length=40)),
                ("received_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True),
                        name="standing_has_a_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("as_of__lte", models.F("received_at"))),
                        name="standing_not_ahead",
                    ),
                ],
            },
        ),
    ]
