from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql" / "facts.sql"


class Migration(migrations.Migration):
    dependencies = [("asks", "0002_quick"), ("clocks", "0001_initial")]

    operations = [
        migrations.RunSQL(
            SQL.read_text(encoding="utf-8"),
            "DROP VIEW asks_rating_fact; DROP VIEW asks_request_fact;",
        ),
    ]
