from django.db import migrations


class Migration(migrations.Migration):
    """A sequence per series: C cases, R internal requests. A new series is a new migration of this app."""

    replaces = [("numbering", "0001_series"), ("numbering", "0002_requests")]

    initial = True

    dependencies: list[tuple[str, str]] = []

    operations = [
        migrations.RunSQL("CREATE SEQUENCE numbering_c CACHE 1"),
        migrations.RunSQL("CREATE SEQUENCE numbering_r CACHE 1"),
    ]
