from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql" / "facts.sql"


class Migration(migrations.Migration):
    """The one view of what figures leave out."""

    dependencies = [("appeals", "0001_initial")]

    operations = [
        migrations.RunSQL(SQL.read_text(encoding="utf-8"), "DROP VIEW appeals_excluded_fact;")
    ]
