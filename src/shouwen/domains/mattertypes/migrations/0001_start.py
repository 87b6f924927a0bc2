import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("mattertypes", "0001_from_intake")]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="MatterType",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("code", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=60)),
                ("sub", models.CharField(blank=True, max_length=60)),
                ("initials", models.CharField(blank=True, max_length=200)),
                ("preset", models.CharField(max_length=20)),
                ("position", models.PositiveIntegerField(default=0)),
                ("active", models.BooleanField(default=True)),
            ],
            options={
                "db_table": "intake_mattertype",
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "code"), name="matter_type_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="FieldSet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="field_sets",
                        to="mattertypes.mattertype",
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("valid_from", models.DateField()),
                ("fields", models.JSONField(default=list)),
            ],
            options={
                "db_table": "intake_fieldset",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("type", "version"), name="field_set_version_once"
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="field_set_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="8c175dfcd31798608ec1d3aaf17c547285b0c626",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_field_set_never_edited_afc47",
                            table="intake_fieldset",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
    ]
