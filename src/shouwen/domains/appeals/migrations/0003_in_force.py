from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):
    """Only the verdict in force is left out of the figures."""

    dependencies = [("appeals", "0002_facts")]

    operations = [
        migrations.RunSQL(
            (SQL / "facts_in_force.sql").read_text(encoding="utf-8"),
            (SQL / "facts.sql")
            .read_text(encoding="utf-8")
            .replace("CREATE VIEW", "CREATE OR REPLACE VIEW"),
        )
    ]
