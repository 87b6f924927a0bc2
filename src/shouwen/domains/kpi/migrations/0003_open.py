from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql" / "open.sql"


class Migration(migrations.Migration):
    dependencies = [("kpi", "0002_facts")]

    operations = [
        migrations.RunSQL(
            SQL.read_text(encoding="utf-8"),
            "DROP INDEX kpi_finished; DROP INDEX kpi_fell_due; DROP INDEX kpi_open_due;"
            " DROP VIEW kpi_open_fact;",
        )
    ]
