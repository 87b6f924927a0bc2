"""Which batch told a row last, and when what a batch keeps of people was erased."""

from django.db import migrations, models

TOLD = "UPDATE exchange_source SET told_batch_id = batch_id WHERE told_batch_id IS NULL"


class Migration(migrations.Migration):
    dependencies = [("exchange", "0002_before_source")]

    operations = [
        migrations.AddField(
            model_name="batch",
            name="erased_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="source",
            name="told_batch_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.RunSQL(TOLD, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="source",
            index=models.Index(fields=["told_batch_id"], name="exchange_source_told"),
        ),
    ]
