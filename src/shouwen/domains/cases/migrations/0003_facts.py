from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql" / "facts.sql"


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_initial"), ("clocks", "0001_initial")]

    operations = [
        migrations.RunSQL(
            SQL.read_text(encoding="utf-8"),
            "DROP VIEW cases_urge_fact; DROP VIEW cases_fact;",
        ),
        # A city at 100k documents: the default 100 buckets guess frequent pieces badly.
        migrations.RunSQL(
            "ALTER TABLE cases_search ALTER COLUMN tokens SET STATISTICS 500",
            "ALTER TABLE cases_search ALTER COLUMN tokens SET STATISTICS -1",
        ),
    ]
