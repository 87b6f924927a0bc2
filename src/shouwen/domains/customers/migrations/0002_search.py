import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models


def find_those_who_are_here(apps, schema_editor):
    """Give the customers of an older installation their search words."""
    from shouwen.domains.customers.indexing import SET, refresh

    customers = apps.get_model("customers", "Customer").objects.order_by("pk")
    last = 0
    while ids := list(customers.filter(pk__gt=last).values_list("pk", flat=True)[:SET]):
        refresh(ids)
        last = ids[-1]


class Migration(migrations.Migration):
    dependencies = [("customers", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="CustomerWords",
            fields=[
                (
                    "customer",
                    models.OneToOneField(
                        db_column="customer_id",
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="words",
                        serialize=False,
                        to="customers.customer",
                    ),
                ),
                ("tokens", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                "db_table": "customers_search",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["tokens"], name="customer_search_tokens"
                    )
                ],
            },
        ),
        migrations.RunPython(find_those_who_are_here, migrations.RunPython.noop),
    ]
