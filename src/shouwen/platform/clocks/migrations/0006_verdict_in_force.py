from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql" / "verdict_in_force.sql"


class Migration(migrations.Migration):
    dependencies = [("clocks", "0005_alarms")]

    operations = [
        migrations.RunSQL(
            SQL.read_text(encoding="utf-8"),
            "DROP VIEW clocks_verdict_in_force; DROP INDEX clocks_verdict_again;",
        )
    ]
