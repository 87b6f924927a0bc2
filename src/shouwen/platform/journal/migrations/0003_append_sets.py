from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent.joinpath("sql", "append_sets.sql").read_text()


class Migration(migrations.Migration):
    """The function that writes the journal, at less cost for large sets."""

    dependencies = [("journal", "0002_append")]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
