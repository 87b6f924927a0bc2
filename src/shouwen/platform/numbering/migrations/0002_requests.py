from django.db import migrations


class Migration(migrations.Migration):
    """Series R: internal requests."""

    dependencies = [("numbering", "0001_series")]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE numbering_r CACHE 1", "DROP SEQUENCE numbering_r"),
    ]
