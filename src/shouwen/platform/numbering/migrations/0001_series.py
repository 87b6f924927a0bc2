from django.db import migrations


class Migration(migrations.Migration):
    """A sequence per series. A new series is a new migration of this app."""

    initial = True
    dependencies: list[tuple[str, str]] = []

    operations = [
        migrations.RunSQL("CREATE SEQUENCE numbering_c CACHE 1", "DROP SEQUENCE numbering_c"),
    ]
