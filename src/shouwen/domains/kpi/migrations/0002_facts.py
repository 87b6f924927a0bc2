from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql" / "facts.sql"


class Migration(migrations.Migration):
    dependencies = [("kpi", "0001_initial"), ("cases", "0003_facts"), ("clocks", "0001_initial")]

    operations = [
        migrations.RunSQL(
            SQL.read_text(encoding="utf-8"),
            "DROP VIEW kpi_hold_fact; DROP VIEW kpi_rating_fact;",
        )
    ]
