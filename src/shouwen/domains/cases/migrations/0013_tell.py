from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql" / "tell.sql"


class Migration(migrations.Migration):
    """Open lists hear at commit that something changed, instead of asking every few seconds."""

    dependencies = [("cases", "0012_declarations")]

    operations = [
        migrations.RunSQL(
            SQL.read_text(encoding="utf-8"),
            "DROP TRIGGER cases_tell_opened ON cases_case; DROP TRIGGER cases_tell_changed ON cases_case;"
            " DROP FUNCTION cases_tell_opened(); DROP FUNCTION cases_tell_changed(); DROP FUNCTION cases_tell(bigint[])",
        )
    ]
