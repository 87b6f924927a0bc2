from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql" / "tell.sql"


class Migration(migrations.Migration):
    """Open lists of returns hear at commit that one was made or ruled."""

    dependencies = [("rulings", "0002_facts"), ("notify", "0003_tell")]

    operations = [
        migrations.RunSQL(
            SQL.read_text(encoding="utf-8"),
            "DROP TRIGGER rulings_tell_new ON rulings_return; DROP TRIGGER rulings_tell_ruled ON rulings_return; DROP FUNCTION rulings_tell()",
        )
    ]
