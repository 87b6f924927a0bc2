from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql" / "open_in_force.sql"


class Migration(migrations.Migration):
    dependencies = [("kpi", "0003_open"), ("clocks", "0006_verdict_in_force")]

    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"), migrations.RunSQL.noop)]
