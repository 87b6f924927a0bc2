from django.db import migrations

RENAME = """
UPDATE clocks_policy SET code = 'cable_cn', preset = 'cable_cn'
WHERE code = 'default' AND NOT EXISTS (SELECT 1 FROM clocks_policy WHERE code = 'cable_cn')
"""
ROOM = """
UPDATE clocks_limit SET rank = rank * 100
WHERE policy_id = (SELECT id FROM clocks_policy WHERE code = 'cable_cn')
  AND NOT EXISTS (SELECT 1 FROM clocks_limit WHERE rank >= 100)
"""


class Migration(migrations.Migration):
    """The limits an installation began with are the preset of a cable operator; room between ranks."""

    dependencies = [("clocks", "0003_limit_policies")]

    operations = [
        migrations.RunSQL(RENAME, migrations.RunSQL.noop),
        migrations.RunSQL(ROOM, migrations.RunSQL.noop),
    ]
