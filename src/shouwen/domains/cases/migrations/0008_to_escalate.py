from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_one_longest_wait"),
        ("customers", "0001_initial"),
        ("org", "0003_who_acts"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="to_escalate",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                models.F("handler_unit"),
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "accepted",
                            "answered",
                            "awaiting_evaluation",
                            "dispatched",
                            "in_progress",
                            "received",
                        ],
                    ),
                    ("to_escalate", True),
                ),
                name="case_to_escalate",
            ),
        ),
    ]
