"""Calls, types of matters and imports are apps of their own: the models leave, the tables stay as they are."""

import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0003_calls"),
        ("calls", "0001_from_intake"),
        ("imports", "0001_from_intake"),
        ("mattertypes", "0001_from_intake"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger("fieldset", "field_set_never_edited"),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.DeleteModel("Call"),
                migrations.DeleteModel("FieldSet"),
                migrations.DeleteModel("MatterType"),
                migrations.DeleteModel("Upload"),
            ]
        ),
    ]
