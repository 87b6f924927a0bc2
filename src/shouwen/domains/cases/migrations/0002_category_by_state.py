"""The index of categories tells open cases from ended ones: what many ended ones have, few open ones may have."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("cases", "0001_start")]

    operations: ClassVar = [
        migrations.RemoveIndex(model_name="case", name="case_few_category"),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("category", ""), _negated=True),
                fields=["category", "state"],
                name="case_few_category",
            ),
        ),
        migrations.RunSQL(
            "CREATE STATISTICS case_category_by_state (mcv) ON category, state FROM cases_case",
            "DROP STATISTICS case_category_by_state",
        ),
    ]
