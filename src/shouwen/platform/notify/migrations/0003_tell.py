from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql" / "tell.sql"


class Migration(migrations.Migration):
    """The bell of an open page hears of a new notice, and of one read elsewhere."""

    dependencies = [("notify", "0002_deliveries")]

    operations = [
        migrations.RunSQL(
            SQL.read_text(encoding="utf-8"),
            "DROP TRIGGER notify_tell_new ON notify_notice; DROP TRIGGER notify_tell_read ON notify_notice; DROP FUNCTION notify_tell(); DROP FUNCTION live_tell(text, text, bigint[])",
        )
    ]
