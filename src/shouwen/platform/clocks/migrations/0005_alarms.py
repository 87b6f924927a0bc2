import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

# Clocks that run already climb the built-in ladder: 80 % (step 1), then the due time (step 2). Those
# of imported history only wait for their verdict (step 0). A warning never comes after the due time.
ALARMS = """
UPDATE clocks_clock c SET next_step = a.steps[1], alarm_steps = a.steps, alarm_ats = a.ats,
       next_fire_at = a.ats[1], warn_at = a.warn
FROM (
    SELECT id,
           CASE WHEN silent THEN ARRAY[0] WHEN next_step = 2 THEN ARRAY[2]
                WHEN due_at IS NULL THEN ARRAY[1] ELSE ARRAY[1, 2] END::int2[] AS steps,
           CASE WHEN silent OR next_step = 2 THEN ARRAY[due_at]
                WHEN due_at IS NULL THEN ARRAY[next_fire_at]
                ELSE ARRAY[least(next_fire_at, due_at), due_at] END AS ats,
           CASE WHEN next_step = 1 THEN least(next_fire_at, due_at)
                ELSE (SELECT f.fired_at FROM clocks_fire f WHERE f.clock_id = o.id AND f.step = 1)
           END AS warn
    FROM clocks_clock o WHERE next_step IS NOT NULL
) a WHERE c.id = a.id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("clocks", "0004_limit_cable_cn"),
    ]

    operations = [
        migrations.AddField(
            model_name="clock",
            name="alarm_ats",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.DateTimeField(), default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="clock",
            name="alarm_steps",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveSmallIntegerField(), default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="clock",
            name="office",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="clocks.revision",
            ),
        ),
        migrations.AddField(
            model_name="clock",
            name="unsure_steps",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="clock",
            name="warn_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunSQL(ALARMS, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="clock",
            constraint=models.CheckConstraint(
                condition=models.Q(("alarm_ats__len", models.F("alarm_steps__len"))),
                name="clocks_clock_every_alarm_has_step",
            ),
        ),
        migrations.AddConstraint(
            model_name="clock",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("alarm_steps", []), ("next_step__isnull", True)),
                    models.Q(
                        ("alarm_steps__len__gt", 0),
                        ("next_step", models.F("alarm_steps__0")),
                        ("next_step__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="clocks_clock_wakes_for_first_alarm",
            ),
        ),
    ]
