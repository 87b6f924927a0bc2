import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("bulletins", "0001_initial"), ("bulletins", "0002_declarations")]

    initial = True

    dependencies = [
        ("org", "0001_start"),
    ]

    operations = [
        migrations.CreateModel(
            name="Bulletin",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit"
                    ),
                ),
                ("period", models.CharField(max_length=12)),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("serial", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("frozen", "Frozen")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("drafted_at", models.DateTimeField()),
                ("drafted_by", models.BigIntegerField(null=True)),
                ("frozen_at", models.DateTimeField(null=True)),
                ("frozen_by", models.BigIntegerField(null=True)),
                ("as_of", models.DateTimeField(null=True)),
                ("definitions", models.CharField(blank=True, max_length=20)),
                ("journal_position", models.BigIntegerField(null=True)),
                ("digest", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "period"), name="bulletin_once_a_period"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "frozen"])),
                        name="bulletin_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "draft"),
                            models.Q(
                                ("as_of__isnull", False),
                                ("frozen_at__isnull", False),
                                ("journal_position__isnull", False),
                                models.Q(("digest", ""), _negated=True),
                                models.Q(("definitions", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="bulletin_frozen_is_complete",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="bulletin_frozen_never_changes",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.\"state\" = 'frozen')",
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="26943b6c30818de32c8ad87566df621374305183",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_bulletin_frozen_never_changes_13bd1",
                            table="bulletins_bulletin",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BulletinCell",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "bulletin",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cells",
                        to="bulletins.bulletin",
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("now", "This period"),
                            ("before", "Period before"),
                            ("month", "Month to date"),
                        ],
                        max_length=8,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("unit_id", models.BigIntegerField()),
                (
                    "column",
                    models.CharField(
                        choices=[
                            ("install", "Installation"),
                            ("repair", "Repair"),
                            ("other", "Other"),
                            ("due", "Fell due"),
                            ("urges", "Urges"),
                            ("declarations", "Declarations"),
                            ("dissatisfied", "Dissatisfied"),
                            ("overdue", "Overdue"),
                            ("complaints", "Complaints"),
                        ],
                        max_length=16,
                    ),
                ),
                ("value", models.PositiveIntegerField()),
                (
                    "rows",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("bulletin", "part", "unit_id", "column"), name="bulletin_cell_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("value", models.F("rows__len")),
                            models.Q(("rows", []), ("value", 0)),
                            _connector="OR",
                        ),
                        name="bulletin_cell_counts_its_rows",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="bulletin_cell_never_changes",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="3ce966e15adcec7ab7bd47a7a0d17ef0528cc8cb",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_bulletin_cell_never_changes_5c9b8",
                            table="bulletins_bulletincell",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BulletinEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "bulletin",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="bulletins.bulletin",
                    ),
                ),
                ("table", models.CharField(max_length=12)),
                ("position", models.PositiveIntegerField()),
                ("case_id", models.BigIntegerField()),
                ("facts", models.JSONField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("bulletin", "table", "position"), name="bulletin_entry_once"
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="bulletin_entry_never_changes",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="65eb856ea813a18535d25ec6f75cd143f1543032",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_bulletin_entry_never_changes_40d7f",
                            table="bulletins_bulletinentry",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
    ]
