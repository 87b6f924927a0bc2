from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql" / "rating_last.sql"


class Migration(migrations.Migration):
    """Of several judgements of one instance the last one counts."""

    dependencies = [("kpi", "0004_open_in_force"), ("cases", "0011_rating_many")]

    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"), migrations.RunSQL.noop)]
