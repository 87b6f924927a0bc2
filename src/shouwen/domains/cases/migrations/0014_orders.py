"""The case list by urges, last change and waiting time; of cases that are there the last change is their last step."""

import django.db.models.expressions
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0013_tell"),
        ("customers", "0003_consent"),
        ("org", "0005_work_phone"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="changed_at",
            field=models.DateTimeField(
                db_default=django.db.models.functions.datetime.Now(), editable=False
            ),
        ),
        migrations.RunSQL(
            "UPDATE cases_case SET changed_at = greatest(opened_at, answered_at, closed_at, archived_at)",
            migrations.RunSQL.noop,
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                django.db.models.expressions.CombinedExpression(
                    models.F("urges"), "*", models.Value(-1)
                ),
                models.F("id"),
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
                    )
                ),
                name="case_by_urges",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                models.F("changed_at"),
                models.F("id"),
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
                    )
                ),
                name="case_by_change",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                models.F("opened_at"),
                models.F("id"),
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
                    )
                ),
                name="case_by_waiting",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="case",
            trigger=pgtrigger.compiler.Trigger(
                name="case_changed_now",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="NEW.changed_at := now(); RETURN NEW;",
                    hash="1e7f65df8cbd78678d6d592a3831b177d8d5ffc5",
                    operation='UPDATE OF "version"',
                    pgid="pgtrigger_case_changed_now_125dd",
                    table="cases_case",
                    when="BEFORE",
                ),
            ),
        ),
    ]
