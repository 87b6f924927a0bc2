from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql" / "answers.sql"


class Migration(migrations.Migration):
    """What the front line thinks of answers, with who said so (K12)."""

    dependencies = [("kpi", "0005_rating_last"), ("asks", "0003_facts")]

    operations = [
        migrations.RunSQL(
            SQL.read_text(encoding="utf-8"),
            "DROP INDEX kpi_request_asked; DROP VIEW kpi_answer_fact;",
        )
    ]
