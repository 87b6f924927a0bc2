from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql" / "facts_in_force.sql"


class Migration(migrations.Migration):
    """The figures read verdicts at the cost of a join."""

    dependencies = [("cases", "0005_settle_columns"), ("clocks", "0006_verdict_in_force")]

    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"), migrations.RunSQL.noop)]
