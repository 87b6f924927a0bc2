from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql" / "tell.sql"


class Migration(migrations.Migration):
    """Open inboxes hear at commit that a request changed."""

    dependencies = [("asks", "0004_duty"), ("notify", "0003_tell")]

    operations = [
        migrations.RunSQL(
            SQL.read_text(encoding="utf-8"),
            "DROP TRIGGER asks_tell_new ON asks_request; DROP TRIGGER asks_tell_changed ON asks_request; DROP FUNCTION asks_tell_new(); DROP FUNCTION asks_tell_changed()",
        )
    ]
