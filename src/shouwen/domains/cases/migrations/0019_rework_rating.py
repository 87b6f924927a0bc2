"""The fact view of reworks names the judgement that asked for one."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql" / "rework_rating.sql"


class Migration(migrations.Migration):
    dependencies = [("cases", "0018_fields_indexed")]

    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"), migrations.RunSQL.noop)]
