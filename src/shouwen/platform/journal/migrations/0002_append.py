from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent.joinpath("sql", "append.sql").read_text()


class Migration(migrations.Migration):
    """The functions that write the journal, and the triggers that keep everything else out."""

    dependencies = [("journal", "0001_entries")]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
