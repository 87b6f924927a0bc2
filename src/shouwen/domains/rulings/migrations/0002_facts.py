from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql" / "facts.sql"


class Migration(migrations.Migration):
    """The fact view of returns and rulings."""

    dependencies = [("rulings", "0001_returns"), ("cases", "0006_facts_in_force")]

    operations = [
        migrations.RunSQL(SQL.read_text(encoding="utf-8"), "DROP VIEW rulings_return_fact;")
    ]
