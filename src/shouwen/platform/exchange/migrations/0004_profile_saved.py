"""Who saved a version of a profile, and when; of those before, the first batch that used it tells."""

from django.db import migrations, models

FIRST_USE = """
UPDATE exchange_profile p SET account_id = b.account_id, saved_at = b.began_at
  FROM (SELECT DISTINCT ON (profile_id) profile_id, account_id, began_at
          FROM exchange_batch ORDER BY profile_id, id) b
 WHERE b.profile_id = p.id
"""


class Migration(migrations.Migration):
    dependencies = [("exchange", "0003_retention")]

    operations = [
        migrations.AddField(
            model_name="profileversion",
            name="account_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="profileversion",
            name="saved_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunSQL(FIRST_USE, migrations.RunSQL.noop),
    ]
